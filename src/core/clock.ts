/** Instants: ISO 8601 texts to microseconds or milliseconds since 1970, and back. */

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[T ]((?:[01]\d|2[0-3]):\d{2}:\d{2})(?:\.(\d{1,6})\d{0,3})?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Of every month. */
const DAYS_MIN = 28;
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Has it a year of four digits in UTC? Others are written with a sign that partners can't read. */
export function isWritable(millis: number): boolean {
  return millis >= FIRST_MS && millis <= LAST_MS;
}

/**
 * Microseconds since 1970 of an ISO 8601 date and time, or null when it is none. No offset means UTC
 * (contracts/passculture.md 2.1). Microseconds are kept: they tell two bookings of a second apart.
 */
export function parseMicros(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, year, month, day, time, fraction = "", zone = "Z"] = match;
  const date = `${year}-${month}-${day}T${time}.000`;
  const offset = zone.length === 1 ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const millis = Date.parse(date + offset);
  // A day such as 31 February would roll over into March instead of being refused.
  const exists =
    isWritable(millis) && (Number(day) <= DAYS_MIN || sameDay(`${date}Z`, Number(day)));
  return exists ? millis * 1_000 + Number(fraction.padEnd(6, "0")) : null;
}

function sameDay(utcText: string, day: number): boolean {
  return new Date(Date.parse(utcText)).getUTCDate() === day;
}

export function parseMillis(text: string): number | null {
  const micros = parseMicros(text);
  return micros === null ? null : Math.floor(micros / 1_000);
}

export function toIso(millis: number): string {
  return new Date(millis).toISOString();
}

const WALL_CLOCKS_MAX = 100;
const wallClocks = new Map<string, Intl.DateTimeFormat>();

/**
 * What a clock on the wall there shows, as milliseconds since 1970 as if it stood in Greenwich.
 * `timeZone` is an IANA name; throws a RangeError for another text.
 */
export function wallClock(millis: number, timeZone: string): number {
  const known = wallClocks.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  if (known === undefined) {
    if (wallClocks.size >= WALL_CLOCKS_MAX) wallClocks.clear();
    wallClocks.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(millis).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
  return (
    Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) +
    part("second") * 1_000
  );
}
