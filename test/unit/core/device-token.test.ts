// A scanner's token: it grants exactly what was granted, and nobody without the key can change it.
import { describe, expect, it } from "vitest";
import { isDeviceToken, mintDeviceToken, readDeviceToken } from "../../../src/core/device-token.ts";

const KEY = "a-barcode-key-for-tests-only";
const granted = { device: "north-1", date: "cyrano-0312", version: 1_800_000_000_000 };

describe("a device's token", () => {
  it.each([granted, { ...granted, date: null }])("grants what it was made for", async (grant) => {
    const token = await mintDeviceToken(KEY, grant);
    expect(isDeviceToken(token)).toBe(true);
    expect(await readDeviceToken(KEY, token)).toEqual(grant);
  });

  it("is nothing under another key", async () => {
    const token = await mintDeviceToken("another-key-for-tests-only", granted);
    expect(await readDeviceToken(KEY, token)).toBeNull();
  });

  it.each([
    ["device", 1, "north-2"],
    ["date", 2, "other"],
    ["date, to all", 2, "*"],
    ["version", 3, "1800000000001"],
    ["MAC", 4, "0".repeat(64)],
    ["MAC, cut", 4, "00"],
    ["MAC, none", 4, ""],
  ])("with another %s is nothing", async (_what, part, text) => {
    const token = await mintDeviceToken(KEY, granted);
    const forged = token.split(".").with(part, text).join(".");
    expect(await readDeviceToken(KEY, forged)).toBeNull();
  });

  it.each(["", "guichet-device", "guichet-device....", "x.y.z.1.00"])(
    "is not one when it has another form (%j)",
    async (text) => {
      expect(await readDeviceToken(KEY, text)).toBeNull();
    },
  );

  it("with more behind it is nothing", async () => {
    const token = await mintDeviceToken(KEY, granted);
    expect(await readDeviceToken(KEY, `${token}.more`)).toBeNull();
  });
});
