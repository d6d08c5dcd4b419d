/**
 * The bare Workers that the window is measured against: each does the same booking with as little
 * code as it can. The path says which: nothing at all, a signature check, an object with a commit
 * for each booking or one for all that wait, an object that stores nothing, and D1 alone.
 */
import { DurableObject } from "cloudflare:workers";

interface Env {
  readonly BARE: DurableObjectNamespace<Bare>;
  readonly D1: D1Database;
  readonly HMAC_KEY: string;
}

interface Wish {
  readonly user_email: string;
  readonly booking_quantity: number;
}

const CAPACITY = 1_000_000_000;
const ALGORITHM = { name: "HMAC", hash: "SHA-256" } as const;
const TABLES = [
  `CREATE TABLE IF NOT EXISTS stock (id INTEGER PRIMARY KEY, free INTEGER NOT NULL) STRICT`,
  `CREATE TABLE IF NOT EXISTS tickets (serial INTEGER PRIMARY KEY, barcode TEXT NOT NULL,
     email TEXT NOT NULL) STRICT`,
  `INSERT INTO stock (id, free) VALUES (1, ${CAPACITY}) ON CONFLICT DO NOTHING`,
];
const TAKE = `UPDATE stock SET free = free - 1 WHERE id = 1 AND free > 0`;
const ISSUE = `INSERT INTO tickets (barcode, email) VALUES (?, ?)`;

export class Bare extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;
  #waiting: (() => void)[] = [];
  #gathering = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const table of TABLES) this.#sql.exec(table);
  }

  nothing(barcode: string): string {
    return barcode;
  }

  book(barcode: string, email: string): string {
    this.ctx.storage.transactionSync(() => this.#take(barcode, email));
    return barcode;
  }

  /** What arrives in one turn of the event loop is one commit; the first does not wait. */
  async bookTogether(barcode: string, email: string): Promise<string> {
    if (this.#gathering) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#gathering = true;
      void this.#gather();
    }
    return this.book(barcode, email);
  }

  async #gather(): Promise<void> {
    for (;;) {
      await scheduler.wait(0);
      if (this.#waiting.length === 0) break;
      for (const resume of this.#waiting.splice(0)) resume();
    }
    this.#gathering = false;
  }

  #take(barcode: string, email: string): void {
    if (this.#sql.exec(TAKE).rowsWritten === 0) throw new Error("sold out");
    this.#sql.exec(ISSUE, barcode, email);
  }
}

const BOOK: Readonly<Record<string, (env: Env, barcode: string, email: string) => unknown>> = {
  "/signature": () => null,
  "/rpc": (env, barcode) => theObject(env).nothing(barcode),
  "/object": (env, barcode, email) => theObject(env).book(barcode, email),
  "/together": (env, barcode, email) => theObject(env).bookTogether(barcode, email),
  "/d1": (env, barcode, email) =>
    env.D1.batch([env.D1.prepare(TAKE), env.D1.prepare(ISSUE).bind(barcode, email)]),
};

function theObject(env: Env): DurableObjectStub<Bare> {
  return env.BARE.getByName("one");
}

let key: Promise<CryptoKey> | null = null;
const encoder = new TextEncoder();

async function isSigned(env: Env, signature: string | null, text: string): Promise<boolean> {
  key ??= crypto.subtle.importKey("raw", encoder.encode(env.HMAC_KEY), ALGORITHM, false, [
    "verify",
  ]);
  const mac = Uint8Array.from({ length: 32 }, (_, i) =>
    Number.parseInt(signature?.slice(2 * i, 2 * i + 2) ?? "", 16),
  );
  return crypto.subtle.verify(ALGORITHM, await key, mac, encoder.encode(text));
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/http") return Response.json({ remainingQuantity: 1, tickets: [] });
    if (pathname === "/tables") {
      await env.D1.batch(TABLES.map((table) => env.D1.prepare(table)));
      return new Response("ready");
    }
    const text = JSON.parse(await request.text()) as string;
    if (!(await isSigned(env, request.headers.get("PassCulture-Signature"), text))) {
      return new Response("Invalid signature", { status: 401 });
    }
    const wish = JSON.parse(text) as Wish;
    const barcode = crypto.randomUUID();
    await BOOK[pathname]?.(env, barcode, wish.user_email);
    return Response.json({ remainingQuantity: 1, tickets: [{ barcode, seat: null }] });
  },
} satisfies ExportedHandler<Env>;
