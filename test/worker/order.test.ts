// Orders over several dates: all or nothing, once, and again the same.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { ORDER_LINES_MAX, ORDER_PAYMENTS_MAX } from "../../src/core/limits.ts";
import { askOrder, placeOrder } from "../../src/order/client.ts";
import { publishOrder } from "../../src/registry/orders.ts";
import { wakeAll } from "../../src/watchdog.ts";
import { aDate, seatedArea, type TestDate } from "./a-date.ts";
import {
  aLine,
  anOrder,
  HOLD_MS,
  MINUTE_MS,
  placesIn,
  settle,
  soon,
  stateOf,
  type TestOrder,
  threeDates,
} from "./an-order.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => void vi.setSystemTime(Date.now() + milliseconds);
const row = (issued: number, held: number) => ({ issued, held, used: 0 });

async function placed(dates: readonly TestDate[], quantity = 2): Promise<TestOrder> {
  const order = anOrder(dates.map((date) => aLine(date, { quantity })));
  stateOf(await order.stub.place(order.wish));
  return order;
}

describe("placing an order", () => {
  it("holds its places in every date, and says what they cost", async () => {
    const dates = await threeDates();
    const order = anOrder(dates.map((date) => aLine(date)));
    const state = stateOf(await order.stub.place(order.wish));
    expect(state).toMatchObject({
      status: "open",
      number: order.number,
      totals: [{ currency: "EUR", due: 6 * 1250, paid: 0 }],
    });
    expect(state.lines.map(({ tickets }) => tickets.length)).toEqual([2, 2, 2]);
    expect(await placesIn(dates)).toEqual([row(0, 2), row(0, 2), row(0, 2)]);
  });

  it("holds nothing when one line can't be had, and names that line", async () => {
    const dates = await threeDates();
    const order = anOrder([aLine(dates[0]), aLine(dates[1], { quantity: 5 }), aLine(dates[2])]);
    expect(await order.stub.place(order.wish)).toMatchObject({
      ok: false,
      reason: "line_refused",
      index: 1,
      why: { reason: "not_enough", remaining: 4 },
    });
    expect(await placesIn(dates)).toEqual([row(0, 0), row(0, 0), row(0, 0)]);
    expect(await order.stub.state()).toMatchObject({ reason: "unknown_order" });
    expect(await order.stub.place(order.wish)).toMatchObject({ reason: "line_refused", index: 1 });
  });

  it("again answers the same and holds nothing more", async () => {
    const dates = await threeDates();
    const order = anOrder(dates.map((date) => aLine(date)));
    const first = await order.stub.place(order.wish);
    expect(await order.stub.place({ ...order.wish, ...soon() })).toEqual(first);
    expect(await placesIn(dates)).toEqual([row(0, 2), row(0, 2), row(0, 2)]);
  });

  it("gives the same order to the same request, and another to another", async () => {
    const [date] = await threeDates();
    const { number: _, ...wish } = anOrder([aLine(date, { quantity: 1 })]).wish;
    const one = stateOf(await placeOrder(env, wish));
    const again = stateOf(await placeOrder(env, wish));
    const other = stateOf(await placeOrder(env, { ...wish, request: crypto.randomUUID() }));
    expect(again.number).toBe(one.number);
    expect(other.number).not.toBe(one.number);
    expect(Number.isSafeInteger(one.number)).toBe(true);
  });

  it("under a number that is taken is refused, and the order there stays as it is", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    const before = await order.stub.state();
    const stranger = { ...order.wish, request: crypto.randomUUID() };
    expect(await order.stub.place(stranger)).toMatchObject({ reason: "number_taken" });
    expect(await order.stub.state()).toEqual(before);
  });

  it("takes the very seats that were named", async () => {
    const date = await aDate({ areas: [seatedArea("parterre", [6])] });
    const order = anOrder([aLine(date, { seats: ["A5", "A2"] })]);
    const state = stateOf(await order.stub.place(order.wish));
    expect(state.lines[0]?.tickets.map(({ seatId }) => seatId)).toEqual(["A5", "A2"]);
  });

  it("may begin with nothing and be filled later", async () => {
    const dates = await threeDates();
    const order = anOrder([]);
    expect(stateOf(await order.stub.place(order.wish)).lines).toEqual([]);
    expect(await order.stub.confirm(soon())).toMatchObject({ reason: "empty" });
    const lines = [aLine(dates[0]), aLine(dates[1])];
    const more = { ...soon(), request: crypto.randomUUID(), lines };
    const filled = await order.stub.addLines(more);
    expect(stateOf(filled).lines).toHaveLength(2);
    expect(await order.stub.addLines(more)).toEqual(filled);
    expect(await placesIn(dates)).toEqual([row(0, 2), row(0, 2), row(0, 0)]);
  });

  it("keeps what it had and holds nothing more when one of the lines to add can't be had", async () => {
    const dates = await threeDates();
    const order = await placed([dates[0]]);
    const lines = [aLine(dates[1]), aLine(dates[2], { quantity: 5 })];
    const more = { ...soon(), request: crypto.randomUUID(), lines };
    expect(await order.stub.addLines(more)).toMatchObject({ reason: "line_refused", index: 1 });
    expect(await placesIn(dates)).toEqual([row(0, 2), row(0, 0), row(0, 0)]);
  });

  it("is refused past its deadline, and past its most lines", async () => {
    const [date] = await threeDates();
    const late = anOrder([aLine(date)], { deadline: Date.now() - 1 });
    expect(await late.stub.place(late.wish)).toMatchObject({ reason: "deadline_passed" });
    const lines = Array.from({ length: ORDER_LINES_MAX + 1 }, () => aLine(date));
    const large = anOrder(lines);
    expect(await large.stub.place(large.wish)).toMatchObject({ reason: "too_many_lines" });
  });
});

