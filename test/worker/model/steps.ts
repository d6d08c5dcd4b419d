// The random steps of the model: each is said to the real date and to the oracle, in bursts that
// arrive together, and what both answer is compared.
import fc from "fast-check";
import { expect } from "vitest";
import type { Remote } from "../../../src/core/remote.ts";
import type { Booked } from "../../../src/date/commands.ts";
import type { EventDate } from "../../../src/date/event-date.ts";
import { aBarcode, aBooking, aHolder, aScan, HOUR_MS, type TestDate } from "../a-date.ts";
import type { EntranceOracle } from "./entrance-oracle.ts";
import type { Oracle } from "./oracle.ts";

export const CHANNELS = ["partner", "boxoffice", "importer"] as const;
const AREAS = ["counted", "seated", "open"] as const;

/** What happens more often is named more often. */
const NAMES =
  "book book book rebook rebook repeat repeat hold hold confirm release extend withdraw cancel cancel freeze " +
  "scan scan block block unblock import configure rebarcode rebarcode";

export interface Step {
  readonly name: string;
  readonly pick: number;
  readonly area: (typeof AREAS)[number];
  readonly channel: (typeof CHANNELS)[number];
  readonly size: number;
}

export const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...NAMES.split(" ")),
  pick: fc.nat(1_000),
  area: fc.constantFrom(...AREAS),
  channel: fc.constantFrom(...CHANNELS),
  size: fc.integer({ min: 1, max: 4 }),
});

/** A run: the real date, what is expected of it, and what there is to choose from by now. */
export interface Run {
  readonly date: TestDate;
  readonly oracle: Oracle;
  readonly entrance: EntranceOracle;
  readonly commands: Parameters<EventDate["book"]>[0][];
  readonly scans: Parameters<EventDate["scan"]>[0][];
  readonly rebarcodings: Parameters<EventDate["rebarcode"]>[0][];
  imports: number;
}

/** The object itself, asked without a wire in between, though it may take its time. */
export type RealDate = Remote<EventDate>;

type Say = (real: RealDate, run: Run, step: Step) => Promise<void>;

async function book(real: RealDate, run: Run, command: Run["commands"][number]): Promise<void> {
  run.commands.push(command);
  const answer = await real.book(command);
  const chosen = answer.ok ? answer.value.tickets.map(({ seatId }) => seatId) : [];
  const plain = answer.ok ? { ok: true, value: withoutLabels(answer.value) } : answer;
  expect(plain).toEqual(run.oracle.book(command, chosen));
}

/** What is printed of a seat is not the oracle's affair. */
function withoutLabels({ tickets, remaining }: Booked) {
  const known = tickets.map(({ serial, barcode, seatId }) => ({ serial, barcode, seatId }));
  return { tickets: known, remaining };
}

function booking({ oracle }: Run, { area, channel, size, pick }: Step, changes = {}) {
  const named = area === "seated" && pick % 4 === 0;
  const seats = named ? [...new Set([seatOf(oracle, pick), seatOf(oracle, pick + size)])] : null;
  return aBooking({
    channel,
    price: area,
    deadline: oracle.now + (pick % 20 === 1 ? -1 : HOUR_MS),
    expectedAmount: pick % 30 === 2 ? 1300 : 1250,
    seats,
    barcodes: Array.from({ length: seats?.length ?? size }, aBarcode),
    ...changes,
  });
}

/** For one of so many people, at one of a few times. */
function bookFor(real: RealDate, run: Run, at: Step, people: number): Promise<void> {
  const requestedAt = 1_000 + (at.pick % 7);
  const holder = aHolder({ person: `p${at.pick % people}`, requestedAt });
  return book(real, run, booking(run, at, { holder }));
}

function seatOf({ rows }: Oracle, pick: number): string {
  const seats = [...rows.flat(), "Z9"];
  return seats[pick % seats.length] ?? "Z9";
}

function barcodeOf({ oracle: { tickets } }: Run, pick: number): string {
  return tickets[pick % Math.max(1, tickets.length)]?.barcode ?? "nobody's";
}

