// Ticket Evolution's clients, written from the contract alone: each signs and sends in its own way.
import type { Json } from "./json.ts";
import { createHmac } from "node:crypto";
import { request } from "node:http";

const ANSWER_LIMIT_MS = 30_000;

export interface Credentials {
  readonly token: string;
  readonly secret: string;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly body: Json;
}

/** A request as it goes over the wire, and the text that was signed for it. */
export interface Wire {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signed: string;
}

export function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text, "utf8").digest("base64");
}

/** Sends exactly this, with the signature over `signed`. */
export async function send(
  url: string,
  { token, secret }: Credentials,
  { method, target, headers, body, signed }: Wire,
): Promise<Reply> {
  return exchange(url, {
    method,
    target,
    body,
    headers: { "X-Token": token, "X-Signature": sign(secret, signed), ...headers },
  });
}

export function exchange(url: string, call: Omit<Wire, "signed">): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method: call.method,
        path: call.target,
        headers: { ...call.headers },
        agent: false,
        timeout: ANSWER_LIMIT_MS,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: incoming.statusCode ?? 0,
            type: incoming.headers["content-type"] ?? "",
            retryAfter: incoming.headers["retry-after"] ?? null,
            text,
            body: parsed(text),
          });
        });
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer of ${call.target}`)));
    outgoing.on("error", reject);
    const isAnnounced = call.headers["Transfer-Encoding"] === undefined;
    if (isAnnounced && (call.body !== "" || call.method !== "GET")) {
      outgoing.setHeader("Content-Length", Buffer.byteLength(call.body));
    }
    outgoing.end(call.body);
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type Pairs = readonly (readonly [string, string])[];

/** RFC 3986, as Node's qs: only letters, digits and `-_.~` stay. */
export function percent(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** RFC 1738, as PHP: a space is `+`, and `~` does not stay. */
export function plus(text: string): string {
  return percent(text).replaceAll("%20", "+").replaceAll("~", "%7E");
}

const byKey = (a: readonly [string, string], b: readonly [string, string]) =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

export function written(pairs: Pairs, escape: (text: string) => string): string {
  return pairs.map(([key, value]) => `${escape(key)}=${escape(value)}`).join("&");
}

/** One way of signing and sending: host as the client takes it, then method, path, query, body. */
export type Client = (
  url: string,
  call: { method: string; path: string; pairs: Pairs; body: string },
) => Wire;

const targetOf = (path: string, query: string) => (query === "" ? path : `${path}?${query}`);

/** 2.1: sorts before it sends, keeps the port, takes only https:// off, sends no Accept. */
export const php: Client = (url, { method, path, pairs, body }) => {
  const query = written(pairs.toSorted(byKey), plus);
  const data = method === "GET" || (method === "DELETE" && body === "") ? query : body;
  return {
    method,
    target: targetOf(path, query),
    headers: {
      "User-Agent": "ticketevolution-php/4.4.4 GuzzleHttp/7",
      ...(body === "" ? {} : { "Content-Type": "application/json" }),
    },
    body,
    signed: `${method} ${url.replace("https://", "")}${path}?${data}`,
  };
};

/** 2.1: sorts before it sends, drops the port, JSON as content type of everything; `~` stays. */
export const ruby: Client = (url, { method, path, pairs, body }) => {
  const query = written(pairs.toSorted(byKey), (text) => plus(text).replaceAll("%7E", "~"));
  const data = method === "GET" ? query : body;
  return {
    method,
    target: targetOf(path, query),
    headers: { "User-Agent": "Faraday v2", Accept: "*/*", "Content-Type": "application/json" },
    body,
    signed: `${method} ${new URL(url).hostname}${path}?${data}`,
  };
};

/** 2.1: the wire always has its `?`. */
export const tevoRequest: Client = (url, call) => {
  const wire = ruby(url, call);
  const target = wire.target.includes("?") ? wire.target : `${wire.target}?`;
  const headers = { Accept: "application/vnd.ticketevolution.api+json; version=8" };
  return { ...wire, target, headers };
};

/** 2.1: sends the query as its caller wrote it, signs it sorted and written anew; no content type. */
export const node: Client = (url, { method, path, pairs, body }) => {
  const query = pairs.map(([key, value]) => `${key}=${value.replaceAll(" ", "+")}`).join("&");
  const data = method === "GET" ? written(pairs.toSorted(byKey), percent) : body;
  return {
    method,
    target: targetOf(path, encodeURI(query)),
    headers: {
      Accept: "application/vnd.ticketevolution.api+json; version=8",
      "User-Agent": "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    },
    body,
    signed: `${method} ${new URL(url).hostname}${path}?${data}`,
  };
};

/** A partner that calls, by default as PHP does. */
export class TicketEvolution {
  readonly #url: string;
  readonly #credentials: Credentials;
  readonly #client: Client;

  constructor(url: string, credentials: Credentials, client: Client = php) {
    this.#url = url;
    this.#credentials = credentials;
    this.#client = client;
  }

  get(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<Reply> {
    return this.call("GET", path, query);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.call("POST", path, {}, body);
  }

  put(path: string, body?: unknown): Promise<Reply> {
    return this.call("PUT", path, {}, body);
  }

  call(
    method: string,
    path: string,
    query: Readonly<Record<string, string | number>> = {},
    body?: unknown,
  ): Promise<Reply> {
    const pairs = Object.entries(query).map(([key, value]) => [key, String(value)] as const);
    const text = body === undefined ? "" : JSON.stringify(body);
    const full = path.startsWith("/v10") ? path : `/v9${path}`;
    const wire = this.#client(this.#url, { method, path: full, pairs, body: text });
    return send(this.#url, this.#credentials, wire);
  }

  /** A wire of the test's own making. */
  send(wire: Wire): Promise<Reply> {
    return send(this.#url, this.#credentials, wire);
  }
}

/** Reads a success; anything else is an error that shows the answer. */
export function told(reply: Reply): Json {
  if (reply.status >= 300) throw new Error(`not a success: ${reply.status} ${reply.text}`);
  return reply.body;
}