describe("confirming an order", () => {
  it("issues exactly what was held, and again changes nothing", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    const held = stateOf(await order.stub.state());
    const confirmed = stateOf(await order.stub.confirm(soon()));
    const barcodes = ({ lines }: typeof held) =>
      lines.flatMap(({ tickets }) => tickets.map(({ barcode }) => barcode));
    expect(confirmed.status).toBe("confirmed");
    expect(barcodes(confirmed)).toEqual(barcodes(held));
    expect(await placesIn(dates)).toEqual([row(2, 0), row(2, 0), row(2, 0)]);
    expect(stateOf(await order.stub.confirm(soon()))).toEqual(confirmed);
  });

  it("after its expiry is refused, and every place is free", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    pass(HOLD_MS);
    expect(await order.stub.confirm(soon())).toMatchObject({ ok: false, reason: "expired" });
    expect(await placesIn(dates)).toEqual([row(0, 0), row(0, 0), row(0, 0)]);
    expect(stateOf(await order.stub.state()).status).toBe("expired");
  });

  it("is refused when a date was cancelled meanwhile, and no ticket of it stays", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    await dates[1].configure({ status: "cancelled" });
    expect(await order.stub.confirm(soon())).toMatchObject({ ok: false, reason: "expired" });
    expect(await placesIn(dates)).toEqual([row(0, 0), row(0, 0), row(0, 0)]);
  });
});

describe("an order that nobody confirms", () => {
  it("is over at its time whoever looks, and its alarm tells the registry", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    pass(HOLD_MS);
    expect(["expired", "releasing"]).toContain(stateOf(await order.stub.state()).status);
    await settle(order);
    expect(stateOf(await order.stub.state()).status).toBe("expired");
    const told = await env.REGISTRY.prepare(`SELECT status, tickets FROM orders WHERE number = ?`)
      .bind(order.number)
      .first();
    expect(told).toEqual({ status: "expired", tickets: 0 });
  });

  it("lives longer when it is extended in time", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    const expiresAt = Date.now() + 3 * HOLD_MS;
    expect(stateOf(await order.stub.extend({ ...soon(), expiresAt })).expiresAt).toBe(expiresAt);
    pass(2 * HOLD_MS);
    expect(stateOf(await order.stub.confirm(soon())).status).toBe("confirmed");
  });

  it("is woken by the watchdog when its alarm was lost", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    await settle(order);
    await runInDurableObject(order.stub, (_, { storage }) => storage.deleteAlarm());
    pass(HOLD_MS + MINUTE_MS);
    await wakeAll(env);
    await settle(order);
    expect(stateOf(await order.stub.state()).status).toBe("expired");
  });
});

