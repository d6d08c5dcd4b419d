/**
 * What is kept of a refused call: what the caller was told, its body and (when its signature failed)
 * what was received beside what would have been right. Masked here, before it goes anywhere.
 */
import { decodeUtf8, toBase64, toHex } from "../core/bytes.ts";
import {
  callId,
  type CallDetail,
  type PartnerCall,
  type RefusedSignature,
  type ShownRequest,
  type ShownSignature,
  type SignedText,
} from "../core/calls.ts";
import { hmacSignBytes } from "../core/hmac.ts";
import { parseJson } from "../core/json.ts";
import {
  CALL_SAID_CHARACTERS_MAX,
  CALL_SIGNED_CHARACTERS_MAX,
  CALL_SIGNED_TEXTS_MAX,
  KEY_CHARACTERS_SHOWN,
  SIGNATURE_CHARACTERS_SHOWN,
} from "../core/limits.ts";
import { maskJson, maskMessage, maskPath, maskQuery, maskText } from "../core/masking.ts";
import { unreachable } from "../core/result.ts";
import type { AnsweredCall } from "./answered.ts";

const NO_KEYS: ReadonlySet<string> = new Set();
/** A partner's public key is no secret to its venue; what a stranger presents may be one. */
const PUBLIC_KEY: ReadonlySet<string> = new Set(["publickey"]);

export async function describeRefused(call: AnsweredCall): Promise<PartnerCall> {
  const { requestId, at, ms, door, method, route, response, signature } = call;
  const partner = call.partner ?? signature?.partner ?? null;
  const fault = signature === undefined ? null : `signature_${signature.fault}`;
  return {
    id: callId(at, requestId),
    requestId,
    at,
    ms,
    door,
    partner,
    proven: call.partner !== null && signature === undefined,
    key: partner === null ? cut(signature?.key ?? null, KEY_CHARACTERS_SHOWN) : null,
    method,
    route,
    status: response.status,
    reason: fault ?? call.outcome,
    detail: await detailOf(call),
  };
}

async function detailOf(call: AnsweredCall): Promise<CallDetail> {
  const { signature, sent } = call;
  const body = sent === undefined || sent.length === 0 ? null : bodyOf(sent, signature);
  return {
    said: saidIn(await call.response.text()),
    body,
    signature: signature === undefined ? null : await signatureOf(signature),
    request: signature === undefined ? null : requestOf(call, signature, body ?? ""),
  };
}

function cut(text: string | null, characters: number): string | null {
  if (text === null || text === "") return null;
  return text.length <= characters ? maskText(text) : `${text.slice(0, characters)}…`;
}

/** What was cut short or is no text has no JSON to speak of, and is masked all the same. */
function bodyOf(sent: Uint8Array, signature: RefusedSignature | undefined): string {
  const text = decodeUtf8(sent) ?? new TextDecoder().decode(sent);
  const plain = signature === undefined || signature.partner === null ? NO_KEYS : PUBLIC_KEY;
  const outer = parseJson(text)?.parsed;
  // pass Culture: JSON within a JSON string. Cut short it is one long string, masked as a whole.
  return typeof outer === "string" ? JSON.stringify(maskJson(outer, plain)) : maskJson(text, plain);
}

/** The sentence that the door's envelope has for people. */
function saidIn(text: string): string | null {
  const body = parseJson(text)?.parsed;
  if (typeof body !== "object" || body === null) return null;
  const { error, message, problems } = body as Readonly<Record<string, unknown>>;
  const nested = typeof error === "object" && error !== null ? Reflect.get(error, "message") : null;
  const parts = [
    nested,
    ...(Array.isArray(error) ? error : [error]),
    message,
    ...reasons(problems),
  ];
  const said = parts.filter((part) => typeof part === "string").join(": ");
  return said === "" ? null : maskMessage(said.slice(0, CALL_SAID_CHARACTERS_MAX));
}

/** pass Culture's problems: paths and reasons, never values. */
function reasons(problems: unknown): readonly string[] {
  if (!Array.isArray(problems)) return [];
  return (problems as readonly { path: string; reason: string }[]).map(({ path, reason }) =>
    path === "" ? reason : `${path} ${reason}`,
  );
}

async function signatureOf(signature: RefusedSignature): Promise<ShownSignature> {
  const { scheme, fault, received, aheadMs, expected } = signature;
  const texts = expected.slice(0, CALL_SIGNED_TEXTS_MAX);
  return {
    scheme,
    fault,
    received:
      received === null || received === ""
        ? null
        : { start: startOf(received), length: received.length },
    expected: await Promise.all(texts.map((text) => expectedOf(signature, text))),
    aheadMs,
  };
}

/** Of the right signature only the beginning: the whole of it would open the door. */
async function expectedOf(
  { scheme, secrets, encoding }: RefusedSignature,
  { rule, text }: SignedText,
): Promise<ShownSignature["expected"][number]> {
  const [secret] = secrets;
  const mac = secret === undefined ? null : await hmacSignBytes(secret, text);
  const written = mac === null ? null : encoding === "hex" ? toHex(mac) : toBase64(mac);
  const shown = shownText(scheme, text).slice(0, CALL_SIGNED_CHARACTERS_MAX);
  return { rule, text: shown, start: written === null ? null : startOf(written) };
}

/** A received signature may be right for another request, so nor is it kept whole. */
function startOf(signature: string): string {
  return signature.slice(0, Math.min(SIGNATURE_CHARACTERS_SHOWN, signature.length / 2));
}

function shownText(scheme: RefusedSignature["scheme"], bytes: Uint8Array): string {
  const text = decodeUtf8(bytes) ?? new TextDecoder().decode(bytes);
  switch (scheme) {
    // A public key or access key, an account and a time.
    case "sapiti":
    case "ticketmatic":
      return /^[\w:+. -]*$/.test(text) ? text : maskText(text);
    case "ticketevolution": {
      const [, start = "", path = "", data = ""] = /^(\S+ [^/]*)([^?]*)\?([^]*)$/.exec(text) ?? [];
      const isBody = /^\s*[[{"]/.test(data);
      return `${start}${maskPath(path)}?${isBody ? maskJson(data) : maskQuery(data)}`;
    }
    case "passculture-hmac":
    case "passculture-ed25519":
      return maskJson(text);
    default:
      return unreachable(scheme);
  }
}

function requestOf(call: AnsweredCall, signature: RefusedSignature, body: string): ShownRequest {
  const { scheme, headers, partner } = signature;
  const { origin, pathname, search } = new URL(call.url);
  const query = search === "" ? "" : `?${maskQuery(search.slice(1))}`;
  const url = `${origin}${maskPath(pathname, partner)}${query}`;
  return { scheme, method: call.method, url, headers, body };
}
