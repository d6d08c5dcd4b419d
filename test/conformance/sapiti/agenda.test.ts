// The agenda by every method that the client has for it, managing dates, and seat plans
// (contracts/sapiti.md 3.2, 3.6, 4.24).
import { describe, expect, it } from "vitest";
import {
  aHall,
  anApplication,
  aHouse,
  hold,
  SEATS,
  statusOf,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();

async function aSeason(wishes: Json = {}) {
  const house = await aHouse(window, wishes);
  const { client } = await anApplication(window, { events: [house.event], lacks: [] });
  return { house, client };
}

describe("the agenda", () => {
  it("lists dates by their start, a page at a time, by either way to say it", async () => {
    const { house, client } = await aSeason();
    const { event } = house;
    const earlier = await aHouse(window, { event, startsAt: "2031-03-10T20:30:00+01:00" });
    const ids = async (page: Json) => {
      const events = await client.ask<Json[]>("GET", "agenda/events/", page);
      return events.map(({ id }) => id);
    };
    const [first, second] = [earlier.date.id, house.date.id];
    expect(await ids({})).toEqual([first, second]);
    expect(await ids({ limit: 1 })).toEqual([first]);
    expect(await ids({ entry_count: 1, entry_start: 1, size: 1, startposition: 1 })).toEqual([
      second,
    ]);
    expect(await ids({ entry_count: 1, limit: 5 })).toEqual([first]);
    expect(await ids({ entry_start: 2 })).toEqual([]);
  });

  it("tells on sale, closed, cancelled and sold out apart, and what is free of each", async () => {
    const { house: onSale, client } = await aSeason({ capacity: 1 });
    const another = () => aHouse(window, { event: onSale.event, capacity: 1 });
    const [closed, cancelled, soldOut] = [await another(), await another(), await another()];
    await client.ask("PATCH", `agenda/events/${closed.date.id}`, { statusid: 11 });
    await client.ask("PATCH", `agenda/events/${cancelled.date.id}`, { statusid: 20 });
    await hold(client, soldOut);
    const expected = new Map([
      [onSale, [10, 1]],
      [closed, [11, 0]],
      [cancelled, [20, 0]],
      [soldOut, [30, 0]],
    ]);
    const events = await client.ask<Json[]>("GET", "agenda/events/");
    const stocks = await client.ask<Json[]>("GET", "shop/products/stocks/");
    for (const [{ date, stock }, [status, free]] of expected) {
      const event = events.find(({ id }) => id === date.id) ?? {};
      expect(statusOf(event)).toBe(status);
      expect(statusOf(await client.ask("GET", `agenda/events/${date.id}`))).toBe(status);
      expect(stocks.find(({ id }) => id === stock)).toMatchObject({ capacity_free: free });
    }
  });

  it("has attractions, found by id, by external id and by a word of their title", async () => {
    const { house, client } = await aSeason();
    const attraction = await client.ask("GET", `agenda/attractions/${house.event}`);
    expect(attraction).toMatchObject({
      id: house.event,
      label: "Cyrano",
      nb_events: 1,
      firstevent_date: "2031-03-12T19:30:00+00:00",
      lastevent_date: "2031-03-12T19:30:00+00:00",
      categories: [],
    });
    const find = (filter: Json) => client.ask<Json[]>("GET", "agenda/attractions/", filter);
    expect(await find({ externalid: attraction["externalid"] })).toEqual([attraction]);
    expect(await find({ externalid: "NOPE" })).toEqual([]);
    expect(await find({ keyword: "cyr" })).toEqual([attraction]);
    expect(await find({ keyword: "tosca" })).toEqual([]);
  });

  it("has venues, and neither time slots nor categories", async () => {
    const { client } = await aSeason();
    const [venue] = await client.ask<Json[]>("GET", "agenda/venues/");
    expect(await client.ask("GET", `agenda/venues/${String(venue?.["id"])}`)).toEqual(venue);
    expect(await client.refusal("GET", "agenda/venues/NOPE")).toBe("404/1501");
    for (const path of ["agenda/timeslots", "agenda/attractions/categories"]) {
      expect(await client.ask("GET", `${path}/`)).toEqual([]);
      expect(await client.refusal("GET", `${path}/NOPE`)).toBe("404/1501");
    }
  });
});

describe("managing a date", () => {
  it("closes it, opens it again, and cancels it for good", async () => {
    const { house, client } = await aSeason();
    const path = `agenda/events/${house.date.id}`;
    const become = async (statusid: number) =>
      statusOf(await client.ask("PATCH", path, { statusid }));
    expect(await become(11)).toBe(11);
    expect(await hold(client, house)).toEqual([]);
    expect(await become(10)).toBe(10);
    const [product] = await hold(client, house);
    expect(await become(20)).toBe(20);
    expect(await client.refusal("PATCH", path, { statusid: 10 })).toBe("400/1051");
    const order = String(product?.["orderid"]);
    const confirmation = { contactid: "", statusid: 1 };
    expect(await client.refusal("PATCH", `shop/orders/${order}`, confirmation)).toBe("400/1051");
    expect(await client.refusal("PATCH", path, { statusid: 30 })).toBe("400/1051");
    expect(await client.refusal("PATCH", path)).toBe("400/1050");
  });

  it("copies it with its house and prices, not on sale yet", async () => {
    const { house, client } = await aSeason({ capacity: 7 });
    const copy = await client.ask("POST", `agenda/events/duplicate/${house.date.id}`, {
      starttime: "2031-04-12T20:30:00+01:00",
    });
    expect(copy).toMatchObject({
      label: "Cyrano",
      starttime: "2031-04-12T19:30:00+00:00",
      endtime: "2031-04-12T22:00:00+00:00",
      status: { id: 11 },
      attraction: { id: house.event, nb_events: 2 },
    });
    const id = String(copy["id"]);
    await client.ask("PATCH", `agenda/events/${id}`, { statusid: 10 });
    const stock = await client.ask<Json[]>("GET", "shop/products/stocks/", { eventid: id });
    expect(stock).toMatchObject([{ capacity_total: 7, capacity_free: 7 }]);
    const suggested = await client.ask<Json[]>(
      "GET",
      `shop/products/stocks/suggestions/${house.stock}`,
    );
    expect(suggested.map(({ eventid }) => eventid)).toEqual([id]);
  });

  it("copies it to no time that can't be told with a year of four digits", async () => {
    const { house, client } = await aSeason();
    const path = `agenda/events/duplicate/${house.date.id}`;
    const starttime = "9999-12-31T23:00:00Z";
    expect(await client.refusal("POST", path, { starttime })).toBe("400/1051");
    expect(await client.ask("GET", "agenda/events/")).toHaveLength(1);
  });

  it("copies it once for a repeated call, and leaves alone what became of the copy", async () => {
    const { house, client } = await aSeason();
    const body = client.body();
    const copied = () => client.ask("POST", `agenda/events/duplicate/${house.date.id}`, body);
    const copy = await copied();
    for (const statusid of [10, 20]) {
      const path = `agenda/events/${String(copy["id"])}`;
      const changed = await client.ask("PATCH", path, { statusid });
      expect(statusOf(changed)).toBe(statusid);
      expect(await copied()).toEqual(changed);
    }
  });

  it("gives an area more places or fewer, never fewer than are out", async () => {
    const { house, client } = await aSeason({ capacity: 5 });
    const path = `shop/products/stocks/adapt/${house.stock}`;
    await hold(client, house, { quantity: 3 });
    const grown = await client.call("PATCH", path, { capacity_total: 9 });
    expect(grown.envelope).toMatchObject({ success: true, response: null });
    expect(await client.ask("GET", `shop/products/stocks/${house.stock}`)).toMatchObject({
      capacity_total: 9,
      capacity_free: 6,
    });
    expect(await client.refusal("PATCH", path, { capacity_total: 2 })).toBe("400/1051");
    expect(await client.refusal("PATCH", path)).toBe("400/1050");
    const other = { categoryid: "nothing", capacity_total: 9 };
    expect(await client.refusal("PATCH", path, other)).toBe("404/1501");
  });

  it("is for those who were given it", async () => {
    const house = await aHouse(window);
    const { client } = await anApplication(window);
    const refusals = [
      await client.refusal("PATCH", `agenda/events/${house.date.id}`, { statusid: 20 }),
      await client.refusal("POST", `agenda/events/duplicate/${house.date.id}`),
      await client.refusal("PATCH", `shop/products/stocks/adapt/${house.stock}`, {
        capacity_total: 1,
      }),
    ];
    expect(refusals).toEqual(Array(refusals.length).fill("403/1100"));
  });
});

describe("a seated house", () => {
  async function aSeatedHouse() {
    const house = await aHall(window);
    const { client } = await anApplication(window, { events: [house.event], lacks: [] });
    return { house, client };
  }

  it("shows its free seats and its plan as a drawing", async () => {
    const { house, client } = await aSeatedHouse();
    const stock = await client.ask("GET", `shop/products/stocks/${house.stock}`);
    expect(stock).toMatchObject({ capacity_total: 3, capacity_free: 3 });
    const drawn = await client.ask("GET", `catalogue/plans/${String(stock["planid"])}`);
    expect(drawn).toMatchObject({ id: stock["planid"], typeid: 10 });
    for (const seat of SEATS) expect(drawn["svg"]).toContain(`id="${seat}"`);
    const categories = `shop/products/stocks/plancategories/${house.stock}`;
    expect(await client.ask("GET", categories)).toMatchObject([{ id: "parterre", seatids: SEATS }]);
    expect(await client.refusal("GET", "catalogue/plans/NOPE")).toBe("404/1501");
  });

  it("is copied with its seats, all of them free", async () => {
    const { house, client } = await aSeatedHouse();
    await hold(client, house, { quantity: 2 });
    const copy = await client.ask("POST", `agenda/events/duplicate/${house.date.id}`);
    const [svg, seats] = [
      await client.ask("GET", `catalogue/plans/PLAN-${String(copy["id"])}`),
      await client.ask("GET", `shop/products/stocks/plancategories/STK-${String(copy["id"])}`),
    ];
    expect(seats).toMatchObject([{ seatids: SEATS }]);
    for (const seat of SEATS) expect(svg["svg"]).toContain(`id="${seat}"`);
  });

  it("lets a place of an open order move to another seat, and only to a free one", async () => {
    const { house, client } = await aSeatedHouse();
    const categories = `shop/products/stocks/plancategories/${house.stock}`;
    const [product] = await hold(client, house);
    const orderid = String(product?.["orderid"]);
    const here = String(product?.["positionid"]);
    const [there = "", other = ""] = SEATS.filter((seat) => seat !== here);
    const moved = await client.ask("PATCH", categories, { orderid, planseatid: there });
    expect(moved).toMatchObject({ id: "parterre" });
    expect([...(moved["seatids"] as string[])].toSorted()).toEqual([here, other].toSorted());
    const products = await client.ask<Json[]>("GET", "shop/products/", { orderid });
    expect(products.map(({ positionid }) => positionid)).toEqual([there]);
    expect(await client.ask("GET", categories)).toMatchObject([
      { seatids: SEATS.filter((seat) => seat !== there) },
    ]);
    await hold(client, house, { quantity: 2 });
    const taken = { orderid, planseatid: other };
    expect(await client.refusal("PATCH", categories, taken)).toBe("400/1051");
    expect(await client.refusal("PATCH", categories, { orderid, planseatid: "Z9" })).toBe(
      "404/1501",
    );
    expect(await window.operator.audit(house.date.id)).toMatchObject({ ok: true });
  });

  it("lets a place move to and fro within one second", async () => {
    const { house, client } = await aSeatedHouse();
    const [product] = await hold(client, house);
    const orderid = String(product?.["orderid"]);
    const body = { ...client.body(), orderid };
    const path = `shop/products/stocks/plancategories/${house.stock}`;
    const [first, second] = SEATS.filter((seat) => seat !== product?.["positionid"]);
    for (const planseatid of [first, second, first, second]) {
      await client.ask("PATCH", path, { ...body, planseatid });
      expect(await client.ask("GET", "shop/products/", { orderid })).toMatchObject([
        { positionid: planseatid },
      ]);
    }
  });

  it("offers a channel no seat that it is kept from", async () => {
    const house = await aHall(window);
    const { id: channel, client } = await anApplication(window, { events: [house.event] });
    const [kept = "", ...others] = SEATS;
    const block = { area: "parterre", seats: [kept], channel, reason: "for the box office" };
    await window.operator.putBlock(house.date.id, "kept", block);
    const path = `shop/products/stocks/plancategories/${house.stock}`;
    expect(await client.ask("GET", path)).toMatchObject([{ seatids: others }]);
    const { svg } = await client.ask("GET", `catalogue/plans/PLAN-${house.date.id}`);
    expect(svg).toMatch(new RegExp(`id="${kept}"[^>]*class="seat blocked"`));
    const { client: another } = await anApplication(window, { events: [house.event] });
    expect(await another.ask("GET", path)).toMatchObject([{ seatids: SEATS }]);
  });

  it("says so when a place can't move because a channel has all that it may take", async () => {
    const house = await aHall(window);
    const { id: channel, client } = await anApplication(window, { events: [house.event] });
    const allotments = [{ channel, area: "parterre", places: 1 }];
    await window.operator.putDate(house.date.id, { ...house.date.configuration, allotments });
    const [product] = await hold(client, house);
    const [planseatid] = SEATS.filter((seat) => seat !== product?.["positionid"]);
    const orderid = String(product?.["orderid"]);
    const path = `shop/products/stocks/plancategories/${house.stock}`;
    const { envelope } = await client.call("PATCH", path, { orderid, planseatid });
    expect(envelope.error).toMatchObject({ code: 1051 });
    expect(envelope.error?.message).toContain("as many as you may take");
    expect(await client.ask("GET", "shop/products/", { orderid })).toEqual([product]);
  });
});
