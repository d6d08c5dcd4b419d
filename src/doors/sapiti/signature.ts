/**
 * Is it from them? An application signs its public key and the time (contracts/sapiti.md 1.5);
 * neither path nor body is covered, and every call of one second has the same signature.
 */
import type { RefusedSignature } from "../../core/calls.ts";
import { fromHex, utf8 } from "../../core/bytes.ts";
import { parseMillis } from "../../core/clock.ts";
import { MAC_BYTES, verifyHmac } from "../../core/hmac.ts";
import { SAPITI_WINDOW_MS } from "../../core/limits.ts";

/** The text that is signed: the timestamp as it was sent, never written anew. */
export function signedText(publicKey: string, timestamp: string): string {
  return publicKey + timestamp;
}

export type Said = Readonly<Record<"publicKey" | "timestamp" | "signature", string>>;

/** What a body says of who calls. */
export function saidIn(body: Readonly<Record<string, unknown>>): Said {
  return {
    publicKey: textOf(body["publickey"]),
    timestamp: textOf(body["timestamp"]),
    signature: textOf(body["signature"]),
  };
}

/** No text is as good as none. PHP may send digits as an integer. */
export function textOf(value: unknown): string {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === "string" ? value : "";
}

/** Was it signed under one of the secrets? The key is the secret's text, not what it may encode. */
export function isSigned(
  secrets: readonly string[],
  { publicKey, timestamp, signature }: Said,
): Promise<boolean> {
  // A signature of another length verifies nothing, but takes as long.
  const mac = fromHex(signature);
  const whole = mac?.length === MAC_BYTES ? mac : new Uint8Array(MAC_BYTES);
  return verifyHmac(secrets, whole, [utf8(signedText(publicKey, timestamp))]);
}

const ZONED = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/;

/** Is the timestamp readable, and near enough to now (milliseconds since 1970)? */
export function isTimely(timestamp: string, now: number): boolean {
  const at = ZONED.test(timestamp) ? parseMillis(timestamp) : null;
  return at !== null && Math.abs(now - at) <= SAPITI_WINDOW_MS;
}

/** Why a caller is refused: what was received, and what would have counted. */
export function refusedSignature(
  { publicKey, timestamp, signature }: Said,
  {
    partner,
    secrets,
    holds,
    now,
  }: {
    readonly partner: { readonly id: string } | null;
    readonly secrets: readonly string[];
    readonly holds: boolean;
    readonly now: number;
  },
): RefusedSignature {
  const at = ZONED.test(timestamp) ? parseMillis(timestamp) : null;
  const wrong = signature === "" ? "missing" : "mismatch";
  return {
    scheme: "sapiti",
    fault: partner === null ? "unknown_key" : holds ? "clock" : wrong,
    partner: partner?.id ?? null,
    key: publicKey,
    received: signature,
    expected: partner === null ? [] : [{ rule: "", text: utf8(signedText(publicKey, timestamp)) }],
    secrets: partner === null ? [] : secrets,
    encoding: "hex",
    aheadMs: at === null ? null : at - now,
    headers: [],
  };
}
