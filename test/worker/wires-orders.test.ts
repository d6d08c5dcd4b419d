// Ten minutes of simulated time for orders, whose wires lose, repeat and delay in both directions while
// the registry is down, hangs, loses its answers or hears things in another order: what buyers were told
// is so, an order is confirmed in all its dates or in none, and in the end nothing differs and no place
// is lost. `WIRES_SEED` has a run again.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, inject, it, vi } from "vitest";
import { HOLD_MS_MAX } from "../../src/core/limits.ts";
import { toCard } from "../../src/order/state.ts";
import type { OrderState } from "../../src/order/commands.ts";
import { toOrderCard, ORDER_COLUMNS, type OrderRow } from "../../src/registry/orders.ts";
import { Dice } from "../support/dice.ts";
import { aDate, type TestDate } from "./a-date.ts";
import { placesIn } from "./an-order.ts";
import { Buyer } from "./wires/buyer.ts";
import { WiredDates } from "./wires/dates.ts";
import { type CallFault, overFaultyWires } from "./wires/faulty.ts";
import { WiredOrders } from "./wires/orders.ts";
import { expectRegistered, PHASES, phaseAt } from "./wires/registry.ts";
import { Traffic } from "./wires/traffic.ts";

const SEED = inject("wiresSeed") || Math.floor(Math.random() * 2 ** 31);
const SECONDS = 600;
const CALL_FAULTS: readonly CallFault[] = [
  ...Array.from({ length: 12 }, () => "none" as const),
  "unsent",
  "unsent for good",
  "lost",
  "lost for good",
  "twice",
  "late",
];
const COMES = 0.2;
/** So often so many come in the same second. */
const CROWD_EVERY_S = 20;
const CROWD = 3;
/** Longer than any order lives that nobody confirms, and any outbox may rest. */
const HEALING_S = 200;

const traffic = new Traffic();
const dice = new Dice(SEED);
let second = 0;

const isHealed = () => second >= SECONDS;
const registryFault = () => (isHealed() ? "up" : phaseAt(second));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) });
  // Between two attempts nobody waits for real time; and they wait as the seed says.
  const wait = globalThis.setTimeout;
  vi.stubGlobal("setTimeout", (work: () => void, milliseconds: number) =>
    wait(work, milliseconds < 1_000 ? 0 : milliseconds),
  );
  const waits = dice.split();
  vi.spyOn(Math, "random").mockImplementation(() => waits.fraction());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function aBuyer(orders: WiredOrders, dates: readonly TestDate[]): Promise<Buyer> {
  const own = dice.split();
  const faults = own.split();
  const pick = (): CallFault => (isHealed() ? "none" : faults.oneOf(CALL_FAULTS));
  const wires = { ...env, ORDER: overFaultyWires(env.ORDER, traffic, pick) };
  const buyer = await Buyer.come({ env: wires, dice: own, dates });
  await orders.cutIn(buyer.number, pick);
  return buyer;
}

async function passSecond(
  buyers: readonly Buyer[],
  orders: WiredOrders,
  dates: WiredDates,
): Promise<void> {
  await traffic.deliver();
  await Promise.all(buyers.map((buyer) => buyer.act(!isHealed())));
  await orders.fireAlarms();
  await dates.fireAlarms();
  while (traffic.busy > 0) await scheduler.wait(1);
  second += 1;
  vi.setSystemTime(Date.now() + 1_000);
}

async function stateOf({ number }: Buyer): Promise<OrderState | null> {
  const state = await env.ORDER.getByName(String(number)).state();
  return state.ok ? state.value : null;
}

async function expectNoDifference(
  buyers: readonly Buyer[],
  dates: readonly TestDate[],
): Promise<void> {
  const tickets = await expectRegistered(dates);
  const { results } = await env.REGISTRY.prepare(
    `SELECT ${ORDER_COLUMNS} FROM orders`,
  ).all<OrderRow>();
  const registered = new Map(results.map((row) => [row.number, toOrderCard(row)]));
  const live: string[] = [];
  for (const buyer of buyers) {
    const order = await stateOf(buyer);
    buyer.told.expectTrue(order, tickets);
    expect(registered.get(buyer.number) ?? null).toEqual(order === null ? null : toCard(order));
    const all = order?.lines.flatMap((line) => line.tickets) ?? [];
    live.push(...all.filter(({ state }) => state === "issued").map(({ barcode }) => barcode));
  }
  const given = [...tickets].filter(([, state]) => state !== "void").map(([barcode]) => barcode);
  expect(given.toSorted()).toEqual(live.toSorted());
  for (const places of await placesIn(dates)) expect(places).toMatchObject({ held: 0, used: 0 });
}

it(
  `ten minutes of lost, repeated and late calls leave no order in between (SEED=${SEED})`,
  { timeout: 120_000 },
  async () => {
    const dates = [await aDate({}, 90), await aDate({}, 400), await aDate({}, null)];
    const wiredDates = new WiredDates(dates);
    await wiredDates.cutIn(traffic, registryFault);
    const orders = new WiredOrders(traffic, registryFault);
    const buyers: Buyer[] = [];
    while (!isHealed()) {
      const come = second % CROWD_EVERY_S === 0 ? CROWD : Number(dice.chance(COMES));
      for (let one = 0; one < come; one++) buyers.push(await aBuyer(orders, dates));
      await passSecond(buyers, orders, wiredDates);
    }
    while (second < SECONDS + HEALING_S) await passSecond(buyers, orders, wiredDates);
    expect(buyers.filter(({ isDone }) => !isDone)).toEqual([]);
    // No hold outlives this; what nobody ever knew of goes free, and is told to the registry.
    vi.setSystemTime(Date.now() + HOLD_MS_MAX);
    for (let last = 0; last < 3; last++) await passSecond(buyers, orders, wiredDates);
    await expectNoDifference(buyers, dates);
    expectWorthTheName(buyers);
  },
);

function expectWorthTheName(buyers: readonly Buyer[]): void {
  for (const fault of CALL_FAULTS) expect(traffic.seen.get(fault)).toBeGreaterThan(50);
  for (const fault of PHASES) expect(traffic.seen.get(`registry ${fault}`)).toBeGreaterThan(10);
  for (const call of ["place", "addLines", "confirm", "cancel", "pay", "freeze", "release"]) {
    expect(traffic.seen.get(call)).toBeGreaterThan(20);
  }
  const confirmed = buyers.filter(({ told }) => told.fate === "confirmed");
  expect(confirmed.length).toBeGreaterThan(40);
  const dates = (buyer: Buyer) => new Set(buyer.told.state?.lines.map(({ code }) => code)).size;
  expect(confirmed.filter((buyer) => dates(buyer) > 1).length).toBeGreaterThan(20);
  // Some went away without an answer to the question that decides.
  const unsure = buyers.filter(({ told }) => told.askedToConfirm && told.fate === null);
  expect(unsure.length).toBeGreaterThan(0);
}