function holdOf({ oracle: { holds, now } }: Run, { pick, size }: Step) {
  const known = [...holds.keys(), "nobody's"];
  const ids = Array.from({ length: size > 2 ? 2 : 1 }, (_, i) => known[(pick + i) % known.length]);
  return { deadline: now + HOUR_MS, holds: ids.map((id) => id ?? ""), serials: null };
}

/** Of a confirmed or extended hold: what the oracle knows of its tickets. */
function heldAnswer(answer: Awaited<ReturnType<RealDate["confirm"]>>) {
  if (!answer.ok) return answer;
  const value = answer.value.map(({ serial, barcode, state, seatId }) => ({
    serial,
    barcode,
    state,
    seatId,
  }));
  return { ok: true, value };
}

function cancellation(run: Run, { pick, channel, size }: Step) {
  const barcodes = Array.from({ length: size }, (_, i) => barcodeOf(run, pick + i * i));
  const deadline = run.oracle.now + HOUR_MS;
  return { deadline, channel: pick % 3 === 0 ? channel : null, barcodes };
}

export const SAY: Readonly<Record<string, Say>> = {
  book: (real, run, at) => book(real, run, booking(run, at)),
  rebook: (real, run, at) => bookFor(real, run, at, 3),
  newcomer: (real, run, at) => bookFor(real, run, at, 20),
  hold: (real, run, at) => {
    const expiresAt = run.oracle.now + (1 + (at.pick % 5)) * 7 * HOUR_MS;
    return book(real, run, booking(run, at, { hold: { expiresAt, order: at.pick % 4 || null } }));
  },
  repeat: async (real, run, at) => {
    const again = run.commands[at.pick % Math.max(1, run.commands.length)];
    // A repeat arrives with barcodes that were minted anew, rarely with the same ones.
    const barcodes = at.size === 4 ? again?.barcodes : again?.barcodes.map(aBarcode);
    if (again !== undefined) await book(real, run, { ...again, barcodes: barcodes ?? [] });
  },
  confirm: async (real, run, at) => {
    const command = holdOf(run, at);
    const answer = await real.confirm(command);
    expect(heldAnswer(answer)).toEqual(run.oracle.hold("confirm", command));
  },
  release: async (real, run, at) => {
    const command = holdOf(run, at);
    expect(await real.release(command)).toEqual(run.oracle.hold("release", command));
  },
  extend: async (real, run, at) => {
    const command = { ...holdOf(run, at), expiresAt: run.oracle.now + at.size * 9 * HOUR_MS };
    expect(heldAnswer(await real.extend(command))).toEqual(run.oracle.hold("extend", command));
  },
  withdraw: async (real, run, at) => {
    const request = run.commands[at.pick % Math.max(1, run.commands.length)]?.request ?? "";
    expect(await real.withdraw(request)).toEqual(run.oracle.withdraw(request));
  },
  cancel: async (real, run, at) => {
    const command = cancellation(run, at);
    expect(await real.cancel(command)).toEqual(run.oracle.cancel(command, false));
  },
  freeze: async (real, run, at) => {
    const command = cancellation(run, at);
    expect(await real.freeze(command)).toEqual(run.oracle.cancel(command, true));
  },
  scan: async (real, run, at) => {
    const stranger = (["unknown", "forged", "other_date"] as const)[at.pick % 3] ?? "unknown";
    const direction = at.pick % 4 === 0 ? "out" : "in";
    const [old = "a stranger's"] = [...run.oracle.replaced].slice(-1 - (at.pick % 3));
    const barcode = at.pick % 9 === 0 ? old : barcodeOf(run, at.pick);
    const fresh = aScan(barcode, { direction, stranger, deadline: run.oracle.now + HOUR_MS });
    const again = run.scans[at.pick % Math.max(1, run.scans.length)];
    const command = at.size === 4 && again !== undefined ? again : fresh;
    run.scans.push(command);
    const answer = await real.scan(command);
    const { serial } = answer.ok ? answer.value.ticket : { serial: 0 };
    const plain = answer.ok ? { ok: true, value: { serial, at: answer.value.at } } : answer;
    expect(plain).toEqual(run.entrance.scan(run.oracle, command));
  },
  block: async (real, run, { area, channel, pick, size }) => {
    const isSeated = area === "seated";
    const wanted = {
      id: `block-${pick % 3}`,
      area,
      channel: pick % 2 === 0 ? null : channel,
      places: isSeated ? 1 : size,
      seats: isSeated ? [seatOf(run.oracle, pick)] : null,
      reason: "test",
    };
    expect(await real.block(wanted)).toEqual(run.oracle.block(wanted));
  },
  unblock: async (real, run, { pick }) => {
    await real.unblock(`block-${pick % 3}`);
    run.oracle.blocks.delete(`block-${pick % 3}`);
  },
  import: async (real, run, { area, size, pick }) => {
    const place = { area, channel: "importer" };
    const fresh = Array.from({ length: size }, () => `${run.date.id}/${(run.imports += 1)}`);
    const barcodes = pick % 4 === 0 ? [...fresh, `${run.date.id}/1`] : fresh;
    if (new Set(barcodes).size < barcodes.length) return;
    expect(await real.importBarcodes(place, barcodes)).toEqual(run.oracle.import(place, barcodes));
  },
  rebarcode: async (real, run, { pick, size, channel }) => {
    const { tickets, now, replaced } = run.oracle;
    const known = [...tickets.map(({ barcode }) => barcode), ...replaced, ...run.oracle.imported];
    const own = tickets.filter((one) => one.order !== null && one.channel === channel);
    const named = (pick % 3 === 0 ? tickets : own).slice(-size).map(({ serial }, index) => {
      const taken = pick % 5 === index ? known[pick % known.length] : undefined;
      return { serial, barcode: taken ?? aBarcode() };
    });
    const fresh = {
      request: crypto.randomUUID(),
      deadline: now + HOUR_MS,
      channel,
      tickets: named,
    };
    const again = run.rebarcodings[pick % Math.max(1, run.rebarcodings.length)];
    const command = pick % 7 === 0 && again !== undefined ? again : fresh;
    if (new Set(named.map(({ barcode }) => barcode)).size < named.length) return;
    run.rebarcodings.push(command);
    expect(await real.rebarcode(command)).toEqual(run.oracle.rebarcode(command));
  },
  configure: async (real, run, { pick, size }) => {
    const status = pick % 60 === 0 ? "cancelled" : pick % 5 === 0 ? "closed" : "on_sale";
    const capacity = size * 3;
    const [counted, ...others] = run.date.config.areas;
    const areas = counted === undefined ? [] : [{ ...counted, capacity }, ...others];
    const answer = await real.configure({ ...run.date.config, status, areas }, [...CHANNELS]);
    const plain = answer.ok ? { ok: true, value: null } : answer;
    expect(plain).toEqual(run.oracle.configure({ status, capacity }));
  },
};

/** Whatever was said: the date's own count agrees, and so does every number that it shows. */
export async function compare(real: RealDate, { oracle }: Run): Promise<void> {
  expect(await real.audit()).toMatchObject({ ok: true, value: { ok: true, problems: [] } });
  const state = await real.state([...CHANNELS]);
  if (!state.ok) throw new Error(state.reason);
  for (const { id, capacity, issued, used, held, blocked, free } of state.value.areas) {
    const inState = (wanted: string) =>
      oracle.live(id).filter((one) => one.state === wanted).length;
    const shown = { issued: inState("issued"), used: inState("used"), held: inState("held") };
    expect({ issued, used, held, blocked }).toEqual({ ...shown, blocked: oracle.places(id, null) });
    expect(issued + used + held + blocked + (free ?? Infinity)).toBe(capacity ?? Infinity);
    expect(free ?? 0).toBeGreaterThanOrEqual(0);
  }
  for (const { id, remaining } of state.value.prices) {
    const left = CHANNELS.map((channel) => [channel, oracle.remaining(id, channel)]);
    expect(remaining).toEqual(Object.fromEntries(left));
  }
}
