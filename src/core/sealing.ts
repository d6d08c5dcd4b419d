/**
 * Sealed texts: AES-GCM under a key made from a secret, so that a copy of the registry shows no
 * partner's secret. A text is sealed for one place and opens nowhere else.
 */
import { fromBase64, toBase64, utf8, decodeUtf8 } from "./bytes.ts";

const VERSION = "v1";
const NONCE_BYTES = 12;
const KEYS_MAX = 4;

const keys = new Map<string, Promise<CryptoKey>>();

/** A key of its own for sealing, derived from the secret once per isolate. */
function sealingKey(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = derive(secret);
  if (keys.size >= KEYS_MAX) keys.clear();
  keys.set(secret, key);
  return key;
}

async function derive(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("guichet sealing") },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** `place` names where the text is kept, such as `partner kiosk secret`. */
export async function seal(secret: string, place: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(place) };
  const sealed = await crypto.subtle.encrypt(algorithm, await sealingKey(secret), utf8(text));
  return [VERSION, toBase64(iv), toBase64(new Uint8Array(sealed))].join(".");
}

/** The text, or null when it was sealed under another secret, for another place, or tampered with. */
export async function unseal(
  secret: string,
  place: string,
  sealed: string,
): Promise<string | null> {
  const [version, nonce = "", body = "", ...rest] = sealed.split(".");
  const [iv, bytes] = [fromBase64(nonce), fromBase64(body)];
  const formed = version === VERSION && rest.length === 0 && iv?.length === NONCE_BYTES;
  if (!formed || bytes === null) return null;
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(place) };
  try {
    const opened = await crypto.subtle.decrypt(algorithm, await sealingKey(secret), bytes);
    return decodeUtf8(new Uint8Array(opened));
  } catch {
    return null;
  }
}
