// Sapiti's client, written from the contract alone: shares nothing with the code under test. It
// speaks over raw sockets, because GET and DELETE have bodies and paths end in two slashes.
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { asciiJson } from "./passculture-client.ts";
import type { Json, Method } from "./sapiti-words.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly text: string;
  readonly envelope: Envelope;
}

export interface Envelope {
  readonly success: boolean;
  readonly response: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly environment: string;
  readonly api_version: number;
  readonly datetime: string;
  readonly cached: boolean;
  readonly status_code: number;
  readonly language: string;
}

export interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const NO_KEYS: Keys = { publicKey: "", privateKey: "" };
const ANSWER_LIMIT_MS = 30_000;

/** PHP's `date('c')`, at an offset of its own. */
export function phpDate(millis = Date.now(), offsetHours = 1): string {
  const local = new Date(millis + offsetHours * 3_600_000).toISOString().slice(0, 19);
  return `${local}+${String(offsetHours).padStart(2, "0")}:00`;
}

export function sign({ publicKey, privateKey }: Keys, timestamp: string): string {
  return createHmac("sha256", privateKey)
    .update(publicKey + timestamp)
    .digest("hex");
}

/** As PHP encodes it: slashes escaped, everything beyond ASCII too. */
export function phpJson(value: unknown): string {
  return asciiJson(JSON.stringify(value)).replaceAll("/", String.raw`\/`);
}

export class Sapiti {
  readonly #url: string;
  readonly #keys: Keys;
  readonly #common: Json;

  constructor(url: string, keys: Keys | null, common: Json = {}) {
    this.#url = url;
    this.#keys = keys ?? NO_KEYS;
    this.#common = common;
  }

  /** The same client with more members in every body, such as its language. */
  with(common: Json): Sapiti {
    return new Sapiti(this.#url, this.#keys, { ...this.#common, ...common });
  }

  /** The members that every body begins with; the caller's own win. */
  body(parameters: Json = {}, timestamp = phpDate()): Json {
    return {
      publickey: this.#keys.publicKey,
      timestamp,
      signature: sign(this.#keys, timestamp),
      username: "",
      language: "en",
      ...this.#common,
      ...parameters,
    };
  }

  /** `path` without `/v1/`, as the client's own methods write it; a slash is always added. */
  call(method: Method, path: string, parameters: Json = {}): Promise<Reply> {
    return send(this.#url, method, `/v1/${path}/`, phpJson(this.body(parameters)));
  }

  /** The `response` of a call that must succeed. */
  async ask<Value = Json>(method: Method, path: string, parameters: Json = {}): Promise<Value> {
    const { status, envelope, text } = await this.call(method, path, parameters);
    if (status !== 200 || !envelope.success || "error" in envelope) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    return envelope.response as Value;
  }

  /** Status and code of a call that must fail, as `404/1501`. */
  async refusal(method: Method, path: string, parameters: Json = {}): Promise<string> {
    const { status, envelope, text } = await this.call(method, path, parameters);
    const { error } = envelope;
    if (error === undefined || envelope.success) throw new Error(`${method} ${path}: ${text}`);
    return `${status}/${error.code}`;
  }
}

/** One call on a connection of its own, byte for byte as given. */
export async function send(
  url: string,
  method: string,
  path: string,
  body: string | Buffer,
): Promise<Reply> {
  const { hostname, port, host } = new URL(url);
  const bytes = Buffer.from(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    "Accept: */*",
    "Content-Type: application/json",
    `Content-Length: ${bytes.length}`,
    "Connection: close",
  ];
  const raw = await exchange(hostname, Number(port), [
    Buffer.from(`${head.join("\r\n")}\r\n\r\n`),
    bytes,
  ]);
  return readReply(raw);
}

function exchange(host: string, port: number, parts: readonly Buffer[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host, port });
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy(new Error("no answer in time")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks)));
    socket.on("error", reject);
    socket.write(Buffer.concat(parts));
  });
}

function readReply(raw: Buffer): Reply {
  const split = raw.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = raw.subarray(0, split).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const rest = raw.subarray(split + 4);
  const chunked = headers["transfer-encoding"] === "chunked";
  const text = (chunked ? unchunk(rest) : rest).toString("utf8");
  const envelope = JSON.parse(text) as Envelope;
  return { status: Number(statusLine.split(" ")[1]), headers, text, envelope };
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.subarray(at, end).toString("latin1"), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
