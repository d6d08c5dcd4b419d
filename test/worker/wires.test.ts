// Ten minutes of simulated time over wires that lose, repeat and delay, with a registry that is down,
// hangs, loses its answers or hears things in another order: whatever was answered is so, and in the
// end nothing differs. `WIRES_SEED` has a run again.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, inject, it, vi } from "vitest";
import { Budget } from "../../src/core/deadline.ts";
import { cancelByBarcode } from "../../src/date/client/cancel.ts";
import { type Sale, sell } from "../../src/date/client/sell.ts";
import { Dice } from "../support/dice.ts";
import { aDate, aHolder, type TestDate } from "./a-date.ts";
import { WiredDates } from "./wires/dates.ts";
import { type CallFault, overFaultyWires, type RegistryFault } from "./wires/faulty.ts";
import { expectRegistered, PHASES, phaseAt } from "./wires/registry.ts";
import { Traffic } from "./wires/traffic.ts";

const SEED = inject("wiresSeed") || Math.floor(Math.random() * 2 ** 31);
const SECONDS = 600;
const CAPACITY = 150;
const CALL_FAULTS: readonly CallFault[] = [
  "none",
  "none",
  "none",
  "unsent",
  "unsent for good",
  "lost",
  "lost for good",
  "twice",
  "late",
];
/** So often so many call in the same second. */
const CROWD_EVERY_S = 20;
const CROWD = 8;
/** Longer than any call may hang, and any outbox may rest. */
const HEALING_S = 70;

declare module "vitest" {
  interface ProvidedContext {
    readonly wiresSeed: number;
  }
}

const traffic = new Traffic();
let dice: Dice;
let healed: boolean;
let phase: RegistryFault;

beforeEach(() => {
  dice = new Dice(SEED);
  healed = false;
  phase = "up";
  vi.useFakeTimers({
    toFake: ["Date", "setTimeout", "clearTimeout"],
    now: Date.UTC(2027, 0, 1),
  });
});
afterEach(() => vi.useRealTimers());

const one = <Value>(list: readonly Value[]): Value => dice.oneOf(list);
/** One for all callers, as in an isolate: those who come at once travel together. */
const wires: Env = {
  ...env,
  EVENT_DATE: overFaultyWires(env.EVENT_DATE, traffic, () => (healed ? "none" : one(CALL_FAULTS))),
};

/** What clients wanted and what they were told. */
class Client {
  readonly told = new Map<string, readonly string[]>();
  readonly refused = new Set<string>();
  readonly unanswered = new Map<string, Omit<Sale, "deadline">>();
  readonly cancelled = new Set<string>();
  readonly cancelling = new Set<string>();
  readonly work: Promise<unknown>[] = [];

  async book(sale: Omit<Sale, "deadline">): Promise<void> {
    this.unanswered.set(sale.request, sale);
    const deadline = Date.now() + 6_000;
    const caller = {
      budget: new Budget(deadline),
      signal: new AbortController().signal,
      waitUntil: (work: Promise<unknown>) => void this.work.push(work),
    };
    const outcome = await sell(wires, { ...sale, deadline }, caller);
    if (!outcome.ok && ["unavailable", "deadline_passed"].includes(outcome.reason)) return;
    this.unanswered.delete(sale.request);
    if (!outcome.ok) {
      this.refused.add(outcome.reason);
      return;
    }
    const barcodes = outcome.value.tickets.map(({ barcode }) => barcode);
    // The same request is told the same, however often it was sent.
    expect(this.told.get(sale.request) ?? barcodes).toEqual(barcodes);
    this.told.set(sale.request, barcodes);
  }

  async cancel(barcodes: readonly string[]): Promise<void> {
    for (const barcode of barcodes) this.cancelling.add(barcode);
    const command = { deadline: Date.now() + 6_000, channel: "partner", barcodes };
    const outcome = await cancelByBarcode(wires, command);
    if (!outcome.ok) return;
    for (const barcode of barcodes) {
      this.cancelling.delete(barcode);
      this.cancelled.add(barcode);
    }
  }

  live(): string[] {
    return [...this.told.values()].flat().filter((barcode) => !this.cancelled.has(barcode));
  }
}

function aSale(dates: readonly TestDate[], at: number): Omit<Sale, "deadline"> {
  const { code } = one(dates);
  return {
    code,
    quantity: dice.whole(1, 2),
    request: crypto.randomUUID(),
    channel: "partner",
    price: "full",
    expectedAmount: 1250,
    holder: aHolder({ person: crypto.randomUUID(), requestedAt: at }),
  };
}

function act(client: Client, dates: readonly TestDate[], at: number): Promise<void> {
  const [retry] = client.unanswered.values();
  const what = dice.fraction();
  if (what < 0.25 && retry !== undefined) return client.book(retry);
  const known = client.live();
  if (what < 0.5 && known.length > 0) return client.cancel([one(known), one(known)]);
  return client.book(aSale(dates, at));
}

async function passSecond(wired: WiredDates): Promise<void> {
  await traffic.deliver();
  await wired.fireAlarms();
  await traffic.quiet();
  await vi.advanceTimersByTimeAsync(1_000);
  await traffic.quiet();
}

/** The wires hold again: what was not answered is asked once more, and every alarm has its turn. */
async function heal(client: Client, wired: WiredDates): Promise<void> {
  healed = true;
  for (let second = 0; second < HEALING_S; second++) await passSecond(wired);
  await Promise.all(client.work);
  for (const sale of client.unanswered.values()) await client.book(sale);
  if (client.cancelling.size > 0) await client.cancel([...client.cancelling]);
  for (let second = 0; second < HEALING_S; second++) await passSecond(wired);
}

async function expectNoDifference(client: Client, dates: readonly TestDate[]): Promise<void> {
  const states = [...(await expectRegistered(dates))];
  const live = states.filter(([, state]) => state === "issued").map(([barcode]) => barcode);
  expect(live.toSorted()).toEqual(client.live().toSorted());
}

it(
  `ten minutes of lost, repeated and hanging calls leave no difference (SEED=${SEED})`,
  { timeout: 120_000 },
  async () => {
    const dates = [await aDate({}, CAPACITY), await aDate({}, CAPACITY), await aDate({}, null)];
    const wired = new WiredDates(dates);
    await wired.cutIn(traffic, () => (healed ? "up" : phase));
    const client = new Client();
    for (let second = 0; second < SECONDS; second++) {
      phase = phaseAt(second);
      const callers = second % CROWD_EVERY_S === 0 ? CROWD : 1;
      for (let caller = 0; caller < callers; caller++) {
        client.work.push(act(client, dates, second));
      }
      await passSecond(wired);
    }
    await heal(client, wired);
    await expectNoDifference(client, dates);
    expect(client.unanswered.size + client.cancelling.size).toBe(0);
    // The run was one worth the name.
    for (const fault of CALL_FAULTS) expect(traffic.seen.get(fault)).toBeGreaterThan(30);
    for (const fault of PHASES) expect(traffic.seen.get(`registry ${fault}`)).toBeGreaterThan(2);
    expect(client.told.size).toBeGreaterThan(100);
    expect(client.cancelled.size).toBeGreaterThan(50);
    expect(traffic.seen.get("bookAll")).toBeGreaterThan(20);
  },
);