describe("cancelling of an order", () => {
  it("one line, one ticket, then the rest frees just these places, held or issued", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    const [first, second] = stateOf(await order.stub.state()).lines;
    const line = { lines: [first?.id ?? 0], tickets: [] };
    stateOf(await order.stub.cancel({ ...soon(), what: line }));
    expect(await placesIn(dates)).toEqual([row(0, 0), row(0, 2), row(0, 2)]);
    stateOf(await order.stub.confirm(soon()));
    const ticket = { lines: [], tickets: [second?.tickets[0]?.barcode ?? ""] };
    stateOf(await order.stub.cancel({ ...soon(), what: ticket }));
    expect(await placesIn(dates)).toEqual([row(0, 0), row(1, 0), row(2, 0)]);
    expect(stateOf(await order.stub.cancel({ ...soon(), what: "all" })).status).toBe("cancelled");
    expect(await placesIn(dates)).toEqual([row(0, 0), row(0, 0), row(0, 0)]);
    expect(stateOf(await order.stub.cancel({ ...soon(), what: "all" })).status).toBe("cancelled");
  });

  it("is refused as a whole when one of its tickets was used", async () => {
    const dates = await threeDates();
    const order = await placed(dates);
    const state = stateOf(await order.stub.confirm(soon()));
    await dates[2].scan(state.lines[2]?.tickets[0]?.barcode ?? "");
    expect(await order.stub.cancel({ ...soon(), what: "all" })).toMatchObject({
      reason: "already_used",
    });
    expect(await placesIn(dates)).toEqual([row(2, 0), row(2, 0), { issued: 1, held: 0, used: 1 }]);
  });

  it("names what the order does not have", async () => {
    const order = await placed(await threeDates());
    const cancel = (what: { lines: number[]; tickets: string[] }) =>
      order.stub.cancel({ ...soon(), what });
    expect(await cancel({ lines: [9], tickets: [] })).toMatchObject({ reason: "unknown_line" });
    expect(await cancel({ lines: [], tickets: ["X"] })).toMatchObject({ reason: "unknown_ticket" });
  });
});

describe("an order's own record", () => {
  it("counts a payment once, by its id, and refuses another under the same id", async () => {
    const order = await placed(await threeDates());
    const payment = { id: "p1", amount: 5000, currency: "EUR", method: "card", at: Date.now() };
    stateOf(await order.stub.pay(payment));
    const paid = stateOf(await order.stub.pay({ ...payment, at: Date.now() + 5 }));
    expect(paid.totals).toEqual([{ currency: "EUR", due: 7500, paid: 5000 }]);
    expect(await order.stub.pay({ ...payment, amount: 1 })).toMatchObject({
      reason: "payment_differs",
    });
    for (let i = 2; i <= ORDER_PAYMENTS_MAX; i++) await order.stub.pay({ ...payment, id: `p${i}` });
    expect(await order.stub.pay({ ...payment, id: "more" })).toMatchObject({
      reason: "too_many_payments",
    });
  });

  it("keeps a contact and a reference, and tells the registry the id alone", async () => {
    const order = await placed(await threeDates());
    const details = { reference: "R-1", contact: "c-1", metadata: '{"a":1}' };
    expect(stateOf(await order.stub.describe(details))).toMatchObject(details);
    await settle(order);
    const told = await env.REGISTRY.prepare(
      `SELECT reference, contact, status FROM orders WHERE number = ?`,
    )
      .bind(order.number)
      .first();
    expect(told).toEqual({ reference: "R-1", contact: "c-1", status: "open" });
  });

  it("is not shown by the registry as it was before, when an older word comes late", async () => {
    const order = await placed(await threeDates());
    const state = stateOf(await order.stub.state());
    const card = { ...state, stage: null, number: 1 + order.number, tickets: 6, lines: [] };
    await publishOrder(env.REGISTRY, { ...card, status: "confirmed", version: 9 });
    await publishOrder(env.REGISTRY, { ...card, status: "open", version: 8 });
    const told = await env.REGISTRY.prepare(`SELECT status, version FROM orders WHERE number = ?`)
      .bind(card.number)
      .first();
    expect(told).toEqual({ status: "confirmed", version: 9 });
  });

  it("does not exist before it is placed, and asking leaves no trace", async () => {
    const stranger = anOrder([]);
    expect(await stranger.stub.state()).toMatchObject({ reason: "unknown_order" });
    expect(await stranger.stub.confirm(soon())).toMatchObject({ reason: "unknown_order" });
    const wrong = await askOrder(env, stranger.number, Date.now() + 1_000, (stub) =>
      stub.cancel({ ...soon(), what: "all" }),
    );
    expect(wrong).toMatchObject({ reason: "unknown_order" });
  });
});
