// Orders as a door asks for them: its own alone, with everything about them in one call.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askOwnOrder, readOwnOrder } from "../../src/order/client.ts";
import { CHANNEL } from "./a-date.ts";
import { aLine, anOrder, HOLD_MS, placesIn, soon, stateOf, threeDates } from "./an-order.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

async function aPlacedOrder() {
  const dates = await threeDates();
  const order = anOrder(dates.map((date) => aLine(date)));
  stateOf(await order.stub.place(order.wish));
  return { dates, order, own: { number: order.number, channel: CHANNEL } };
}

describe("a channel", () => {
  it("reads its own order in one call: every ticket with its price, barcode and serial", async () => {
    const { own } = await aPlacedOrder();
    const { lines } = stateOf(await readOwnOrder(env, own, soon().deadline));
    expect(lines.flatMap(({ tickets }) => tickets)).toHaveLength(6);
    for (const { tickets } of lines) {
      expect(tickets.map(({ serial }) => serial)).toEqual([1, 2]);
      expect(tickets[0]).toMatchObject({ amount: 1250, currency: "EUR", state: "held" });
      expect(tickets[0]?.barcode).toMatch(/^[0-9A-Z]{20}$/);
    }
  });

  it("changes its own order, and is given its state to decide by", async () => {
    const { own, dates } = await aPlacedOrder();
    const confirmed = await askOwnOrder(env, own, soon().deadline, (stub, state) => {
      expect(state.status).toBe("open");
      return stub.confirm(soon());
    });
    expect(stateOf(confirmed).status).toBe("confirmed");
    expect((await placesIn(dates)).map(({ issued }) => issued)).toEqual([2, 2, 2]);
  });

  it("does not know another's order, and can do nothing to it", async () => {
    const { order, own, dates } = await aPlacedOrder();
    const before = await order.stub.state();
    const stranger = { ...own, channel: "stranger" };
    const unknown = { ok: false, reason: "unknown_order" };
    expect(await readOwnOrder(env, stranger, soon().deadline)).toEqual(unknown);
    const call = vi.fn();
    expect(await askOwnOrder(env, stranger, soon().deadline, call)).toEqual(unknown);
    expect(call).not.toHaveBeenCalled();
    expect(await order.stub.state()).toEqual(before);
    expect((await placesIn(dates)).map(({ held }) => held)).toEqual([2, 2, 2]);
    // The same words as for an order that never was.
    const nobodys = { ...own, number: own.number + 1 };
    expect(await readOwnOrder(env, nobodys, soon().deadline)).toEqual(unknown);
  });

  it("is told that its order has expired, not that it is being released", async () => {
    const { order, dates } = await aPlacedOrder();
    vi.setSystemTime(Date.now() + HOLD_MS);
    const more = { ...soon(), request: crypto.randomUUID(), lines: [aLine(dates[0])] };
    const expired = { ok: false, reason: "wrong_status", status: "expired" };
    expect(await order.stub.addLines(more)).toEqual(expired);
    expect(await order.stub.confirm(soon())).toEqual({ ok: false, reason: "expired" });
    const later = { ...soon(), expiresAt: Date.now() + HOLD_MS };
    expect(await order.stub.extend(later)).toEqual({ ok: false, reason: "expired" });
    expect((await placesIn(dates)).map(({ held }) => held)).toEqual([0, 0, 0]);
  });
});
