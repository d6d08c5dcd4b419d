/**
 * HMAC-SHA256. Keys are imported once per isolate; verification is `subtle.verify`, which compares
 * in constant time. With core/ed25519.ts the only place that decides about a signature.
 */
import { SIGNATURE_KEYS_MAX } from "./limits.ts";
import { toHex, utf8 } from "./bytes.ts";

const KEY_ALGORITHM = { name: "HMAC", hash: "SHA-256" } as const;
/** By its name alone, not as a record that would be taken apart at each call: the key has the hash. */
const ALGORITHM = "HMAC";
const IMPORTED_KEYS_MAX = 4 * SIGNATURE_KEYS_MAX;
export const MAC_BYTES = 32;

const imported = new Map<string, Promise<CryptoKey>>();

/** A secret as a key: its UTF-8 bytes, never hex- or base64-decoded (contracts/passculture.md 1.4). */
export function hmacKey(secret: string): Promise<CryptoKey> {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey("raw", utf8(secret), KEY_ALGORITHM, false, [
    "sign",
    "verify",
  ]);
  if (imported.size >= IMPORTED_KEYS_MAX) imported.clear();
  imported.set(secret, key);
  key.catch(() => imported.delete(secret));
  return key;
}

/** Is `mac` the MAC of one of `messages` under one of `secrets`? */
export async function verifyHmac(
  secrets: readonly string[],
  mac: Uint8Array<ArrayBuffer>,
  messages: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  return (await findSigned(secrets, mac, messages)) !== null;
}

/**
 * The index of the first message that `mac` signs, or null. Whatever is wrong with a signature, every
 * pair is tried, so refusals take the same time; a match ends the search, and tells nothing to who
 * has made it.
 */
export async function findSigned(
  secrets: readonly string[],
  mac: Uint8Array<ArrayBuffer>,
  messages: readonly Uint8Array<ArrayBuffer>[],
): Promise<number | null> {
  for (const secret of secrets) {
    const key = await hmacKey(secret);
    for (const [index, message] of messages.entries()) {
      if (await crypto.subtle.verify(ALGORITHM, key, mac, message)) return index;
    }
  }
  return null;
}

export function hmacSign(secret: string, message: string): Promise<Uint8Array> {
  return hmacSignBytes(secret, utf8(message));
}

export async function hmacSignBytes(
  secret: string,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(ALGORITHM, await hmacKey(secret), message));
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function sha256Hex(text: string): Promise<string> {
  return toHex(await sha256(utf8(text)));
}

/** Are the two texts equal? Both are hashed first, so neither length nor content can be timed. */
export async function equalInConstantTime(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256(utf8(a)), sha256(utf8(b))]);
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}
