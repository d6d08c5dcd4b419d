// A whole night of offline scanners against the real date: every order of the uploads ends in the
// one state that the pure fold says. That all of 200 orders do is proven on the fold itself, in
// test/unit/entrance; here each order costs a house of 5,000 tickets, so there are a few.
import { describe, expect, it } from "vitest";
import type { OfflineScan } from "../../src/date/entrance/commands.ts";
import { fold } from "../../src/date/entrance/fold.ts";
import {
  aNight,
  type NightScan,
  randomFrom,
  standingOf,
  uploadsOf,
} from "../unit/entrance/a-night.ts";
import { aDate, HOUR_MS, type TestDate } from "./a-date.ts";

const SEED = Math.floor(Math.random() * 2 ** 31);
const [TICKETS, SCANNERS, ORDERS] = [5_000, 20, 3];
const UPLOAD_SCANS_MAX = 500;
const BOOKING_TICKETS = 500;
const NIGHT_MS = 60_000;

const barcodeOf = (ticket: number) => `night-${ticket}`;

/** A full house, and one ticket in a hundred cancelled again. */
async function aFullHouse(): Promise<TestDate> {
  const date = await aDate({}, TICKETS);
  const all = Array.from({ length: TICKETS }, (_, ticket) => ticket);
  for (let start = 0; start < TICKETS; start += BOOKING_TICKETS) {
    const barcodes = all.slice(start, start + BOOKING_TICKETS).map(barcodeOf);
    expect((await date.book({ barcodes })).ok).toBe(true);
  }
  const cancelled = all.filter((ticket) => standingOf(ticket, TICKETS) === "void");
  expect((await date.cancel(cancelled.map(barcodeOf))).ok).toBe(true);
  return date;
}

async function handIn(date: TestDate, upload: readonly NightScan[]): Promise<void> {
  const scans = upload.map(({ id, ticket, direction, gate, at, letThrough }): OfflineScan => {
    const barcode = barcodeOf(ticket);
    return { id, barcode, direction, gate, at, letThrough, stranger: "unknown" };
  });
  const merged = await date.stub.mergeScans(upload[0]?.device ?? "", scans);
  expect(merged.ok && merged.value.every(({ kept }) => kept)).toBe(true);
}

interface End {
  /** Barcodes. */
  readonly inside: readonly string[];
  readonly used: readonly string[];
  /** As `barcode device/id reason`, each as often as it is reported. */
  readonly irregular: readonly string[];
  readonly gates: readonly string[];
}

async function endOf(date: TestDate): Promise<End> {
  const { tickets } = await allPages(date);
  const gates = await date.stub.gates();
  const rows = gates.ok ? gates.value : [];
  return {
    inside: namesOf(tickets.filter((ticket) => ticket.inside)),
    used: namesOf(tickets.filter(({ state }) => state === "used")),
    irregular: await irregularOf(date),
    gates: rows
      .map((row) => [row.gate, row.in, row.out, row.inside, row.irregular, row.turnedAway].join())
      .toSorted(),
  };
}

function namesOf(tickets: readonly { readonly barcode: string }[]): string[] {
  return tickets.map(({ barcode }) => barcode).toSorted();
}

async function allPages(date: TestDate) {
  const tickets = [];
  let [version, more] = ["", true];
  while (more) {
    const list = await date.stub.scanList(version, 1_000);
    if (!list.ok) throw new Error(list.reason);
    tickets.push(...list.value.tickets);
    ({ version, more } = list.value);
  }
  return { tickets };
}

async function irregularOf(date: TestDate): Promise<string[]> {
  const lines: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page = await date.stub.irregularEntries(after, 500);
    if (!page.ok) throw new Error(page.reason);
    for (const { barcode, scan, irregularity } of page.value.entries) {
      lines.push(`${barcode} ${scan.device}/${scan.id} ${irregularity}`);
    }
    after = page.value.next;
  }
  return lines.toSorted();
}

/** The same, drawn from all scans at once by the pure fold. */
function expectedEnd(night: readonly NightScan[]): End {
  const byTicket = [...Map.groupBy(night, ({ ticket }) => ticket)];
  const folded = byTicket.map(([ticket, scans]) => {
    const standing = standingOf(ticket, TICKETS);
    return { barcode: barcodeOf(ticket), standing, ...fold(scans, standing) };
  });
  const judged = folded.flatMap((one) => one.judged.map((of) => ({ ...of, barcode: one.barcode })));
  const fine = new Set(["admitted", "left", "turned_away", "not_inside"]);
  const wrong = judged.filter(({ finding }) => !fine.has(finding));
  const gates = [...Map.groupBy(judged, ({ scan }) => scan.gate)].map(([gate, at]) => {
    const passed = at.filter(({ scan }) => scan.letThrough);
    const out = passed.filter(({ scan }) => scan.direction === "out").length;
    const here = folded.filter(({ inside }) => inside?.gate === gate).length;
    const irregular = wrong.filter(({ scan }) => scan.gate === gate).length;
    const turnedAway = at.length - passed.length;
    return [gate, passed.length - out, out, here, irregular, turnedAway].join();
  });
  const tickets = folded.filter(({ standing }) => standing !== "unknown");
  return {
    inside: namesOf(tickets.filter(({ inside }) => inside !== null)),
    used: namesOf(tickets.filter(({ entered, standing }) => entered && standing === "good")),
    irregular: wrong
      .map(({ barcode, scan, finding }) => `${barcode} ${scan.device}/${scan.id} ${finding}`)
      .toSorted(),
    gates: gates.toSorted(),
  };
}

describe(`a night of ${SCANNERS} offline scanners and ${TICKETS} tickets (SEED=${SEED})`, () => {
  const night = aNight(randomFrom(SEED), TICKETS, SCANNERS, Date.now() - 3 * HOUR_MS);
  const expected = expectedEnd(night);

  it.each(Array.from({ length: ORDERS }, (_, order) => order + 1))(
    "ends at the date as the fold says, with every upload twice (order %i)",
    { timeout: NIGHT_MS },
    async (order) => {
      const date = await aFullHouse();
      const uploads = uploadsOf(randomFrom(SEED + order), night, UPLOAD_SCANS_MAX);
      for (const upload of uploads) await handIn(date, upload);
      const end = await endOf(date);
      expect(new Set(end.irregular).size).toBe(end.irregular.length);
      expect(end.irregular.length).toBeGreaterThan(0);
      expect(end).toEqual(expected);
      expect(await date.stub.audit()).toMatchObject({ value: { ok: true, tickets: TICKETS } });
    },
  );
});
