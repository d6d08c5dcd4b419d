// What the pass Culture door does when its caller is gone, when time is up and when a secret is
// missing: things that only show inside the runtime.
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { toBase64, toHex, utf8 } from "../../src/core/bytes.ts";
import { hmacSign } from "../../src/core/hmac.ts";
import { dateCodeOf } from "../../src/core/barcode.ts";
import type { BookCommand, BookOutcome } from "../../src/date/commands.ts";
import { aDate, barcodesOf, type TestDate } from "./a-date.ts";

const BOOKING_URL = "https://window.test/passculture/booking";
const PASS_CULTURE = "passculture";

function wish(date: TestDate, changes: object = {}): object {
  return {
    booking_creation_date: "2026-03-10T19:04:07.250031",
    booking_quantity: 1,
    offer_id: 70411,
    offer_price: 1250,
    stock_id: 915577,
    stock_id_at_provider: `${date.id}:full`,
    user_email: "zoe@example.org",
    user_first_name: "Zoé",
    user_last_name: "Lefèvre",
    ...changes,
  };
}

async function signed(payload: object, init: RequestInit = {}): Promise<Request> {
  const inner = JSON.stringify(payload);
  const mac = await hmacSign(env.PASSCULTURE_HMAC_KEYS, inner);
  return new Request(BOOKING_URL, {
    method: "POST",
    body: JSON.stringify(inner),
    headers: { "PassCulture-Signature": toHex(mac) },
    ...init,
  });
}

/** Calls the routes with another environment, and waits for what they do after the answer. */
async function callWith(changes: object, request: Request): Promise<Response> {
  const context = createExecutionContext();
  const response = await app.fetch(request, { ...env, ...changes }, context);
  await waitOnExecutionContext(context);
  return response;
}

async function issued(date: TestDate): Promise<number> {
  return (await date.state()).areas[0]?.issued ?? Number.NaN;
}

describe("a caller who has hung up before the answer", () => {
  it("has its tickets voided and its request forgotten, so that a repeat books anew", async () => {
    const date = await aDate();
    const gone = await signed(wish(date), { signal: AbortSignal.abort() });
    await callWith({}, gone).catch(() => null);
    expect(await issued(date)).toBe(0);
    const repeat = await exports.default.fetch(await signed(wish(date)));
    expect(await repeat.json()).toMatchObject({ remainingQuantity: 9 });
    const tickets = await date.stub.tickets(0, 10);
    expect(tickets).toMatchObject({ value: [{ state: "void" }, { state: "issued" }] });
  });

  it("has them voided also when the date had to be asked twice, and had booked at once", async () => {
    const date = await aDate();
    const gone = await signed(wish(date), { signal: AbortSignal.abort() });
    await callWith({ EVENT_DATE: moodyDates() }, gone).catch(() => null);
    expect(await issued(date)).toBe(0);
  });

  it("does not take the tickets from another who was answered for the same request", async () => {
    const date = await aDate();
    const answer = await exports.default.fetch(await signed(wish(date)));
    const gone = await signed(wish(date), { signal: AbortSignal.abort() });
    await callWith({}, gone).catch(() => null);
    expect(await issued(date)).toBe(1);
    const repeat = await exports.default.fetch(await signed(wish(date)));
    expect(await repeat.text()).toBe(await answer.text());
  });
});

describe("a request that was refused and carried two signatures", () => {
  it("is still refused when it comes again without one of them", async () => {
    const { known, ed25519 } = await anEd25519Key();
    const date = await aDate({}, 1);
    const sold = await date.book({ channel: PASS_CULTURE });
    const both = await signed(wish(date));
    both.headers.set("PassCulture-ed25519-Signature", await ed25519(wish(date)));
    expect((await callWith(known, both)).status).toBe(409);
    await date.cancel(barcodesOf(sold), { channel: PASS_CULTURE });
    expect((await callWith(known, await signed(wish(date)))).status).toBe(409);
    expect(await issued(date)).toBe(0);
  });
});

/** A new key: the setting that makes it known, and its signatures. */
async function anEd25519Key() {
  const made = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const { publicKey, privateKey } = made as CryptoKeyPair;
  const spki = (await crypto.subtle.exportKey("spki", publicKey)) as ArrayBuffer;
  const base64 = toBase64(new Uint8Array(spki));
  const pem = `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`;
  const ed25519 = async (payload: object) => {
    const text = utf8(JSON.stringify(payload));
    return toHex(new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, text)));
  };
  return { known: { PASSCULTURE_ED25519_KEYS: pem }, ed25519 };
}

describe("a body that breaks off", () => {
  it.each(["passculture/booking", "operator/v1/events/x"])(
    "(%s) is the caller's mistake, not ours",
    async (path) => {
      const body = new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('{"title":'));
          stream.error(new Error("the caller has gone"));
        },
      });
      const request = new Request(`https://window.test/${path}`, {
        method: path.startsWith("operator") ? "PUT" : "POST",
        headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
        body,
      });
      expect((await callWith({}, request)).status).toBe(400);
    },
  );
});

