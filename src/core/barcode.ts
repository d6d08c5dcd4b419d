/**
 * A barcode: 20 characters of Crockford base32: the date's code (8), the moment of its making (2), a
 * random serial (6), and a check (4) that is an HMAC over the first 16. It names its date without a look-up, and a forged or
 * mistyped one is refused without touching storage.
 */
import { toBase32 } from "./bytes.ts";
import { hmacSign, sha256Hex } from "./hmac.ts";
import { DATE_CODE_CHARACTERS } from "./ids.ts";

/** Moments are counted round and round: 1,024 of them take 51 s. */
const MOMENT_CHARACTERS = 2;
const MOMENTS = 2 ** (5 * MOMENT_CHARACTERS);
const MOMENT_MS = 50;
const RANDOM_CHARACTERS = 6;
const CHECK_CHARACTERS = 4;
const SCAN_DIGEST_CHARACTERS = 32;
const BODY_CHARACTERS = DATE_CODE_CHARACTERS + MOMENT_CHARACTERS + RANDOM_CHARACTERS;
const BARCODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;

async function check(key: string, body: string): Promise<string> {
  return toBase32(await hmacSign(key, `barcode ${body}`), CHECK_CHARACTERS);
}

/**
 * A new barcode of the date with this code: 30 random bits, so the date still checks that it is new.
 * Those made in one moment lie together in the date's index, so that a commit of many bookings writes
 * few of its pages; all over a date they are as hard to guess as 40 random bits.
 */
export async function mintBarcode(key: string, code: string): Promise<string> {
  const moment = Math.floor(Date.now() / MOMENT_MS) % MOMENTS;
  const random = crypto.getRandomValues(new Uint8Array(4));
  const body =
    code +
    toBase32(Uint8Array.of(moment >> 2, (moment & 3) << 6), MOMENT_CHARACTERS) +
    toBase32(random, RANDOM_CHARACTERS);
  return body + (await check(key, body));
}

/**
 * What a scanner or a person may have meant, likeliest first: our own barcodes may be typed with
 * spaces, dashes and in lower case; an imported one is taken as it stands.
 */
export function readings(text: string): string[] {
  const own = text.replace(/[\s-]/g, "").toUpperCase();
  return [...new Set(BARCODE.test(own) ? [own, text.trim()] : [text.trim()])];
}

/**
 * How a barcode is named to a scanner that works without a connection, and in reports: half of its
 * SHA-256, so that a lost device does not give tickets away.
 */
export async function scanDigest(barcode: string): Promise<string> {
  return (await sha256Hex(barcode)).slice(0, SCAN_DIGEST_CHARACTERS);
}

/** Does it look like one of ours? With a wrong check it is forged or mistyped. */
export function hasOwnForm(barcode: string): boolean {
  return BARCODE.test(barcode);
}

/** Would a scanner or a person's typing make one of our form out of it? */
export function looksOwn(barcode: string): boolean {
  return readings(barcode).some(hasOwnForm);
}

/** One of another system: printable, without the spaces that a scanner or a spreadsheet may add. */
export const FOREIGN_BARCODE = /^[\x21-\x7e]{1,100}$/;

/** The code of the date that issued it, or null when it is forged or mistyped. */
export async function dateCodeOf(key: string, barcode: string): Promise<string | null> {
  if (!BARCODE.test(barcode)) return null;
  const body = barcode.slice(0, BODY_CHARACTERS);
  const expected = await check(key, body);
  let difference = 0;
  for (let i = 0; i < CHECK_CHARACTERS; i++) {
    difference |= expected.charCodeAt(i) ^ barcode.charCodeAt(BODY_CHARACTERS + i);
  }
  return difference === 0 ? body.slice(0, DATE_CODE_CHARACTERS) : null;
}
