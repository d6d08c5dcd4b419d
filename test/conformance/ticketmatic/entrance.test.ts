// From the sale to the entrance and back on sale: barcodes, the stream of tickets, access status,
// scanning out (contracts/ticketmatic.md 3.7), and the same places at the pass Culture door.
import { beforeAll, describe, expect, it } from "vitest";
import { aDate, aPrice } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, said } from "../../support/passculture-client.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import type { Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;

beforeAll(async () => {
  tm = await anAccount(window);
});

async function eventOf(id: string): Promise<Json> {
  const list = await tm.get("/events", { limit: 1000 });
  return list.data.find((event: Json) => event.code === id);
}

function firstPrice(event: Json): number {
  return event.prices.contingents[0].pricetypes[0].tickettypepriceid;
}

/** A confirmed order of so many tickets. */
async function anOrder(event: Json, quantity: number, by = tm): Promise<Json> {
  const { orderid } = await by.post("/orders", { saleschannelid: 1 });
  const tickets = Array.from({ length: quantity }, () => ({
    tickettypepriceid: firstPrice(event),
  }));
  await by.post(`/orders/${orderid}/tickets`, { tickets });
  return by.post(`/orders/${orderid}`);
}

const full = { booking_quantity: 1, offer_price: 1250 };

describe("two seats of two", () => {
  it("are sold, scanned in and out, one is deleted, and pass Culture sells its place", async () => {
    const date = await aDate(window.operator, { capacity: 2 });
    const event = await eventOf(date.id);
    const order = await anOrder(event, 2);
    const [first, second] = order.tickets;
    const soldOut = said(await window.passCulture.book(aBooking(date.stock, full)));
    expect(soldOut).toMatchObject({ status: 409, body: { error: "sold_out" } });

    const path = `/events/${event.id}/tickets`;
    const filter = { simplefilter: { tickettypeid: event.contingents[0].id } };
    const before = await tm.lines(path, filter);
    expect(
      before.map(({ id, barcode, orderid, accesscontrolstatus }) => [
        id,
        barcode,
        orderid,
        accesscontrolstatus,
      ]),
    ).toEqual(order.tickets.map((ticket: Json) => [ticket.id, ticket.barcode, order.orderid, 0]));

    await window.operator.scan(first.barcode);
    const [inside, outside] = await tm.lines(path);
    expect(inside).toMatchObject({
      accesscontrolstatus: 1,
      accesscontrollastenteredts: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      accesscontrollastenteredscandeviceid: expect.any(Number),
    });
    expect(outside).toMatchObject({ accesscontrolstatus: 0 });
    const seen = await tm.get(`/orders/${order.orderid}`);
    expect(seen.tickets.map((ticket: Json) => ticket.cachedaccesscontrolstatus)).toEqual([1, 0]);

    const scanOut = `/events/${event.id}/tickets/scanout`;
    expect(await tm.put(scanOut, { tickettypeids: [1] })).toEqual([]);
    expect(await tm.put(scanOut, { tickettypeids: [event.contingents[0].id] })).toEqual([first.id]);
    expect(await tm.put(scanOut, {})).toEqual([]);
    const [left] = await tm.lines(path);
    expect(left).toMatchObject({ accesscontrolstatus: 2 });
    expect(left.accesscontrollastexitts).toMatch(/Z$/);
    const logs = await tm.get(`/orders/${order.orderid}/logs`);
    expect(logs.filter((entry: Json) => entry.typeid === 18019)).toHaveLength(2);

    const used = { body: { tickets: [first.id] } };
    expect(await tm.refused("DELETE", `/orders/${order.orderid}/tickets`, used)).toMatchObject({
      status: 400,
      code: 400,
      applicationcode: 1303,
    });
    const rest = await tm.delete(`/orders/${order.orderid}/tickets`, { tickets: [second.id] });
    expect(rest.tickets.map((ticket: Json) => ticket.id)).toEqual([first.id]);
    const sold = said(await window.passCulture.book(aBooking(date.stock, full)));
    expect(sold).toMatchObject({ status: 200, body: { remainingQuantity: 0 } });
    expect((await window.operator.audit(date.id)).ok).toBe(true);
  });

  it("are sold by pass Culture, and only a cancelled one is had here", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    const event = await eventOf(date.id);
    const sold = said(await window.passCulture.book(aBooking(date.stock, full)));
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const body = { tickets: [{ tickettypepriceid: firstPrice(event) }] };
    expect(await tm.refused("POST", `/orders/${orderid}/tickets`, { body })).toMatchObject({
      status: 400,
      code: 400,
      applicationcode: 1203,
      applicationdata: { tickettypepriceid: firstPrice(event) },
    });
    expect((await tm.get(`/events/${event.id}`)).availability).toMatchObject([
      { total: 1, free: 0, sold_paid: 1 },
    ]);
    const [elsewhere] = await tm.lines(`/events/${event.id}/tickets`);
    expect(elsewhere).toMatchObject({ orderid: null, barcode: null, locktypeid: 2 });

    const tickets = (sold.body as { tickets: { barcode: string }[] }).tickets;
    await window.passCulture.cancel(...tickets.map(({ barcode }) => barcode));
    // The very same call of the same second would be the same request: this one says more.
    const added = await tm.post(`/orders/${orderid}/tickets`, { ...body, onlysinglerow: true });
    expect(added.order.nbroftickets).toBe(1);
  });
});

