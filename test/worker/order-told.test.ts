// What the registry is told of orders: every change, also while a date is out of reach, and in pages.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listOrders } from "../../src/registry/orders.ts";
import type { TestDate } from "./a-date.ts";
import {
  aLine,
  anOrder,
  inside,
  placesIn,
  settle,
  soon,
  stateOf,
  type TestOrder,
  threeDates,
} from "./an-order.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

const everything = { status: null, channel: null, contact: null, after: 0 };

async function told({ number }: TestOrder) {
  const [card] = await listOrders(env.REGISTRY, { ...everything, after: number - 1 }, 1);
  return card?.number === number ? card : null;
}

/** From now on, in this life of the order, the date does not answer. */
async function cutOff(order: TestOrder, { code: lost }: TestDate): Promise<void> {
  const down = () => Promise.reject(new Error("Network connection lost."));
  const dates = {
    getByName: (code: string) =>
      code === lost
        ? { extend: down, confirm: down, release: down }
        : env.EVENT_DATE.getByName(code),
  };
  await inside(order, (object) => {
    Object.defineProperty(object, "env", { value: { ...env, EVENT_DATE: dates } });
  });
}

/** From now on all dates answer again. */
async function reconnect(order: TestOrder): Promise<void> {
  await inside(order, (object) => {
    Object.defineProperty(object, "env", { value: env });
  });
}

describe("the registry", () => {
  it("is told of lines that were added, with a version that grew", async () => {
    const [one, other] = await threeDates();
    const order = anOrder([aLine(one)]);
    const placed = stateOf(await order.stub.place(order.wish));
    await settle(order);
    const more = { ...soon(), request: crypto.randomUUID(), lines: [aLine(other)] };
    const added = stateOf(await order.stub.addLines(more));
    expect(added.version).toBeGreaterThan(placed.version);
    await settle(order);
    expect(await told(order)).toMatchObject({
      tickets: 4,
      totals: [{ due: 4 * 1250 }],
      lines: [{ date: one.id }, { date: other.id }],
    });
  });

  it("is told of an order that can't go on, and the order goes on when its date is back", async () => {
    const dates = await threeDates();
    const order = anOrder(dates.map((date) => aLine(date)));
    stateOf(await order.stub.place(order.wish));
    await settle(order);
    await cutOff(order, dates[1]);
    const all = { ...soon(), what: "all" } as const;
    expect(await order.stub.cancel(all)).toMatchObject({ reason: "unavailable" });
    await settle(order, 0.1);
    expect(await told(order)).toMatchObject({ status: "releasing" });
    expect((await placesIn(dates)).map(({ held }) => held)).toEqual([0, 2, 0]);
    await reconnect(order);
    await settle(order, 5);
    expect(await told(order)).toMatchObject({ status: "cancelled", tickets: 0 });
    expect((await placesIn(dates)).map(({ held }) => held)).toEqual([0, 0, 0]);
  });

  it("is told everything again by a republish after it was wiped", async () => {
    const dates = await threeDates();
    const order = anOrder(dates.map((date) => aLine(date)));
    stateOf(await order.stub.place(order.wish));
    stateOf(await order.stub.confirm(soon()));
    await settle(order);
    const before = await told(order);
    await env.REGISTRY.prepare(`DELETE FROM orders WHERE number = ?`).bind(order.number).run();
    await order.stub.republish();
    await settle(order);
    expect(before).not.toBeNull();
    expect(await told(order)).toEqual(before);
  });
});
