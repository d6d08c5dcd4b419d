// Signatures of applications: the vectors of contracts/sapiti.md 1.5 and the window of their time.
import { describe, expect, it } from "vitest";
import { SAPITI_WINDOW_MS } from "../../../src/core/limits.ts";
import { isSigned, isTimely, signedText } from "../../../src/doors/sapiti/signature.ts";

const TIMESTAMP = "2026-05-17T08:30:12+02:00";
const AT = Date.parse(TIMESTAMP);

const VECTORS = [
  {
    publicKey: "AAAA1111-0000-4000-8000-000000000001",
    secret: "demo-secret",
    signature: "c2e6fc72cc623b2f130dede7ad1de7fb871376546667832cf67ae152e12e1576",
  },
  {
    publicKey: "",
    secret: "another-secret",
    signature: "4df47023c7b412fc7bd8714d7d64851270dd77dde4b3c113557fd90adedd6438",
  },
];
const [DEMO] = VECTORS as [(typeof VECTORS)[0]];

describe("a signature", () => {
  it("is made over the public key and the timestamp as it was sent", async () => {
    const { publicKey, secret, signature } = DEMO;
    expect(signedText(publicKey, TIMESTAMP)).toBe(publicKey + TIMESTAMP);
    expect(await isSigned([secret], { publicKey, timestamp: TIMESTAMP, signature })).toBe(true);
    const utc = "2026-05-17T06:30:12+00:00";
    expect(await isSigned([secret], { publicKey, timestamp: utc, signature })).toBe(false);
  });

  it("holds under either secret while one is being replaced, and under no other", async () => {
    const { publicKey, secret, signature } = DEMO;
    const signed = { publicKey, timestamp: TIMESTAMP, signature };
    expect(await isSigned(["a-new-secret", secret], signed)).toBe(true);
    expect(await isSigned(["a-new-secret"], signed)).toBe(false);
    expect(await isSigned([], signed)).toBe(false);
  });

  it("made with an empty key is nobody's", async () => {
    const { publicKey, secret, signature } = VECTORS[1] ?? DEMO;
    expect(await isSigned([secret], { publicKey, timestamp: TIMESTAMP, signature })).toBe(false);
  });

  it.each(["", "zz", "c2e6", DEMO.signature.slice(1), `${DEMO.signature}00`, "0".repeat(64)])(
    "that is none is refused (%j)",
    async (signature) => {
      const { publicKey, secret } = DEMO;
      const signed = { publicKey, timestamp: TIMESTAMP, signature };
      expect(await isSigned([secret], signed)).toBe(false);
    },
  );
});

describe("a timestamp", () => {
  it("may lie as far from now as the window, both ways, and no farther", () => {
    for (const side of [-1, 1]) {
      expect(isTimely(TIMESTAMP, AT + side * SAPITI_WINDOW_MS)).toBe(true);
      expect(isTimely(TIMESTAMP, AT + side * (SAPITI_WINDOW_MS + 1))).toBe(false);
    }
  });

  it.each(["2026-05-17T06:30:12Z", "2026-05-17T06:30:12+0000", "2026-05-17T01:00:12-05:30"])(
    "has any offset (%s)",
    (text) => expect(isTimely(text, AT)).toBe(true),
  );

  it.each(["", "now", "2026-05-17", "2026-05-17T06:30:12", "2026-13-17T06:30:12Z", `${AT}`])(
    "that can't be read is refused (%j)",
    (text) => expect(isTimely(text, AT)).toBe(false),
  );
});
