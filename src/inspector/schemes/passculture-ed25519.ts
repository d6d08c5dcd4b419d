/**
 * pass Culture's Ed25519 over the inner string. With its public key a signature can be checked; to
 * make one takes a private key, which only a test has.
 */
import { decodeUtf8, fromBase64, fromHex, toBase64, toHex, utf8 } from "../../core/bytes.ts";
import { ED25519_SIGNATURE_BYTES, isPublicKey, pemBodies } from "../../core/ed25519.ts";
import { sha256 } from "../../core/hmac.ts";
import { decodeWire, ED25519_HEADER, isSigned } from "../../doors/passculture/signature.ts";
import { acceptedHex, type Explanation, NOTHING, type Verdict } from "../explanation.ts";
import { received } from "../headers.ts";
import type { Bytes } from "../mistakes.ts";
import type { Question } from "../request.ts";
import type { Mistake } from "../words/mistakes-en.ts";
import { passcultureTexts, wrongTexts } from "./passculture-texts.ts";

export async function explain({ request, secret, given }: Question): Promise<Explanation> {
  const texts = passcultureTexts(request.body);
  const [usual] = texts;
  if (usual === undefined || request.body === "") return { ...NOTHING, lacks: ["body"] };
  const parts = [{ name: usual.rule, text: decodeUtf8(usual.text) ?? "" }];
  const known = { ...NOTHING, parts, texts };
  if (secret.trim() === "") return { ...known, lacks: ["pem"] };
  const keys = await keysIn(secret);
  if (keys === null) return { ...known, lacks: ["pem"] };
  const digest = keys.sign === null ? null : await keys.sign(usual.text);
  const value = digest === null ? null : toHex(digest);
  return {
    ...known,
    lacks: value === null ? ["private-key"] : [],
    digest,
    sent: value === null ? [] : [{ where: "header", name: ED25519_HEADER, value }],
    verdict:
      given === "" ? { is: "none" } : await verdictOn(given, texts, keys.publicKey, request.body),
  };
}

async function verdictOn(
  given: string,
  texts: readonly { readonly text: Bytes }[],
  publicKey: string,
  body: string,
): Promise<Verdict> {
  const holds = async (signature: string, over: readonly Bytes[]) => {
    const headers = received(ED25519_HEADER, signature);
    const keys = { hmac: [], ed25519: [publicKey], requireEd25519: true, sandbox: [] };
    return headers !== null && isSigned(headers, over, keys);
  };
  const candidates = texts.map(({ text }) => text);
  const usual = candidates.slice(0, 1);
  if (await holds(given, candidates)) {
    const isUsual = await holds(given, usual);
    const rule = isUsual && candidates.length > 1 ? "inner-string" : "body";
    return acceptedHex(rule, given, isUsual ? [] : ["raw-body"]);
  }
  const found: Mistake[] = [];
  const rewritten = hexOf(given);
  if (rewritten !== null && (await holds(rewritten.hex, candidates))) found.push(rewritten.mistake);
  for (const [mistake, wrong] of await otherTexts(body)) {
    if (await holds(rewritten?.hex ?? given, wrong)) found.push(mistake);
  }
  if (found.length === 0 && /^[0-9a-f]{64}$/i.test(given.trim())) found.push("hmac-as-ed25519");
  return found.length === 0 ? { is: "unexplained" } : { is: "mistake", mistakes: found };
}

async function otherTexts(body: string): Promise<[Mistake, readonly Bytes[]][]> {
  const { text } = decodeWire(utf8(body));
  const inner = text ?? body;
  const digest = (await sha256(utf8(inner))) as Bytes;
  const texts = Object.entries(wrongTexts(body)) as [Mistake, readonly string[]][];
  return [
    ...texts.map(([mistake, wrong]): [Mistake, Bytes[]] => [mistake, wrong.map(utf8)]),
    ["line-end", [utf8(`${inner}\n`), utf8(`${inner}\r\n`)]],
    ["hashed-first", [digest, utf8(toHex(digest))]],
  ];
}

/** The same bytes in the digits that the header should have, if they were written otherwise. */
function hexOf(given: string): { readonly hex: string; readonly mistake: Mistake } | null {
  const bare = given.replaceAll(/[\s"'`]/g, "");
  if (bare !== given.trim() && fromHex(bare)?.length === ED25519_SIGNATURE_BYTES) {
    return { hex: bare, mistake: "wrapped" };
  }
  const bytes = fromBase64(bare.replaceAll("-", "+").replaceAll("_", "/"));
  if (bytes?.length !== ED25519_SIGNATURE_BYTES) return null;
  const mistake = /[-_]|[^=]$/.test(bare) ? "written-base64url" : "written-base64";
  return { hex: toHex(bytes), mistake };
}

interface Keys {
  /** The base64 of a PEM public key. */
  readonly publicKey: string;
  readonly sign: ((text: Bytes) => Promise<Bytes>) | null;
}

/** DER in front of the 32 bytes of a public key (RFC 8410). */
const PUBLIC_KEY_START = "302a300506032b6570032100";

async function keysIn(pem: string): Promise<Keys | null> {
  const privateBody = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
  if (privateBody !== undefined) return privateKeys(privateBody);
  // Often only the line between the two others is passed on.
  const publicKey = pemBodies(pem)[0] ?? pem.replaceAll(/\s/g, "");
  return (await isPublicKey(publicKey)) ? { publicKey, sign: null } : null;
}

async function privateKeys(body: string): Promise<Keys | null> {
  const algorithm = { name: "Ed25519" };
  try {
    const der = fromBase64(body) ?? new Uint8Array();
    const key = await crypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"]);
    const { x = "" } = (await crypto.subtle.exportKey("jwk", key)) as { readonly x?: string };
    const point = fromBase64(x.replaceAll("-", "+").replaceAll("_", "/")) ?? new Uint8Array();
    const spki = fromHex(PUBLIC_KEY_START + toHex(point)) ?? new Uint8Array();
    const sign = async (text: Bytes) =>
      new Uint8Array(await crypto.subtle.sign(algorithm, key, text));
    return { publicKey: toBase64(spki), sign };
  } catch {
    // Whatever is wrong with a key: it is no key.
    return null;
  }
}
