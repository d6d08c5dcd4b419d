// Builders for tests of orders: three dates with places, an order over them, and its object at hand.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Order } from "../../src/order/order.ts";
import type { LineWish, OrderState, PlaceCommand } from "../../src/order/commands.ts";
import { aDate, CHANNEL, type TestDate } from "./a-date.ts";

export const MINUTE_MS = 60_000;
export const HOLD_MS = 15 * MINUTE_MS;

export async function threeDates(capacity = 4): Promise<[TestDate, TestDate, TestDate]> {
  return [await aDate({}, capacity), await aDate({}, capacity), await aDate({}, capacity)];
}

export function aLine({ id }: Pick<TestDate, "id">, changes: Partial<LineWish> = {}): LineWish {
  return {
    date: id,
    price: "full",
    quantity: 2,
    seats: null,
    accessible: 0,
    expectedAmount: 1250,
    ...changes,
  };
}

export interface TestOrder {
  readonly number: number;
  readonly wish: PlaceCommand;
  readonly stub: DurableObjectStub<Order>;
}

/** An order that nobody has placed yet. */
export function anOrder(
  lines: readonly LineWish[],
  changes: Partial<PlaceCommand> = {},
): TestOrder {
  const number = 1 + Math.floor(Math.random() * 2 ** 50);
  const wish: PlaceCommand = {
    request: crypto.randomUUID(),
    deadline: Date.now() + MINUTE_MS,
    number,
    channel: CHANNEL,
    expiresAt: Date.now() + HOLD_MS,
    reference: null,
    contact: null,
    metadata: "{}",
    lines,
    ...changes,
  };
  return {
    number,
    wish,
    get stub() {
      // A stub is broken for good once its object was aborted: each call gets a new one.
      return env.ORDER.getByName(String(number));
    },
  };
}

export const soon = () => ({ deadline: Date.now() + MINUTE_MS });

export function stateOf(
  outcome: { readonly ok: true; readonly value: OrderState } | { readonly ok: false },
): OrderState {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

/** What the dates give of places: counted by themselves. */
export async function placesIn(
  dates: readonly TestDate[],
): Promise<{ issued: number; held: number; used: number }[]> {
  const states = await Promise.all(dates.map((date) => date.state()));
  return states.map(({ areas: [area] }) => ({
    issued: area?.issued ?? 0,
    held: area?.held ?? 0,
    used: area?.used ?? 0,
  }));
}

/** Works inside the order's object: in its next life, when it has just been killed. */
export async function inside<Value>(
  order: TestOrder,
  work: (object: Order, state: DurableObjectState) => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await runInDurableObject(order.stub, work);
  } catch (error) {
    if (!String(error).includes(KILLED)) throw error;
    return runInDurableObject(order.stub, work);
  }
}

export const KILLED = "killed by the test";
const ALARMS_MAX = 50;
const AGAIN_MS = 2_000;

/** Lets time pass from alarm to alarm until none is due within the next `minutes`. */
export async function settle(order: TestOrder, minutes = 1): Promise<void> {
  const end = Date.now() + minutes * MINUTE_MS;
  for (let alarms = 0; alarms < ALARMS_MAX; alarms++) {
    const due = await inside(order, (_, { storage }) => storage.getAlarm());
    if (due === null || due > end) return;
    vi.setSystemTime(Math.max(due, Date.now()));
    try {
      await runDurableObjectAlarm(order.stub);
    } catch {
      // The object died in it. The platform runs such an alarm again, a moment later.
      await inside(order, (_, { storage }) => storage.setAlarm(Date.now() + AGAIN_MS));
    }
  }
  throw new Error(`the order's alarm is still set after ${ALARMS_MAX} runs`);
}
