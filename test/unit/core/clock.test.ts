// Instants as pass Culture's two serialisers and operators write them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMicros, parseMillis, toIso } from "../../../src/core/clock.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

describe(`an instant (SEED=${SEED})`, () => {
  it.each([
    ["2026-03-10T19:04:07.250031", 1773169447250031],
    ["2026-03-10T19:04:07", 1773169447000000],
    ["2026-03-10T19:04:07.5", 1773169447500000],
    ["2026-03-10T19:04:07Z", 1773169447000000],
    ["2026-03-10T19:04:07+00:00", 1773169447000000],
    ["2026-03-10T20:04:07.250031+01:00", 1773169447250031],
    ["2026-03-10 19:04:07z", 1773169447000000],
    ["2028-02-29T00:00:00", 1835395200000000],
  ])("%s is read to the microsecond, and without an offset as UTC", (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
    expect(parseMillis(text)).toBe(Math.floor(micros / 1_000));
  });

  it.each([
    "",
    "now",
    "2026-03-10",
    "2026-02-29T00:00:00",
    "2026-04-31T00:00:00",
    "2026-13-01T00:00:00",
    "2026-03-10T24:00:00",
    "2026-03-10T24:00:01",
    "2026-03-10T19:60:00",
    "2026-03-10T19:04:07.1234567890",
    "2026-03-10T19:04:07+25:99",
    " 2026-03-10T19:04:07",
    "1773169447",
    "9999-12-31T23:59:59-00:01",
    "0000-01-01T00:00:00+00:01",
  ])("%j is refused", (text) => {
    expect(parseMicros(text)).toBeNull();
  });

  it("survives being written and read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (millis) => {
        expect(parseMillis(toIso(millis))).toBe(millis);
      }),
      { seed: SEED },
    );
  });
});