it("an order has no ticket any more that the venue has cancelled, alone or with its date", async () => {
  const date = await aDate(window.operator);
  const order = await anOrder(await eventOf(date.id), 3);
  const path = `/orders/${order.orderid}`;
  await tm.post(`${path}/payments`, { amount: 37.5, paymentmethodid: 1 });
  const [first, second, third] = order.tickets;
  await window.operator.cancelTicket(first.barcode);
  const tickets = [{ id: second.id }, { id: third.id }];
  const left = { status: 21002, nbroftickets: 2, totalamount: 25, paymentstatus: 2, tickets };
  expect(await tm.get(path)).toMatchObject(left);
  expect(await tm.delete(`${path}/tickets`, { tickets: [first.id] })).toMatchObject(left);
  await operate(window.server.url, "PATCH", `/dates/${date.id}`, { status: "cancelled" });
  const none = { status: 21002, nbroftickets: 0, totalamount: 0, tickets: [] };
  expect(await tm.get(path)).toMatchObject(none);
  expect(await tm.delete(path)).toBeNull();
  expect(await tm.get(path)).toMatchObject({ status: 21003, amountpaid: 37.5 });
});

describe("a hall with numbered seats", () => {
  const row = (label: string, rank: number, y: number) => ({
    label,
    rank,
    seats: [1, 2, 3, 4].map((pos) => ({
      id: `${label}-${pos}`,
      label: String(pos),
      pos,
      x: pos,
      y,
    })),
  });
  const plan = {
    focus: { x: 2, y: 0 },
    blocks: [{ label: "P", rows: [row("A", 1, 1), row("B", 2, 2)] }],
  };
  let event: Json;

  beforeAll(async () => {
    const areas = [{ id: "hall", label: "Hall", plan }] as never;
    const date = await aDate(window.operator, { areas, prices: [aPrice("full", "hall", 2000)] });
    event = await eventOf(date.id);
  });

  const path = () => `/events/${event.id}/tickets`;

  it("streams its free seats, which can be bought by their number and locked", async () => {
    expect(event).toMatchObject({
      seatselection: true,
      seatingplanid: event.id,
      seatingplancontingents: [{ name: "Hall", amount: 8, seatrankid: 1 }],
    });
    const free = await tm.lines(path());
    expect(free.map(({ seatid }) => seatid)).toEqual(
      ["A", "B"].flatMap((label) => [1, 2, 3, 4].map((pos) => `${label}-${pos}`)),
    );
    const [a1, a2, a3] = free;
    const tickettypepriceid = firstPrice(event);
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const named = { tickets: [{ tickettypepriceid, ticketid: a1.id }] };
    const added = await tm.post(`/orders/${orderid}/tickets`, named);
    expect(added.order.tickets).toMatchObject([{ seatname: "A-1", seatdescription: "P A 1" }]);

    // What is free comes first: the vendor's own test locks the first two of the stream.
    const half = await tm.lines(path());
    expect(half.map(({ seatid }) => seatid).slice(0, 2)).toEqual(["A-2", "A-3"]);
    const sold = half.at(-1);
    const { id } = added.order.tickets[0];
    const own = { id, orderid, tickettypepriceid, price: 20, orderfee: 0 };
    expect(sold).toMatchObject({ ...a1, ...own, seatrownumber: "A", seatseatnumber: "1" });

    await tm.put(`${path()}/lock`, { locktypeid: 1, ticketids: [a2.id, a3.id] });
    const after = await tm.lines(path());
    const lockOf = (seat: string) => after.find(({ seatid }) => seatid === seat)?.locktypeid;
    expect([lockOf("A-2"), lockOf("A-3"), lockOf("A-4")]).toEqual([1, 1, null]);
    const taken = { status: 400, applicationcode: 1205 };
    const locked = { body: { tickets: [{ tickettypepriceid, ticketid: a2.id }] } };
    expect(await tm.refused("POST", `/orders/${orderid}/tickets`, locked)).toMatchObject(taken);
    const gone = { body: { locktypeid: 1, ticketids: [a1.id] } };
    expect(await tm.refused("PUT", `${path()}/lock`, gone)).toMatchObject(taken);
    await tm.put(`${path()}/unlock`, { ticketids: [a2.id, a3.id] });
    expect((await tm.get(`/events/${event.id}`)).availability).toMatchObject([
      { total: 8, free: 7, reserved: 1, locked_hard: 0 },
    ]);
    await tm.delete(`/orders/${orderid}`);
    expect(await tm.lines(path())).toHaveLength(8);
  });

  it("has one seat rank, which every seat has already", async () => {
    const areas = [{ id: "hall", label: "Hall", plan }] as never;
    const date = await aDate(window.operator, { areas, prices: [aPrice("full", "hall", 2000)] });
    const hall = await eventOf(date.id);
    const [{ seatrankid }] = hall.seatingplancontingents;
    const [first, second] = await tm.lines(`/events/${hall.id}/tickets`);
    const rank = `/events/${hall.id}/tickets/seatrank`;
    const ticketids = [first.id, second.id];
    for (const client of [tm, tm.as("go")]) {
      expect(await client.put(rank, { seatrankid, ticketids })).toBeNull();
    }
    const other = { body: { seatrankid: seatrankid + 1, ticketids } };
    expect(await tm.refused("PUT", rank, other)).toMatchObject({ status: 400, code: 400 });
    const elsewhere = { body: { seatrankid, ticketids: [5] } };
    expect(await tm.refused("PUT", rank, elsewhere)).toMatchObject({ status: 400, code: 400 });
    await window.operator.putDate(date.id, { ...date.configuration, status: "closed" });
    const closed = { body: { seatrankid, ticketids } };
    expect(await tm.refused("PUT", rank, closed)).toMatchObject({ status: 400, code: 400 });
  });

  it("locks all of them or none, and what was locked before stays so", async () => {
    const areas = [{ id: "hall", label: "Hall", plan }] as never;
    const date = await aDate(window.operator, { areas, prices: [aPrice("full", "hall", 2000)] });
    const hall = await eventOf(date.id);
    const lock = (ticketids: number[]) => ({ body: { locktypeid: 1, ticketids } });
    const [a1, a2, a3] = await tm.lines(`/events/${hall.id}/tickets`);
    await tm.call("PUT", `/events/${hall.id}/tickets/lock`, lock([a1.id]));
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const wish = { tickettypepriceid: firstPrice(hall), ticketid: a3.id };
    await tm.post(`/orders/${orderid}/tickets`, { tickets: [wish] });
    const all = lock([a1.id, a2.id, a3.id]);
    expect(await tm.refused("PUT", `/events/${hall.id}/tickets/lock`, all)).toMatchObject({
      status: 400,
      applicationcode: 1205,
    });
    const locked = (await tm.lines(`/events/${hall.id}/tickets`))
      .filter(({ locktypeid }) => locktypeid !== null)
      .map(({ id }) => id);
    expect(locked).toEqual([a1.id]);
  });

  it("names the same seats by the same numbers when its plan changes", async () => {
    const rows = (...labels: string[]) => {
      const blocks = [{ label: "P", rows: labels.map((label, at) => row(label, at + 1, at)) }];
      return [{ id: "hall", label: "Hall", plan: { ...plan, blocks } }];
    };
    const prices = [aPrice("full", "hall", 2000)];
    const { id, configuration } = await aDate(window.operator, { areas: rows("A", "B"), prices });
    const { id: number, ...hall } = await eventOf(id);
    const numbers = async () => {
      const lines = await tm.lines(`/events/${number}/tickets`);
      return new Map(lines.map((line) => [line.seatid, line.id]));
    };
    const before = await numbers();
    await window.operator.putDate(id, { ...configuration, areas: rows("Z", "B") });
    const after = await numbers();
    expect([...after.keys()].map((seat) => seat.slice(0, 1)).join("")).toBe("ZZZZBBBB");
    expect(after.get("B-1")).toBe(before.get("B-1"));
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const tickettypepriceid = firstPrice(hall);
    const wish = (ticketid: number) => ({ tickets: [{ tickettypepriceid, ticketid }] });
    const path = `/orders/${orderid}/tickets`;
    const { order } = await tm.post(path, wish(before.get("B-1")));
    expect(order.tickets).toMatchObject([{ seatname: "B-1" }]);
    for (const [seat, old] of before) {
      expect([...after.values()].includes(old)).toBe(seat.startsWith("B"));
      if (!seat.startsWith("A")) continue;
      const gone = { status: 400, applicationcode: 1205 };
      expect(await tm.refused("POST", path, { body: wish(old) })).toMatchObject(gone);
      const body = { locktypeid: 1, ticketids: [old] };
      expect(await tm.refused("PUT", `/events/${number}/tickets/lock`, { body })).toMatchObject({
        status: 404,
      });
    }
  });

  it("gives one row to those who want one row, or nothing", async () => {
    const tickettypepriceid = firstPrice(event);
    const wishes = (length: number) => Array.from({ length }, () => ({ tickettypepriceid }));
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const five = { onlysinglerow: true, tickets: wishes(5) };
    const refused = await tm.refused("POST", `/orders/${orderid}/tickets`, { body: five });
    expect(refused).toMatchObject({
      status: 400,
      applicationcode: 1203,
      message: "Not enough tickets available in a single row",
    });
    const four = { onlysinglerow: true, tickets: wishes(4) };
    const added = await tm.post(`/orders/${orderid}/tickets`, four);
    const rows = added.order.tickets.map((ticket: Json) => ticket.seatname.slice(0, 1));
    expect(new Set(rows).size).toBe(1);
    expect(added.order.nbroftickets).toBe(4);
  });
});

