// Orders in the operator API: what is checked on the way in, pages and filters of the list, repeats.
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ORDER_METADATA_BYTES_MAX } from "../../src/core/limits.ts";
import { aDate, type TestDate } from "./a-date.ts";
import { aLine, anOrder, settle } from "./an-order.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

interface Order {
  readonly number: number;
  readonly lines: readonly { readonly tickets: readonly { readonly barcode: string }[] }[];
}
interface Body extends Order {
  readonly orders: readonly Order[];
  readonly next: number | null;
  readonly errors: readonly { readonly field: string }[];
}

async function call(method: string, path: string, body?: unknown) {
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: await response.json<Body>() };
}

const lineOf = ({ id }: TestDate, quantity = 1) => ({ date: id, price: "full", quantity });
const aContact = () => `contact-${crypto.randomUUID().slice(0, 13)}`;

/** Until the registry knows it. */
async function told({ number }: Order): Promise<void> {
  const { wish } = anOrder([]);
  await settle({ number, wish, stub: env.ORDER.getByName(String(number)) }, 0.01);
}

describe("the list of orders", () => {
  it("is cut into pages by number, and filtered by status, channel and contact", async () => {
    const date = await aDate();
    const contact = aContact();
    const numbers: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { body } = await call("POST", "/orders", { lines: [lineOf(date)], contact });
      numbers.push(body.number);
      if (i === 0) await call("POST", `/orders/${body.number}/confirmation`);
      await told(body);
    }
    const list = (query: string) => call("GET", `/orders?contact=${contact}&${query}`);
    const listed = async (query: string) => (await list(query)).body.orders.map((o) => o.number);
    const sorted = numbers.toSorted((a, b) => a - b);
    const first = await list("limit=2");
    expect(first.body.orders.map(({ number }) => number)).toEqual(sorted.slice(0, 2));
    expect(first.body.next).toBe(sorted[1]);
    expect(await listed(`limit=2&after=${first.body.next}`)).toEqual(sorted.slice(2));
    expect(await listed("status=confirmed")).toEqual(numbers.slice(0, 1));
    expect(await listed("channel=boxoffice")).toEqual(sorted);
    expect(await listed("channel=somebody")).toEqual([]);
  });
});

describe("an order's body", () => {
  it.each([
    ["lines.0.date", { lines: [{ date: "é", price: "full" }] }],
    ["lines.0.seats", { lines: [{ date: "d", price: "full", seats: ["A1", "A1"] }] }],
    ["minutes", { lines: [], minutes: 24 * 60 }],
    ["metadata", { lines: [], metadata: { a: "é".repeat(ORDER_METADATA_BYTES_MAX / 2) } }],
    ["contact", { lines: [], contact: "no/contact" }],
  ])("that is wrong in %s is refused, and the field is named", async (field, body) => {
    const refused = await call("POST", "/orders", body);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map((error) => error.field)).toContain(field);
  });

  it("takes as much metadata as it says, in bytes", async () => {
    const fits = { a: "é".repeat((ORDER_METADATA_BYTES_MAX - '{"a":""}'.length) / 2) };
    const placed = await call("POST", "/orders", { lines: [], metadata: fits });
    expect(placed).toMatchObject({ status: 201, body: { metadata: fits } });
  });
});

describe("what happens to an order", () => {
  it("can each be said twice, with one effect", async () => {
    const date = await aDate();
    const twice = async (method: string, path: string, body?: unknown) => {
      const once = await call(method, path, body);
      const again = await call(method, path, body);
      expect(again.status).toBe(once.status);
      expect({ ...again.body, changedAt: null }).toEqual({ ...once.body, changedAt: null });
      return once;
    };
    const reference = crypto.randomUUID();
    const { body: order } = await twice("POST", "/orders", {
      lines: [lineOf(date, 2)],
      reference,
    });
    const path = `/orders/${order.number}`;
    const added = await twice("POST", `${path}/lines`, { lines: [lineOf(date)], reference });
    expect(added.body.lines).toHaveLength(2);
    const details = { reference: "R", contact: null, metadata: { table: 7 } };
    await twice("PUT", `${path}/details`, details);
    await twice("PUT", `${path}/payments/p`, { amount: -50, currency: "EUR", method: "cash" });
    await twice("POST", `${path}/confirmation`);
    const tickets = [order.lines[0]?.tickets[0]?.barcode];
    const some = await twice("POST", `${path}/cancellation`, { tickets });
    expect(some.body).toMatchObject({ status: "confirmed", totals: [{ due: 2500, paid: -50 }] });
    const all = await twice("POST", `${path}/cancellation`, {});
    expect(all.body).toMatchObject({ status: "cancelled", totals: [{ due: 0, paid: -50 }] });
    await twice("POST", `${path}/republish`);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, tickets: 3, live: 0 } });
  });

  it("names a line and a ticket that are not the order's", async () => {
    const date = await aDate();
    const { body: order } = await call("POST", "/orders", { lines: [lineOf(date)] });
    const cancel = (body: object) => call("POST", `/orders/${order.number}/cancellation`, body);
    expect(await cancel({ lines: [9] })).toMatchObject({
      status: 422,
      body: { errors: [{ field: "lines" }] },
    });
    expect(await cancel({ tickets: ["X"] })).toMatchObject({
      status: 422,
      body: { errors: [{ field: "tickets" }] },
    });
    expect((await date.state()).areas[0]).toMatchObject({ held: 1 });
  });

  it("leaves to its partner what that says of it, by which it finds the order again", async () => {
    const metadata = JSON.stringify({ stage: "pending" });
    const { stub, wish, number } = anOrder([aLine(await aDate())], { metadata });
    await stub.place(wish);
    const details = { reference: "R", contact: null, metadata: {} };
    expect((await call("PUT", `/orders/${number}/details`, details)).status).toBe(409);
    expect(await stub.state()).toMatchObject({ value: { metadata, reference: null } });
    expect((await call("POST", `/orders/${number}/cancellation`, {})).status).toBe(200);
  });

  it("is refused of a number that nobody has", async () => {
    for (const [method, path, body] of [
      ["GET", "/orders/1", undefined],
      ["POST", "/orders/1/confirmation", undefined],
      ["POST", "/orders/1/cancellation", {}],
      ["POST", "/orders/1/extension", { minutes: 5 }],
      ["PUT", "/orders/1/details", { reference: null, contact: null, metadata: {} }],
      ["PUT", "/orders/1/payments/p", { amount: 1, currency: "EUR", method: "card" }],
      ["POST", "/orders/1/republish", undefined],
    ] as const) {
      expect((await call(method, path, body)).status).toBe(404);
    }
  });
});
