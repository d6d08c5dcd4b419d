// What a large house costs besides bookings: the first look at a date that sleeps, with 20,000 seats
// that are all sold, and how fast the registry is told of that many tickets.
import { OperatorClient } from "../support/operator-client.ts";
import { freshId } from "../support/a-date.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { until } from "../support/until.ts";
import { bundledWindow, startWindow } from "./entrants/window.ts";

const ROWS = 100;
const SEATS_PER_ROW = 200;
const SEATS = ROWS * SEATS_PER_ROW;
const SEATS_PER_SALE = 20;
const DRAIN_LIMIT_MS = 120_000;

export interface Upkeep {
  readonly seats: number;
  /** Longer than the same look at once afterwards, by the clock and in processor time. */
  readonly wakingMs: number;
  readonly wakingCpuMs: number;
  readonly toldPerSecond: number;
}

export async function measureUpkeep(): Promise<Upkeep> {
  const folder = bundledWindow();
  const first = await startWindow(folder);
  const id = freshId("date");
  try {
    await sellAll(new OperatorClient(first.url, OPERATOR_TOKEN), id);
  } finally {
    first.kill();
  }
  const second = await startWindow(folder);
  try {
    const operator = new OperatorClient(second.url, OPERATOR_TOKEN);
    const other = freshId("date");
    await operator.putDate(other, { ...HOUSE, areas: [{ ...AREA, capacity: 1 }] });
    await operator.date(other);
    const look = async () => {
      const cpuBefore = second.cpuMs();
      const ms = await timed(() => operator.date(id));
      return { ms, cpuMs: second.cpuMs() - cpuBefore };
    };
    const asleep = await look();
    const awake = await look();
    await told(operator, id);
    await operator.republish(id);
    const draining = await timed(() => told(operator, id));
    return {
      seats: SEATS,
      wakingMs: asleep.ms - awake.ms,
      wakingCpuMs: asleep.cpuMs - awake.cpuMs,
      toldPerSecond: (SEATS * 1_000) / draining,
    };
  } finally {
    await second.stop();
  }
}

const AREA = { id: "hall", label: "Salle" } as const;
const HOUSE = {
  event: "cyrano",
  startsAt: "2031-03-12T20:30:00+01:00",
  endsAt: "2031-03-12T23:00:00+01:00",
  prices: [{ id: "full", area: AREA.id, label: "Tarif plein", amount: 1_250, currency: "EUR" }],
} as const;

async function sellAll(operator: OperatorClient, id: string): Promise<void> {
  await operator.putEvent(HOUSE.event);
  const area = { ...AREA, plan: aPlan() };
  await operator.putDate(id, { ...HOUSE, areas: [area] });
  for (let sold = 0; sold < SEATS; sold += SEATS_PER_SALE) {
    await operator.sell(id, "full", SEATS_PER_SALE);
  }
}

function aPlan() {
  const rows = Array.from({ length: ROWS }, (_, rank) => ({
    label: `R${rank + 1}`,
    rank,
    seats: Array.from({ length: SEATS_PER_ROW }, (_seat, pos) => ({
      id: `R${rank + 1}-${pos + 1}`,
      label: String(pos + 1),
      pos,
      x: pos,
      y: rank,
    })),
  }));
  return { focus: { x: SEATS_PER_ROW / 2, y: 0 }, blocks: [{ label: "Salle", rows }] };
}

async function told(operator: OperatorClient, id: string): Promise<void> {
  await until("the registry to be told of every ticket", DRAIN_LIMIT_MS, async () => {
    const { unpublished } = await operator.date(id);
    return unpublished === 0;
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
