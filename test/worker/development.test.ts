// In development a refused caller is told the string that it should have signed; nowhere else is it.
import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";

const HINTS = { DEVELOPMENT_HINTS: "true" };
const LOCAL = "http://127.0.0.1:8787";
const TIME = "2031-05-04T20:00:00+01:00";

interface Partner {
  readonly id: string;
  readonly publicKey: string;
  readonly secret: string;
}

async function aPartner(door: string): Promise<Partner> {
  const response = await exports.default.fetch(
    new Request(`${LOCAL}/operator/v1/partners/p-${crypto.randomUUID().slice(0, 13)}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      body: JSON.stringify({ door, label: "A partner" }),
    }),
  );
  return response.json<Partner>();
}

const ZEROS = "0".repeat(64);

/** A call of each door whose signature is wrong, and the string that it should have signed. */
const calls = {
  passculture: () => {
    const inner = `{"user_email": "zoé@example.org"}`;
    const headers = { "PassCulture-Signature": ZEROS };
    const init = { method: "POST", body: JSON.stringify(inner), headers };
    return { path: "/passculture/booking", init, expected: inner };
  },
  sapiti: ({ publicKey }: Partner) => {
    const said = { publickey: publicKey, timestamp: TIME, signature: ZEROS };
    const init = { method: "POST", body: JSON.stringify(said) };
    return { path: "/v1/shop/products/", init, expected: publicKey + TIME };
  },
  ticketmatic: ({ id, publicKey }: Partner) => {
    const time = new Date().toISOString().slice(0, 19);
    const Authorization = `TM-HMAC-SHA256 key=${publicKey} ts=${time} sign=${ZEROS}`;
    const init = { headers: { Authorization } };
    return { path: `/api/1/${id}/tools/account`, init, expected: publicKey + id + time };
  },
  ticketevolution: ({ publicKey }: Partner) => {
    const signature = btoa(String.fromCharCode(...new Uint8Array(32)));
    const headers = { "X-Token": publicKey, "X-Signature": signature, Host: "127.0.0.1:8787" };
    const expected = "GET 127.0.0.1/v9/events?page=1&per_page=2";
    return { path: "/v9/events?per_page=2&page=1", init: { headers }, expected };
  },
};

async function refused(door: keyof typeof calls, origin: string, settings: object) {
  const partner = door === "passculture" ? null : await aPartner(door);
  const { path, init, expected } = calls[door](partner as Partner);
  const request = new Request(origin + path, init);
  const context = createExecutionContext();
  const response = await app.fetch(request, { ...env, ...settings }, context);
  expect(response.status).toBe(401);
  const hint = response.headers.get("X-Guichet-Expected");
  const all = `${await response.text()} ${JSON.stringify([...response.headers])}`;
  return { hint, all, expected, secret: partner?.secret ?? env.PASSCULTURE_HMAC_KEYS };
}

describe.each(["passculture", "sapiti", "ticketmatic", "ticketevolution"] as const)(
  "a wrong signature at the door %s",
  (door) => {
    it("is told the string that counts on this machine, and never the secret", async () => {
      const { hint, all, expected, secret } = await refused(door, LOCAL, HINTS);
      expect(hint).toMatch(/^[\x20-\x7e]+$/);
      expect(JSON.parse(hint ?? "null")).toBe(expected);
      expect(all).not.toContain(secret);
    });

    it.each([
      ["without the setting", LOCAL, {}],
      ["with the setting off", LOCAL, { DEVELOPMENT_HINTS: "false" }],
      ["under a name of the world's, whatever the setting", "https://window.example", HINTS],
    ])("is told nothing %s", async (_when, origin, settings) => {
      expect((await refused(door, origin, settings)).hint).toBeNull();
    });
  },
);
