// What an application is told of an order whose hold is over, what is left of one whose caller has hung
// up, and of a registry or a date that does not answer: inside the runtime, where time and faults can
// be had.
import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { toHex } from "../../../src/core/bytes.ts";
import { hmacSign } from "../../../src/core/hmac.ts";
import { app } from "../../../src/app.ts";
import { placeOrder } from "../../../src/order/client.ts";
import { aDate, CHANNEL } from "../a-date.ts";

const CONTEXT = { waitUntil: () => undefined, passThroughOnException: () => undefined };

const MINUTE_MS = 60_000;

interface Envelope {
  readonly success: boolean;
  readonly response: {
    readonly status?: { readonly id: number };
    readonly expires?: unknown;
  } | null;
  readonly error?: { readonly code: number; readonly message: string };
}

async function anApplication() {
  const id = `app-${crypto.randomUUID().slice(0, 13)}`;
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1/partners/${id}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      body: JSON.stringify({ door: "sapiti", label: "Kiosk" }),
    }),
  );
  const { publicKey, secret } = await response.json<{ publicKey: string; secret: string }>();
  const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  const signature = toHex(await hmacSign(secret, publicKey + timestamp));
  return { id, credentials: { publickey: publicKey, timestamp, signature, language: "en" } };
}

async function patch(path: string, body: object, on: Env = env) {
  const request = new Request(`https://window.test/v1/${path}/`, {
    method: "PATCH",
    body: JSON.stringify(body),
  });
  const response = await app.fetch(request, on, CONTEXT as unknown as ExecutionContext);
  return { status: response.status, envelope: await response.json<Envelope>() };
}

async function anOrder(channel: string, expiresAt: number): Promise<number> {
  const placed = await placeOrder(env, {
    request: crypto.randomUUID(),
    deadline: Date.now() + 10_000,
    channel,
    expiresAt,
    reference: null,
    contact: null,
    metadata: "{}",
    lines: [],
  });
  if (!placed.ok) throw new Error(placed.reason);
  return placed.value.number;
}

it("an order whose hold is over is abandoned, and confirming it is refused", async () => {
  const { id, credentials } = await anApplication();
  const order = await anOrder(id, Date.now() - 1);
  const confirmed = await patch(`shop/orders/${order}`, { ...credentials, statusid: 1 });
  expect(confirmed).toMatchObject({ status: 400, envelope: { error: { code: 1051 } } });
  const told = await patch(`shop/orders/${order}`, { ...credentials, notes: "too late" });
  expect(told.envelope.response).toMatchObject({ status: { id: -20 }, expires: null });
});

it("the first places of an order that was opened before are held for 15 minutes", async () => {
  const { id, credentials } = await anApplication();
  const date = await aDate();
  const order = String(await anOrder(id, Date.now() + MINUTE_MS));
  const hold = async () => {
    const wish = { stockid: `STK-${date.id}`, categoryid: "", priceid: "full", orderid: order };
    const body = JSON.stringify({ ...credentials, requests: [wish], nonce: crypto.randomUUID() });
    const url = "https://window.test/v1/shop/products//";
    expect((await exports.default.fetch(new Request(url, { method: "POST", body }))).ok).toBe(true);
    const told = await patch(`shop/orders/${order}`, { ...credentials, notes: "x" });
    return Date.parse(String(told.envelope.response?.expires));
  };
  const first = await hold();
  expect(first).toBeGreaterThan(Date.now() + 14 * MINUTE_MS);
  expect(await hold()).toBe(first);
});

it("places for a caller that has hung up are given back at once", async () => {
  const { credentials } = await anApplication();
  const date = await aDate();
  const wish = { quantity: 3, stockid: `STK-${date.id}`, categoryid: "parterre", priceid: "full" };
  const free = async () => (await date.state()).prices[0]?.remaining[CHANNEL];
  const hold = async (signal: AbortSignal | null) => {
    const body = JSON.stringify({ ...credentials, requests: [wish] });
    const later: Promise<unknown>[] = [];
    const response = await app.fetch(
      new Request("https://window.test/v1/shop/products//", { method: "POST", body, signal }),
      env,
      { ...CONTEXT, waitUntil: (promise: Promise<unknown>) => later.push(promise) } as never,
    );
    await Promise.all(later);
    return response.status;
  };
  expect(await hold(null)).toBe(200);
  expect(await free()).toBe(7);
  expect(await hold(AbortSignal.abort())).toBe(200);
  expect(await free()).toBe(7);
});

it("what can't be decided now is 500 with a code of its own, and says nothing of why", async () => {
  const { id, credentials } = await anApplication();
  const order = await anOrder(id, Date.now() + 60_000);
  const broken = new Proxy(env.ORDER, {
    get: () => () => {
      throw new Error("the object is out of reach");
    },
  });
  const path = `shop/orders/${order}`;
  const silent = await patch(path, { ...credentials, notes: "x" }, { ...env, ORDER: broken });
  expect(silent.status).toBe(500);
  expect(silent.envelope.error).toEqual({
    code: 1900,
    message: "not available at the moment, try again",
  });
});

it("a window without its keyring admits nobody, and says so to its operator alone", async () => {
  const { credentials } = await anApplication();
  const closed = { ...env, KEYRING_KEY: "" };
  const answer = await patch("shop/orders/1", { ...credentials, notes: "x" }, closed);
  expect(answer).toMatchObject({
    status: 500,
    envelope: { success: false, error: { code: 1900 } },
  });
  expect(JSON.stringify(answer)).not.toContain("KEYRING");
});
