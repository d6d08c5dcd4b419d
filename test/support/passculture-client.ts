// pass Culture's servers, written from the contract alone: shares nothing with the code under test.
import { createHmac, createPrivateKey, randomInt, randomUUID, sign } from "node:crypto";
import { request, type IncomingHttpHeaders } from "node:http";
import { FULL_PRICE } from "./a-date.ts";

const ANSWER_LIMIT_MS = 30_000;

export type Style = "spaced" | "compact";
export type Form = "string" | "plain";
export type Headers = Readonly<Record<string, string>>;
export type Payload = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Booked {
  readonly tickets: readonly { readonly barcode: string; readonly seat: string | null }[];
  readonly barcodes: readonly string[];
  readonly remainingQuantity: number | null;
}

export interface CallerOptions {
  readonly hmacKey: string | null;
  readonly ed25519Pem?: string;
  readonly style?: Style;
  readonly form?: Form;
}

/** One way of calling: a key or two, a serialiser and a body form. */
export class PassCulture {
  readonly #url: string;
  readonly #options: CallerOptions;

  constructor(url: string, options: CallerOptions) {
    this.#url = url;
    this.#options = options;
  }

  book(payload: Payload): Promise<Answer> {
    return this.post("/passculture/booking", payload);
  }

  cancel(...barcodes: string[]): Promise<Answer> {
    return this.post("/passculture/cancellation", { barcodes });
  }

  post(path: string, payload: unknown): Promise<Answer> {
    const { body, headers } = this.signed(payload);
    return send(this.#url, { path, headers, body });
  }

  /** Any bytes at all, with a right signature over `signedText`, or over the bytes themselves. */
  postBytes(path: string, body: Buffer, signedText: Buffer = body): Promise<Answer> {
    return send(this.#url, { path, headers: this.#headers(signedText), body });
  }

  signed(payload: unknown): { readonly body: Buffer; readonly headers: Headers } {
    const inner = innerText(payload, this.#options.style ?? "spaced");
    const wire = this.#options.form === "plain" ? inner : asciiJson(JSON.stringify(inner));
    return { body: Buffer.from(wire), headers: this.#headers(Buffer.from(inner)) };
  }

  #headers(signedText: Buffer): Headers {
    const { hmacKey, ed25519Pem } = this.#options;
    return {
      "Content-Type": "application/json",
      ...(hmacKey === null ? {} : { "PassCulture-Signature": hmacHex(hmacKey, signedText) }),
      ...(ed25519Pem === undefined
        ? {}
        : { "PassCulture-ed25519-Signature": ed25519Hex(ed25519Pem, signedText) }),
    };
  }
}

/** Contract 2.1: every key, in order; a new person and a creation time with microseconds. */
export function aBooking(stock: string | null, changes: Payload = {}): Payload {
  const micros = String(randomInt(1_000_000)).padStart(6, "0");
  return {
    booking_confirmation_date: `2026-03-12T19:04:07.${micros}`,
    booking_creation_date: `2026-03-10T19:04:07.${micros}`,
    booking_quantity: 1,
    offer_ean: null,
    offer_id: 70411,
    offer_id_at_provider: "SAISON26-CYRANO",
    offer_name: "Cyrano « d’été » 🎭",
    offer_price: FULL_PRICE,
    price_category_id: 88102,
    price_category_id_at_provider: "CYRANO-CAT1",
    price_category_label: "Catégorie 1",
    stock_id: 915577,
    stock_id_at_provider: stock,
    user_birth_date: "2008-02-29",
    user_email: `zoe.${randomUUID()}@example.org`,
    user_first_name: "Zoé",
    user_last_name: "Lefèvre",
    user_phone: null,
    venue_address: "3 rue de l’Église",
    venue_department_code: "2A",
    venue_id: 4242,
    venue_name: "Théâtre de l’Île",
    ...changes,
  };
}

/** Reads a 200; anything else is an error that shows the answer. */
export function booked(answer: Answer): Booked {
  if (answer.status !== 200) throw new Error(`not a booking: ${answer.status} ${answer.text}`);
  const body = JSON.parse(answer.text) as Omit<Booked, "barcodes">;
  return { ...body, barcodes: body.tickets.map((ticket) => ticket.barcode) };
}

/** Status and parsed body, for comparing with what the contract says. */
export function said(answer: Answer): { readonly status: number; readonly body: unknown } {
  return { status: answer.status, body: JSON.parse(answer.text) as unknown };
}

export function hmacHex(key: string, text: Buffer): string {
  return createHmac("sha256", Buffer.from(key, "utf8")).update(text).digest("hex");
}

export function ed25519Hex(pem: string, text: Buffer): string {
  return sign(null, text, createPrivateKey(pem)).toString("hex");
}

/** Contract 1.3: pydantic v1 writes ", " and ": " and escapes all but ASCII; v2 does neither. */
export function innerText(payload: unknown, style: Style): string {
  const compact = JSON.stringify(payload);
  if (style === "compact") return compact;
  const tokens = compact.match(/"(?:[^"\\]|\\.)*"|[:,]|[^":,]+/g) ?? [];
  return asciiJson(tokens.map((token) => (/^[:,]$/.test(token) ? `${token} ` : token)).join(""));
}

export function asciiJson(json: string): string {
  const escape = (unit: number) => `\\u${unit.toString(16).padStart(4, "0")}`;
  return json
    .split("")
    .map((unit) => (unit <= "~" ? unit : escape(unit.charCodeAt(0))))
    .join("");
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: Buffer;
}

/** One call on a connection of its own, as the real caller does; a redirect is not followed. */
export function send(url: string, call: Call): Promise<Answer> {
  const { method = "POST", path, headers = {}, body = Buffer.alloc(0) } = call;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, agent: false, timeout: ANSWER_LIMIT_MS, headers },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer of ${path}`)));
    outgoing.on("error", reject);
    outgoing.setHeader("User-Agent", "python-requests/2.34.2");
    const isAnnounced = headers["Transfer-Encoding"] === undefined;
    if (body.length > 0 && isAnnounced) outgoing.setHeader("Content-Length", body.length);
    outgoing.end(body);
  });
}
