// Barcodes: 20 characters that name their date, and that nobody else can make.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dateCodeOf, mintBarcode, readings } from "../../../src/core/barcode.ts";
import { dateCode } from "../../../src/core/ids.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const KEY = "a-barcode-key-of-this-test";
const MOMENT_MS = 50;

async function mintMany(count: number): Promise<string[]> {
  const code = await dateCode("cyrano-0312");
  return Promise.all(Array.from({ length: count }, () => mintBarcode(KEY, code)));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe(`a barcode (SEED=${SEED})`, () => {
  it("is 20 characters of Crockford base32 and starts with its date's code", async () => {
    const code = await dateCode("cyrano-0312");
    const barcode = await mintBarcode(KEY, code);
    expect(barcode).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(barcode.slice(0, 8)).toBe(code);
    expect(await dateCodeOf(KEY, barcode)).toBe(code);
  });

  it("is hardly ever minted twice, even in one moment", async () => {
    vi.setSystemTime(1_800_000_000_000);
    const minted = await mintMany(10_000);
    // 30 random bits: more than five pairs among them have a chance of 1 in 10^10.
    expect(new Set(minted).size).toBeGreaterThanOrEqual(9_995);
  });

  it("lies next to those that were minted in the same moment", async () => {
    vi.setSystemTime(1_800_000_000_000);
    const earlier = await mintMany(100);
    vi.setSystemTime(1_800_000_000_000 + MOMENT_MS);
    const later = await mintMany(100);
    expect([...earlier, ...later].toSorted().slice(0, 100).toSorted()).toEqual(earlier.toSorted());
  });

  it("with any one character changed is refused", async () => {
    const barcode = await mintBarcode(KEY, await dateCode("cyrano-0312"));
    const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".split("");
    let accepted = 0;
    for (let at = 0; at < barcode.length; at++) {
      for (const character of alphabet) {
        if (character === barcode[at]) continue;
        const changed = barcode.slice(0, at) + character + barcode.slice(at + 1);
        if ((await dateCodeOf(KEY, changed)) !== null) accepted += 1;
      }
    }
    // 620 changes against 20 check bits: even one accepted is a chance of 1 in 1,700.
    expect(accepted).toBeLessThanOrEqual(1);
  });

  it("made with another key, or of any other text, is refused", async () => {
    const foreign = await mintBarcode("another-key", await dateCode("cyrano-0312"));
    expect(await dateCodeOf(KEY, foreign)).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
        expect(await dateCodeOf(KEY, text)).toBeNull();
      }),
      { seed: SEED },
    );
  });

  it("may be typed with spaces, dashes and in lower case; a foreign one is taken as it stands", () => {
    expect(readings(" 5wjq 2xmk-8zc4 1t0r-v3nb ")[0]).toBe("5WJQ2XMK8ZC41T0RV3NB");
    expect(readings(" venue-0001 ")).toEqual(["venue-0001"]);
    expect(readings("5WJQ-2XMK-8ZC4-1T0R-V3NB")).toContain("5WJQ-2XMK-8ZC4-1T0R-V3NB");
  });
});
