// Sealed texts: they open for the right secret and place, and for nothing else.
import { describe, expect, it } from "vitest";
import { seal, unseal } from "../../../src/core/sealing.ts";

const SECRET = "a-sealing-secret-for-tests";
const PLACE = "partner kiosk secret";

describe("a sealed text", () => {
  it("opens with the same secret for the same place", async () => {
    const sealed = await seal(SECRET, PLACE, "höchst geheim");
    expect(await unseal(SECRET, PLACE, sealed)).toBe("höchst geheim");
  });

  it("shows nothing of the text, and looks different each time", async () => {
    const [one, two] = [await seal(SECRET, PLACE, "same"), await seal(SECRET, PLACE, "same")];
    expect(one).not.toBe(two);
    expect(one).not.toContain("same");
  });

  it("opens neither with another secret nor in another place nor when changed", async () => {
    const sealed = await seal(SECRET, PLACE, "text");
    expect(await unseal(`${SECRET}!`, PLACE, sealed)).toBeNull();
    expect(await unseal(SECRET, "partner other secret", sealed)).toBeNull();
    const flipped = sealed.replace(/.(?=.{4}$)/, (one) => (one === "A" ? "B" : "A"));
    expect(await unseal(SECRET, PLACE, flipped)).toBeNull();
    for (const text of ["", "v1", "v1.AAAA.AAAA", `v2${sealed.slice(2)}`, `${sealed}.`]) {
      expect(await unseal(SECRET, PLACE, text)).toBeNull();
    }
  });
});