it("an account that may not scan can't let anybody out", async () => {
  const other = await anAccount(window, { lacks: ["scan", "manage"] });
  const date = await aDate(window.operator);
  const event = await eventOf(date.id);
  const path = `/events/${event.id}/tickets`;
  expect(await other.refused("PUT", `${path}/scanout`, { body: {} })).toMatchObject({ code: 403 });
  expect(await other.refused("PUT", `${path}/unlock`, { body: {} })).toMatchObject({ code: 403 });
});

it("20,000 tickets come as lines, whole and each once", async () => {
  const rows = Array.from({ length: 100 }, (_, rank) => ({
    label: `R${rank}`,
    rank,
    seats: Array.from({ length: 200 }, (_, pos) => ({
      id: `${rank}-${pos}`,
      label: `${rank}/${pos}`,
      pos,
      x: pos,
      y: rank,
    })),
  }));
  const plan = { focus: { x: 100, y: 0 }, blocks: [{ label: "P", rows }] };
  const areas = [{ id: "arena", label: "Arena", plan }] as never;
  const date = await aDate(window.operator, { areas, prices: [aPrice("full", "arena", 2000)] });
  const event = await eventOf(date.id);
  const order = await anOrder(event, 40);
  const lines = await tm.lines(`/events/${event.id}/tickets`);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(20_000);
  const sold = lines.filter(({ barcode }) => barcode !== null).map(({ barcode }) => barcode);
  expect(new Set(sold)).toEqual(new Set(order.tickets.map((ticket: Json) => ticket.barcode)));
});
