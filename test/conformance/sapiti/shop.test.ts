// The shop by every method that the client has for it: orders in all their forms, payments and what
// they do to an order, contacts, and what a window does not have (contracts/sapiti.md 3.3, 3.5).
import { describe, expect, it } from "vitest";
import { aPrice } from "../../support/a-date.ts";
import {
  anApplication,
  aDevice,
  aHouse,
  aSale,
  hold,
  statusOf,
  ticketOf,
  usageOf,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { type Json, wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();

async function aShop(wishes: Json = {}) {
  const house = await aHouse(window, { capacity: 20, ...wishes });
  const { client } = await anApplication(window, { events: [house.event] });
  return { house, client };
}

const ORDER_FORM: Json = {
  id: "",
  name: "Group",
  language: "nl",
  country: "be",
  postalcode: "4000",
  automaticcancel: true,
  contactid: "",
  notes: "n’oubliez pas",
  metadata: { table: 4 },
};

describe("an order", () => {
  it("can be opened empty, filled, found and described in every form", async () => {
    const { house, client } = await aShop();
    const order = await client.ask("POST", "shop/orders/", ORDER_FORM);
    expect(order).toMatchObject({ ...ORDER_FORM, id: order["id"], status: { id: 0 } });
    const orderid = String(order["id"]);
    const path = `shop/orders/${orderid}`;
    expect(await hold(client, house, { orderid, quantity: 2 })).toHaveLength(2);
    const write = (body: Json) => client.ask("PATCH", path, body);
    expect(await write({ notes: "later" })).toMatchObject({ notes: "later", language: "nl" });
    expect(await write({ language: "de" })).toMatchObject({ language: "de", notes: "later" });
    expect(await write({ language: "" })).toMatchObject({ language: "de" });
    const text = String.raw`{"a":"\u003Cb\u003E","list":[1]}`;
    expect(await write({ metadata: text })).toMatchObject({ metadata: { a: "<b>", list: [1] } });
    expect(await write({ metadata: "[]" })).toMatchObject({ metadata: [] });
    const form = { ...ORDER_FORM, name: "", language: "", metadata: [] };
    expect(await write(form)).toMatchObject({ name: "", language: "de", metadata: [] });
    expect((await client.ask<Json[]>("GET", "shop/orders/")).map(({ id }) => id)).toEqual([
      orderid,
    ]);
    expect(await client.refusal("PATCH", path, { notes: "x".repeat(4_001) })).toBe("400/1051");
    const large = { metadata: { filler: "x".repeat(16 * 1024) } };
    expect(await client.refusal("PATCH", path, large)).toBe("400/1051");
    expect(await client.refusal("PATCH", path, { metadata: "{" })).toBe("400/1051");
  });

  it("keeps its products together: those of one more request, those of two prices", async () => {
    const prices = [aPrice("full", "parterre", 1250), aPrice("less", "parterre", 900)];
    const { house, client } = await aShop({ prices });
    const [first] = await hold(client, house);
    const orderid = String(first?.["orderid"]);
    const requests = [
      wish(house, { orderid, priceid: "less" }),
      wish(house, { orderid, quantity: 2 }),
    ];
    const more = await client.ask<Json[]>("POST", "shop/products/", { requests });
    const pricesOf = (products: readonly Json[]) =>
      products.map(({ price }) => (price as { id: string }).id);
    expect(pricesOf(more)).toEqual(["less", "full", "full"]);
    const all = await client.ask<Json[]>("GET", "shop/products/", { orderid });
    expect(all.map(({ id }) => id)).toEqual([first, ...more].map((product) => product?.["id"]));
    expect(await client.ask("GET", `shop/products/${String(first?.["id"])}`)).toEqual(first);
    expect(await client.ask("PATCH", `shop/products/${String(first?.["id"])}`, {})).toEqual(first);
  });

  it("of several dates gets all of them or none, and a set of tickets for each", async () => {
    const { house, client } = await aShop({ capacity: 5 });
    const { event } = house;
    const other = await aHouse(window, { event, capacity: 1 });
    const ask = (quantity: number) =>
      client.ask<Json[]>("POST", "shop/products/", {
        requests: [wish(house, { quantity: 2 }), wish(other, { quantity })],
      });
    expect(await ask(2)).toEqual([]);
    const stock = await client.ask("GET", `shop/products/stocks/${house.stock}`);
    expect(stock["capacity_free"]).toBe(5);
    const products = await ask(1);
    const orderid = String(products[0]?.["orderid"]);
    await client.ask("PATCH", `shop/orders/${orderid}`, { contactid: "", statusid: 1 });
    const sets = await client.ask<Json[]>("GET", "shop/orders/tickets/", { orderid });
    const tickets = sets.map(({ stockid, tickets: all }) => [stockid, (all as Json[]).length]);
    expect(tickets).toEqual([
      [house.stock, 2],
      [other.stock, 1],
    ]);
    const page = { orderid, entry_count: 1, entry_start: 1 };
    expect(await client.ask("GET", "shop/orders/tickets/", page)).toEqual(sets.slice(1));
    const { client: scanner } = await aDevice(window);
    const codes = [ticketOf(products[0])["qrcode"]];
    const gate = `accesscontrol/events/${other.date.id}/control/`;
    const [read] = await scanner.ask<Json[]>("PATCH", gate, { codes });
    expect(usageOf(read)).toEqual({ statusid: -201, by: null, date: null });
  });

  it("gets nothing when not all of it is to be had", async () => {
    const { house, client } = await aShop({ capacity: 3 });
    const requests = [wish(house, { quantity: 2 }), wish(house, { quantity: 2 })];
    expect(await client.ask("POST", "shop/products/", { requests })).toEqual([]);
    expect(await hold(client, house, { quantity: 3 })).toHaveLength(3);
    expect(await hold(client, house)).toEqual([]);
  });

  it("is found by its number as PHP's integer, and by nothing that is no id", async () => {
    const { house, client } = await aShop();
    const { order } = await aSale(client, house);
    const byText = await client.ask("GET", "shop/products/", { orderid: order });
    expect(await client.ask("GET", "shop/products/", { orderid: Number(order) })).toEqual(byText);
    for (const [path, parameter] of [
      ["shop/products/", "orderid"],
      ["shop/orders/payments/", "orderid"],
      ["shop/orders/tickets/", "productid"],
      ["shop/orders/", "contactid"],
      ["shop/products/stocks/", "eventid"],
      ["agenda/attractions/", "externalid"],
      ["agenda/events/", "attractionid"],
      ["contacts/", "lastname"],
    ] as const) {
      expect(await client.refusal("GET", path, { [parameter]: [order] }), path).toBe("400/1051");
    }
  });

  it("keeps what it says of itself whatever its language is called", async () => {
    const { client } = await aShop();
    const form = { ...ORDER_FORM, language: "x".repeat(36) };
    expect(await client.refusal("POST", "shop/orders/", form)).toBe("400/1051");
    const order = await client.ask("POST", "shop/orders/", { ...form, language: "nl-BE" });
    expect(order).toMatchObject({ language: "nl-BE", notes: ORDER_FORM["notes"] });
  });

  it("is another one for each customer, also when two send the same bytes", async () => {
    const { house, client } = await aShop();
    const timestamp = String(client.body()["timestamp"]);
    const twice = async (path: string, body: Json) => {
      const bytes = { ...client.body({}, timestamp), ...body };
      const send = () => client.ask<Json | Json[]>("POST", path, bytes);
      const answers = [await send(), await send()];
      return new Set(answers.flat().map((one) => one["orderid"] ?? one["id"]));
    };
    expect((await twice("shop/orders/", ORDER_FORM)).size).toBe(2);
    expect((await twice("shop/products/", { requests: [wish(house)] })).size).toBe(2);
    const stock = await client.ask("GET", `shop/products/stocks/${house.stock}`);
    expect(stock["capacity_free"]).toBe(18);
  });

  it("that repeats a request to the byte gets its products once", async () => {
    const { house, client } = await aShop();
    const [first] = await hold(client, house);
    const orderid = String(first?.["orderid"]);
    const timestamp = client.body()["timestamp"];
    const body = { ...client.body({}, String(timestamp)), requests: [wish(house, { orderid })] };
    const [one, two] = [
      await client.ask("POST", "shop/products/", body),
      await client.ask("POST", "shop/products/", body),
    ];
    expect(two).toEqual(one);
    expect(await client.ask("GET", "shop/products/", { orderid })).toHaveLength(2);
  });

  it("gets a place anew that it gave back, also within the second that it was asked for", async () => {
    const { house, client } = await aShop();
    const orderid = String((await client.ask("POST", "shop/orders/", ORDER_FORM))["id"]);
    const body = { ...client.body(), requests: [wish(house, { orderid })] };
    const ids: unknown[] = [];
    for (let times = 0; times < 3; times++) {
      const [product] = await client.ask<Json[]>("POST", "shop/products/", body);
      const id = String(product?.["id"]);
      expect(await client.ask("GET", "shop/products/", { orderid })).toMatchObject([{ id }]);
      await client.ask("DELETE", `shop/products/${id}`);
      ids.push(id);
    }
    expect(new Set(ids).size).toBe(3);
    expect(await window.operator.audit(house.date.id)).toMatchObject({ ok: true });
  });

  it("lists its products a page at a time, and all of them when no page is said", async () => {
    const { house, client } = await aShop();
    const products = await hold(client, house, { quantity: 5 });
    const orderid = String(products[0]?.["orderid"]);
    const ids = async (page: Json) =>
      (await client.ask<Json[]>("GET", "shop/products/", { orderid, ...page })).map(({ id }) => id);
    const all = products.map(({ id }) => id);
    expect(await ids({})).toEqual(all);
    expect(await ids({ entry_count: 2 })).toEqual(all.slice(0, 2));
    expect(await ids({ entry_count: 2, entry_start: 2 })).toEqual(all.slice(2, 4));
    expect(await ids({ limit: 1, entry_start: 4 })).toEqual(all.slice(4));
    expect(await ids({ entry_start: 3 })).toEqual(all.slice(3));
  });

  it("can only be asked for what can be asked for", async () => {
    const { house, client } = await aShop();
    const { order } = await aSale(client, house);
    const path = `shop/orders/${order}`;
    for (const statusid of [15, 12, 18, 0, -20, 99, "x"]) {
      expect(await client.refusal("PATCH", path, { statusid })).toBe("400/1051");
    }
    expect(await client.refusal("DELETE", path)).toBe("400/1051");
    expect(statusOf(await client.ask("PATCH", path, { statusid: 10 }))).toBe(10);
    expect(statusOf(await client.ask("PATCH", path, { contactid: "", statusid: 1 }))).toBe(1);
    const empty = await client.ask("POST", "shop/orders/", ORDER_FORM);
    const confirmation = { contactid: "", statusid: 1 };
    const nothing = `shop/orders/${String(empty["id"])}`;
    expect(await client.refusal("PATCH", nothing, confirmation)).toBe("400/1051");
    expect(statusOf(await client.ask("PATCH", nothing, { statusid: -20 }))).toBe(-20);
    expect(await client.refusal("PATCH", path, { contactid: "CT-NOPE" })).toBe("404/1501");
  });

  it("with a ticket that was used is not cancelled", async () => {
    const { house, client } = await aShop();
    const { order, codes } = await aSale(client, house, 2);
    const { client: scanner } = await aDevice(window);
    const control = `accesscontrol/events/${house.date.id}/control/`;
    await scanner.ask("PATCH", control, { codes: codes.slice(0, 1) });
    expect(await client.refusal("PATCH", `shop/orders/${order}`, { statusid: -10 })).toBe(
      "400/1051",
    );
    expect(statusOf(await client.ask("GET", `shop/orders/${order}`))).toBe(1);
  });

  it("keeps all of what is said of it at once", async () => {
    const { house, client } = await aShop();
    const [product] = await hold(client, house);
    const path = `shop/orders/${String(product?.["orderid"])}`;
    const contact = await client.ask("POST", "contacts/", { lastname: "Müller" });
    const said: Json = { notes: "soon", metadata: { table: 4 }, contactid: contact["id"] };
    const [notes, metadata, contactid] = ["notes", "metadata", "contactid"].map((key) => ({
      [key]: said[key],
    }));
    const confirmation = { ...contactid, statusid: 30 };
    const writes = [notes, metadata, confirmation, { language: "de" }];
    await Promise.all(writes.map((body) => client.ask("PATCH", path, body)));
    expect(await client.ask("GET", path)).toMatchObject({
      ...said,
      language: "de",
      status: { id: 30 },
    });
  });

  it("that is refused to end keeps the status that it had", async () => {
    const { house, client } = await aShop();
    const { order, codes } = await aSale(client, house);
    const path = `shop/orders/${order}`;
    expect(statusOf(await client.ask("PATCH", path, { statusid: 30 }))).toBe(30);
    const { client: scanner } = await aDevice(window);
    await scanner.ask("PATCH", `accesscontrol/events/${house.date.id}/control/`, { codes });
    expect(await client.refusal("PATCH", path, { statusid: -10 })).toBe("400/1051");
    expect(statusOf(await client.ask("GET", path))).toBe(30);
  });

  it("shows and prints no ticket that the venue has cancelled", async () => {
    const { house, client } = await aShop();
    const { order: orderid, products, codes } = await aSale(client, house, 2);
    const printed = async () => {
      const sets = await client.ask<Json[]>("GET", "shop/orders/tickets/", { orderid });
      return sets.flatMap(({ tickets }) => (tickets as Json[]).map(({ qrcode }) => qrcode));
    };
    expect(await printed()).toEqual(codes);
    await window.operator.cancelTicket(codes[0] ?? "");
    expect(await printed()).toEqual(codes.slice(1));
    expect(await client.ask("GET", "shop/products/", { orderid })).toEqual(products.slice(1));
    const gone = { productid: products[0]?.["id"] };
    expect(await client.refusal("GET", "shop/orders/tickets/pdf/", gone)).toBe("404/1501");
    await window.operator.putDate(house.date.id, {
      ...house.date.configuration,
      status: "cancelled",
    });
    expect(await printed()).toEqual([]);
    expect(await client.ask("GET", "shop/products/", { orderid })).toEqual([]);
    expect(statusOf(await client.ask("PATCH", `shop/orders/${orderid}`, { statusid: -10 }))).toBe(
      -10,
    );
  });
});

describe("payments", () => {
  const money = (amount: number): Json => ({ amount, expectedamount: 0, currency: "EUR" });

  it("move an order from confirmed to partly paid, paid and overpaid, and back", async () => {
    const { house, client } = await aShop();
    const { order } = await aSale(client, house, 2);
    const status = async () => statusOf(await client.ask("GET", `shop/orders/${order}`));
    const pay = (amount: number) =>
      client.ask("POST", "shop/orders/payments/", {
        orderid: order,
        paymentmethodid: "transfer",
        value: money(amount),
      });
    expect(await status()).toBe(1);
    const first = await pay(1000);
    expect(await status()).toBe(12);
    const second = await pay(1500);
    expect(await status()).toBe(15);
    const path = `shop/orders/payments/${String(second["id"])}`;
    const changed = await client.ask("PATCH", path, {
      paymentmethodid: "cash",
      counterid: "",
      externalid: "",
      notes: "changed",
      value: money(1600),
    });
    expect(changed).toMatchObject({ id: second["id"], notes: "changed", label: "Cash" });
    expect(await status()).toBe(18);
    const listed = await client.ask<Json[]>("GET", "shop/orders/payments/", { orderid: order });
    expect(listed.map(({ id }) => id)).toEqual([first["id"], second["id"]]);
    expect(await client.ask("GET", path)).toEqual(changed);
    const removed = await client.call("DELETE", path, { value: money(1) });
    expect(removed.envelope).toMatchObject({ success: true, response: null });
    expect(await client.refusal("DELETE", path)).toBe("404/1501");
    expect(await status()).toBe(12);
  });

  it("keep what an older client, that knows no expected amount, does not say", async () => {
    const { house, client } = await aShop();
    const { order } = await aSale(client, house);
    const announced = await client.ask("PATCH", "shop/orders/payments/", {
      orderid: order,
      molliepaymentid: "tr_older",
    });
    const { amount, currency } = money(1250) as { amount: number; currency: string };
    const path = `shop/orders/payments/${String(announced["id"])}`;
    const paid = await client.ask("PATCH", path, {
      orderid: order,
      paymentmethodid: "",
      externalid: "",
      value: { amount, currency },
      paymentdate: null,
    });
    expect(paid).toMatchObject({
      externalid: "tr_older",
      value: { amount: 1250, expectedamount: 1250 },
      status: { id: 1 },
    });
    expect(statusOf(await client.ask("GET", `shop/orders/${order}`))).toBe(15);
  });

  it("may come before the order is confirmed", async () => {
    const { house, client } = await aShop();
    const [product] = await hold(client, house);
    const orderid = String(product?.["orderid"]);
    await client.ask("PATCH", "shop/orders/payments/", { orderid, molliepaymentid: "tr_early" });
    await client.ask("POST", "shop/orders/payments/", {
      orderid,
      paymentmethodid: "cash",
      value: money(1250),
    });
    const path = `shop/orders/${orderid}`;
    expect(statusOf(await client.ask("GET", path))).toBe(0);
    expect(statusOf(await client.ask("PATCH", path, { contactid: "", statusid: 1 }))).toBe(15);
  });

  it("that repeat to the byte are one", async () => {
    const { house, client } = await aShop();
    const { order } = await aSale(client, house);
    const body = {
      ...client.body({}, String(client.body()["timestamp"])),
      orderid: order,
      paymentmethodid: "cash",
      value: money(500),
    };
    const one = await client.ask("POST", "shop/orders/payments/", body);
    expect(await client.ask("POST", "shop/orders/payments/", body)).toEqual(one);
    expect(await client.ask("GET", "shop/orders/payments/", { orderid: order })).toEqual([one]);
  });

  it("have methods, in the words of the language", async () => {
    const { house, client } = await aShop();
    const methods = await client.ask<Json[]>("GET", "shop/paymentmethods/");
    expect(methods.map(({ typeid }) => typeid)).toEqual([1, 2, 3, 4, 5]);
    const cash = await client.ask("GET", "shop/paymentmethods/cash", { language: "de" });
    expect(cash).toMatchObject({ id: "cash", label: "Bar", typeid: 1 });
    const { order } = await aSale(client, house);
    const pay = (changes: Json) =>
      client.refusal("POST", "shop/orders/payments/", {
        orderid: order,
        paymentmethodid: "cash",
        value: money(1),
        ...changes,
      });
    expect(await pay({ paymentmethodid: "NOPE" })).toBe("404/1501");
    expect(await pay({ paymentmethodid: "" })).toBe("400/1050");
    expect(await pay({ orderid: "" })).toBe("400/1050");
    expect(await pay({ value: money(100_000_001) })).toBe("400/1051");
    expect(await pay({ value: { ...money(1), currency: "€" } })).toBe("400/1051");
    expect(await pay({ paymentdate: "yesterday" })).toBe("400/1051");
  });
});

describe("contacts", () => {
  it("are made, found, read and changed", async () => {
    const { client } = await aShop();
    const form = { firstname: "Élise", lastname: "Müller", email: "e@example.test", language: "" };
    const made = await client.ask("POST", "contacts/", {
      ...form,
      birthdate: "1990-05-01T00:00:00+02:00",
    });
    expect(made).toMatchObject({
      ...form,
      label: "Élise Müller",
      birthdate: "1990-04-30T22:00:00+00:00",
      city: "",
    });
    const path = `contacts/${String(made["id"])}`;
    expect(await client.ask("GET", path)).toEqual(made);
    const find = (filter: Json) => client.ask<Json[]>("GET", "contacts/", filter);
    expect(await find({ lastname: "Müller" })).toEqual([made]);
    expect(await find({ lastname: "Nobody" })).toEqual([]);
    expect(await find({ email: "E@EXAMPLE.test" })).toEqual([made]);
    const changed = await client.ask("PATCH", path, { ...form, city: "Liège", language: "fr" });
    expect(changed).toMatchObject({ id: made["id"], city: "Liège", language: "fr" });
    expect(await client.refusal("GET", "contacts/NOPE")).toBe("404/1501");
    expect(await client.refusal("POST", "contacts/", { birthdate: "1990-05" })).toBe("400/1051");
    // Five digits of a year, once it is told in UTC: nobody's reader takes them.
    const late = { birthdate: "9999-12-31T23:59:59-12:00" };
    expect(await client.refusal("POST", "contacts/", late)).toBe("400/1051");
    expect(await client.refusal("POST", "contacts/", { city: "x".repeat(501) })).toBe("400/1051");
  });
});
