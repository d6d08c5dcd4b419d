/** Numbers, money and times as this partner writes them (contracts/ticketevolution.md 3.2). */
import { AMOUNT_MINOR_UNITS_MAX } from "../../core/limits.ts";
import { wallClock } from "../../core/clock.ts";

/** Minor units as a decimal text with at least one place after the point: 2700 is "27.0". */
export function money(minorUnits: number): string {
  const sign = minorUnits < 0 ? "-" : "";
  const cents = Math.abs(minorUnits);
  const fraction = String(cents % 100).padStart(2, "0");
  return `${sign}${Math.floor(cents / 100)}.${fraction.replace(/0$/, "")}`;
}

/** Minor units of a decimal, text or number, with two places at most; null when it is none. */
export function readMoney(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return null;
  const match = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(text.trim());
  if (match === null) return null;
  const minorUnits = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return minorUnits <= AMOUNT_MINOR_UNITS_MAX ? minorUnits : null;
}

/** To the second: the Ruby gem reads no other form. */
export function time(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

export function day(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}

/** The instant on the clock of that time zone, with its true offset. */
export function localTime(millis: number, timeZone: string): string {
  const wall = wallClock(millis, timeZone);
  const minutes = Math.round((wall - millis) / 60_000);
  const pad = (number: number) => String(number).padStart(2, "0");
  const offset = `${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
  return `${time(wall).slice(0, 19)}${minutes < 0 ? "-" : "+"}${offset}`;
}

/** A name as a part of an address: lower case, words joined by hyphens. */
export function slug(name: string): string {
  const plain = name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return plain === "" ? "-" : plain;
}
