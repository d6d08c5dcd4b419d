// Events: lists and their parameters, drafts and what becomes of them, the settings lists
// (contracts/ticketmatic.md 1.3, 3.1, 3.4).
import { beforeAll, describe, expect, it } from "vitest";
import { aDate, freshId } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import type { Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
const shows: string[] = [];

beforeAll(async () => {
  tm = await anAccount(window);
  for (const [index, title] of ["Antigone", "Bérénice", "Cinna"].entries()) {
    const event = freshId("show");
    shows.push(event);
    const venue = { name: index === 2 ? "Grande Salle" : "Petite Salle", timeZone: "Europe/Paris" };
    await operate(window.server.url, "PUT", `/events/${event}`, { title, venue });
    for (const day of [1, 2]) {
      await operate(window.server.url, "PUT", `/dates/${freshId("date")}`, {
        event,
        startsAt: `2031-0${4 - index}-0${day}T20:00:00+02:00`,
        endsAt: `2031-0${4 - index}-0${day}T22:00:00+02:00`,
        status: index === 2 && day === 2 ? "closed" : "on_sale",
        areas: [{ id: "a", label: "Salle", capacity: 10 }],
        prices: [
          { id: "p", area: "a", label: "Plein", amount: 990, currency: "EUR" },
          // Free on one evening only.
          { id: "guest", area: "a", label: "Invité", amount: 500 * (2 - day), currency: "EUR" },
        ],
      });
    }
  }
});

const names = (list: Json): string[] => list.data.map(({ name }: Json) => name);

describe("a list of events", () => {
  it("is ordered, and cut into pages that count all", async () => {
    const all = await tm.get("/events", {});
    expect(names(all)).toEqual(["Cinna", "Cinna", "Bérénice", "Bérénice", "Antigone", "Antigone"]);
    expect(all.nbrofresults).toBe(6);
    const page = await tm.get("/events", { limit: 2, offset: 1, orderby: "name" });
    expect([names(page), page.nbrofresults]).toEqual([["Antigone", "Bérénice"], 6]);
    const ids = await tm.get("/events", { output: "ids", limit: 1 });
    expect(ids).toEqual({ data: [{ id: all.data[0].id }], nbrofresults: 6 });
    expect(await tm.get("/events", { limit: 0 })).toEqual({ data: [], nbrofresults: 6 });
  });

  it.each<[what: string, query: Record<string, Json>, found: number]>([
    ["an empty filter in PHP's spelling", { simplefilter: [] }, 6],
    ["an empty filter in Go's spelling", { simplefilter: { productionid: null, status: null } }, 6],
    [
      "the same with members that say nothing",
      { simplefilter: { productionid: 0, status: [] } },
      6,
    ],
    ["a context of no channel", { context: { saleschannelid: 0 } }, 6],
    ["closed ones", { simplefilter: { status: [19003] } }, 1],
    ["active ones", { simplefilter: { status: [19002] } }, 5],
    ["drafts", { simplefilter: { status: [19001] } }, 0],
    ["the beginning of a name, whatever its case", { searchterm: "antig" }, 2],
    ["nothing by a long term", { searchterm: "é".repeat(100) }, 0],
    ["a sign that SQL knows", { searchterm: "%" }, 0],
    ["those on sale in the channel", { context: { saleschannelid: 1 } }, 5],
    ["those on sale in another channel", { context: { saleschannelid: 2 } }, 0],
    ["those changed since an instant to come", { lastupdatesince: "2090-01-01 00:00:00" }, 0],
    ["Go's instant", { lastupdatesince: '"2020-01-02T03:04:05.12"' }, 6],
    [
      "PHP's date object",
      {
        lastupdatesince: {
          date: "2020-01-02 03:04:05.000000",
          timezone_type: 3,
          timezone: "Europe/Brussels",
        },
      },
      6,
    ],
    ["a SELECT by name", { filter: "select id from tm.event where nameen='Cinna'" }, 2],
    ["a SELECT of all", { filter: "SELECT id FROM tm.event" }, 6],
    [
      "a SELECT by several",
      {
        filter:
          "select id from tm.event where currentstatus in (19002) and startts >= '2031-03-01'",
      },
      4,
    ],
    [
      "a SELECT for seating plans",
      { filter: "select id from tm.event where seatingplanid is not null" },
      0,
    ],
  ])("finds %s", async (_what, query, found) => {
    const list = await tm.get("/events", query);
    expect([list.data.length, list.nbrofresults]).toEqual([found, found]);
  });

  it.each([
    "select id from tm.event where 1=1",
    "select id from tm.event where nameen='a' or nameen='b'",
    "select id from tm.event; drop table events",
    "select id from tm.event union select id from partners",
    "select * from tm.event",
    "select id from tm.order",
    "select id from tm.event where nameen='x",
    "select id from tm.event where nameen like '%'",
    "select id from tm.event where and nameen='x'",
    "delete from tm.event",
  ])("refuses the filter: %s", async (filter) => {
    const refused = await tm.refused("GET", "/events", { query: { filter } });
    expect(refused).toMatchObject({
      status: 400,
      code: 400,
      message: expect.stringMatching(/filter/),
    });
  });

  it.each([
    { limit: -1 },
    { limit: "many" },
    { orderby: "price" },
    { output: "all" },
    { simplefilter: "{" },
    { lastupdatesince: "soon" },
  ])("refuses %j", async (query) => {
    expect(await tm.refused("GET", "/events", { query })).toMatchObject({
      code: 400,
    });
  });

  it("shows an account only the events it may see", async () => {
    const limited = await anAccount(window, { events: [shows[0] ?? ""] });
    const list = await limited.get("/events", { output: "withlookup" });
    expect(names(list)).toEqual(["Antigone", "Antigone"]);
    expect(Object.keys(list.lookup.locations)).toHaveLength(1);
    const hidden = (await tm.get("/events", { searchterm: "Cinna" })).data[0].id;
    expect(await limited.refused("GET", `/events/${hidden}`)).toMatchObject({ code: 404 });
  });
});

it("every price tells how many of it an order can hold", async () => {
  const { data } = await tm.get("/events", { limit: 1 });
  const { maxnbrofticketsperbasket, prices } = data[0];
  expect(maxnbrofticketsperbasket).toBe(1_000);
  for (const { saleschannels } of prices.contingents[0].pricetypes) {
    expect(saleschannels).toMatchObject([
      { conditions: [{ type: "orderticketlimit", value: maxnbrofticketsperbasket }] },
    ]);
  }
});

describe("an event of the account's own", () => {
  it("is a draft, then on sale, closed and given up, and another account can't touch it", async () => {
    const name = freshId("Example");
    const locationid = (await tm.get("/settings/events/eventlocations")).data[0].id;
    const contingents = [{ amount: 100 }, { amount: 20, name: "Balcony" }];
    const made = await tm
      .as("go")
      .post("/events", { name, locationid, contingents, startts: null });
    expect(made).toMatchObject({
      name,
      currentstatus: 19001,
      locationid,
      startts: null,
      contingents: [{ amount: 100 }, { amount: 20, name: "Balcony" }],
    });
    const path = `/events/${made.id}`;
    const filter = `select id from tm.event where nameen='${name}'`;
    const listed = async (status: number, by = tm) =>
      (await by.get("/events", { filter, simplefilter: { status: [status] } })).nbrofresults;
    expect(await listed(19001)).toBe(1);

    const other = await anAccount(window);
    expect(await listed(19001, other)).toBe(0);
    for (const method of ["GET", "PUT", "DELETE"]) {
      expect(await other.refused(method, path, { body: { name: "Mine" } })).toMatchObject({
        code: method === "DELETE" ? 400 : 404,
      });
    }

    const batch = (operation: string, by = tm) =>
      by.post("/events/batch", { ids: [made.id], operation });
    await expect(batch("publish")).rejects.toMatchObject({ status: 400 });
    const [balcony] = made.contingents.slice(1);
    const changed = await tm.put(path, {
      startts: "2031-12-01T19:30:00+0000",
      locationid: 0,
      contingents: [{ id: balcony.id, amount: 25 }],
    });
    expect(changed).toMatchObject({
      name,
      locationid,
      startts: "2031-12-01T19:30:00Z",
      endts: "2031-12-01T21:30:00Z",
      contingents: [{ amount: 100 }, { amount: 25, name: "Balcony" }],
    });
    expect(await batch("publish")).toBeNull();
    expect([await listed(19001), await listed(19002), await listed(19002, other)]).toEqual([
      0, 1, 1,
    ]);
    await expect(batch("close", other)).rejects.toMatchObject({ status: 400 });
    await batch("close");
    await batch("reopen");
    await batch("redraft");
    expect([await listed(19001), await listed(19002, other)]).toEqual([1, 0]);
    expect(await tm.delete(path)).toBeNull();
    expect(await tm.refused("GET", path)).toMatchObject({ code: 404 });
    expect([await listed(19001), await listed(19003)]).toEqual([0, 0]);
  });

  it("has contingents with names, whatever Go leaves empty, and no more than a date may have", async () => {
    const go = tm.as("go");
    const unnamed = { name: "", amount: 10, locks: null };
    const made = await go.post("/events", { name: freshId("Named"), contingents: [unnamed] });
    expect(made.contingents).toMatchObject([{ name: "Contingent 1", amount: 10 }]);
    const path = `/events/${made.id}`;
    const [{ id }] = made.contingents;
    await tm.put(path, { contingents: [{ id, name: "Balcony" }] });
    const grown = await go.put(path, { contingents: [{ ...unnamed, id, amount: 20 }, unnamed] });
    expect(grown.contingents).toMatchObject([
      { id, name: "Balcony", amount: 20 },
      { name: "Contingent 2", amount: 10 },
    ]);
    const body = { contingents: Array.from({ length: 99 }, () => ({ amount: 1 })) };
    expect(await tm.refused("PUT", path, { body })).toMatchObject({ status: 400, code: 400 });
    expect((await tm.get(path)).contingents).toHaveLength(2);
    const full = { contingents: body.contingents.slice(1) };
    expect((await tm.put(path, full)).contingents).toHaveLength(100);
  });

  it("is not the venue's: those are kept by the venue", async () => {
    const date = await aDate(window.operator);
    const list = await tm.get("/events", { limit: 1000 });
    const { id } = list.data.find(({ code }: Json) => code === date.id);
    for (const method of ["PUT", "DELETE"]) {
      expect(await tm.refused(method, `/events/${id}`, { body: { name: "Mine" } })).toMatchObject({
        code: 400,
      });
    }
    expect((await tm.get(`/events/${id}`)).name).toBe("Cyrano");
  });

  it.each([
    {},
    { name: "" },
    { name: "x", locationid: 5 },
    { name: "x", contingents: [{ amount: -1 }] },
    { name: "x", startts: "soon" },
  ])("can't be made of %j", async (body) => {
    expect(await tm.refused("POST", "/events", { body })).toMatchObject({ code: 400 });
  });
});

describe("the settings lists", () => {
  it("offer each scenario in the channel that orders are made in", async () => {
    for (const list of ["paymentscenarios", "deliveryscenarios"]) {
      const { data } = await tm.get(`/settings/ticketsales/${list}`);
      for (const { availability } of data) {
        expect(availability).toMatchObject({ saleschannels: [1], usescript: false });
      }
    }
  });

  it.each([
    "ticketsales/saleschannels",
    "ticketsales/locktypes",
    "ticketsales/paymentmethods",
    "ticketsales/paymentscenarios",
    "ticketsales/deliveryscenarios",
    "seatingplans/seatranks",
    "system/contacttitles",
    "system/contactaddresstypes",
    "system/phonenumbertypes",
    "pricing/pricetypes",
    "events/eventlocations",
  ])("%s: rows with names, found again by their id, and not to be changed", async (list) => {
    const path = `/settings/${list}`;
    const { data, nbrofresults } = await tm.get(path, { includearchived: true });
    expect(data).toHaveLength(nbrofresults);
    expect(nbrofresults).toBeGreaterThan(0);
    for (const row of data) {
      expect(row).toMatchObject({
        id: expect.any(Number),
        name: expect.any(String),
        isarchived: false,
      });
      expect(row.createdts).toMatch(/Z$/);
    }
    expect(await tm.get(`${path}/${data[0].id}`)).toEqual(data[0]);
    expect(await tm.refused("GET", `${path}/999999999999`)).toMatchObject({ code: 404 });
    expect(await tm.refused("POST", path, { body: { name: "x" } })).toMatchObject({ code: 404 });
    const none = { filter: "select id from tm.nothing where id = 1" };
    expect(await tm.refused("GET", path, { query: none })).toMatchObject({ code: 400 });
  });

  it("tell what is free from what is paid, by the name that the vendor's tests give the table", async () => {
    const label = freshId("Invitation");
    const prices = [{ id: "free", area: "parterre", label, amount: 0, currency: "EUR" }];
    await aDate(window.operator, { prices });
    const { data } = await tm.get("/settings/pricing/pricetypes");
    expect(data.find(({ name }: Json) => name === label)).toMatchObject({ typeid: 2304 });
    expect(data.find(({ name }: Json) => name === "Invité")).toMatchObject({ typeid: 2301 });
    const filter = "select id from conf.pricetype where typeid=2301";
    const paid = await tm.get("/settings/pricing/pricetypes", { filter });
    expect(paid.data).toEqual(data.filter(({ typeid }: Json) => typeid === 2301));
    expect(paid.data.length).toBeLessThan(data.length);
  });
});
