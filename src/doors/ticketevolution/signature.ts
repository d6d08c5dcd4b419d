/**
 * Is it from them? Four clients sign in four ways (contracts/ticketevolution.md 2): here are the
 * texts that each of them would have signed for one request, every one under the name of its rule.
 */
import { decodeUtf8, fromBase64, toHex, utf8 } from "../../core/bytes.ts";
import { findSigned, MAC_BYTES } from "../../core/hmac.ts";
import { QUERY_PAIRS_MAX } from "../../core/limits.ts";

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Did it come over plain http? */
  readonly plain: boolean;
  /** The Host header, port and case as sent. */
  readonly host: string;
  /** As on the request line: not decoded, not normalised. */
  readonly path: string;
  /** Without its `?`; empty when there is none. */
  readonly query: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A text whose signature counts. */
export interface Candidate {
  /** The rules that lead to it, such as `host-with-port/sorted`. */
  readonly rule: string;
  readonly text: Uint8Array<ArrayBuffer>;
}

/**
 * Every text that counts, each once. `rubyBodies` accepts what the Ruby gem signs where a body
 * holds a URL: its clean-up of the host goes over the body too (2.4).
 */
export function candidates(
  request: SignedRequest,
  { rubyBodies }: { readonly rubyBodies: boolean },
): Candidate[] {
  const data = dataCandidates(request, rubyBodies);
  const found = new Map<string, Candidate>();
  for (const host of hostCandidates(request)) {
    for (const { rule, bytes } of data) {
      const text = join(utf8(`${request.method} ${host.text}${request.path}?`), bytes);
      const key = toHex(text);
      if (!found.has(key)) found.set(key, { rule: `${host.rule}/${rule}`, text });
    }
  }
  return [...found.values()];
}

/** The MAC of an `X-Signature`, standard padded base64; null when it can't be one. */
export function readSignature(header: string | null): Uint8Array<ArrayBuffer> | null {
  if (header === null || !/^[A-Za-z0-9+/]{43}=$/.test(header)) return null;
  const mac = fromBase64(header);
  return mac?.length === MAC_BYTES ? mac : null;
}

/** Which of the texts the header signs, under one of the secrets. */
export async function findCandidate(
  secrets: readonly string[],
  header: string | null,
  texts: readonly Candidate[],
): Promise<Candidate | null> {
  const mac = readSignature(header);
  if (mac === null) return null;
  const messages = texts.map(({ text }) => text);
  const index = await findSigned(secrets, mac, messages);
  return index === null ? null : (texts[index] ?? null);
}

/** As they stand in the address: neither decoded nor put in order. */
export function targetOf(url: string): { readonly path: string; readonly query: string } {
  const [beforeQuery = "", ...rest] = url.split("?");
  const path = beforeQuery.slice(beforeQuery.indexOf("/", beforeQuery.indexOf("//") + 2));
  return { path, query: rest.join("?") };
}

interface Text {
  readonly rule: string;
  readonly text: string;
}

/** 2.2: the port dropped or kept, the case lowered or as received, and PHP's prefix over http. */
function hostCandidates({ host, plain }: SignedRequest): Text[] {
  const bare = host.replace(/:\d{1,5}$/, "");
  const texts = [
    { rule: "host", text: bare.toLowerCase() },
    { rule: "host-with-port", text: host.toLowerCase() },
    { rule: "host-as-sent", text: bare },
    { rule: "host-with-port-as-sent", text: host },
  ];
  // PHP takes only `https://` off (2.1).
  return plain ? [...texts, { rule: "http-prefix", text: `http://${host.toLowerCase()}` }] : texts;
}

