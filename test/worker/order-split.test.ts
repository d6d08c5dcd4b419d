// Splitting an order: tickets change hands once, whole, and also when the objects die in between.
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { HandOverCommand } from "../../src/order/commands.ts";
import { aDate } from "./a-date.ts";
import { aLine, anOrder, MINUTE_MS, type TestOrder } from "./an-order.ts";

async function aConfirmed(quantity = 3) {
  const date = await aDate({}, 10);
  const order = anOrder([aLine(date, { quantity })]);
  await order.stub.place(order.wish);
  await order.stub.confirm({ deadline: Date.now() + MINUTE_MS });
  const state = await order.stub.state();
  if (!state.ok) throw new Error(state.reason);
  const tickets = state.value.lines.flatMap((line) => line.tickets);
  return { date, order, tickets };
}

function aSplit(tickets: readonly { readonly barcode: string }[]): HandOverCommand {
  const number = 1 + Math.floor(Math.random() * 2 ** 50);
  return {
    request: crypto.randomUUID(),
    deadline: Date.now() + MINUTE_MS,
    tickets: tickets.map(({ barcode }) => barcode),
    to: { number, reference: null, contact: "7", metadata: "{}" },
  };
}

async function liveOf(number: number): Promise<string[]> {
  const state = await env.ORDER.getByName(String(number)).state();
  if (!state.ok) return [];
  return state.value.lines
    .flatMap(({ tickets }) => tickets)
    .filter((ticket) => ticket.state === "issued")
    .map(({ barcode }) => barcode);
}

async function pending({ stub }: TestOrder): Promise<number> {
  return runInDurableObject(stub, (_order, { storage }) =>
    Number(storage.sql.exec(`SELECT count(*) AS n FROM hand_overs`).one()["n"]),
  );
}

describe("a split", () => {
  it("moves the tickets and their place in the date's books, once", async () => {
    const { date, order, tickets } = await aConfirmed();
    const command = aSplit(tickets.slice(0, 2));
    const first = await order.stub.handOver(command);
    expect(first).toEqual({ ok: true, value: { number: command.to.number } });
    expect(await order.stub.handOver(command)).toEqual(first);
    expect(await liveOf(command.to.number)).toEqual(command.tickets);
    expect(await liveOf(order.number)).toEqual([tickets[2]?.barcode]);
    const made = await env.ORDER.getByName(String(command.to.number)).state();
    expect(made).toMatchObject({ ok: true, value: { status: "confirmed", contact: "7" } });
    const admissions = await date.stub.admissionsOf([1, 2, 3]);
    expect(admissions).toMatchObject({
      ok: true,
      value: [{ order: command.to.number }, { order: command.to.number }, { order: order.number }],
    });
    expect(await pending(order)).toBe(0);
  });

  it("cancels at the date only through the order that has the ticket", async () => {
    const { date, order, tickets } = await aConfirmed();
    const command = aSplit(tickets.slice(0, 1));
    await order.stub.handOver(command);
    const all = { deadline: Date.now() + MINUTE_MS, what: "all" } as const;
    await order.stub.cancel(all);
    const issued = async () => {
      const left = await date.stub.tickets(0, 10);
      return left.ok ? left.value.filter(({ state }) => state === "issued").length : -1;
    };
    expect(await issued()).toBe(1);
    await env.ORDER.getByName(String(command.to.number)).cancel(all);
    expect(await issued()).toBe(0);
    expect(await date.stub.audit()).toMatchObject({ ok: true, value: { ok: true } });
  });

  it("is taken up by the alarm where the other order could not be told", async () => {
    const { order, tickets } = await aConfirmed();
    const command = aSplit(tickets.slice(0, 1));
    await order.stub.handOver(command);
    // As a crash would leave it before the other order was made: written down, and not yet told.
    const fresh = aSplit(tickets.slice(1, 2));
    await runInDurableObject(order.stub, (_order, { storage }) => {
      const [row] = storage.sql
        .exec(`SELECT id, date, code, price, quantity, hold, accessible FROM lines`)
        .toArray();
      const [ticket] = storage.sql
        .exec(
          `SELECT serial, barcode, amount, currency FROM tickets WHERE barcode = ?`,
          fresh.tickets[0],
        )
        .toArray();
      const line = { ...row, seats: null, expectedAmount: null };
      const lines = [{ line, tickets: [{ ...ticket, seatId: null, seat: null }] }];
      const taken = { ...fresh.to, request: fresh.request, channel: order.wish.channel, lines };
      storage.sql.exec(`UPDATE tickets SET state = 'void' WHERE barcode = ?`, fresh.tickets[0]);
      storage.sql.exec(
        `INSERT INTO hand_overs VALUES (?, ?)`,
        fresh.request,
        JSON.stringify(taken),
      );
    });
    await runInDurableObject(order.stub, (object) => object.alarm());
    expect(await liveOf(fresh.to.number)).toEqual(fresh.tickets);
    expect(await pending(order)).toBe(0);
  });

  it("is refused whole: of all tickets, of another's, of an open order", async () => {
    const { order, tickets } = await aConfirmed();
    expect(await order.stub.handOver(aSplit(tickets))).toMatchObject({ reason: "nothing_left" });
    const strange = aSplit([...tickets.slice(0, 1), { barcode: "X" }]);
    expect(await order.stub.handOver(strange)).toMatchObject({ reason: "unknown_ticket" });
    expect(await liveOf(order.number)).toHaveLength(3);
    const open = anOrder([aLine(await aDate({}, 10))]);
    const placed = await open.stub.place(open.wish);
    const held = placed.ok ? placed.value.lines.flatMap((line) => line.tickets) : [];
    expect(await open.stub.handOver(aSplit(held.slice(0, 1)))).toMatchObject({
      reason: "wrong_status",
    });
  });
});

it("letting out ends where nobody is inside, and scans only the channel's own", async () => {
  const { date, order, tickets } = await aConfirmed();
  const scan = (barcode: string) =>
    date.stub.scan({
      deadline: Date.now() + MINUTE_MS,
      device: "gate",
      id: crypto.randomUUID(),
      barcode,
      direction: "in",
      gate: null,
      mayOmitGate: true,
      stranger: "unknown",
    });
  for (const { barcode } of tickets.slice(0, 2)) await scan(barcode);
  const letOut = (channel: string, areas: readonly string[] | null = null) =>
    date.stub.letOut({
      deadline: Date.now() + MINUTE_MS,
      device: "api",
      id: crypto.randomUUID(),
      channel,
      areas,
    });
  expect(await letOut("another")).toEqual({ ok: true, value: [] });
  expect(await letOut(order.wish.channel, ["nowhere"])).toEqual({ ok: true, value: [] });
  expect(await letOut(order.wish.channel)).toEqual({ ok: true, value: [1, 2] });
  expect(await letOut(order.wish.channel)).toEqual({ ok: true, value: [] });
  expect(await date.stub.admissionsOf([1, 2, 3])).toMatchObject({
    value: [
      { inside: false, enteredBy: "gate", leftBy: "api", state: "used" },
      { inside: false, enteredBy: "gate", leftBy: "api", state: "used" },
      { inside: false, enteredAt: null, leftAt: null, state: "issued" },
    ],
  });
});
