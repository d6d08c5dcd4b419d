// Partners: made, changed, rotated and revoked by operators, and found by their doors.
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { PARTNER_CACHE_MS, PARTNER_CACHE_STALE_MS } from "../../src/core/limits.ts";
import { SANDBOX_PASSCULTURE } from "../../src/core/sandbox.ts";
import { applicationOf, deviceOf } from "../../src/doors/caller.ts";

const HOUR_MS = 3_600_000;

async function call(method: string, path: string, body?: object) {
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1/partners${path}`, {
      method,
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, json: await response.json<Record<string, unknown>>() };
}

const aName = () => `p-${crypto.randomUUID().slice(0, 18)}`;
const KIOSK = { door: "sapiti", label: "Kiosk" } as const;

async function aPartner(body: object = KIOSK) {
  const id = aName();
  const { status, json } = await call("PUT", `/${id}`, body);
  expect(status).toBe(201);
  return { id, publicKey: String(json["publicKey"]), secret: String(json["secret"]), json };
}

/** The secrets with which the partner of this key may sign now; null when nobody has it. */
async function secretsOf(publicKey: string, now = Date.now(), registry = env.REGISTRY) {
  const found = await applicationOf({ ...env, REGISTRY: registry }, "sapiti", publicKey, now);
  if (!found.ok) return found.reason;
  return found.value.partner === null ? null : found.value.secrets;
}

describe("an operator makes a partner", () => {
  it("whose keys are made here and whose secret is shown once", async () => {
    const { id, publicKey, secret, json } = await aPartner();
    expect(json).toMatchObject({ id, kind: "application", events: null, lacks: ["manage"] });
    expect(await secretsOf(publicKey)).toEqual([secret]);
    const again = await call("PUT", `/${id}`, { ...KIOSK, label: "Kiosk 2", lacks: [] });
    expect(again).toMatchObject({
      status: 200,
      json: { secret: null, label: "Kiosk 2", lacks: [] },
    });
    for (const path of [`/${id}`, `?limit=500`]) {
      expect(JSON.stringify((await call("GET", path)).json)).not.toContain(secret);
    }
  });

  it("with the keys that it brings along, and PUT again changes nothing", async () => {
    const keys = { publicKey: aName(), secret: aName() };
    const { id } = await aPartner({ ...KIOSK, ...keys });
    expect(await secretsOf(keys.publicKey)).toEqual([keys.secret]);
    expect((await call("PUT", `/${id}`, { ...KIOSK, ...keys })).status).toBe(200);
    expect((await call("PUT", `/${id}`, { ...KIOSK, secret: aName() })).status).toBe(409);
    expect((await call("PUT", `/${aName()}`, { ...KIOSK, ...keys })).status).toBe(409);
    expect((await call("PUT", `/${id}`, { ...KIOSK, door: "ticketmatic" })).status).toBe(409);
    expect(await secretsOf(keys.publicKey)).toEqual([keys.secret]);
  });

  it("of a kind and a name that there is room for", async () => {
    expect((await call("PUT", `/boxoffice`, KIOSK)).status).toBe(422);
    const played = { ...KIOSK, events: ["sandbox-event"] };
    expect((await call("PUT", `/${SANDBOX_PASSCULTURE}`, played)).status).toBe(422);
    expect((await call("PUT", `/passculture`, KIOSK)).status).toBe(422);
    const device = { door: "ticketmatic", label: "Gate", kind: "device" };
    expect((await call("PUT", `/${aName()}`, device)).status).toBe(400);
    expect((await call("GET", `/${aName()}`)).status).toBe(404);
  });

  it("and no secret lies in the registry as it is", async () => {
    const { id, secret } = await aPartner();
    const device = await aPartner({ ...KIOSK, kind: "device" });
    const { results } = await env.REGISTRY.prepare(`SELECT * FROM partners`).all();
    const text = JSON.stringify(results);
    expect(text).toContain(id);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(device.secret);
  });
});

describe("a secret", () => {
  it("that is replaced goes on until the overlap ends", async () => {
    const { id, publicKey, secret } = await aPartner();
    const { json } = await call("POST", `/${id}/rotation`, { overlapHours: 2 });
    const fresh = String(json["secret"]);
    const now = Date.now();
    expect(await secretsOf(publicKey, now)).toEqual([fresh, secret]);
    expect(await secretsOf(publicKey, now + 2 * HOUR_MS)).toEqual([fresh]);
  });

  it("of a device is replaced with an overlap too", async () => {
    const { id, secret } = await aPartner({ ...KIOSK, kind: "device" });
    const fresh = String((await call("POST", `/${id}/rotation`, {})).json["secret"]);
    const partnerOf = async (device: string, now: number) => {
      const found = await deviceOf(env, "sapiti", device, now);
      return found.ok ? (found.value.partner?.id ?? null) : found.reason;
    };
    const now = Date.now();
    expect(await partnerOf(fresh, now)).toBe(id);
    expect(await partnerOf(secret, now)).toBe(id);
    expect(await partnerOf(secret, now + 25 * HOUR_MS)).toBeNull();
    expect(await partnerOf(`${fresh}0`, now)).toBeNull();
  });

  it("is refused once it is revoked, replaced ones too, until a rotation gives a new one", async () => {
    const { id, publicKey } = await aPartner();
    await call("POST", `/${id}/rotation`, {});
    expect((await call("POST", `/${id}/revocation`)).json["revokedAt"]).not.toBeNull();
    expect(await secretsOf(publicKey)).toBeNull();
    const fresh = String((await call("POST", `/${id}/rotation`, {})).json["secret"]);
    expect(await secretsOf(publicKey)).toEqual([fresh]);
    expect((await call("DELETE", `/${id}`)).status).toBe(200);
    expect(await secretsOf(publicKey)).toBeNull();
  });
});

describe("the roster of an isolate", () => {
  /** A registry that can be taken away; it counts how often it is asked. */
  function aRegistry() {
    const state = { down: false, asked: 0 };
    const registry = {
      prepare(query: string) {
        state.asked += 1;
        if (state.down) throw new Error("D1_ERROR: down");
        return env.REGISTRY.prepare(query);
      },
    } as unknown as D1Database;
    return { state, registry };
  }

  it("asks the registry once in a while, however many strangers come", async () => {
    const { state, registry } = aRegistry();
    const now = Date.now();
    for (let guess = 0; guess < 50; guess++) {
      expect(await secretsOf(aName(), now, registry)).toBeNull();
    }
    expect(state.asked).toBe(1);
    await secretsOf(aName(), now + PARTNER_CACHE_MS, registry);
    expect(state.asked).toBe(2);
  });

  it("lets a partner it knows go on while the registry is down, for a named time", async () => {
    const { publicKey, secret } = await aPartner();
    const { state, registry } = aRegistry();
    const now = Date.now();
    expect(await secretsOf(publicKey, now, registry)).toEqual([secret]);
    state.down = true;
    const last = now + PARTNER_CACHE_STALE_MS;
    expect(await secretsOf(publicKey, last - 1, registry)).toEqual([secret]);
    expect(await secretsOf(publicKey, last, registry)).toBe("unavailable");
    state.down = false;
    expect(await secretsOf(publicKey, last + 1, registry)).toEqual([secret]);
  });
});
