// What Ticketmatic's two clients write: instants in all their spellings, nulls, numbers as texts.
import { describe, expect, it } from "vitest";
import * as wire from "../../../../src/doors/ticketmatic/wire.ts";

describe("an instant", () => {
  const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
  const php = (timezone: string, date = "2026-01-02 03:04:05.000000") => ({
    date,
    timezone_type: 3,
    timezone,
  });

  it.each<[unknown, number]>([
    ["2026-01-02T03:04:05Z", AT],
    ["2026-01-02T03:04:05+0000", AT],
    ["2026-01-02T03:04:05+01:00", AT - 3_600_000],
    ["2026-01-02T03:04:05 01:00", AT - 3_600_000],
    ["2026-01-02 03:04:05", AT],
    ['"2026-01-02T03:04:05.12"', AT + 120],
    ["2026-01-02T03:04:05.123456", AT + 123],
    ["2026-01-02", Date.UTC(2026, 0, 2)],
    [JSON.stringify(php("UTC")), AT],
    [php("UTC"), AT],
    [php("+02:00"), AT - 7_200_000],
    [php("Europe/Brussels"), AT - 3_600_000],
    [php("Europe/Brussels", "2026-07-02 03:04:05"), Date.UTC(2026, 6, 2, 1, 4, 5)],
    [php("Europe/Brussels", "2026-03-29 03:30:00"), Date.UTC(2026, 2, 29, 1, 30)],
    [php("Asia/Kathmandu"), AT - 345 * 60_000],
  ])("%j", (text, millis) => {
    expect(wire.readInstant(text)).toBe(millis);
  });

  it.each([
    "",
    "soon",
    "2026-02-31T00:00:00",
    "2026-01-02T03:04",
    "{",
    "{}",
    '"',
    5,
    null,
    [],
    php("Nowhere/At_All"),
    php("UTC", "soon"),
  ])("%j is none", (text) => {
    expect(wire.readInstant(text)).toBeNull();
  });

  it("is written in one way", () => {
    expect(wire.writeInstant(AT + 999)).toBe("2026-01-02T03:04:05Z");
    expect(wire.writeInstantOrNull(null)).toBeNull();
  });
});

it("null and what is absent are one, and in a list null keeps its place", () => {
  const said = { a: null, b: { c: null, d: 0 }, e: [null, { f: null }], g: "" };
  expect(wire.withoutNulls(said)).toEqual({ b: { d: 0 }, e: [null, {}], g: "" });
});

it.each<[unknown, boolean]>([
  [true, true],
  ["1", true],
  ["true", true],
  [1, true],
  ["", false],
  ["0", false],
  [false, false],
])("the flag %j is %s", (said, flag) => {
  expect(wire.flag.parse(said)).toBe(flag);
});

it.each([
  [22.5, 2250],
  ["22.50", 2250],
  [0.1, 10],
  [1.15, 115],
  [4.35, 435],
])("the amount %j is %i cents", (said, cents) => {
  expect(wire.amount.parse(said)).toBe(cents);
});

it.each([1.005, "1e3", "-", Number.NaN, Infinity, null])("%j is no amount", (said) => {
  expect(wire.amount.safeParse(said).success).toBe(false);
});

it.each([1.5, "1.5", "x", 2 ** 53, "99999999999999999", -1])("%j is no id", (said) => {
  expect(wire.id.safeParse(said).success).toBe(false);
});
