// Barcodes that a partner replaces by its own: at the entrance, on the way to the registry, in the
// orders, and when something dies in between.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OrderTicket } from "../../src/order/commands.ts";
import { publishTickets, registryPublisher } from "../../src/registry/publish.ts";
import { drain } from "../../src/date/outbox.ts";
import { aBarcode, aDate, CHANNEL, HOUR_MS, type TestDate } from "./a-date.ts";
import { aLine, anOrder, MINUTE_MS, settle, soon, stateOf, type TestOrder } from "./an-order.ts";
import { toldOf } from "./told-tickets.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

async function aConfirmed(quantity = 2) {
  const date = await aDate({}, 10);
  const order = anOrder([aLine(date, { quantity })]);
  await order.stub.place(order.wish);
  const state = stateOf(await order.stub.confirm(soon()));
  const tickets = state.lines.flatMap((line) => line.tickets);
  return { date, order, tickets };
}

async function rename(date: TestDate, serial: number, barcode = aBarcode()): Promise<string> {
  const request = crypto.randomUUID();
  const command = { ...soon(), request, channel: CHANNEL, tickets: [{ serial, barcode }] };
  const outcome = await date.stub.rebarcode(command);
  if (!outcome.ok) throw new Error(outcome.reason);
  return barcode;
}

async function ticketsOf(order: TestOrder): Promise<OrderTicket[]> {
  const { lines } = stateOf(await order.stub.state());
  return lines.flatMap(({ tickets }) => tickets);
}

async function registered(date: TestDate) {
  const { results } = await env.REGISTRY.prepare(
    `SELECT serial, barcode, state, version FROM tickets WHERE date_id = ? ORDER BY serial`,
  )
    .bind(date.id)
    .all();
  return results;
}

async function atTheDate(date: TestDate) {
  const tickets = await date.stub.tickets(0, 100);
  if (!tickets.ok) throw new Error(tickets.reason);
  return tickets.value.map(({ serial, barcode, state, version }) => {
    return { serial, barcode, state, version };
  });
}

async function tell(date: TestDate): Promise<void> {
  while ((await date.state()).unpublished > 0) await runDurableObjectAlarm(date.stub);
}

