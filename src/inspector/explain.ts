/** Explains a signature, by calling the door's own code: nothing here decides what is signed. */
import type { SignatureScheme } from "../core/calls.ts";
import { ED25519_HEADER, HMAC_HEADER } from "../doors/passculture/signature.ts";
import type { Explanation } from "./explanation.ts";
import { headerOf, type Question, type WrittenRequest } from "./request.ts";
import * as ed25519 from "./schemes/passculture-ed25519.ts";
import * as hmac from "./schemes/passculture-hmac.ts";
import * as sapiti from "./schemes/sapiti.ts";
import * as ticketevolution from "./schemes/ticketevolution.ts";
import * as ticketmatic from "./schemes/ticketmatic.ts";

interface Scheme {
  readonly explain: (question: Question) => Promise<Explanation>;
  /** What a request of the scheme says of its caller and signature. */
  readonly readFrom: (request: WrittenRequest) => Record<"key" | "timestamp" | "given", string>;
}

const header = (name: string) => (request: WrittenRequest) => ({
  key: "",
  timestamp: "",
  given: headerOf(request, name) ?? "",
});

export const SCHEMES: Readonly<Record<SignatureScheme, Scheme>> = {
  "passculture-hmac": { explain: hmac.explain, readFrom: header(HMAC_HEADER) },
  "passculture-ed25519": { explain: ed25519.explain, readFrom: header(ED25519_HEADER) },
  sapiti,
  ticketmatic,
  ticketevolution,
};

export function explain(question: Question): Promise<Explanation> {
  return SCHEMES[question.scheme].explain(question);
}

/** Whose request this is, when it can be told from what is in it. */
export function schemeOf(request: WrittenRequest): SignatureScheme | null {
  if (headerOf(request, ED25519_HEADER) !== null) return "passculture-ed25519";
  if (headerOf(request, HMAC_HEADER) !== null) return "passculture-hmac";
  if (/^tm-hmac-sha256/i.test(headerOf(request, "Authorization") ?? "")) return "ticketmatic";
  if (headerOf(request, ticketevolution.SIGNATURE_HEADER) !== null) return "ticketevolution";
  if (sapiti.readFrom(request).key !== "") return "sapiti";
  if (headerOf(request, ticketevolution.TOKEN_HEADER) !== null) return "ticketevolution";
  if (/\/api\/1\//.test(request.url)) return "ticketmatic";
  return /\/passculture\//.test(request.url) ? "passculture-hmac" : null;
}
