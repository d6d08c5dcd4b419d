// Scans that devices made without a connection: each counts once, by its own time, whatever the
// order of the uploads, and what should not have been is reported once.
import { describe, expect, it } from "vitest";
import { SCAN_AGE_MS_MAX, SCAN_AHEAD_MS_MAX } from "../../src/core/limits.ts";
import type { OfflineScan, ScanList } from "../../src/date/entrance/commands.ts";
import { aBarcode, aBooking, aDate, aScan, barcodesOf, HOUR_MS, type TestDate } from "./a-date.ts";

const MINUTE_MS = 60_000;
const DOOR = "door-1";

function offline(barcode: string, changes: Partial<OfflineScan> = {}): OfflineScan {
  const id = crypto.randomUUID();
  const passed = { direction: "in", gate: null, letThrough: true, stranger: "unknown" } as const;
  return { id, barcode, at: Date.now() - HOUR_MS, ...passed, ...changes };
}

async function upload(date: TestDate, device: string, ...scans: OfflineScan[]) {
  const merged = await date.stub.mergeScans(device, scans);
  if (!merged.ok) throw new Error(merged.reason);
  return merged.value.map(({ outcome }) => outcome);
}

async function irregular(date: TestDate, after = "", limit = 100) {
  const report = await date.stub.irregularEntries(after, limit);
  if (!report.ok) throw new Error(report.reason);
  return report.value;
}

async function aTicket(date: TestDate): Promise<string> {
  const [barcode = ""] = barcodesOf(await date.book());
  return barcode;
}

async function listSince(date: TestDate, version: string, limit = 1_000): Promise<ScanList> {
  const list = await date.stub.scanList(version, limit);
  if (!list.ok) throw new Error(list.reason);
  return list.value;
}

describe("an offline scan", () => {
  it("makes its ticket used by its own time, and uploaded again changes nothing", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const scan = offline(barcode, { gate: "north" });
    expect(await upload(date, DOOR, scan)).toEqual(["admitted"]);
    const since = { since: scan.at, gate: "north" };
    expect(await date.scan(barcode)).toMatchObject({ reason: "already_inside", ...since });
    const before = [await date.stub.gates(), await listSince(date, "")];
    expect(await upload(date, DOOR, scan, scan)).toEqual(["admitted", "admitted"]);
    expect([await date.stub.gates(), await listSince(date, "")]).toEqual(before);
    expect((await irregular(date)).entries).toEqual([]);
  });

  it("by two devices is one double entry: the later, with the earlier named", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const [early, late] = [offline(barcode), offline(barcode, { at: Date.now() })];
    expect(await upload(date, "door-2", late)).toEqual(["admitted"]);
    expect(await upload(date, DOOR, early)).toEqual(["admitted"]);
    for (let times = 0; times < 2; times++) {
      expect((await irregular(date)).entries).toMatchObject([
        {
          irregularity: "double_entry",
          barcode,
          scan: { device: "door-2", id: late.id },
          first: { device: DOOR, id: early.id },
        },
      ]);
      await upload(date, "door-2", late);
    }
    // Who heard "admitted" hears it again; what it is now stands in the report.
    expect(await upload(date, "door-2", late)).toEqual(["admitted"]);
  });

  it("that the date had refused under its id is the one that counts: somebody passed", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await date.scan(barcode, { device: "door-2" });
    const refused = aScan(barcode, { device: DOOR });
    expect((await date.stub.scan(refused)).ok).toBe(false);
    const passed = offline(barcode, { id: refused.id, at: Date.now() });
    await upload(date, DOOR, passed);
    expect((await irregular(date)).entries).toMatchObject([{ scan: { id: refused.id } }]);
    expect(await date.stub.scan(refused)).toMatchObject({ ok: true });
    const attempts = await date.stub.attempts([barcode], 100);
    expect(attempts).toMatchObject({ value: { length: 2 } });
  });

  it("by a clock that runs ahead comes before what the date decides after it knows of it", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await upload(date, DOOR, offline(barcode, { at: Date.now() + 10 * MINUTE_MS }));
    const out = { direction: "out" } as const;
    expect((await date.scan(barcode, out)).ok).toBe(true);
    expect(await date.scan(barcode, out)).toMatchObject({ reason: "not_inside" });
    expect((await date.scan(barcode)).ok).toBe(true);
    expect((await irregular(date)).entries).toEqual([]);
  });

  it("of somebody turned away leaves the ticket as it was", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    expect(await upload(date, DOOR, offline(barcode, { letThrough: false }))).toEqual([
      "turned_away",
    ]);
    expect((await date.cancel([barcode])).ok).toBe(true);
  });

  it("that says contradictory things under one id ends the same in either order", async () => {
    const ends = [];
    for (const turned of [false, true]) {
      const date = await aDate();
      const barcode = await aTicket(date);
      const [entered, left] = [
        offline(barcode, { id: "1", at: Date.now() - HOUR_MS }),
        offline(barcode, { id: "1", at: Date.now() - 2 * HOUR_MS, direction: "out" }),
      ];
      await upload(date, DOOR, turned ? left : entered);
      await upload(date, DOOR, turned ? entered : left);
      const { tickets } = await listSince(date, "");
      ends.push(tickets.map(({ inside }) => inside));
    }
    expect(ends).toEqual([[false], [false]]);
  });
});

