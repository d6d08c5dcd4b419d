// A random night at the doors: what scanners without a connection recorded, by clocks that are off.
import type { ScanFact, Standing } from "../../../src/date/entrance/fold.ts";
import { Dice } from "../../support/dice.ts";

export type Random = () => number;

export function randomFrom(seed: number): Random {
  const dice = new Dice(seed);
  return () => dice.fraction();
}

export interface NightScan extends ScanFact {
  /** From 0; those beyond the tickets of the night are barcodes that are none. */
  readonly ticket: number;
}

const STRANGERS = 50;
const VOID_EVERY = 100;

/** What the tickets are before the doors open: one in a hundred was cancelled. */
export function standingOf(ticket: number, tickets: number): Standing {
  if (ticket >= tickets) return "unknown";
  return ticket % VOID_EVERY === VOID_EVERY - 1 ? "void" : "good";
}

const MINUTE_MS = 60_000;
const CLOCK_OFF_MS = 10 * MINUTE_MS;

/**
 * Most come in once, some go out and in again, some share a ticket, some are turned away. Every
 * device counts its own scans, so two devices use the same ids.
 */
export function aNight(random: Random, tickets: number, scanners: number, doorsOpen: number) {
  const scans: NightScan[] = [];
  const counted = Array.from({ length: scanners }, () => 0);
  const clocks = Array.from({ length: scanners }, () => (random() * 2 - 1) * CLOCK_OFF_MS);
  const record = (
    ticket: number,
    minute: number,
    what: Pick<ScanFact, "direction" | "letThrough">,
  ) => {
    const device = Math.floor(random() * scanners);
    const at = Math.round(doorsOpen + minute * MINUTE_MS + (clocks[device] ?? 0));
    const id = (counted[device] = (counted[device] ?? 0) + 1);
    const from = { device: `d${device}`, id: `${id}`, gate: `g${device % 4}`, at, live: false };
    scans.push({ ...what, ...from, ticket });
  };
  const enters = { direction: "in", letThrough: true } as const;
  const leaves = { direction: "out", letThrough: true } as const;
  for (let ticket = 0; ticket < tickets + STRANGERS; ticket++) {
    const kind = random();
    const came = random() * 60;
    if (kind < 0.02) record(ticket, came, { direction: "in", letThrough: false });
    else record(ticket, came, enters);
    if (kind > 0.9) {
      record(ticket, came + 15 + random() * 30, leaves);
      record(ticket, came + 45 + random() * 60, enters);
    } else if (kind > 0.8) {
      const copies = 1 + Math.floor(random() * 3);
      for (let copy = 0; copy < copies; copy++) record(ticket, random() * 60, enters);
    }
  }
  return scans;
}

/** Each scanner's scans in uploads of random sizes, each upload twice, in random order. */
export function uploadsOf(random: Random, scans: readonly NightScan[], sizeMax: number) {
  const uploads: (readonly NightScan[])[] = [];
  for (const own of Map.groupBy(scans, ({ device }) => device).values()) {
    const shuffled = shuffle(random, own);
    for (let start = 0; start < shuffled.length;) {
      const size = 1 + Math.floor(random() * sizeMax);
      uploads.push(shuffled.slice(start, start + size));
      start += size;
    }
  }
  return shuffle(random, [...uploads, ...uploads]);
}

function shuffle<Value>(random: Random, values: readonly Value[]): Value[] {
  const keyed = values.map((value) => ({ value, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ value }) => value);
}