type Stub = ReturnType<typeof env.EVENT_DATE.getByName>;
type Book = (command: BookCommand) => Promise<BookOutcome>;

/** A namespace of the real dates that book in another way. */
function datesThat(book: (stub: Stub) => Book) {
  return {
    getByName: (code: string) => {
      const stub = env.EVENT_DATE.getByName(code);
      return {
        book: book(stub),
        withdraw: (request: string, attempt: string) => stub.withdraw(request, attempt),
        state: (channels: string[]) => stub.state(channels),
      };
    },
  };
}

/** They answer a booking only after `delayMs`, or throw afterwards. */
function slowDates(
  delayMs: number,
  after: <Answer>(answer: Answer) => Answer = (answer) => answer,
) {
  return datesThat((stub) => async (command) => {
    const answer = await stub.book(command);
    await scheduler.wait(delayMs);
    return after(answer);
  });
}

/** They book, lose their first answer and ask to be tried again. */
function moodyDates() {
  let asked = 0;
  return datesThat((stub) => async (command) => {
    const answer = await stub.book(command);
    asked += 1;
    if (asked > 1) return answer;
    throw Object.assign(new Error("Network connection lost."), { retryable: true });
  });
}

describe("a booking that takes longer than its budget", () => {
  it("is answered 503, and its tickets are taken back", { timeout: 20_000 }, async () => {
    const date = await aDate();
    const response = await callWith({ EVENT_DATE: slowDates(6_500) }, await signed(wish(date)));
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toMatch(/^\d+$/);
    expect(await response.json()).toEqual({ error: "temporarily_unavailable" });
    expect(await issued(date)).toBe(0);
  });

  it("whose answer is lost is answered 503, and its tickets are taken back", async () => {
    const date = await aDate();
    const lost = () => {
      throw new Error("Network connection lost.");
    };
    const response = await callWith({ EVENT_DATE: slowDates(0, lost) }, await signed(wish(date)));
    expect(response.status).toBe(503);
    expect(await issued(date)).toBe(0);
  });
});

describe("an overloaded date", () => {
  it("is answered 503 with Retry-After, never as sold out, and is not asked again", async () => {
    const date = await aDate();
    let asked = 0;
    const overloaded = {
      getByName: () => ({
        book: () => {
          asked += 1;
          const error = new Error("Durable Object is overloaded. Too many requests queued.");
          return Promise.reject(Object.assign(error, { overloaded: true, retryable: true }));
        },
      }),
    };
    const response = await callWith({ EVENT_DATE: overloaded }, await signed(wish(date)));
    expect(response.status).toBe(503);
    expect(response.headers.has("Retry-After")).toBe(true);
    expect(asked).toBe(1);
  });

  it("is told apart from one that asks to be tried again, which books once", async () => {
    const date = await aDate();
    const response = await callWith({ EVENT_DATE: moodyDates() }, await signed(wish(date)));
    expect(response.status).toBe(200);
    expect(await issued(date)).toBe(1);
  });
});

describe("a missing or unusable secret", () => {
  it.each([
    ["no key at all", { PASSCULTURE_HMAC_KEYS: "", PASSCULTURE_ED25519_KEYS: "" }],
    ["a PEM without a key", { PASSCULTURE_ED25519_KEYS: "not a key" }],
    ["a required Ed25519 key that is not there", { PASSCULTURE_REQUIRE_ED25519: "true" }],
  ])("(%s) closes the door with 503, and other paths stay open", async (_name, changes) => {
    const date = await aDate();
    const response = await callWith(changes, await signed(wish(date)));
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: "not_configured" });
    const health = await callWith(changes, new Request("https://window.test/health"));
    expect(health.status).toBe(200);
  });

  it.each(["BARCODE_KEY", "HOLDER_KEY"])("(%s) books nothing and answers 503", async (name) => {
    const date = await aDate();
    const response = await callWith({ [name]: "" }, await signed(wish(date)));
    expect(response.status).toBe(503);
    expect(await issued(date)).toBe(0);
  });
});

describe("the jurisdiction", () => {
  it("is asked for by name when it is set", async () => {
    const date = await aDate();
    const asked: string[] = [];
    const european = {
      jurisdiction: (name: string) => {
        asked.push(name);
        return env.EVENT_DATE;
      },
    };
    const changes = { EVENT_DATE: european, JURISDICTION: "eu" };
    expect((await callWith(changes, await signed(wish(date)))).status).toBe(200);
    expect(new Set(asked)).toEqual(new Set(["eu"]));
  });
});

describe("a barcode", () => {
  it("names its date and carries a check that only this window can make", async () => {
    const date = await aDate();
    await exports.default.fetch(await signed(wish(date)));
    const tickets = await date.stub.tickets(0, 1);
    const barcode = tickets.ok ? (tickets.value[0]?.barcode ?? "") : "";
    expect(await dateCodeOf(env.BARCODE_KEY, barcode)).toBe(date.code);
    expect(await dateCodeOf("another-barcode-key-00000", barcode)).toBeNull();
    expect(tickets).toMatchObject({ value: [{ channel: PASS_CULTURE }] });
  });
});
