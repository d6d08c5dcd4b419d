// Orders beyond the plain sequence: repeats, refusals, splitting, holders, lists, deletion, printing
// (contracts/ticketmatic.md 1.6, 3.2).
import { beforeAll, describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import { signed, type Ticketmatic, timestamp } from "../../support/ticketmatic-client.ts";
import { until } from "../../support/until.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
let event: Json;
let price: number;
let dateId: string;

beforeAll(async () => {
  tm = await anAccount(window);
  const date = await aDate(window.operator, { capacity: 500 });
  dateId = date.id;
  const list = await tm.get("/events", { limit: 1000 });
  event = list.data.find(({ code }: Json) => code === date.id);
  price = event.prices.contingents[0].pricetypes[0].tickettypepriceid;
});

const wishes = (length: number) => ({
  tickets: Array.from({ length }, () => ({ tickettypepriceid: price })),
});

async function aBasket(quantity: number): Promise<Json> {
  const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
  return (await tm.post(`/orders/${orderid}/tickets`, wishes(quantity))).order;
}

async function anOrder(quantity: number): Promise<Json> {
  const { orderid } = await aBasket(quantity);
  return tm.post(`/orders/${orderid}`);
}

const idsOf = ({ tickets }: Json): number[] => tickets.map(({ id }: Json) => id);

describe("the same call again, signed in the same second", () => {
  it("makes two orders of two creations: an empty one takes nothing", async () => {
    const authorization = signed(tm.account);
    const body = { saleschannelid: 1 };
    const [first, second] = await Promise.all(
      [1, 2].map(() => tm.call("POST", "/orders", { authorization, body })),
    );
    expect(first.orderid).not.toBe(second.orderid);
  });

  it("adds its tickets once, and pays and refunds once", async () => {
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const again = async (path: string, body: Json) => {
      const authorization = signed(tm.account);
      const twice = [1, 2].map(() =>
        tm.call("POST", `/orders/${orderid}${path}`, { authorization, body }),
      );
      const [first, second] = await Promise.all(twice);
      return [first, second];
    };
    const [first, second] = await again("/tickets", wishes(2));
    expect(second.ids).toEqual(first.ids);
    expect((await tm.get(`/orders/${orderid}`)).nbroftickets).toBe(2);
    await again("/payments", { amount: 30, paymentmethodid: 1 });
    await again("/refunds", { amount: 5, paymentid: 1 });
    expect(await tm.get(`/orders/${orderid}`)).toMatchObject({
      amountpaid: 25,
      payments: [{ amount: 30 }, { amount: -5 }],
      paymentstatus: 1,
    });
  });

  it("counts twice where it says something else, or is signed at another time", async () => {
    const { orderid } = await aBasket(1);
    const pay = (seconds: number, amount: number) => {
      const authorization = signed(
        tm.account,
        tm.account.name,
        timestamp(Date.now() - seconds * 1000),
      );
      const body = { amount, paymentmethodid: 1 };
      return tm.call("POST", `/orders/${orderid}/payments`, { authorization, body });
    };
    await pay(10, 1);
    await pay(10, 2);
    const paid = await pay(20, 1);
    expect(paid.payments.map(({ amount }: Json) => amount)).toEqual([1, 2, 1]);
  });

  it("confirms once, and deletes what is deleted without complaint", async () => {
    const order = await anOrder(2);
    expect(await tm.post(`/orders/${order.orderid}`)).toEqual(order);
    const [first] = idsOf(order);
    for (let time = 1; time <= 2; time++) {
      const left = await tm.delete(`/orders/${order.orderid}/tickets`, { tickets: [first] });
      expect(left.nbroftickets).toBe(1);
    }
    for (let time = 1; time <= 2; time++) {
      expect(await tm.delete(`/orders/${order.orderid}`)).toBeNull();
    }
  });
});

describe("a nothing that a client writes out", () => {
  it("is none: ids of 0, empty texts, a list that PHP leaves out", async () => {
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const wish = { tickettypepriceid: price, ticketid: 0, optionbundleid: 0, vouchercode: "" };
    const body = { tickets: [{ ...wish, tickettypeid: 0 }] };
    expect((await tm.post(`/orders/${orderid}/tickets`, body)).ids).toHaveLength(1);
    const payment = { amount: 1, paymentmethodid: 1, vouchercode: "", vouchercodeid: 0 };
    expect((await tm.post(`/orders/${orderid}/payments`, payment)).amountpaid).toBe(1);
    for (const client of [tm, tm.as("go")]) {
      expect(await client.delete("/orders", [])).toEqual({ nbrsucceeded: 0, results: [] });
    }
  });
});

describe("a refusal", () => {
  it.each<[what: string, body: Json, message: RegExp]>([
    ["no price", { tickets: [{}] }, /tickettypepriceid/],
    ["an unknown price", { tickets: [{ tickettypepriceid: 5 }] }, /price/],
    ["a bundle", { tickets: [{ optionbundleid: 5 }] }, /undles/],
    ["a seat where there are none", { tickets: [{ tickettypepriceid: 1, ticketid: 5 }] }, /price/],
    ["no tickets", { tickets: [] }, /tickets/],
    [
      "51 tickets",
      { tickets: Array.from({ length: 51 }, () => ({ tickettypepriceid: 1 })) },
      /tickets/,
    ],
    ["a text", "tickets", /Invalid/],
  ])("of %s is a 400 that says so, and nothing is held", async (_what, body, message) => {
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const refused = await tm.refused("POST", `/orders/${orderid}/tickets`, { body });
    expect(refused).toMatchObject({
      status: 400,
      code: 400,
      message: expect.stringMatching(message),
    });
    expect((await tm.get(`/orders/${orderid}`)).nbroftickets).toBe(0);
  });

  it("answers for what an order can't become", async () => {
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const path = `/orders/${orderid}`;
    const refused = (method: string, to: string, body?: Json) => tm.refused(method, to, { body });
    expect(await refused("POST", path)).toMatchObject({ code: 400, applicationcode: 1302 });
    for (const body of [
      { customerid: 777701 },
      { deliveryscenarioid: 99 },
      { paymentscenarioid: 99 },
      { expiryts: "2020-01-01T00:00:00Z" },
      { expiryts: "" },
    ]) {
      expect(await refused("PUT", path, body)).toMatchObject({ code: 400 });
    }
    expect(await refused("POST", "/orders", {})).toMatchObject({ code: 400 });
    expect(await refused("POST", "/orders", { saleschannelid: 9 })).toMatchObject({ code: 400 });
    for (const body of [
      { amount: 0, paymentmethodid: 1 },
      { amount: 1.005, paymentmethodid: 1 },
      { amount: 1, paymentmethodid: 9 },
      { amount: 1 },
    ]) {
      expect(await refused("POST", `${path}/payments`, body)).toMatchObject({ code: 400 });
    }
    expect(await refused("POST", `${path}/refunds`, { amount: 1, paymentid: 1 })).toMatchObject({
      code: 400,
    });
    await tm.post(`${path}/payments`, { amount: 10, paymentmethodid: 1 });
    expect(await refused("POST", `${path}/refunds`, { amount: 11, paymentid: 1 })).toMatchObject({
      code: 400,
    });
    expect(await refused("GET", "/orders/12345")).toMatchObject({ status: 404, code: 404 });
    expect(await refused("GET", "/orders/99999999999999999999")).toMatchObject({ code: 404 });
    await tm.delete(path);
    expect(await refused("POST", `${path}/tickets`, wishes(1))).toMatchObject({
      code: 400,
      applicationcode: 1302,
    });
    expect(await refused("POST", path)).toMatchObject({ code: 400 });
  });

  it("says sold out of the last places to all but those who had them", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const list = await tm.get("/events", { limit: 1000 });
    const small = list.data.find(({ code }: Json) => code === date.id);
    const { tickettypepriceid } = small.prices.contingents[0].pricetypes[0];
    const tries = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
        const body = { tickets: [{ tickettypepriceid }, { tickettypepriceid }] };
        return tm.send("POST", `/orders/${orderid}/tickets`, { body });
      }),
    );
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(tries.filter(({ status }) => status === 400)).toHaveLength(25);
    expect((await window.operator.audit(date.id)).ok).toBe(true);
  });
});

