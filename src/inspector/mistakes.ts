/**
 * The known mistakes, each under its name: a table for a scheme says how the signature would have
 * been made. Whoever has made one of them learns which.
 */
import { decodeUtf8, fromBase64, fromHex, utf8 } from "../core/bytes.ts";
import { ENCODING_NAMES, ENCODINGS, type Recipe, signatureOf } from "./recipe.ts";
import type { Mistake } from "./words/mistakes-en.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** The texts that somebody could have signed instead. */
export type WrongTexts = Readonly<Partial<Record<Mistake, readonly string[]>>>;
export type Table = Readonly<Partial<Record<Mistake, readonly Recipe[]>>>;

/** So many signatures are computed for one answer, whatever the request holds. */
const RECIPES_MAX = 400;

/** What can go wrong at any text, key and digest, whoever's scheme it is. */
export function everywhere(right: Recipe, publicKey: string): Table {
  const { text, key } = right;
  const secret = decodeUtf8(key) ?? "";
  const written = decodeUtf8(text) ?? "";
  const keys = (...texts: readonly (Bytes | null)[]) =>
    texts.filter((other) => other !== null).map((other) => ({ ...right, key: other }));
  const plainly = (other: string): Recipe => ({ ...right, text: utf8(other), by: "sha256" });
  return {
    "line-end": ["\n", "\r\n"].map((end) => ({ ...right, text: utf8(written + end) })),
    "text-trimmed": [{ ...right, text: utf8(written.trim()) }],
    latin1: latin1(written).map((other) => ({ ...right, text: other })),
    "unicode-form": ["NFC", "NFD"].map((form) => ({
      ...right,
      text: utf8(written.normalize(form)),
    })),
    "secret-decoded": keys(
      fromHex(secret),
      fromBase64(secret),
      fromHex(secret.replaceAll("-", "")),
    ),
    "secret-encoded": keys(utf8(ENCODINGS.base64(key)), utf8(ENCODINGS.hex(key))),
    "secret-line-end": keys(utf8(`${secret}\n`), utf8(`${secret}\r\n`)),
    "secret-spaces": keys(utf8(secret.trim()), utf8(` ${secret}`), utf8(`${secret} `)),
    "secret-case": keys(utf8(secret.toLowerCase()), utf8(secret.toUpperCase())),
    "public-key-as-secret": keys(utf8(publicKey)),
    "text-as-key": [{ ...right, text: key, key: text }],
    sha1: [{ ...right, by: "hmac-sha1" }],
    sha512: [{ ...right, by: "hmac-sha512" }],
    "no-hmac": [plainly(secret + written), plainly(written + secret), plainly(written)],
    ...otherwiseWritten(right),
  };
}

/** Of hex both cases count: see isWritten. */
function otherwiseWritten(right: Recipe): Table {
  const others = ENCODING_NAMES.filter(
    (other) => other !== right.encoding && other !== "upper-case-hex",
  );
  return Object.fromEntries(
    others.map((encoding) => [`written-${encoding}`, [{ ...right, encoding }]]),
  );
}

export function over(right: Recipe, texts: WrongTexts): Table {
  const recipes = Object.entries(texts).map(
    ([mistake, wrong]) => [mistake, wrong.map((text) => ({ ...right, text: utf8(text) }))] as const,
  );
  return Object.fromEntries(recipes);
}

/** The mistakes that make exactly the given signature, the most telling first. */
export async function mistakesBehind(
  given: string,
  right: Recipe,
  table: Table,
): Promise<Mistake[]> {
  const usual = await signatureOf(right);
  if (usual === null) return [];
  const entries = Object.entries(table) as [Mistake, readonly Recipe[]][];
  const recipes = entries
    .flatMap(([mistake, list]) => list.map((recipe) => ({ mistake, recipe })))
    .slice(0, RECIPES_MAX);
  const found = new Set<Mistake>();
  for (const { mistake, recipe } of recipes) {
    const made = await signatureOf(recipe);
    // What makes the right one is no mistake in this request.
    if (made !== null && made !== usual && isWritten(given, made)) found.add(mistake);
  }
  const spoilt = found.size === 0 ? spoiltBy(given, usual) : null;
  return spoilt === null ? [...found] : [spoilt];
}

/** Copied badly: cut off, within quotes, with a line end or a prefix. */
function spoiltBy(given: string, usual: string): Mistake | null {
  const bare = given.replaceAll(/[\s"'`]|%0A|^(sha256=|hmac=|base64:)/gi, "");
  if (isWritten(given, usual)) return null;
  if (isWritten(bare, usual)) return "wrapped";
  const enough = bare.length >= CUT_CHARACTERS_MIN && bare.length < usual.length;
  if (enough && (usual.startsWith(bare) || usual.endsWith(bare))) return "cut-off";
  return bare.length > usual.length && bare.startsWith(usual) ? "too-long" : null;
}

/** Fewer could be right by chance. */
const CUT_CHARACTERS_MIN = 12;

function isWritten(given: string, made: string): boolean {
  const hex = /^[0-9a-f]+$/i;
  return given === made || (hex.test(made) && given.toLowerCase() === made.toLowerCase());
}

function latin1(text: string): Bytes[] {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return codes.some((code) => code > 0x7f) && codes.every((code) => code <= 0xff)
    ? [Uint8Array.from(codes)]
    : [];
}
