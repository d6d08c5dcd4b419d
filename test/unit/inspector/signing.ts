// Signs as a caller would, rightly or wrongly: by WebCrypto alone, without the inspector's code.

const encoder = new TextEncoder();
export const bytesOf = (text: string) => encoder.encode(text) as Uint8Array<ArrayBuffer>;

type Input = string | Uint8Array<ArrayBuffer>;
const input = (value: Input) => (typeof value === "string" ? bytesOf(value) : value);

export async function hmac(secret: Input, text: Input, hash = "SHA-256") {
  const algorithm = { name: "HMAC", hash };
  const key = await crypto.subtle.importKey("raw", input(secret), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, input(text)));
}

export async function hash(text: Input) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", input(text)));
}

export const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
export const base64url = (bytes: Uint8Array) =>
  base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export async function anEd25519Pair() {
  const algorithm = { name: "Ed25519" };
  const made = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { privateKey, publicKey } = made as CryptoKeyPair;
  const pem = async (kind: "PUBLIC" | "PRIVATE", format: "spki" | "pkcs8", key: CryptoKey) => {
    const der = (await crypto.subtle.exportKey(format, key)) as ArrayBuffer;
    return `-----BEGIN ${kind} KEY-----\n${base64(new Uint8Array(der))}\n-----END ${kind} KEY-----`;
  };
  return {
    publicPem: await pem("PUBLIC", "spki", publicKey),
    privatePem: await pem("PRIVATE", "pkcs8", privateKey),
    sign: async (text: Input) =>
      new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, input(text))),
  };
}