describe("a confirmed order", () => {
  it("is split: the tickets move with their barcodes, and are cancelled by their new order alone", async () => {
    const contact = await tm.post("/contacts", { firstname: "Jo" });
    const order = await anOrder(3);
    const path = `/orders/${order.orderid}`;
    await tm.put(`${path}/tickets`, {
      operation: "setticketholders",
      params: { ticketholderids: [contact.id, contact.id] },
      tickets: [order.tickets[1].id, order.tickets[2].id],
    });
    await tm.put(path, { customerid: contact.id, deliveryscenarioid: 2, paymentscenarioid: 3 });
    const [first, second, third] = order.tickets;
    const body = {
      customerid: 0,
      deliveryscenarioid: 3,
      paymentscenarioid: 0,
      products: null,
      tickets: [first.id, second.id],
    };
    const authorization = signed(tm.account);
    const split = await tm.call("POST", `${path}/split`, { authorization, body });
    expect(split).toMatchObject({
      status: 21002,
      customerid: contact.id,
      deliveryscenarioid: 3,
      paymentscenarioid: 3,
      totalamount: 25,
      tickets: [
        { id: first.id, barcode: first.barcode, ticketholderid: null },
        { id: second.id, barcode: second.barcode, ticketholderid: contact.id },
      ],
    });
    expect(split.orderid).not.toBe(order.orderid);
    expect(await tm.call("POST", `${path}/split`, { authorization, body })).toEqual(split);
    expect(idsOf(await tm.get(path))).toEqual([third.id]);

    const lines = await tm.lines(`/events/${event.id}/tickets`);
    const orderOf = (id: number) => lines.find((line) => line.id === id)?.orderid;
    expect([first, second, third].map(({ id }) => orderOf(id))).toEqual([
      split.orderid,
      split.orderid,
      order.orderid,
    ]);

    const last = { body: { tickets: [third.id] } };
    expect(await tm.refused("POST", `${path}/split`, last)).toMatchObject({ code: 400 });
    await tm.delete(path);
    expect((await window.operator.ticket(first.barcode)).state).toBe("issued");
    await tm.delete(`/orders/${split.orderid}`);
    expect((await window.operator.ticket(first.barcode)).state).toBe("void");
  });

  it("keeps all of what is said of it at once", async () => {
    const contact = await tm.post("/contacts", { firstname: "Jo" });
    const order = await anOrder(4);
    const path = `/orders/${order.orderid}`;
    const holder = ({ id }: { id: number }) => ({
      operation: "setticketholders",
      params: { ticketholderids: [contact.id] },
      tickets: [id],
    });
    await Promise.all([
      tm.put(path, { customerid: contact.id }),
      tm.put(path, { deliveryscenarioid: 2 }),
      tm.put(path, { paymentscenarioid: 3 }),
      ...order.tickets.map((ticket: { id: number }) => tm.put(`${path}/tickets`, holder(ticket))),
    ]);
    const told = await tm.get(path);
    expect(told).toMatchObject({
      customerid: contact.id,
      deliveryscenarioid: 2,
      paymentscenarioid: 3,
    });
    expect(told.tickets.map((ticket: Json) => ticket.ticketholderid)).toEqual(
      Array.from({ length: 4 }, () => contact.id),
    );
  });

  it("says whom its tickets are for", async () => {
    const contact = await tm.post("/contacts", { firstname: "Ada" });
    const order = await anOrder(2);
    const [first] = idsOf(order);
    const update = (
      ticketholderids: unknown[],
      tickets: unknown[],
      operation = "setticketholders",
    ) => ({
      body: { operation, params: { ticketholderids }, tickets },
    });
    const path = `/orders/${order.orderid}/tickets`;
    const told = await tm.call("PUT", path, update([contact.id], [first]));
    expect(told.tickets.map(({ ticketholderid }: Json) => ticketholderid)).toEqual([
      contact.id,
      null,
    ]);
    const gone = await tm.post("/contacts", { firstname: "Eve" });
    await tm.delete(`/contacts/${gone.id}`);
    for (const wrong of [
      update([contact.id, gone.id], idsOf(order)),
      update([contact.id, 5], [first]),
      update([5], [first]),
      update([contact.id], [5]),
      update([], [], "addtobundles"),
    ]) {
      expect(await tm.refused("PUT", path, wrong)).toMatchObject({ code: 400 });
    }
  });

  it("is printed by a link to a PDF of the tickets that are named", async () => {
    const order = await anOrder(2);
    const [first] = idsOf(order);
    for (const [path, body] of [
      ["pdf", {}],
      ["pdf", { tickets: [first], vouchercodes: null }],
      ["tickets/pdf", []],
    ] as const) {
      const { url } = await tm.post(`/orders/${order.orderid}/${path}`, body);
      const response = await fetch(url);
      expect(response.headers.get("content-type")).toBe("application/pdf");
      expect(new TextDecoder().decode((await response.arrayBuffer()).slice(0, 5))).toBe("%PDF-");
    }
    const basket = await aBasket(1);
    expect(await tm.refused("POST", `/orders/${basket.orderid}/pdf`, { body: {} })).toMatchObject({
      code: 400,
    });
  });

  it("has a log", async () => {
    const order = await anOrder(1);
    await tm.post(`/orders/${order.orderid}/payments`, { amount: 12.5, paymentmethodid: 2 });
    const logs = await tm.get(`/orders/${order.orderid}/logs`);
    expect(logs).toMatchObject([
      { id: 1, typeid: 18001, orderid: order.orderid, info: {} },
      { id: 2, typeid: 18011, info: { amount: 12.5, paymentmethodid: 2 } },
    ]);
  });
});

