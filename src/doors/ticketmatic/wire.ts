/**
 * What both clients write, read once: null and what is absent are one (contracts/ticketmatic.md
 * 1.5), and an instant has five spellings (1.3, 1.5, 6.1). What is written has one: with a `Z`.
 */
import * as z from "zod";
import { parseMillis } from "../../core/clock.ts";
import { parseJson } from "../../core/json.ts";

/** Nesting beyond it is no request of any client. */
const DEPTH_MAX = 12;

/** Without the members that are null, at any depth; in a list null keeps its place. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((one) => withoutNulls(one, depth + 1));
  }
  const members = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(members.map(([key, one]) => [key, withoutNulls(one, depth + 1)]));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_CHARACTERS = 10;
/** The `+` of an offset that was not encoded arrives as a space. */
const LOST_PLUS = /^(.*\d{2}:\d{2}:\d{2}(?:\.\d+)?) (\d{2}:?\d{2})$/;
const OFFSET = /^[+-]\d{2}:\d{2}$/;

/** Milliseconds since 1970, or null. Without a zone it is UTC. */
export function readInstant(value: unknown): number | null {
  if (typeof value === "object" && value !== null) return readPhpDate(value);
  if (typeof value !== "string") return null;
  const text = value.trim().replace(/^"(.*)"$/, "$1");
  if (text.startsWith("{")) {
    const object = parseJson(text)?.parsed;
    return typeof object === "object" && object !== null ? readPhpDate(object) : null;
  }
  if (DAY.test(text)) return parseMillis(`${text}T00:00:00`);
  return parseMillis(text.replace(LOST_PLUS, "$1+$2"));
}

/**
 * The day of such a text, as midnight UTC: a birthday is the one that was written, whatever zone the
 * client wrote midnight in.
 */
export function readDay(value: unknown): number | null {
  if (readInstant(value) === null) return null;
  const text = typeof value === "string" ? value : (value as { readonly date: string }).date;
  return readInstant(text.trim().slice(0, DAY_CHARACTERS));
}

/** PHP's DateTime as its `json_encode` shows it. */
function readPhpDate(value: object): number | null {
  const { date, timezone = "UTC" } = value as { date?: unknown; timezone?: unknown };
  if (typeof date !== "string" || typeof timezone !== "string") return null;
  const wall = parseMillis(date);
  if (wall === null) return null;
  if (OFFSET.test(timezone)) return parseMillis(`${date}${timezone}`);
  const first = wall - offsetAt(wall, timezone);
  // Once more, with the offset of that moment: the first guess may lie across a change of clocks.
  const instant = wall - offsetAt(first, timezone);
  return Number.isNaN(instant) ? null : instant;
}

/** Milliseconds that the zone is ahead of UTC then; NaN for an unknown zone. */
function offsetAt(millis: number, timeZone: string): number {
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
      .formatToParts(millis)
      .find(({ type }) => type === "timeZoneName")?.value;
    const [, sign = "+", hours = "0", minutes = "0"] =
      /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(parts ?? "") ?? [];
    const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return sign === "-" ? -size : size;
  } catch {
    return Number.NaN;
  }
}

/** As every instant is written: UTC, whole seconds, `Z`. */
export function writeInstant(millis: number): string {
  return new Date(millis).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function writeInstantOrNull(millis: number | null): string | null {
  return millis === null ? null : writeInstant(millis);
}

/** Minor units as the decimal number of the contract. */
export function writeAmount(minorUnits: number): number {
  return minorUnits / 100;
}

const read = (from: (value: unknown) => number | null, message: string) =>
  z.unknown().transform((value, context) => {
    const millis = from(value);
    if (millis !== null) return millis;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
export const instant = read(readInstant, "is no date and time");
export const day = read(readDay, "is no date");

/** PHP passes nested values on as they are: a number may come as a text (1.5). */
export const int = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .transform(Number)
    .pipe(z.int()),
]);
export const id = int.pipe(z.int().min(0));
/** Where an id may be left out, both clients may say it by 0 (1.5). */
export const idOrNone = id.transform((value) => (value === 0 ? undefined : value)).optional();

/** A list as a body: PHP sends none where it is empty, which is read as an empty object (1.5). */
export function listBody<Schema extends z.ZodType>(list: Schema) {
  const isEmpty = (body: unknown) =>
    typeof body === "object" && body !== null && Object.keys(body).length === 0;
  return z.preprocess((body) => (isEmpty(body) ? [] : body), list);
}

/** An amount in minor units. */
export const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .transform((value, context) => {
    const minorUnits = Math.round(value * 100);
    if (Math.abs(minorUnits - value * 100) < 1e-6) return minorUnits;
    context.addIssue({ code: "custom", message: "has more than two decimals" });
    return z.NEVER;
  });

/** PHP writes false as the empty string and Go leaves it out. */
export const flag = z
  .union([z.boolean(), z.enum(["1", "0", "true", "false", ""]), z.literal([0, 1])])
  .transform((value) => value === true || value === 1 || value === "1" || value === "true");

/** A query value that is JSON; an empty list stands for an empty object (1.3). */
export function jsonParameter<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((text) => {
    const read = typeof text === "string" ? parseJson(text) : null;
    if (read === null) return text;
    const value = withoutNulls(read.parsed);
    return value === null || (Array.isArray(value) && value.length === 0) ? {} : value;
  }, schema);
}