interface Data {
  readonly rule: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A body is signed in place of the query, whatever the method (1.4). */
function dataCandidates({ method, query, body }: SignedRequest, rubyBodies: boolean): Data[] {
  if (body.length > 0) {
    return [{ rule: "body", bytes: body }, ...(rubyBodies ? withoutUrls(body) : [])];
  }
  const queries = queryCandidates(query).map(({ rule, text }) => ({ rule, bytes: utf8(text) }));
  // 2.4 (3): without a body PHP and Ruby sign nothing, even if there is a query.
  return method === "GET" ? queries : [{ rule: "nothing", bytes: utf8("") }, ...queries];
}

/** 2.4 (2): `https://` (or `http://`) taken out of the body, and ports before a slash. */
function withoutUrls(body: Uint8Array<ArrayBuffer>): Data[] {
  const text = decodeUtf8(body);
  if (text === null) return [];
  return ["https://", "http://"].map((scheme) => ({
    rule: "ruby-body",
    bytes: utf8(text.replaceAll(scheme, "").replaceAll(/:\d{2,5}\//g, "/")),
  }));
}

interface Pair {
  /** As on the wire. */
  readonly raw: string;
  readonly key: string;
  readonly value: string;
}

/**
 * 2.3: the query sorted by key, as it is and as each client would write it anew. The query in the
 * order of the wire, when that is another, is deliberately none of them.
 */
function queryCandidates(query: string): Text[] {
  const raws = query.split("&").filter((raw) => raw !== "");
  if (raws.length > QUERY_PAIRS_MAX) return [];
  const decoded = raws.map(readPair);
  const wire = decoded.map((pair, index) => pair ?? unreadable(raws[index] ?? ""));
  const asItIs = [
    { rule: "sorted", text: written(sorted(wire, whole), asSent) },
    { rule: "sorted-by-top", text: written(sorted(wire, top), asSent) },
  ];
  const pairs = decoded.filter((pair) => pair !== null);
  // What is no UTF-8 can't be written anew.
  if (pairs.length < wire.length) return asItIs;
  return [
    ...asItIs,
    { rule: "rfc3986", text: written(sorted(pairs, whole), rfc3986) },
    { rule: "rfc3986-by-top", text: written(sorted(pairs, top), rfc3986) },
    { rule: "rfc1738", text: written(sorted(pairs, whole), rfc1738) },
    // PHP sorts before it gives the indices: the tenth does not come before the second.
    { rule: "repeated-as-indexed", text: written(indexed(sorted(pairs, whole)), rfc1738) },
    { rule: "repeated-as-brackets", text: written(sorted(bracketed(pairs), top), rfc3986) },
    {
      rule: "indexed-as-brackets",
      text: written(sorted(unindexed(bracketed(pairs)), top), rfc3986),
    },
  ];
}

/** Null when it is no UTF-8. */
function readPair(raw: string): Pair | null {
  const at = raw.indexOf("=");
  const key = decode(at < 0 ? raw : raw.slice(0, at));
  const value = decode(at < 0 ? "" : raw.slice(at + 1));
  return key === null || value === null ? null : { raw, key, value };
}

function unreadable(raw: string): Pair {
  return { raw, key: raw.split("=", 1)[0] ?? "", value: "" };
}

/** Null when it is no UTF-8. An escape that is none stands for itself. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " ").replaceAll(/%(?![0-9a-fA-F]{2})/g, "%25"));
  } catch {
    return null;
  }
}

const INDEX = /\[(\d+)\]$/;
const whole = (key: string) => key;
const top = (key: string) => key.split("[", 1)[0] ?? "";

/** By the bytes of the decoded keys; equal ones keep their order. */
function sorted(pairs: readonly Pair[], part: (key: string) => string): Pair[] {
  return pairs
    .map((pair) => ({ pair, by: toHex(utf8(part(pair.key))) }))
    .toSorted((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ pair }) => pair);
}

function written(pairs: readonly Pair[], write: (pair: Pair) => string): string {
  return pairs.map(write).join("&");
}

const asSent = ({ raw }: Pair) => raw;
const rfc3986 = ({ key, value }: Pair) => `${percent(key)}=${percent(value)}`;
const rfc1738 = ({ key, value }: Pair) => `${plus(key)}=${plus(value)}`;

/** Everything but A-Z a-z 0-9 - _ . ~ */
function percent(text: string): string {
  const escape = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, escape);
}

/** Space as `+`, and `~` escaped too. */
function plus(text: string): string {
  return percent(text).replaceAll("%20", "+").replaceAll("~", "%7E");
}

/** `k=a&k=b` as `k[0]=a&k[1]=b`: PHP, whose signing comes before its query is written (2.3 (5)). */
function indexed(pairs: readonly Pair[]): Pair[] {
  const seen = new Map<string, number>();
  return renameRepeated(pairs, (key) => {
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return `${key}[${index}]`;
  });
}

/** `k=a&k=b` as `k[]=a&k[]=b`: Node (2.3 (5)). */
function bracketed(pairs: readonly Pair[]): Pair[] {
  return renameRepeated(pairs, (key) => `${key}[]`);
}

function renameRepeated(pairs: readonly Pair[], rename: (key: string) => string): Pair[] {
  const times = new Map<string, number>();
  for (const { key } of pairs) times.set(key, (times.get(key) ?? 0) + 1);
  return pairs.map((pair) =>
    (times.get(pair.key) ?? 0) > 1 && !pair.key.includes("[")
      ? { ...pair, key: rename(pair.key) }
      : pair,
  );
}

/** `k[1]=b&k[0]=a` as `k[]=a&k[]=b`, by the numbers: Node, which reads it as a list (2.3 (6)). */
function unindexed(pairs: readonly Pair[]): Pair[] {
  const lists = Map.groupBy(pairs, ({ key }) => key.replace(INDEX, "[]"));
  const index = ({ key }: Pair) => Number(INDEX.exec(key)?.[1] ?? 0);
  return [...lists].flatMap(([key, list]) =>
    list.toSorted((a, b) => index(a) - index(b)).map((pair) => ({ ...pair, key })),
  );
}

function join(start: Uint8Array, end: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(start.length + end.length);
  whole.set(start);
  whole.set(end, start.length);
  return whole;
}