describe("the list of orders", () => {
  it("finds them by what the contract filters by, newest first", async () => {
    const mine = await anAccount(window);
    const contact = await mine.post("/contacts", { firstname: "Grace", lastname: "Hopper" });
    const made: number[] = [];
    for (let n = 0; n < 3; n++)
      made.push((await mine.post("/orders", { saleschannelid: 1 })).orderid);
    const [a = 0, b = 0, c = 0] = made;
    await mine.put(`/orders/${a}`, { customerid: contact.id });
    await mine.post(`/orders/${b}/tickets`, wishes(1));
    await mine.post(`/orders/${b}`);
    await mine.delete(`/orders/${c}`);
    const numbers = async (query: Record<string, Json>) =>
      (await mine.get("/orders", query)).data.map(({ orderid }: Json) => orderid);
    // Each change is in the list that is asked for next.
    expect(await numbers({ output: "ids", includearchived: true })).toHaveLength(3);
    expect(await numbers({})).toHaveLength(2);
    expect(await numbers({ simplefilter: { customerid: contact.id } })).toHaveLength(1);
    expect(await numbers({ includearchived: true, orderby_asc: true })).toEqual([a, b, c]);
    expect(await numbers({ includearchived: true, orderby_asc: false })).toEqual([c, b, a]);
    expect(await numbers({ simplefilter: { status: 21002 } })).toEqual([b]);
    expect(await numbers({ simplefilter: { status: 21003 } })).toEqual([c]);
    expect(
      await mine.as("go").get("/orders", { simplefilter: { createdsince: null, status: 21001 } }),
    ).toMatchObject({ nbrofresults: 1 });
    expect(await numbers({ simplefilter: { createdsince: "2090-01-01" } })).toEqual([]);
    expect(await numbers({ searchterm: "hopp" })).toEqual([a]);
    expect(await numbers({ searchterm: String(b) })).toEqual([b]);
    expect(await numbers({ filter: `select id from tm.order where id = ${b}` })).toEqual([b]);
    expect(
      await numbers({
        filter: "select id from tm.order where status in (21001, 21002)",
        limit: 1,
        orderby: "createdts",
      }),
    ).toEqual([b]);
    const minimal = await mine.get("/orders", { output: "minimal", searchterm: String(a) });
    expect(minimal.data).toMatchObject([{ orderid: a, firstname: "Grace", lastname: "Hopper" }]);
    const { lookup } = await mine.get("/orders", { output: "withlookup" });
    expect(lookup).toMatchObject({
      contacts: { [contact.id]: { lastname: "Hopper" } },
      events: { [event.id]: { name: "Cyrano" } },
      saleschannels: { 1: { typeid: 3002 } },
      paymentscenarios: { 3: { typeid: 2705 } },
      customfieldvalues: {},
    });
    expect(await mine.delete("/orders", [a, b, 5])).toEqual({
      nbrsucceeded: 2,
      results: [
        { id: a, msg: "", succeeded: true },
        { id: b, msg: "", succeeded: true },
        { id: 5, msg: expect.any(String), succeeded: false },
      ],
    });
  });
});

