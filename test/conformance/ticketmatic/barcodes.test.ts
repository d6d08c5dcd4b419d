// A partner's own barcodes on tickets of its own orders (contracts/ticketmatic.md 3.1, tickets/batch):
// from then on the new one is the ticket, everywhere, and the old one is none.
import { beforeAll, describe, expect, it } from "vitest";
import { aDate, freshId, type OpenDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, booked } from "../../support/passculture-client.ts";
import { RegistryFile } from "../../support/registry-file.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import { signed, type Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
let other: Ticketmatic;

beforeAll(async () => {
  [tm, other] = [await anAccount(window), await anAccount(window)];
});

interface Show {
  readonly date: OpenDate;
  readonly event: Json;
  readonly path: string;
}

async function aShow(wishes = {}): Promise<Show> {
  const date = await aDate(window.operator, wishes);
  const { data } = await tm.get("/events", { limit: 1000 });
  const event = data.find(({ code }: Json) => code === date.id);
  return { date, event, path: `/events/${event.id}/tickets/batch` };
}

async function anOrder({ event }: Show, quantity: number, by = tm): Promise<Json> {
  const { tickettypepriceid } = event.prices.contingents[0].pricetypes[0];
  const { orderid } = await by.post("/orders", { saleschannelid: 1 });
  const tickets = Array.from({ length: quantity }, () => ({ tickettypepriceid }));
  await by.post(`/orders/${orderid}/tickets`, { tickets });
  return by.post(`/orders/${orderid}`);
}

const page = (barcode: string) => fetch(`${window.server.url}/t/${encodeURIComponent(barcode)}`);

/** Why the gate does not let it in; null when it does. */
async function scanned(barcode: string): Promise<string | null> {
  try {
    await window.operator.scan(barcode);
    return null;
  } catch (error) {
    return String(error);
  }
}

describe("a ticket with a new barcode", () => {
  it("is found by it everywhere, and by the old one nowhere", async () => {
    const show = await aShow();
    const order = await anOrder(show, 2);
    const [first, second] = order.tickets;
    const barcode = freshId("PARTNER");
    expect(await tm.put(show.path, [{ id: first.id, barcode, seatid: "ignored" }])).toBeNull();

    const after = await tm.get(`/orders/${order.orderid}`);
    expect(after.tickets.map((one: Json) => [one.id, one.barcode])).toEqual([
      [first.id, barcode],
      [second.id, second.barcode],
    ]);
    const lines = await tm.lines(`/events/${show.event.id}/tickets`);
    expect(lines.map((line) => line.barcode)).toEqual([barcode, second.barcode]);
    expect((await page(barcode)).status).toBe(200);
    expect((await page(first.barcode)).status).toBe(404);
    expect(await window.operator.ticket(barcode)).toMatchObject({ barcode, state: "issued" });
    await expect(window.operator.ticket(first.barcode)).rejects.toThrow(/404/);
    const { url } = await tm.post(`/orders/${order.orderid}/pdf`, { tickets: [first.id] });
    expect((await fetch(url)).status).toBe(200);

    expect(await scanned(first.barcode)).toMatch(/void/i);
    expect(await scanned(barcode)).toBeNull();
    const [line] = await tm.lines(`/events/${show.event.id}/tickets`);
    expect(line).toMatchObject({ barcode, accesscontrolstatus: 1 });
    expect((await window.operator.audit(show.date.id)).ok).toBe(true);
  });

  it("is cancelled by the account and by the venue", async () => {
    const show = await aShow({ capacity: 2 });
    const order = await anOrder(show, 2);
    const [first, second] = order.tickets;
    const [a, b] = [freshId("A"), freshId("B")];
    await tm.put(show.path, [
      { id: first.id, barcode: a },
      { id: second.id, barcode: b },
    ]);
    await tm.delete(`/orders/${order.orderid}/tickets`, { tickets: [first.id] });
    await window.operator.cancelTicket(b);
    expect((await tm.get(`/events/${show.event.id}`)).availability).toMatchObject([{ free: 2 }]);
    expect(await scanned(a)).not.toBeNull();
    const gone = await tm.refused("PUT", show.path, {
      body: [{ id: first.id, barcode: freshId("C") }],
    });
    expect(gone).toMatchObject({ status: 400, applicationdata: { ticketid: first.id } });
    expect((await window.operator.audit(show.date.id)).ok).toBe(true);
  });

  it("keeps it when its order is split, and gets another when it likes", async () => {
    const show = await aShow();
    const order = await anOrder(show, 2);
    const [first] = order.tickets;
    const [one, two] = [freshId("one"), freshId("two")];
    await tm.put(show.path, [{ id: first.id, barcode: one }]);
    const split = await tm.post(`/orders/${order.orderid}/split`, { tickets: [first.id] });
    expect(split.tickets).toMatchObject([{ id: first.id, barcode: one }]);
    await tm.put(show.path, [{ id: first.id, barcode: two }]);
    expect((await tm.get(`/orders/${split.orderid}`)).tickets).toMatchObject([{ barcode: two }]);
    await tm.delete(`/orders/${split.orderid}`);
    expect(await scanned(two)).toMatch(/void/i);
  });
});

