/** Ed25519: PEM public keys (SubjectPublicKeyInfo) imported once, and signatures verified. */
import { fromBase64 } from "./bytes.ts";
import { SIGNATURE_KEYS_MAX } from "./limits.ts";

export const ED25519_SIGNATURE_BYTES = 64;
const imported = new Map<string, Promise<CryptoKey>>();

/** The base64 bodies of every PEM block in a setting; `\n` may be written as two characters. */
export function pemBodies(text: string): string[] {
  const blocks = text
    .replaceAll("\\n", "\n")
    .matchAll(/-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/g);
  return [...blocks].map((block) => (block[1] ?? "").replace(/\s+/g, ""));
}

function publicKey(pemBody: string): Promise<CryptoKey> {
  const known = imported.get(pemBody);
  if (known !== undefined) return known;
  const der = fromBase64(pemBody) ?? new Uint8Array();
  const key = crypto.subtle.importKey("spki", der, { name: "Ed25519" }, false, ["verify"]);
  if (imported.size >= SIGNATURE_KEYS_MAX) imported.clear();
  imported.set(pemBody, key);
  key.catch(() => imported.delete(pemBody));
  return key;
}

/** Can this PEM body be used as an Ed25519 public key? */
export async function isPublicKey(pemBody: string): Promise<boolean> {
  return publicKey(pemBody).then(
    () => true,
    () => false,
  );
}

/** Is `signature` that of one of `messages` under one of the keys? Every pair is tried. */
export async function verifyEd25519(
  pemKeys: readonly string[],
  signature: Uint8Array<ArrayBuffer>,
  messages: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const verdicts = await Promise.all(
    pemKeys.flatMap((pem) =>
      messages.map(async (message) =>
        crypto.subtle.verify({ name: "Ed25519" }, await publicKey(pem), signature, message),
      ),
    ),
  );
  return verdicts.includes(true);
}
