/** A request as its caller wrote it, and what is filled in beside it to explain its signature. */
import { utf8 } from "../core/bytes.ts";
import type { SignatureScheme } from "../core/calls.ts";

export interface WrittenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Question {
  readonly scheme: SignatureScheme;
  readonly request: WrittenRequest;
  /** Public key, access key or token; pass Culture has none. */
  readonly key: string;
  /** Where the scheme signs one. */
  readonly timestamp: string;
  /** Or, for Ed25519, a key in PEM: public to check, private to sign too. */
  readonly secret: string;
  /** To be checked; empty when there is none. */
  readonly given: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The parts of an address as they go over the wire; null when it is no http address. */
export interface Target {
  /** As the wire has it: escaped, without dots to resolve. */
  readonly href: string;
  readonly plain: boolean;
  /** The Host header that belongs to it, its case as written; no port that the scheme implies. */
  readonly host: string;
  readonly path: string;
}

const ADDRESS = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]*)/i;

export function readTarget(text: string): Target | null {
  const written = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`;
  const [, scheme = "", authority = ""] = ADDRESS.exec(whole) ?? [];
  if (authority === "" || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  const plain = scheme.toLowerCase() === "http";
  const host = authority.replace(plain ? /:(80)?$/ : /:(443)?$/, "");
  url.hash = "";
  url.username = "";
  url.password = "";
  return { href: url.href, plain, host, path: url.pathname };
}

/** The first of this name, or null. */
export function headerOf({ headers }: WrittenRequest, name: string): string | null {
  const found = headers.find(([other]) => other.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : found[1];
}

/** With this header in the place of all others of its name. */
export function withHeader(request: WrittenRequest, name: string, value: string): WrittenRequest {
  const others = request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, [name, value]] };
}

export function bodyBytes({ body }: WrittenRequest): Uint8Array<ArrayBuffer> {
  return utf8(body);
}