describe("the same barcode", () => {
  // The very same call of the same second would be the same request: this one says more.
  const refused = (show: Show, id: number, barcode: string) =>
    tm.refused("PUT", show.path, { body: [{ id, barcode, ticketname: "again" }] });
  const taken = (barcode: string) => ({
    status: 400,
    code: 400,
    applicationcode: 1401,
    applicationdata: { barcode },
  });

  it("is never on two tickets: of this date, of another, imported, or once had", async () => {
    const [show, elsewhere] = [await aShow(), await aShow()];
    const order = await anOrder(show, 2);
    const [first, second] = order.tickets;
    const [far] = (await anOrder(elsewhere, 1)).tickets;
    const [barcode, next, imported] = [freshId("x"), freshId("y"), freshId("imported")];
    await tm.put(show.path, [{ id: first.id, barcode }]);
    expect(await refused(show, second.id, barcode)).toMatchObject(taken(barcode));
    expect(await refused(elsewhere, far.id, barcode)).toMatchObject(taken(barcode));
    await tm.put(show.path, [{ id: first.id, barcode: next }]);
    expect(await refused(show, second.id, barcode)).toMatchObject(taken(barcode));
    expect(await refused(show, first.id, barcode)).toMatchObject(taken(barcode));

    const importInto = (date: string, barcodes: string[]) =>
      operate(window.server.url, "POST", `/dates/${date}/imports?area=parterre&channel=boxoffice`, {
        barcodes,
      });
    await importInto(elsewhere.date.id, [imported]);
    expect(await refused(show, first.id, imported)).toMatchObject(taken(imported));
    for (const known of [barcode, next]) {
      await expect(importInto(show.date.id, [known])).rejects.toThrow(/409/);
      await expect(importInto(elsewhere.date.id, [known])).rejects.toThrow(/409/);
    }
    const twice = [
      { id: first.id, barcode: freshId("z") },
      { id: second.id, barcode: next },
    ];
    expect(await tm.refused("PUT", show.path, { body: twice })).toMatchObject(taken(next));
    const both = freshId("both");
    const same = [first.id, second.id].map((id) => ({ id, barcode: both }));
    expect(await tm.refused("PUT", show.path, { body: same })).toMatchObject(taken(both));
    expect((await tm.get(`/orders/${order.orderid}`)).tickets).toMatchObject([
      { barcode: next },
      { barcode: second.barcode },
    ]);
  });

  it.each([
    ["forged", (own: string) => `${own.slice(0, 16)}0000`],
    ["another ticket's", (own: string) => own],
    [
      "typed with dashes, in lower case",
      (own: string) => own.toLowerCase().replace(/.{5}/g, "$&-"),
    ],
    ["20 digits", () => "12345678901234567890"],
  ])("in the form of our own is refused: %s", async (_name, write) => {
    const show = await aShow();
    const [{ id }, { barcode }] = (await anOrder(show, 2)).tickets;
    const answer = await refused(show, id, write(barcode));
    expect(answer).toMatchObject({ status: 400, applicationcode: 1401 });
  });

  it("said again changes nothing, also after it was replaced or scanned", async () => {
    const show = await aShow();
    const order = await anOrder(show, 1);
    const [{ id }] = order.tickets;
    const [one, two] = [freshId("one"), freshId("two")];
    const authorization = signed(tm.account);
    const say = (barcode: string) =>
      tm.call("PUT", show.path, { authorization, body: [{ id, barcode }] });
    await say(one);
    await say(one);
    await say(two);
    await window.operator.scan(two);
    await say(one);
    expect((await tm.get(`/orders/${order.orderid}`)).tickets).toMatchObject([{ barcode: two }]);
    // What a client fetched can be sent back whole: nothing of it is new.
    const fetched = await tm.lines(`/events/${show.event.id}/tickets`);
    expect(await tm.put(show.path, fetched)).toBeNull();
  });
});

