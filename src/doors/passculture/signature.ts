/**
 * Is it from pass Culture? The wire body is one JSON string whose content is the signed text
 * (contracts/passculture.md 1.2), or a plain object, which is then signed as it stands.
 */
import type { RefusedSignature } from "../../core/calls.ts";
import { decodeUtf8, fromHex, utf8 } from "../../core/bytes.ts";
import { ED25519_SIGNATURE_BYTES, verifyEd25519 } from "../../core/ed25519.ts";
import { MAC_BYTES, sha256Hex, verifyHmac } from "../../core/hmac.ts";
import { parseJson } from "../../core/json.ts";
import type { PasscultureKeys } from "../../core/signature-keys.ts";

export const HMAC_HEADER = "PassCulture-Signature";
export const ED25519_HEADER = "PassCulture-ed25519-Signature";

export interface WireBody {
  /** The texts whose signature counts: the inner string, and the bytes on the wire. */
  readonly candidates: readonly Uint8Array<ArrayBuffer>[];
  /** The JSON text of the object; null when the body is malformed. */
  readonly text: string | null;
  readonly payload: object | null;
  /** Why there is no payload. */
  readonly problem: string | null;
}

/** Takes the wire bytes apart, as deep as the contract allows and no deeper. Verifies nothing. */
export function decodeWire(raw: Uint8Array<ArrayBuffer>): WireBody {
  const outer = decodeUtf8(raw);
  if (outer === null) return malformed([raw], "the body is not valid UTF-8");
  const first = parseJson(outer);
  if (first === null) return malformed([raw], "the body is not JSON");
  if (typeof first.parsed !== "string") return objectOr([raw], outer, first.parsed);
  const inner = first.parsed;
  const candidates = [utf8(inner), raw];
  if (!inner.isWellFormed()) {
    return malformed(candidates, "the string in the body holds a lone surrogate");
  }
  const second = parseJson(inner);
  if (second === null) return malformed(candidates, "the string in the body is not JSON");
  return objectOr(candidates, inner, second.parsed);
}

function objectOr(
  candidates: readonly Uint8Array<ArrayBuffer>[],
  text: string,
  parsed: unknown,
): WireBody {
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
    ? { candidates, text, payload: parsed, problem: null }
    : malformed(candidates, "the body holds no JSON object");
}

function malformed(candidates: readonly Uint8Array<ArrayBuffer>[], problem: string): WireBody {
  return { candidates, text: null, payload: null, problem };
}

/**
 * The policy of contracts/passculture.md 1.4: an Ed25519 header decides when a public key is
 * configured; else the HMAC does. A missing HMAC is verified like a wrong one, so that neither can
 * be told from the other by time.
 */
export async function isSigned(
  headers: Headers,
  candidates: readonly Uint8Array<ArrayBuffer>[],
  keys: PasscultureKeys,
): Promise<boolean> {
  const mac = hexHeader(headers, HMAC_HEADER, MAC_BYTES);
  const hmacMatches = await verifyHmac(keys.hmac, mac.bytes, candidates);
  if (keys.ed25519.length > 0) {
    const ed25519 = hexHeader(headers, ED25519_HEADER, ED25519_SIGNATURE_BYTES);
    if (ed25519.present) {
      const matches = await verifyEd25519(keys.ed25519, ed25519.bytes, candidates);
      return matches && ed25519.wellFormed;
    }
  }
  return hmacMatches && mac.wellFormed && !keys.requireEd25519;
}

/**
 * What the signed text is known by: its MAC, which is here already, so that the body is hashed once.
 * A digest where it may carry two signatures: leaving one out must not make another request of it.
 * Only for what `isSigned` or `isSandboxSigned` accepted.
 */
export async function signedDigest(
  headers: Headers,
  text: string,
  keys: PasscultureKeys,
): Promise<string> {
  const mac = keys.ed25519.length > 0 ? null : headers.get(HMAC_HEADER);
  return mac === null ? sha256Hex(text) : mac.trim().toLowerCase();
}

/** Is it signed with a key of the sandbox? Asked of what no key of pass Culture's has signed. */
export async function isSandboxSigned(
  headers: Headers,
  candidates: readonly Uint8Array<ArrayBuffer>[],
  { sandbox }: PasscultureKeys,
): Promise<boolean> {
  const mac = hexHeader(headers, HMAC_HEADER, MAC_BYTES);
  return (await verifyHmac(sandbox, mac.bytes, candidates)) && mac.wellFormed;
}

/** Why it is not: what was received, and what would have counted. */
export function refusedSignature(
  headers: Headers,
  { candidates }: WireBody,
  keys: PasscultureKeys,
): RefusedSignature {
  const byEd25519 = keys.requireEd25519 || (keys.ed25519.length > 0 && headers.has(ED25519_HEADER));
  const received = headers.get(byEd25519 ? ED25519_HEADER : HMAC_HEADER);
  return {
    scheme: byEd25519 ? "passculture-ed25519" : "passculture-hmac",
    fault: received === null ? "missing" : "mismatch",
    partner: null,
    key: null,
    received,
    expected: candidates.map((text, index) => ({
      rule: candidates.length > 1 && index === 0 ? "inner-string" : "body",
      text,
    })),
    secrets: byEd25519 ? [] : keys.hmac,
    encoding: "hex",
    aheadMs: null,
    headers: [],
  };
}

interface HexHeader {
  readonly present: boolean;
  readonly wellFormed: boolean;
  /** As many as expected, in any case; zeros when the header is missing or malformed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function hexHeader(headers: Headers, name: string, length: number): HexHeader {
  const text = headers.get(name);
  const bytes = text === null ? null : fromHex(text.trim());
  const wellFormed = bytes !== null && bytes.length === length;
  return { present: text !== null, wellFormed, bytes: wellFormed ? bytes : new Uint8Array(length) };
}
