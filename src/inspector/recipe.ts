/** How a signature can be made, rightly or wrongly: over which text, with which key, written how. */
import { toBase64, toHex } from "../core/bytes.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export const ENCODINGS = {
  hex: toHex,
  "upper-case-hex": (mac: Bytes) => toHex(mac).toUpperCase(),
  base64: toBase64,
  base64url: (mac: Bytes) => unpadded(toBase64(mac).replaceAll("+", "-").replaceAll("/", "_")),
  "unpadded-base64": (mac: Bytes) => unpadded(toBase64(mac)),
  "base64-of-hex": (mac: Bytes) => btoa(toHex(mac)),
  "escaped-base64": (mac: Bytes) => encodeURIComponent(toBase64(mac)),
} as const;
export type Encoding = keyof typeof ENCODINGS;
export const ENCODING_NAMES = Object.keys(ENCODINGS) as readonly Encoding[];

export interface Recipe {
  readonly text: Bytes;
  readonly key: Bytes;
  readonly by: "hmac-sha256" | "hmac-sha1" | "hmac-sha512" | "sha256";
  readonly encoding: Encoding;
}

const HASHES = {
  "hmac-sha256": "SHA-256",
  "hmac-sha1": "SHA-1",
  "hmac-sha512": "SHA-512",
} as const;

/** The bytes of the digest; null for an empty key, which WebCrypto does not take. */
export async function digestOf({ text, key, by }: Recipe): Promise<Bytes | null> {
  if (by === "sha256") return new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  if (key.length === 0) return null;
  const algorithm = { name: "HMAC", hash: HASHES[by] };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(algorithm, imported, text));
}

export async function signatureOf(recipe: Recipe): Promise<string | null> {
  const digest = await digestOf(recipe);
  return digest === null ? null : ENCODINGS[recipe.encoding](digest);
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, "");
}