it("is not given while the registry is down, which could not say whose it is", async () => {
  const show = await aShow();
  const order = await anOrder(show, 1);
  const [{ id, barcode: own }] = order.tickets;
  const body = [{ id, barcode: freshId("late") }];
  const registry = new RegistryFile(window.server.storage);
  registry.hurt();
  try {
    expect(await tm.refused("PUT", show.path, { body })).toMatchObject({ status: 503, code: 503 });
  } finally {
    registry.heal();
  }
  expect((await tm.get(`/orders/${order.orderid}`)).tickets).toMatchObject([{ barcode: own }]);
  await tm.put(show.path, body);
  expect((await tm.get(`/orders/${order.orderid}`)).tickets).toMatchObject(body);
});

describe("a batch is refused whole", () => {
  it("for a ticket that is not of an order of this account, held, or scanned", async () => {
    const show = await aShow({ capacity: 20 });
    const [mine] = (await anOrder(show, 1)).tickets;
    const [theirs] = (await anOrder(show, 1, other)).tickets;
    const [inside] = (await anOrder(show, 1)).tickets;
    await window.operator.scan(inside.barcode);
    booked(await window.passCulture.book(aBooking(show.date.stock)));
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const { tickettypepriceid } = show.event.prices.contingents[0].pricetypes[0];
    const wish = { tickets: [{ tickettypepriceid }] };
    const { ids } = await tm.post(`/orders/${orderid}/tickets`, wish);
    const sold = (await tm.lines(`/events/${show.event.id}/tickets`)).find(
      ({ orderid: order, id }) => order === null && id !== theirs.id,
    );
    const cases: readonly (readonly [number, Json])[] = [
      [theirs.id, { applicationdata: { ticketid: theirs.id } }],
      [sold.id, { applicationdata: { ticketid: sold.id } }],
      [mine.id + 500, { applicationdata: { ticketid: mine.id + 500 } }],
      [1, { applicationdata: { ticketid: 1 } }],
      [ids[0], { applicationcode: 1302 }],
      [inside.id, { applicationcode: 1303 }],
    ];
    for (const [id, said] of cases) {
      const body = [
        { id: mine.id, barcode: freshId("mine") },
        { id, barcode: freshId("no") },
      ];
      const answer = await tm.refused("PUT", show.path, { body });
      expect(answer).toMatchObject({ status: 400, code: 400, ...said });
    }
    const lines = await tm.lines(`/events/${show.event.id}/tickets`);
    expect(lines.find(({ id }) => id === mine.id)?.barcode).toBe(mine.barcode);
  });

  it("for a free seat, which has no ticket yet, and for what is no barcode", async () => {
    const seats = [1, 2].map((pos) => ({ id: `A-${pos}`, label: `${pos}`, pos, x: pos, y: 0 }));
    const rows = [{ label: "A", rank: 1, seats }];
    const plan = { focus: { x: 0, y: 0 }, blocks: [{ label: "P", rows }] };
    const areas = [{ id: "parterre", label: "Hall", plan }];
    const show = await aShow({ areas });
    const [free] = await tm.lines(`/events/${show.event.id}/tickets`);
    const barcode = freshId("seat");
    const answer = await tm.refused("PUT", show.path, { body: [{ id: free.id, barcode }] });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("free seat") });
    const [{ id }] = (await anOrder(show, 1)).tickets;
    for (const text of ["with space", "é", "x".repeat(101)]) {
      const body = [{ id, barcode: text }];
      expect(await tm.refused("PUT", show.path, { body })).toMatchObject({ status: 400 });
    }
    expect(await tm.refused("PUT", show.path, { body: { id } })).toMatchObject({ status: 400 });
    const many = Array.from({ length: 5_001 }, () => ({ id }));
    expect(await tm.refused("PUT", show.path, { body: many })).toMatchObject({ status: 400 });
    for (const client of [tm, tm.as("go")]) expect(await client.put(show.path, [])).toBeNull();
  });

  it("of 5,000 tickets nothing is too much", async () => {
    const show = await aShow({ capacity: 100 });
    const order = await anOrder(show, 50);
    const renamed = order.tickets.map(({ id }: Json) => ({ id, barcode: freshId("bulk") }));
    const silent = Array.from({ length: 4_950 }, (_, index) => ({ id: index + 1, barcode: null }));
    expect(await tm.put(show.path, [...renamed, ...silent])).toBeNull();
    const after = await tm.get(`/orders/${order.orderid}`);
    expect(after.tickets.map(({ barcode }: Json) => barcode)).toEqual(
      renamed.map(({ barcode }: Json) => barcode),
    );
  });
});
