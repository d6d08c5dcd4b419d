// What an operator may set about pass Culture's calls: contract 1.4 policy, and the price check.
import { describe, expect, it } from "vitest";
import { aDate, FULL_PRICE } from "../../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../../support/a-window.ts";
import { HMAC_KEY } from "../../support/guichet-server.ts";
import {
  aBooking,
  PassCulture,
  said,
  type CallerOptions,
} from "../../support/passculture-client.ts";
import vectors from "./vectors.json" with { type: "json" };

const window = openBuiltWindow();
const ed25519Pem = vectors.ed25519_private_pem;
const REFUSED = { status: 401, body: { message: "Invalid signature" } };

async function book(options: CallerOptions, changes = {}) {
  const date = await aDate(window.operator);
  const caller = new PassCulture(window.server.url, options);
  return said(await caller.book(aBooking(date.stock, changes)));
}

describe("the settings", () => {
  it(
    "may require Ed25519, and may accept any price",
    async () => {
      await window.server.restart({
        PASSCULTURE_REQUIRE_ED25519: "true",
        PASSCULTURE_ACCEPT_ANY_PRICE: "true",
      });
      expect(await book({ hmacKey: HMAC_KEY })).toEqual(REFUSED);
      expect(await book({ hmacKey: null, ed25519Pem })).toMatchObject({ status: 200 });
      const cheaper = { offer_price: FULL_PRICE - 1 };
      expect(await book({ hmacKey: HMAC_KEY, ed25519Pem }, cheaper)).toMatchObject({ status: 200 });
    },
    LONG_TEST_MS,
  );

  it(
    "without an Ed25519 key leave the decision to the HMAC",
    async () => {
      await window.server.restart({ PASSCULTURE_ED25519_KEYS: "" });
      expect(await book({ hmacKey: null, ed25519Pem })).toEqual(REFUSED);
      expect(await book({ hmacKey: HMAC_KEY, ed25519Pem })).toMatchObject({ status: 200 });
      expect(await book({ hmacKey: "retired-key", ed25519Pem })).toEqual(REFUSED);
    },
    LONG_TEST_MS,
  );

  it(
    "without any key close this door only, and the log names the one that is missing",
    async () => {
      await window.server.restart({ PASSCULTURE_HMAC_KEYS: "", PASSCULTURE_ED25519_KEYS: "" });
      const before = window.server.log.length;
      expect(await book({ hmacKey: HMAC_KEY })).toMatchObject({ status: 503 });
      expect(await book({ hmacKey: null })).toMatchObject({ status: 503 });
      expect(window.server.log.slice(before)).toContain("PASSCULTURE_HMAC_KEYS");
    },
    LONG_TEST_MS,
  );
});
