// Who is let in at the pass Culture door: the right signature over the right bytes, and nobody else.
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { toHex, utf8 } from "../../src/core/bytes.ts";
import { hmacSign } from "../../src/core/hmac.ts";

const HMAC = "PassCulture-Signature";
const ED25519 = "PassCulture-ed25519-Signature";
// Signed well, it is understood and nothing is found: so it can be told from 401 without a date.
const BODY = JSON.stringify({ barcodes: ["nobody-knows-it"] });
const LET_IN = 404;
const SENT_AWAY = 401;

let keys: CryptoKeyPair;
let pem: string;
let mac: string;
let signature: string;

beforeAll(async () => {
  const made = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  keys = made as CryptoKeyPair;
  const spki = (await crypto.subtle.exportKey("spki", keys.publicKey)) as ArrayBuffer;
  const base64 = btoa(String.fromCharCode(...new Uint8Array(spki)));
  pem = `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`;
  mac = toHex(await hmacSign(env.PASSCULTURE_HMAC_KEYS, BODY));
  const bytes = await crypto.subtle.sign({ name: "Ed25519" }, keys.privateKey, utf8(BODY));
  signature = toHex(new Uint8Array(bytes));
});

async function statusOf(headers: Record<string, string>, changes = {}, body = BODY) {
  const context = createExecutionContext();
  const url = "https://window.test/passculture/cancellation";
  const request = new Request(url, { method: "POST", body, headers });
  const response = await app.fetch(request, { ...env, ...changes }, context);
  await waitOnExecutionContext(context);
  return response.status;
}

const lastFlipped = (hex: string) => hex.slice(0, -1) + (hex.endsWith("0") ? "1" : "0");

describe("the HMAC", () => {
  it("lets in when it is right, in either case of its digits", async () => {
    expect(await statusOf({ [HMAC]: mac })).toBe(LET_IN);
    expect(await statusOf({ [HMAC]: mac.toUpperCase() })).toBe(LET_IN);
  });

  it("sends away when it is missing, empty, wrong, cut off, too long or over other bytes", async () => {
    expect(await statusOf({})).toBe(SENT_AWAY);
    for (const wrong of [
      "",
      lastFlipped(mac),
      mac.slice(0, -2),
      `${mac}00`,
      "0".repeat(64),
      "no",
    ]) {
      expect(await statusOf({ [HMAC]: wrong }), wrong).toBe(SENT_AWAY);
    }
    expect(await statusOf({ [HMAC]: mac }, {}, `${BODY} `)).toBe(SENT_AWAY);
  });

  it("is asked for before the body is looked at", async () => {
    for (const body of ["", "no JSON", "[]", '"', "\uFFFD"]) {
      expect(await statusOf({ [HMAC]: mac }, {}, body), body).toBe(SENT_AWAY);
    }
  });
});

describe("an Ed25519 signature", () => {
  it("lets in alone when its key is known, and decides against a right HMAC", async () => {
    const known = { PASSCULTURE_ED25519_KEYS: pem };
    expect(await statusOf({ [ED25519]: signature }, known)).toBe(LET_IN);
    for (const wrong of [lastFlipped(signature), "", "00", mac]) {
      expect(await statusOf({ [HMAC]: mac, [ED25519]: wrong }, known), wrong).toBe(SENT_AWAY);
    }
  });

  it("is worth nothing when no key is known, and the HMAC decides", async () => {
    expect(await statusOf({ [ED25519]: signature })).toBe(SENT_AWAY);
    expect(await statusOf({ [ED25519]: "00", [HMAC]: mac })).toBe(LET_IN);
  });

  it("can be required: then a right HMAC is not enough", async () => {
    const required = { PASSCULTURE_ED25519_KEYS: pem, PASSCULTURE_REQUIRE_ED25519: "true" };
    expect(await statusOf({ [HMAC]: mac }, required)).toBe(SENT_AWAY);
    expect(await statusOf({ [HMAC]: mac, [ED25519]: signature }, required)).toBe(LET_IN);
  });
});
