// Ticketmatic's Authorization header: vectors, layouts and the edges of the 30 minutes.
import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "../../../../src/core/bytes.ts";
import { hmacSign, verifyHmac } from "../../../../src/core/hmac.ts";
import {
  isTimely,
  readAuthorization,
  type SignedClaim,
  textToSign,
} from "../../../../src/doors/ticketmatic/signature.ts";

const MAC = "86cb393b311488ac436b1c238d51bd2aefe0e2feefecb357c6cbb38d39bb4d3c";
const TIME = "2026-11-22T18:57:17";
const HEADER = `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${MAC}`;

function signed(header: string): SignedClaim {
  const claim = readAuthorization(header);
  if (claim?.scheme !== "signed") throw new Error(`not read as signed: ${header}`);
  return claim;
}

describe("the signature", () => {
  // All but the first were made with `openssl dgst -hmac`.
  it.each([
    ["the contract's vector", "demo", "sk456", MAC],
    [
      "no account, as for the list of accounts",
      "",
      "sk456",
      "620a232114b1c33d9c45812e13ba05bc1093fe35b012d8ae014fe176cf0c9749",
    ],
    [
      "a secret that looks like hex",
      "demo",
      "00ff00ff00ff00ff",
      "72a6a515149a9cddff0ff92fab2cb357976624c83d24f86289aa38dcc5314c09",
    ],
    [
      "an account outside of ASCII",
      "théâtre",
      "sk456",
      "ba6c4604a4cc386cce737f9180e0d1241ab9a09e010063430fda273e82aae99a",
    ],
  ])("is that of %s", async (_what, account, secret, expected) => {
    expect(toHex(await hmacSign(secret, textToSign("ak123", account, TIME)))).toBe(expected);
  });

  it("verifies as read from the header", async () => {
    const claim = signed(HEADER);
    const text = utf8(textToSign(claim.key, "demo", claim.time));
    expect(await verifyHmac(["sk456"], claim.mac, [text])).toBe(true);
    expect(await verifyHmac(["sk457"], claim.mac, [text])).toBe(false);
  });
});

describe("a layout that some client may use", () => {
  it.each([
    HEADER,
    `tm-hmac-sha256 key=ak123 ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256   key=ak123\tts=${TIME}  sign=${MAC}  `,
    `TM-HMAC-SHA256 key=ak123, ts=${TIME}, sign=${MAC}`,
    `TM-HMAC-SHA256 sign=${MAC} key=ak123 ts=${TIME}`,
    `TM-HMAC-SHA256 key="ak123" ts="${TIME}" sign="${MAC}"`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${MAC.toUpperCase()}`,
  ])("is read: %s", (header) => {
    const claim = signed(header);
    expect({ ...claim, mac: toHex(claim.mac) }).toEqual({
      scheme: "signed",
      key: "ak123",
      time: TIME,
      at: Date.parse(`${TIME}Z`),
      mac: MAC,
    });
  });

  it.each([
    [`${TIME}Z`, 0],
    [`${TIME}.25`, 250],
    ["2026-11-22T19:57:17+01:00", 0],
    ["2026-11-22T19:57:17+0100", 0],
  ])("is a time such as %s, kept as received", (time, after) => {
    const claim = signed(`TM-HMAC-SHA256 key=ak123 ts=${time} sign=${MAC}`);
    expect(claim.time).toBe(time);
    expect(claim.at).toBe(Date.parse(`${TIME}Z`) + after);
  });
});

describe("everything else is refused", () => {
  it.each([
    null,
    "",
    "TM-HMAC-SHA256",
    "Bearer abc",
    `TM-HMAC-SHA1 key=ak123 ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256 ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256 key=ak123 sign=${MAC}`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME}`,
    `TM-HMAC-SHA256 key= ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256 key=ak123 key=ak123 ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${MAC} nonce=1`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${MAC.slice(2)}`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${MAC}00`,
    `TM-HMAC-SHA256 key=ak123 ts=${TIME} sign=${"z".repeat(64)}`,
    `TM-HMAC-SHA256 key=ak123 ts=1795373837 sign=${MAC}`,
    `TM-HMAC-SHA256 key=ak123 ts=2026-02-31T00:00:00 sign=${MAC}`,
    `TM-HMAC-SHA256 key="ak123 ts=${TIME} sign=${MAC}`,
    `TM-HMAC-SHA256 key=${"a".repeat(2_000)} ts=${TIME} sign=${MAC}`,
    "Basic",
    "Basic %%%",
    `Basic ${btoa("no-colon")}`,
    `Basic ${btoa(":no-key")}`,
  ])("%s", (header) => {
    expect(readAuthorization(header)).toBeNull();
  });
});

it("Basic is split at its first colon", () => {
  expect(readAuthorization(`Basic ${btoa("ak123:sk:456")}`)).toEqual({
    scheme: "basic",
    key: "ak123",
    secret: "sk:456",
  });
});

it.each([
  [-30 * 60_000 - 1, false],
  [-30 * 60_000, true],
  [0, true],
  [30 * 60_000, true],
  [30 * 60_000 + 1, false],
])("a time %i ms from ours is good: %s", (apart, good) => {
  const claim = signed(HEADER);
  expect(isTimely(claim, claim.at - apart)).toBe(good);
});