describe("an entry that should not have been is reported once, with its reason", () => {
  it.each(["unknown", "forged", "other_date"] as const)("(%s)", async (stranger) => {
    const date = await aDate();
    const scan = offline(aBarcode(), { stranger });
    expect(await upload(date, DOOR, scan)).toEqual([stranger]);
    await upload(date, DOOR, scan);
    expect((await irregular(date)).entries).toMatchObject([
      { irregularity: stranger, ticket: null, scan: { id: scan.id }, first: null },
    ]);
  });

  it("(void): the place may be another's, so the ticket stays void", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await date.cancel([barcode]);
    expect(await upload(date, DOOR, offline(barcode))).toEqual(["void"]);
    expect((await date.state()).areas).toMatchObject([{ used: 0, free: 10 }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("(not paid): somebody takes the place, so it stays theirs when the hold is over", async () => {
    const date = await aDate();
    const hold = aBooking({ hold: { expiresAt: Date.now() + HOUR_MS, order: 1 } });
    const [barcode = ""] = barcodesOf(await date.stub.book(hold));
    expect(await upload(date, DOOR, offline(barcode))).toEqual(["not_paid"]);
    const command = { deadline: Date.now() + HOUR_MS, holds: [hold.request], serials: null };
    await date.stub.release(command);
    expect((await date.state()).areas).toMatchObject([{ used: 1, held: 0, free: 9 }]);
    expect((await irregular(date)).entries).toMatchObject([{ irregularity: "not_paid" }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("in pages that together have each one once", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const at = Date.now() - HOUR_MS;
    const scans = Array.from({ length: 8 }, (_, n) => offline(barcode, { id: `${n}`, at }));
    await upload(date, DOOR, ...scans);
    const ids: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page = await irregular(date, after, 3);
      ids.push(...page.entries.map(({ scan }) => scan.id));
      after = page.next;
    }
    expect(ids).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  });
});

describe("an offline scan is not kept", () => {
  it.each([
    ["clock_ahead", SCAN_AHEAD_MS_MAX + MINUTE_MS],
    ["too_old", -SCAN_AGE_MS_MAX - MINUTE_MS],
  ])("when its time can't be (%s)", async (outcome, off) => {
    const date = await aDate();
    const barcode = await aTicket(date);
    expect(await upload(date, DOOR, offline(barcode, { at: Date.now() + off }))).toEqual([outcome]);
    expect(await date.stub.attempts([barcode], 10)).toMatchObject({ value: { length: 0 } });
    expect(await upload(date, DOOR, offline(barcode, { at: Date.now() + 10 * MINUTE_MS }))).toEqual(
      ["admitted"],
    );
  });

  it("while its ticket is being cancelled, and is taken a moment later", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const cancel = { deadline: Date.now() + HOUR_MS, channel: null, barcodes: [barcode] };
    await date.stub.freeze(cancel);
    const scan = offline(barcode);
    expect(await upload(date, DOOR, scan)).toEqual(["being_cancelled"]);
    await date.stub.cancel(cancel);
    expect(await upload(date, DOOR, scan)).toEqual(["void"]);
  });
});

describe("the list for working offline", () => {
  it("has the gates, the hours and every ticket, and since a version only what changed", async () => {
    const gates = [{ id: "north", label: "North", areas: null }];
    const rules = { opensAt: Date.now(), closesAt: null, gates };
    const date = await aDate({ entry: rules });
    const [one, other] = [await aTicket(date), await aTicket(date)];
    const whole = await listSince(date, "");
    const ticket = { state: "issued", inside: false, area: "parterre", seat: null };
    expect(whole).toMatchObject({ entry: rules, whole: true, more: false });
    expect(whole.tickets).toEqual([
      { ...ticket, barcode: one },
      { ...ticket, barcode: other },
    ]);
    expect((await listSince(date, whole.version)).tickets).toEqual([]);
    await date.scan(one, { gate: "north" });
    await date.cancel([other]);
    const third = await aTicket(date);
    const changed = await listSince(date, whole.version);
    expect(changed.whole).toBe(false);
    expect(changed.tickets.toSorted((a, b) => a.state.localeCompare(b.state))).toEqual([
      { ...ticket, barcode: third },
      { ...ticket, barcode: one, state: "used", inside: true },
      { ...ticket, barcode: other, state: "void" },
    ]);
    await date.scan(one, { gate: "north", direction: "out" });
    const after = await listSince(date, changed.version);
    expect(after.tickets).toEqual([{ ...ticket, barcode: one, state: "used" }]);
  });

  it("in pages, while it changes, ends as the whole list", async () => {
    const date = await aDate({}, 100);
    const barcodes = barcodesOf(await date.book({ barcodes: Array.from({ length: 9 }, aBarcode) }));
    const known = new Map<string, unknown>();
    let [version, more] = ["", true];
    for (let page = 0; more; page++) {
      const list = await listSince(date, version, 4);
      expect(list.tickets.length).toBeLessThanOrEqual(4);
      for (const ticket of list.tickets) known.set(ticket.barcode, ticket);
      ({ version, more } = list);
      const [early, late] = [barcodes[page], barcodes[8 - page]];
      if (page < 3 && early !== undefined && late !== undefined) {
        await date.scan(early);
        await date.cancel([late]);
        await date.book();
      }
    }
    const { tickets } = await listSince(date, "");
    expect(new Map(tickets.map((ticket) => [ticket.barcode, ticket]))).toEqual(known);
    expect(tickets).toHaveLength(12);
  });

  it("asked for with a version that the date never gave begins anew", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    for (const version of ["7-0", "0-7", "nonsense"]) {
      const list = await listSince(date, version);
      expect(list).toMatchObject({ whole: true, tickets: [{ barcode }] });
    }
  });
});