describe("at the entrance", () => {
  it("the old barcode is void to every scan, and the new one lets in", async () => {
    const { date, tickets } = await aConfirmed(1);
    const old = tickets[0]?.barcode ?? "";
    const barcode = await rename(date, 1);
    expect(await date.scan(old)).toEqual({ ok: false, reason: "void" });
    expect(await date.scan(old, { stranger: null })).toEqual({ ok: false, reason: "void" });
    expect(await date.scan(barcode)).toMatchObject({ ok: true });
    const scan = { direction: "in", gate: null, letThrough: true, stranger: "unknown" } as const;
    const late = { ...scan, id: "late", barcode: old, at: Date.now() - HOUR_MS };
    expect(await date.stub.mergeScans("door-2", [late])).toMatchObject({
      value: [{ outcome: "void", kept: true }],
    });
    expect(await date.stub.irregularEntries("", 10)).toMatchObject({
      value: { entries: [{ irregularity: "void", barcode: old }] },
    });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("scanners without a connection hear that the old one is void", async () => {
    const { date, tickets } = await aConfirmed(2);
    const old = tickets[0]?.barcode ?? "";
    const list = async (since: string) => {
      const read = await date.stub.scanList(since, 100);
      if (!read.ok) throw new Error(read.reason);
      const known = read.value.tickets.map(({ barcode, state }) => [barcode, state]);
      return { known: Object.fromEntries(known) as object, version: read.value.version };
    };
    const before = await list("");
    const barcode = await rename(date, 1);
    expect((await list(before.version)).known).toEqual({ [old]: "void", [barcode]: "issued" });
    expect((await list("")).known).toEqual({
      [barcode]: "issued",
      [tickets[1]!.barcode]: "issued",
    });
  });

  it("a barcode that somebody came in with is given to no ticket", async () => {
    const { date } = await aConfirmed(1);
    const barcode = aBarcode();
    const passed = { direction: "in", gate: null, letThrough: true, stranger: "unknown" } as const;
    await date.stub.mergeScans("door-1", [{ ...passed, id: "1", barcode, at: Date.now() }]);
    await expect(rename(date, 1, barcode)).rejects.toThrow("barcode_taken");
  });
});

describe("the registry", () => {
  it("has one row for the ticket, also when deliveries overtake and the date is sent again", async () => {
    const { date } = await aConfirmed(2);
    const [stale] = await Promise.all([staleRow(date), tell(date)]);
    const barcode = await rename(date, 1);
    await tell(date);
    expect(await registered(date)).toEqual(await atTheDate(date));
    await publishTickets(env.REGISTRY, date.id, toldOf(stale));
    expect(await registered(date)).toEqual(await atTheDate(date));
    await env.REGISTRY.prepare(`DELETE FROM tickets WHERE date_id = ?`).bind(date.id).run();
    await env.REGISTRY.prepare(`DELETE FROM imports WHERE date_id = ?`).bind(date.id).run();
    await date.stub.republish();
    await tell(date);
    expect(await registered(date)).toEqual(await atTheDate(date));
    const { results } = await env.REGISTRY.prepare(
      `SELECT barcode, code, channel FROM imports WHERE date_id = ?`,
    )
      .bind(date.id)
      .all();
    expect(results).toEqual([{ barcode, code: date.code, channel: CHANNEL }]);
  });

  async function staleRow(date: TestDate) {
    const tickets = await date.stub.tickets(0, 1);
    if (!tickets.ok || tickets.value[0] === undefined) throw new Error("no ticket");
    return tickets.value[0];
  }

  it("that fails is told later: the change waits in the outbox, in its order", async () => {
    const { date } = await aConfirmed(2);
    await tell(date);
    const before = await registered(date);
    await rename(date, 1);
    const barcode = await rename(date, 1);
    await runInDurableObject(date.stub, async (object, { storage }) => {
      await storage.deleteAlarm();
      const down = () => Promise.reject(new Error("D1_ERROR: down"));
      const publisher = registryPublisher(env.REGISTRY);
      await expect(drain(storage, { ...publisher, publishTickets: down })).rejects.toThrow("down");
      await object.wake();
    });
    expect(await registered(date)).toEqual(before);
    await tell(date);
    expect(await registered(date)).toEqual(await atTheDate(date));
    expect(await registered(date)).toMatchObject([{ serial: 1, barcode }, { serial: 2 }]);
  });
});

describe("an order", () => {
  const expects = (date: TestDate, ...serials: number[]) => ({
    code: date.code,
    serials,
    until: Date.now() + MINUTE_MS,
  });

  it("whose caller died after the date's decision asks the date by itself", async () => {
    const { date, order, tickets } = await aConfirmed(2);
    expect(await order.stub.expectBarcodes(expects(date, 1))).toEqual({ ok: true, value: null });
    const barcode = await rename(date, 1);
    expect(await ticketsOf(order)).toMatchObject(tickets);
    const split = {
      ...soon(),
      request: crypto.randomUUID(),
      tickets: [tickets[0]!.barcode],
      to: { number: 7, reference: null, contact: null, metadata: "{}" },
    };
    expect(await order.stub.handOver(split)).toMatchObject({ ok: false, reason: "unavailable" });
    await settle(order, 5);
    expect(await ticketsOf(order)).toMatchObject([{ serial: 1, barcode }, tickets[1]!]);
    await settle(order, 60);
  });

  it("whose caller died before it keeps its barcodes, and asks no more", async () => {
    const { date, order, tickets } = await aConfirmed(1);
    await order.stub.expectBarcodes(expects(date, 1));
    await settle(order, 5);
    expect(await ticketsOf(order)).toMatchObject(tickets);
    await settle(order, 60);
  });

  it("that has not heard yet cancels its ticket all the same", async () => {
    const { date, order, tickets } = await aConfirmed(2);
    const barcode = await rename(date, 1);
    const what = { lines: [], tickets: [tickets[0]!.barcode] };
    expect(await order.stub.cancel({ ...soon(), what })).toMatchObject({ ok: true });
    expect(await atTheDate(date)).toMatchObject([{ barcode, state: "void" }, { state: "issued" }]);
    await order.stub.cancel({ ...soon(), what: "all" });
    expect((await date.state()).areas[0]).toMatchObject({ issued: 0, free: 10 });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("expects nothing for tickets that it has not issued", async () => {
    const { date, order } = await aConfirmed(1);
    const unknown = { ok: false, reason: "unknown_ticket" };
    expect(await order.stub.expectBarcodes(expects(date, 1, 2))).toEqual(unknown);
    await order.stub.cancel({ ...soon(), what: "all" });
    expect(await order.stub.expectBarcodes(expects(date, 1))).toEqual(unknown);
    const open = anOrder([aLine(date)]);
    await open.stub.place(open.wish);
    expect(await open.stub.expectBarcodes(expects(date, 2))).toEqual(unknown);
  });
});

it("a replaced barcode is never minted, imported or given again", async () => {
  const { date, tickets } = await aConfirmed(1);
  const old = tickets[0]!.barcode;
  const first = await rename(date, 1);
  const second = await rename(date, 1);
  for (const barcode of [old, first, second]) {
    expect(await date.book({ barcodes: [barcode] })).toEqual({
      ok: false,
      reason: "barcode_taken",
    });
    const place = { area: "parterre", channel: CHANNEL };
    const imported = await date.stub.importBarcodes(place, [barcode]);
    expect(imported).toMatchObject({ reason: "known_barcodes" });
  }
  await expect(rename(date, 1, old)).rejects.toThrow("barcode_taken");
});
