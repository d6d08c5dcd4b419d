// A broker's order of all that a date has, at a stage between its buyer and its seller.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import { app } from "../../../src/app.ts";
import { toBase64 } from "../../../src/core/bytes.ts";
import { hmacSign } from "../../../src/core/hmac.ts";
import { BLANK, writeNote } from "../../../src/doors/ticketevolution/orders/note.ts";
import { aDate, type TestDate } from "../a-date.ts";
import { aLine, anOrder, soon, type TestOrder } from "../an-order.ts";

const CONTEXT = { waitUntil: () => undefined, passThroughOnException: () => undefined };
export const CAPACITY = 2;

export interface Answer {
  readonly status: number;
  readonly body: { readonly state?: string; readonly refunded?: string; readonly error?: string };
}
export interface Sale {
  readonly date: TestDate;
  readonly order: TestOrder;
  readonly act: (verb: string, body: object, on?: Env) => Promise<Answer>;
}

async function aBroker() {
  const id = `te-${crypto.randomUUID().slice(0, 13)}`;
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1/partners/${id}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      body: JSON.stringify({ door: "ticketevolution", label: "Broker" }),
    }),
  );
  return { id, ...(await response.json<{ publicKey: string; secret: string }>()) };
}

/** A confirmed order of all that the date has, at this stage between its buyer and its seller. */
export async function aSale(stage: "accepted" | "cancel_proposed"): Promise<Sale> {
  const { id, publicKey, secret } = await aBroker();
  const date = await aDate({}, CAPACITY);
  const note = { ...BLANK, stage, prices: [1250] };
  const line = aLine(date, { quantity: CAPACITY });
  const order = anOrder([line], { channel: id, metadata: writeNote(note) ?? "" });
  expect(await order.stub.place(order.wish)).toMatchObject({ ok: true });
  expect(await order.stub.confirm(soon())).toMatchObject({ ok: true });
  await runDurableObjectAlarm(date.stub);
  const act = async (verb: string, said: object, on: Env = env) => {
    const path = `/v9/orders/${order.number}/${verb}`;
    const body = JSON.stringify(said);
    const signature = await hmacSign(secret, `POST window.test${path}?${body}`);
    const headers = {
      Host: "window.test",
      "X-Token": publicKey,
      "X-Signature": toBase64(signature),
    };
    const request = new Request(`https://window.test${path}`, { method: "POST", headers, body });
    const response = await app.fetch(request, on, CONTEXT as unknown as ExecutionContext);
    return { status: response.status, body: await response.json<Answer["body"]>() };
  };
  return { date, order, act };
}