it("the event stream tells each change once, to those who come back with its mark", async () => {
  const mine = await anAccount(window);
  const empty = await mine.get("/eventstream");
  expect(empty).toEqual({ moreresults: false, nextid: "0", results: [] });
  const made: number[] = [];
  for (let n = 0; n < 3; n++)
    made.push((await mine.post("/orders", { saleschannelid: 1 })).orderid);
  const read = async (id: string) => {
    const { nextid, results } = await mine.get("/eventstream", { id });
    return { nextid, orders: results.map(({ data }: Json) => [data.orderid, data.status]) };
  };
  const first = await until("three orders in the stream", 10_000, async () => {
    const all = await read("0");
    return all.orders.length === 3 && all;
  });
  expect(new Set(first.orders.map(([order]: Json) => order))).toEqual(new Set(made));
  expect(await read(first.nextid)).toEqual({ nextid: first.nextid, orders: [] });
  await mine.delete(`/orders/${made[0]}`);
  const next = await until("the deletion in the stream", 10_000, async () => {
    const all = await read(first.nextid);
    return all.orders.length === 1 && all;
  });
  expect(next.orders).toEqual([[made[0], 21003]]);
  expect(await mine.refused("GET", "/eventstream", { query: { id: "x" } })).toMatchObject({
    code: 400,
  });
  expect((await tm.get("/eventstream", { id: next.nextid })).results).toEqual([]);
});

it("what was sold and given back here leaves the date whole", async () => {
  expect(await window.operator.audit(dateId)).toMatchObject({ ok: true });
});
