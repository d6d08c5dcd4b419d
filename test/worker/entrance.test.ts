// The entrance of a date: who is let in and out, every reason why not, and attempts that are kept.
import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { DateConfig, Gate } from "../../src/core/domain.ts";
import type { Stranger } from "../../src/date/entrance/commands.ts";
import {
  aBarcode,
  aBooking,
  aDate,
  aPrice,
  aScan,
  barcodesOf,
  countedArea,
  HOUR_MS,
  type TestDate,
} from "./a-date.ts";

const NORTH: Gate = { id: "north", label: "North", areas: ["parterre"] };
const SOUTH: Gate = { id: "south", label: "South", areas: null };
const EAST: Gate = { id: "east", label: "East", areas: ["balcon"] };

const aHouse: Partial<DateConfig> = {
  areas: [countedArea("parterre", 10), countedArea("balcon", 10)],
  prices: [aPrice("full", "parterre"), aPrice("up", "balcon")],
};

function entry(changes: Partial<DateConfig["entry"]>): Partial<DateConfig> {
  return { entry: { opensAt: null, closesAt: null, gates: [], ...changes } };
}

async function aTicket(date: TestDate): Promise<string> {
  const [barcode = ""] = barcodesOf(await date.book());
  return barcode;
}

async function stateOf(date: TestDate, barcode: string) {
  const ticket = await date.stub.ticket(barcode);
  return ticket.ok ? ticket.value?.state : undefined;
}

async function attempts(date: TestDate, barcode: string) {
  const answer = await date.stub.attempts([barcode], 100);
  return answer.ok ? answer.value : [];
}

async function inside(date: TestDate) {
  const gates = await date.stub.gates();
  return gates.ok ? gates.value.reduce((sum, gate) => sum + gate.inside, 0) : -1;
}

describe("a ticket", () => {
  it("is used from its first entry on, goes out, and comes in again", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    expect(await date.scan(barcode)).toMatchObject({ ok: true, value: { ticket: { barcode } } });
    expect(await stateOf(date, barcode)).toBe("used");
    expect(await inside(date)).toBe(1);
    expect((await date.scan(barcode, { direction: "out" })).ok).toBe(true);
    expect(await inside(date)).toBe(0);
    expect((await date.scan(barcode)).ok).toBe(true);
    expect((await date.state()).areas).toMatchObject([{ issued: 0, used: 1, free: 9 }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("with an imported barcode comes in by it", async () => {
    const date = await aDate();
    await date.stub.importBarcodes({ area: "parterre", channel: "partner" }, ["VENUE 1"]);
    expect(await date.scan("VENUE 1")).toEqual({ ok: false, reason: "unknown" });
    expect(await aTicket(date)).toBe("VENUE 1");
    expect((await date.scan("VENUE 1")).ok).toBe(true);
  });

  it("that is inside can leave a date that was cancelled, and not come back", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await date.scan(barcode);
    await date.configure({ status: "cancelled" });
    expect((await date.scan(barcode, { direction: "out" })).ok).toBe(true);
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "void" });
  });

  it("raced for by twenty gates lets one person in", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const racing = Array.from({ length: 20 }, (_, gate) =>
      date.scan(barcode, { device: `door-${gate}`, gate: `g${gate}` }),
    );
    const answers = await Promise.all(racing);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const reasons = answers.map((answer) => (answer.ok ? "admitted" : answer.reason));
    expect(new Set(reasons)).toEqual(new Set(["admitted", "already_inside"]));
    expect(await attempts(date, barcode)).toHaveLength(20);
  });
});

