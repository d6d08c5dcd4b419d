// Ids, codes and numbers: computed from what the venue chose, so that they survive a lost registry.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, fromHex, toBase32, toHex } from "../../../src/core/bytes.ts";
import { equalInConstantTime } from "../../../src/core/hmac.ts";
import { dateCode, numberOf, parseDirectStock } from "../../../src/core/ids.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

describe("a date's code", () => {
  it("is the first 40 bits of SHA-256 of its id, in Crockford base32", async () => {
    // SHA-256("abc") begins with ba 78 16 bf 8f.
    expect(await dateCode("abc")).toBe("Q9W1DFWF");
    expect(await dateCode("abc")).toBe("Q9W1DFWF");
  });
});

describe("a number", () => {
  it("is the same each time, differs by kind, and leaves room for a million tickets", async () => {
    const number = await numberOf("date", "cyrano-0312");
    expect(await numberOf("date", "cyrano-0312")).toBe(number);
    expect(await numberOf("event", "cyrano-0312")).not.toBe(number);
    for (let i = 0; i < 1_000; i++) {
      const other = await numberOf("date", `date-${i}`);
      expect(other).toBeGreaterThan(0);
      expect(Number.isSafeInteger(other * 1_000_000 + 999_999)).toBe(true);
    }
  });
});

describe("a direct stock id", () => {
  it("is a date id and a price id around one colon", () => {
    expect(parseDirectStock("cyrano-0312:full")).toEqual({
      dateId: "cyrano-0312",
      priceId: "full",
    });
    for (const text of [
      "",
      ":",
      "a:",
      ":b",
      "a:b:c",
      "a b:c",
      "é:b",
      `${"a".repeat(41)}:b`,
      "915577",
    ]) {
      expect(parseDirectStock(text)).toBeNull();
    }
  });
});

describe(`bytes (SEED=${SEED})`, () => {
  it("survive hex in either case", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...(fromHex(toHex(bytes)) ?? [])]).toEqual([...bytes]);
        expect([...(fromHex(toHex(bytes).toUpperCase()) ?? [])]).toEqual([...bytes]);
      }),
      { seed: SEED },
    );
  });

  it("that are no hex or base64 are refused", () => {
    for (const text of ["0", "0g", "0x00", " 00", "é0"]) expect(fromHex(text)).toBeNull();
    expect(fromBase64("***")).toBeNull();
    expect([...(fromBase64("AAEC\nAw==") ?? [])]).toEqual([0, 1, 2, 3]);
  });

  it("as base32 keep their bits in order", () => {
    expect(toBase32(new Uint8Array([0xff, 0x00, 0xff, 0x00, 0xff]), 8)).toBe("ZW0FY07Z");
  });
});

describe("a comparison in constant time", () => {
  it("says equal for equal texts only, whatever their lengths", async () => {
    expect(await equalInConstantTime("token", "token")).toBe(true);
    for (const other of ["", "toke", "token ", "Token", "tokem"]) {
      expect(await equalInConstantTime("token", other)).toBe(false);
    }
  });
});
