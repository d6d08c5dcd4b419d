// Every answer as the strict client decodes it: each key of the type that the contract's tables say,
// lists that are lists, maps that are objects, instants with a `Z` (contracts/ticketmatic.md 4, 6).
import { beforeAll, describe, expect, it } from "vitest";
import { aDate, aPrice } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";
import { lost, lostOfList } from "../../support/ticketmatic-decoder.ts";
import type { Json } from "../../support/json.ts";
import type { Ticketmatic } from "../../support/ticketmatic-client.ts";
import { until } from "../../support/until.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
let seated: Json;
let order: Json;
let contact: Json;
const answers: (readonly [type: string, body: Json])[] = [];

function kept(type: string, body: Json): Json {
  answers.push([type, body]);
  return body;
}

/** Everything of an order's life, with a seated ticket, one without a seat, a payment and a refund. */
beforeAll(async () => {
  tm = await anAccount(window);
  const seats = [1, 2, 3].map((pos) => ({ id: `A-${pos}`, label: `${pos}`, pos, x: pos, y: 0 }));
  const blocks = [{ label: "P", rows: [{ label: "A", rank: 1, seats }] }];
  const hall = { id: "hall", label: "Hall", plan: { focus: { x: 0, y: 0 }, blocks } };
  const areas = [hall, { id: "bar", label: "Bar", capacity: 9 }];
  const prices = [aPrice("full", "hall", 2250), aPrice("bar", "bar", 1000)];
  const date = await aDate(window.operator, { areas, prices });
  const { data } = await tm.get("/events", { limit: 1000 });
  seated = data.find(({ code }: Json) => code === date.id);
  contact = kept(
    "Contact",
    await tm.post("/contacts", {
      firstname: "Jo",
      birthdate: "1959-09-21",
      addresses: [{ countrycode: "BE" }],
      phonenumbers: [{ number: "+32" }],
      optins: [{ optinid: 1, status: 7602, info: { userid: 3 } }],
      c_vip: true,
    }),
  );
  const { orderid } = kept("Order", await tm.post("/orders", { saleschannelid: 1 }));
  const path = `/orders/${orderid}`;
  const tickets = seated.prices.contingents.map(({ pricetypes }: Json) => {
    return { tickettypepriceid: pricetypes[0].tickettypepriceid };
  });
  kept("AddItemsResult", await tm.post(`${path}/tickets`, { tickets }));
  const details = { customerid: contact.id, deliveryscenarioid: 2, paymentscenarioid: 3 };
  kept("Order", await tm.put(path, { ...details, rappelts: "2031-01-01 10:00:00" }));
  order = kept("Order", await tm.post(path));
  kept("Order", await tm.post(`${path}/payments`, { amount: 40, paymentmethodid: 1 }));
  kept("Order", await tm.post(`${path}/refunds`, { amount: 2.5, paymentid: 1 }));
  await window.operator.scan(order.tickets[0].barcode);
  kept("[int]", await tm.put(`/events/${seated.id}/tickets/scanout`, {}));
  kept("Order", await tm.get(path));
  kept("[LogItem]", await tm.get(`${path}/logs`));
  const made = kept("Event", await tm.post("/events", { name: "A draft" }));
  kept("Event", await tm.put(`/events/${made.id}`, { contingents: [{ amount: 5 }] }));
  kept("Event", await tm.get(`/events/${seated.id}`));
});

it("nothing is lost of single answers", () => {
  expect(answers.length).toBeGreaterThan(10);
  for (const [type, body] of answers) expect(lost(type, body)).toEqual([]);
});

it("nothing is lost of the stream of tickets, sold, scanned, free and locked", async () => {
  const path = `/events/${seated.id}/tickets`;
  const free = (await tm.lines(path)).filter(({ orderid }) => orderid === null);
  await tm.put(`${path}/lock`, { locktypeid: 1, ticketids: [free[0].id] });
  const lines = await tm.lines(path);
  expect(lines.map(({ accesscontrolstatus }) => accesscontrolstatus)).toContain(2);
  expect(lines.map(({ locktypeid }) => locktypeid)).toContain(1);
  expect(lost("[EventTicket]", lines)).toEqual([]);
});

describe("nothing is lost of the list of", () => {
  it.each(["default", "withlookup", "minimal"])("orders, %s", async (output) => {
    const list = await until("the order is listed", 10_000, async () => {
      const found = await tm.get("/orders", { output, simplefilter: { status: 21002 } });
      return found.nbrofresults > 0 && found;
    });
    const lookup = output === "withlookup" ? "OrderLookup" : null;
    expect(lostOfList("Order", lookup, list)).toEqual([]);
  });

  it.each(["default", "withlookup"])("events, %s", async (output) => {
    const list = await tm.get("/events", { output, simplefilter: { status: [19001, 19002] } });
    expect(list.nbrofresults).toBeGreaterThan(1);
    const lookup = output === "withlookup" ? "EventLookup" : null;
    expect(lostOfList("Event", lookup, list)).toEqual([]);
  });

  it("contacts, and the settings that events and orders refer to", async () => {
    const { id } = await tm.post("/contacts", { firstname: "Gone" });
    await tm.delete(`/contacts/${id}`);
    const contacts = await tm.get("/contacts", { includearchived: true });
    expect(contacts.nbrofresults).toBe(2);
    expect(lostOfList("Contact", null, contacts)).toEqual([]);
    for (const [path, type] of [
      ["pricing/pricetypes", "PriceType"],
      ["events/eventlocations", "EventLocation"],
      ["seatingplans/seatranks", "SeatRank"],
    ] as const) {
      expect(lostOfList(type, null, await tm.get(`/settings/${path}`))).toEqual([]);
    }
  });
});

it("the decoder itself loses what the strict client loses", () => {
  const wrong = { id: "5", locationid: 5.5, seatselection: 1, startts: "2026-12-01 19:30:00" };
  const more = { contingents: null, translations: [], prices: { contingents: {} }, extra: 1 };
  expect(lost("Event", { ...wrong, ...more })).toHaveLength(8);
  expect(lost("Order", { orderid: 5, c_own: [], lookup: { contacts: [] } })).toHaveLength(1);
  expect(lost("EventTicket", { barcode: 418_981_910_000, properties: {} })).toHaveLength(1);
});
