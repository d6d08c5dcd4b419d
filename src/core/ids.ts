/**
 * Names of things. An id is chosen by the venue; a date's code (the name of its object) and the
 * integer numbers that some partners need are computed from it, so both survive a lost registry.
 */
import { toBase32, utf8 } from "./bytes.ts";
import { sha256 } from "./hmac.ts";
import {
  CODE_CACHE_ENTRIES_MAX,
  ID_CHARACTERS_MAX,
  PRICE_ID_CHARACTERS_MAX,
  SERIALS_PER_DATE_MAX,
} from "./limits.ts";

/** Safe in a path, in Sapiti's `[A-Za-z0-9_-]` ids and around the colon of a direct stock id. */
export const ID_PATTERN = new RegExp(`^[A-Za-z0-9_-]{1,${ID_CHARACTERS_MAX}}$`);
export const PRICE_ID_PATTERN = new RegExp(`^[A-Za-z0-9_-]{1,${PRICE_ID_CHARACTERS_MAX}}$`);

export const DATE_CODE_CHARACTERS = 8;
/** Room for every serial number of a date. */
const NUMBERS_PER_DATE = SERIALS_PER_DATE_MAX + 1;
const codes = new Map<string, string>();

/** The first 8 Crockford base32 characters (40 bits) of SHA-256 of the date id. */
export async function dateCode(dateId: string): Promise<string> {
  const known = codes.get(dateId);
  if (known !== undefined) return known;
  const code = toBase32(await sha256(utf8(dateId)), DATE_CODE_CHARACTERS);
  if (codes.size >= CODE_CACHE_ENTRIES_MAX) codes.clear();
  codes.set(dateId, code);
  return code;
}

export type NumberedKind = "event" | "date" | "partner" | "venue" | "label" | "device" | "client";

/** An integer from 1 to 2^31 for something named: times 1,000,000 it stays below 2^53. */
export async function numberOf(kind: NumberedKind, id: string): Promise<number> {
  const digest = await sha256(utf8(`${kind} ${id}`));
  return (new DataView(digest.buffer as ArrayBuffer).getUint32(0) >>> 1) + 1;
}

/** The number of a ticket, by its date's number and its serial; also its area's and its price's. */
export function numberInDate(date: number, part: number): number {
  return date * NUMBERS_PER_DATE + part;
}

/** A number of something within a date taken apart. */
export function readNumberInDate(number: number): { readonly date: number; readonly part: number } {
  const date = Math.floor(number / NUMBERS_PER_DATE);
  return { date, part: number - date * NUMBERS_PER_DATE };
}

/**
 * The part of an area's or a price's number, from 1 to 999,999. It follows from the id alone, so it
 * stays when others come and go; two of one date with the same part are refused where they come in.
 */
export async function partOf(kind: "area" | "price", id: string): Promise<number> {
  const digest = await sha256(utf8(`${kind} ${id}`));
  return (new DataView(digest.buffer as ArrayBuffer).getUint32(0) % SERIALS_PER_DATE_MAX) + 1;
}

/** `<dateId>:<priceId>` taken apart, or null when the text is not of that form. */
export function parseDirectStock(text: string): { dateId: string; priceId: string } | null {
  const [dateId = "", priceId = "", ...rest] = text.split(":");
  if (rest.length > 0 || !ID_PATTERN.test(dateId) || !PRICE_ID_PATTERN.test(priceId)) return null;
  return { dateId, priceId };
}

/** Numbers within a date, of a ticket (its serial), a price: one more than the most there can be. */
export const NUMBERS_WITHIN = 1_000_000;

/**
 * An integer from 1 to 999,999 for each of a date's prices, the same whatever their order. Two that
 * would fall on one number take the next free one, in the order of their ids.
 */
export function numbersWithin(ids: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  const numbers = new Map<string, number>();
  for (const id of ids.toSorted()) {
    let number = fnv1a(id) % (NUMBERS_WITHIN - 1);
    while (taken.has(number)) number = (number + 1) % (NUMBERS_WITHIN - 1);
    taken.add(number);
    numbers.set(id, number + 1);
  }
  return numbers;
}

/** FNV-1a, 32 bits: spreads short names, and needs no waiting. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
