// Ticketmatic's two official clients as the contract describes them: how each signs, writes a query
// and a body, and what it takes for a success (contracts/ticketmatic.md 1). Written from it alone.
import type { Json } from "./json.ts";
import { createHmac } from "node:crypto";
import { overTheWire, type WireAnswer } from "./http-wire.ts";

export interface Account {
  readonly name: string;
  readonly key: string;
  readonly secret: string;
}

/** PHP writes false as nothing and 0 as 0; Go leaves both out. */
export type Manner = "php" | "go";
type QueryValue = string | number | boolean | object | null;

export interface Wanted {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  /** Replaces the signature. */
  readonly authorization?: string | null;
  readonly headers?: readonly string[];
}

export function timestamp(at = Date.now()): string {
  return new Date(at).toISOString().slice(0, 19);
}

export function sign({ key, secret }: Account, account: string, ts: string): string {
  return createHmac("sha256", secret).update(`${key}${account}${ts}`).digest("hex");
}

export function signed(account: Account, name = account.name, ts = timestamp()): string {
  return `TM-HMAC-SHA256 key=${account.key} ts=${ts} sign=${sign(account, name, ts)}`;
}

export class TicketmaticError extends Error {
  readonly status: number;
  readonly body: Json;
  constructor(what: string, { status, text }: WireAnswer) {
    super(`${what}: ${status} ${text}`);
    this.status = status;
    try {
      this.body = JSON.parse(text);
    } catch {
      this.body = text;
    }
  }
}

export class Ticketmatic {
  readonly url: string;
  readonly account: Account;
  readonly manner: Manner;

  constructor(url: string, account: Account, manner: Manner = "php") {
    this.url = url;
    this.account = account;
    this.manner = manner;
  }

  as(manner: Manner): Ticketmatic {
    return new Ticketmatic(this.url, this.account, manner);
  }

  /** The call as it goes over the wire, whatever it is answered. */
  send(method: string, path: string, wanted: Wanted = {}): Promise<WireAnswer> {
    const { authorization = signed(this.account), headers = [] } = wanted;
    const body = this.#body(wanted.body);
    const target = `/api/1/${this.account.name}${path}${this.#query(wanted.query ?? {})}`;
    return overTheWire(
      this.url,
      [
        `${method} ${target} HTTP/1.1`,
        `Host: ${new URL(this.url).host}`,
        ...(this.manner === "php"
          ? ["Accept: */*", "User-Agent: ticketmatic/php (1.0.122)"]
          : ["User-Agent: ticketmatic/go (1.0.118)", "Connection: close", "Accept-Encoding: gzip"]),
        ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
        ...(body === null ? [] : ["Content-Type: application/json"]),
        ...lengthOf(this.manner, method, body),
        ...headers,
      ],
      body ?? undefined,
    );
  }

  /** Only 200 is a success (intro 1); an empty body is null. */
  async call(method: string, path: string, wanted: Wanted = {}): Promise<Json> {
    const answer = await this.send(method, path, wanted);
    if (answer.status !== 200) throw new TicketmaticError(`${method} ${path}`, answer);
    return answer.text === "" ? null : JSON.parse(answer.text);
  }

  get(path: string, query: Wanted["query"] = {}): Promise<Json> {
    return this.call("GET", path, { query });
  }

  post(path: string, body?: unknown): Promise<Json> {
    return this.call("POST", path, { body });
  }

  put(path: string, body?: unknown): Promise<Json> {
    return this.call("PUT", path, { body });
  }

  delete(path: string, body?: unknown): Promise<Json> {
    return this.call("DELETE", path, { body });
  }

  /** A stream of lines: one that lacks its end is lost to both clients (1.9). */
  async lines(path: string, query: Wanted["query"] = {}): Promise<Json[]> {
    const answer = await this.send("GET", path, { query });
    if (answer.status !== 200) throw new TicketmaticError(path, answer);
    return answer.text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  async refused(method: string, path: string, wanted: Wanted = {}): Promise<Json> {
    const answer = await this.send(method, path, wanted);
    return { status: answer.status, ...(JSON.parse(answer.text) as object) };
  }

  #body(value: unknown): Buffer | null {
    // PHP sends nothing where an array is empty (1.5).
    const isEmpty =
      value === undefined || (this.manner === "php" && JSON.stringify(value) === "[]");
    if (isEmpty) return null;
    const text = JSON.stringify(value);
    return Buffer.from(this.manner === "php" ? asPhp(text) : asGo(text));
  }

  #query(query: Readonly<Record<string, QueryValue>>): string {
    const entries = Object.entries(query).flatMap(([key, value]) => {
      const text = this.#parameter(value);
      return text === null ? [] : [[key, text]];
    });
    if (this.manner === "go") entries.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
    const text = new URLSearchParams(entries as [string, string][]).toString();
    return text === "" ? "" : `?${text}`;
  }

  #parameter(value: QueryValue): string | null {
    if (value === null) return null;
    if (typeof value === "object") return JSON.stringify(value);
    if (this.manner === "go") {
      return value === false || value === 0 || value === "" ? null : String(value);
    }
    return typeof value === "boolean" ? (value ? "1" : "") : String(value);
  }
}

/** A bodyless POST or PUT: Go says a length of 0, PHP says nothing at all (1.4). */
function lengthOf(manner: Manner, method: string, body: Buffer | null): string[] {
  if (body !== null) return [`Content-Length: ${body.length}`];
  return manner === "go" && method !== "GET" ? ["Content-Length: 0"] : [];
}

function asPhp(json: string): string {
  return json
    .replaceAll("/", "\\/")
    .replaceAll(/[^\0-\x7f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function asGo(json: string): string {
  return json.replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