describe("a scan is refused", () => {
  it.each<Stranger>(["unknown", "forged", "other_date"])(
    "as %s when the date has no such ticket, and the attempt is kept",
    async (stranger) => {
      const date = await aDate();
      const barcode = aBarcode();
      const scan = aScan(barcode, { stranger, device: "door-7", gate: "north" });
      const before = Date.now();
      expect(await date.stub.scan(scan)).toEqual({ ok: false, reason: stranger });
      const [attempt, ...others] = await attempts(date, barcode);
      expect(others).toEqual([]);
      expect(attempt).toMatchObject({
        device: "door-7",
        gate: "north",
        id: scan.id,
        live: true,
        letThrough: false,
        finding: "turned_away",
        refusal: stranger,
      });
      expect(attempt?.at).toBeGreaterThanOrEqual(before);
    },
  );

  it("and not kept while nobody knows yet what the barcode is", async () => {
    const date = await aDate();
    const barcode = aBarcode();
    expect(await date.scan(barcode, { stranger: null })).toEqual({ ok: false, reason: "unknown" });
    expect(await attempts(date, barcode)).toEqual([]);
  });

  it("when the ticket is void", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await date.cancel([barcode]);
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "void" });
  });

  it("when the ticket is held and not paid, until it is", async () => {
    const date = await aDate();
    const hold = aBooking({ hold: { expiresAt: Date.now() + HOUR_MS, order: 1 } });
    const [barcode = ""] = barcodesOf(await date.stub.book(hold));
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "not_paid" });
    expect(await stateOf(date, barcode)).toBe("held");
    await date.stub.confirm({
      deadline: Date.now() + HOUR_MS,
      holds: [hold.request],
      serials: null,
    });
    expect((await date.scan(barcode)).ok).toBe(true);
  });

  it("while a cancellation over several dates has its promise", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const cancel = { deadline: Date.now() + HOUR_MS, channel: null, barcodes: [barcode] };
    await date.stub.freeze(cancel);
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "being_cancelled" });
    expect((await date.stub.cancel(cancel)).ok).toBe(true);
  });

  it("when it is inside already: since when and by which gate", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    await date.scan(barcode, { gate: "north" });
    const [first] = await attempts(date, barcode);
    expect(await date.scan(barcode, { device: "door-2", gate: "south" })).toEqual({
      ok: false,
      reason: "already_inside",
      since: first?.at,
      gate: "north",
    });
  });

  it("on the way out when nobody is inside", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const out = { direction: "out" } as const;
    expect(await date.scan(barcode, out)).toEqual({ ok: false, reason: "not_inside" });
    await date.scan(barcode);
    await date.scan(barcode, out);
    expect(await date.scan(barcode, out)).toEqual({ ok: false, reason: "not_inside" });
    expect(await date.scan(aBarcode(), out)).toEqual({ ok: false, reason: "unknown" });
  });

  it("before the doors open and after they close, though not on the way out", async () => {
    const [past, future] = [Date.now() - HOUR_MS, Date.now() + HOUR_MS];
    const date = await aDate(entry({ opensAt: future }));
    const barcode = await aTicket(date);
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "too_early", opensAt: future });
    await date.configure(entry({ opensAt: past, closesAt: future }));
    expect((await date.scan(barcode)).ok).toBe(true);
    await date.configure(entry({ closesAt: past }));
    expect((await date.scan(barcode, { direction: "out" })).ok).toBe(true);
    expect(await date.scan(barcode)).toEqual({ ok: false, reason: "too_late", closesAt: past });
  });

  it("at a gate that is for other areas, or at none, with the right ones named", async () => {
    const date = await aDate({ ...aHouse, ...entry({ gates: [NORTH, SOUTH, EAST] }) });
    const barcode = await aTicket(date);
    const wrong = { ok: false, reason: "wrong_gate", gates: ["north", "south"] };
    for (const gate of ["east", "nowhere", null]) {
      expect(await date.scan(barcode, { gate })).toEqual(wrong);
    }
    expect((await date.scan(barcode, { gate: "north" })).ok).toBe(true);
    expect((await date.scan(barcode, { gate: "east", direction: "out" })).ok).toBe(true);
    expect((await date.scan(barcode, { gate: null, mayOmitGate: true })).ok).toBe(true);
  });

  it("without an effect when nobody waits for the answer any more", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const late = { deadline: Date.now() - 1 };
    expect(await date.scan(barcode, late)).toEqual({ ok: false, reason: "deadline_passed" });
    expect(await attempts(date, barcode)).toEqual([]);
  });
});

describe("the same scan sent again", () => {
  it("is answered the same and counts once, admitted or refused", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const [scan, second] = [aScan(barcode), aScan(barcode)];
    const [admitted, refused] = [await date.stub.scan(scan), await date.stub.scan(second)];
    expect(admitted.ok).toBe(true);
    expect(await date.stub.scan(scan)).toEqual(admitted);
    await date.scan(barcode, { direction: "out" });
    expect(await date.stub.scan(second)).toEqual(refused);
    expect(await attempts(date, barcode)).toHaveLength(3);
    expect(await inside(date)).toBe(0);
  });

  it("with the same id from another device is another scan", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const scan = aScan(barcode);
    await date.stub.scan(scan);
    expect(await date.stub.scan({ ...scan, device: "door-2" })).toMatchObject({
      reason: "already_inside",
    });
  });

  it("survives that its object ends: the answer is kept with the scan", async () => {
    const date = await aDate();
    const barcode = await aTicket(date);
    const scan = aScan(barcode);
    const answer = await date.stub.scan(scan);
    await abortAllDurableObjects();
    expect(await date.stub.scan(scan)).toEqual(answer);
  });
});

describe("the counts by gate", () => {
  it("are what passed there, in the order of the gates, with strangers at the end", async () => {
    const date = await aDate({ ...aHouse, ...entry({ gates: [NORTH, SOUTH, EAST] }) });
    const [one, other] = [await aTicket(date), await aTicket(date)];
    await date.scan(one, { gate: "north" });
    await date.scan(other, { gate: "north" });
    await date.scan(other, { gate: "south", direction: "out" });
    await date.scan(one, { gate: "south" });
    await date.scan(aBarcode(), { gate: "side" });
    const counts = await date.stub.gates();
    const none = { in: 0, out: 0, inside: 0, irregular: 0, turnedAway: 0 };
    expect(counts).toEqual({
      ok: true,
      value: [
        { ...none, gate: "north", label: "North", in: 2, inside: 1 },
        { ...none, gate: "south", label: "South", out: 1, turnedAway: 1 },
        { ...none, gate: "east", label: "East" },
        { ...none, gate: "side", label: null, turnedAway: 1 },
      ],
    });
  });
});
