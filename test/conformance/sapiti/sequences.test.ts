// The sequences of contracts/sapiti.md section 5, with fresh ids: agenda to tickets, the scanner in
// and out, removal and cancellation, and an error.
import { describe, expect, it } from "vitest";
import {
  anApplication,
  aDevice,
  aHouse,
  hold,
  ticketOf,
  usageOf,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { send } from "../../support/sapiti-client.ts";
import { CONTACT_FORM } from "../../support/sapiti-methods.ts";
import type { Json } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;
const ID = /^[A-Za-z0-9_-]+$/;
const aDateText: unknown = expect.stringMatching(DATE);
const anId: unknown = expect.stringMatching(ID);

async function aSeason() {
  const house = await aHouse(window, { capacity: 6 });
  const scope = { events: [house.event] };
  const { client: app } = await anApplication(window, scope);
  const { client: scanner } = await aDevice(window, scope);
  return { house, app, scanner };
}

describe("5.1 preliminaries", () => {
  it("1: the server answers without credentials, and echoes what was sent", async () => {
    const { status, envelope } = await send(
      window.server.url,
      "GET",
      "/v1/ping//",
      '{"language":"en"}',
    );
    expect(status).toBe(200);
    expect(envelope).toEqual({
      success: true,
      response: { message: "pong", params: { language: "en" } },
      environment: "test",
      api_version: 1,
      datetime: aDateText,
      cached: false,
      status_code: 200,
      language: "en",
    });
  });

  it("2: an application is told who it is", async () => {
    const { client, id } = await anApplication(window, { label: "Demo kiosk" });
    expect(await client.ask("GET", "system/authenticate/")).toEqual({
      id,
      label: "Demo kiosk",
      client: { id: anId, label: expect.any(String) as unknown },
    });
  });
});

describe("5.2 agenda to tickets", () => {
  it("3: the agenda", async () => {
    const { house, app } = await aSeason();
    const page = { entry_count: 1, entry_start: 0, size: 1 };
    const events = await app.ask<Json[]>("GET", "agenda/events/", page);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      id: house.date.id,
      label: "Cyrano",
      starttime: "2031-03-12T19:30:00+00:00",
      endtime: "2031-03-12T22:00:00+00:00",
      hastimeslots: false,
      status: { id: 10, label: "published" },
      serie: { id: anId, label: "Cyrano" },
      venue: { id: anId, label: "Théâtre de l'Île" },
      attraction: { id: house.event, label: "Cyrano", nb_events: 1, categories: [] },
    });
  });

  it("4 to 8: stocks, a hold of two prices, the order, the contact, the confirmation", async () => {
    const { house, app } = await aSeason();
    const stocks = await app.ask<Json[]>("GET", "shop/products/stocks/", {
      eventid: house.date.id,
    });
    expect(stocks).toMatchObject([
      {
        id: house.stock,
        eventid: house.date.id,
        typeid: 1,
        capacity_total: 6,
        capacity_free: 6,
        categories: [
          {
            id: "parterre",
            capacity_total: 6,
            capacity_free: 6,
            prices: [
              { id: "full", value: { amount: 1250, maxamount: -1, currency: "EUR", step: 1 } },
            ],
          },
        ],
      },
    ]);
    const products = await hold(app, house, { quantity: 2 });
    const orderid = products[0]?.["orderid"];
    expect(products).toHaveLength(2);
    expect(products[0]).toMatchObject({
      id: anId,
      orderid,
      stockid: house.stock,
      quantity: 1,
      category: { id: "parterre", label: "Parterre" },
      price: { id: "full", value: { amount: 1250 }, promo: { initalprice: -1 } },
      ticket: {
        qrcode: anId,
        eventstarttime: "2031-03-12T19:30:00+00:00",
        venueaddressL1: "",
        metadata: {},
      },
      usage: { statusid: 0, by: "", date: null },
    });
    const order = await app.ask("GET", `shop/orders/${String(orderid)}`);
    expect(order).toEqual({
      id: orderid,
      label: orderid,
      name: "",
      language: "",
      country: "",
      postalcode: "",
      automaticcancel: true,
      contactid: "",
      info_url: "",
      notes: "",
      haspromocodes: false,
      created: aDateText,
      expires: aDateText,
      status: { id: 0, label: "creating" },
      metadata: {},
    });
    const [created, expires] = [order["created"], order["expires"]].map((text) =>
      Date.parse(String(text)),
    );
    expect((expires ?? 0) - (created ?? 0)).toBeGreaterThan(14 * 60_000);
    expect((expires ?? 0) - (created ?? 0)).toBeLessThanOrEqual(15 * 60_000 + 1_000);
    const contact = await app.ask("POST", "contacts/", aContact);
    expect(contact).toEqual({ ...aContact, id: anId, label: "Ada Love" });
    const confirmed = await app.ask("PATCH", `shop/orders/${String(orderid)}`, {
      contactid: contact["id"],
      statusid: 1,
    });
    expect(confirmed).toMatchObject({
      contactid: contact["id"],
      expires: null,
      status: { id: 1, label: "confirmed" },
    });
    const sets = await app.ask<Json[]>("GET", "shop/orders/tickets/", { orderid });
    expect(sets).toMatchObject([
      {
        id: `${String(orderid)}-${house.stock}`,
        stockid: house.stock,
        tickets: [
          {
            id: products[0]?.["id"],
            qrcode: ticketOf(products[0])["qrcode"],
            spectatorlabel: "Ada Love",
            spectatorfirstname: "Ada",
            spectatoremail: "ada@example.test",
            spectatorid: contact["id"],
            price: { amount: 1250, currency: "EUR" },
          },
          { id: products[1]?.["id"] },
        ],
      },
    ]);
  });

  it("9 and 10: an online payment is announced, and money is recorded", async () => {
    const { house, app } = await aSeason();
    const [product] = await hold(app, house, { quantity: 2 });
    const orderid = String(product?.["orderid"]);
    await app.ask("PATCH", `shop/orders/${orderid}`, { contactid: "", statusid: 1 });
    const announcement = { orderid, molliepaymentid: "tr_demo" };
    const announced = await app.ask("PATCH", "shop/orders/payments/", announcement);
    expect(announced).toMatchObject({
      id: anId,
      label: "Online",
      orderid,
      externalid: "tr_demo",
      value: { amount: 0, expectedamount: 2500, currency: "EUR" },
      paymentdate: null,
      status: { id: 0, label: "pending" },
      paymentmethod: { typeid: 3, metadata: { provider: "mollie" } },
      counter: null,
    });
    expect(await app.ask("PATCH", "shop/orders/payments/", announcement)).toEqual(announced);
    const paid = await app.ask("POST", "shop/orders/payments/", {
      orderid,
      paymentmethodid: "cash",
      counterid: "",
      externalid: "",
      notes: "",
      couponcode: "",
      value: { amount: 2500, expectedamount: 0, currency: "EUR" },
      paymentdate: "2026-11-22T20:12:53+01:00",
    });
    expect(paid).toMatchObject({
      label: "Cash",
      value: { amount: 2500, expectedamount: 0, currency: "EUR" },
      paymentdate: "2026-11-22T19:12:53+00:00",
      status: { id: 1, label: "received" },
      paymentmethod: { id: "cash", label: "Cash", typeid: 1 },
    });
    expect(await app.ask("GET", `shop/orders/${orderid}`)).toMatchObject({
      status: { id: 15, label: "paid" },
    });
  });
});

describe("5.3 scanner", () => {
  it("13 to 18: the device, its events, entry, again, an unknown code, and exit", async () => {
    const { house, app, scanner } = await aSeason();
    const products = await hold(app, house, { quantity: 2 });
    const codes = products.map((product) => String(ticketOf(product)["qrcode"]));
    const path = `accesscontrol/events/${house.date.id}/control/`;
    const scan = (method: "PATCH" | "DELETE", ...read: string[]) =>
      scanner.ask<Json[]>(method, path, { codes: read, confirmedbyoperator: false });
    expect(await scan("PATCH", codes[0] ?? "")).toMatchObject([{ usage: { statusid: -200 } }]);
    const order = String(products[0]?.["orderid"]);
    await app.ask("PATCH", `shop/orders/${order}`, { contactid: "", statusid: 1 });

    const device = await scanner.ask("GET", "accesscontrol/deviceinfo/");
    expect(device).toEqual({
      id: anId,
      label: "Gate A",
      lastcontact: aDateText,
      client: { id: anId, label: expect.any(String) as unknown },
    });
    const events = await scanner.ask<Json[]>("GET", "accesscontrol/events/");
    expect(events.map(({ id }) => id)).toEqual([house.date.id]);

    const entered = await scan("PATCH", ...codes);
    expect(entered).toEqual(
      codes.map((code, index) => ({
        id: products[index]?.["id"],
        code,
        label: code,
        origin: "order",
        productid: products[index]?.["id"],
        usage: { statusid: 1, by: "Gate A", date: aDateText },
      })),
    );
    const again = await scan("PATCH", codes[0] ?? "", "NOPE");
    expect(again).toEqual([
      { ...entered[0], usage: { ...usageOf(entered[0]), statusid: -202 } },
      {
        id: "",
        code: "NOPE",
        label: "NOPE",
        origin: "",
        productid: null,
        usage: { statusid: -299, by: null, date: null },
      },
    ]);
    expect(await scan("PATCH", codes[0] ?? "")).toMatchObject([{ usage: { statusid: -202 } }]);
    expect(await scan("DELETE", codes[0] ?? "")).toMatchObject([{ usage: { statusid: 1 } }]);
    expect(await scan("DELETE", codes[0] ?? "")).toMatchObject([{ usage: { statusid: -250 } }]);
    expect(await scan("PATCH", codes[0] ?? "")).toMatchObject([{ usage: { statusid: 1 } }]);
  });
});

describe("a scanner", () => {
  it("is told of each thing it read, also of one that can be no ticket of anybody", async () => {
    const { house, app, scanner } = await aSeason();
    const [product] = await hold(app, house);
    const order = String(product?.["orderid"]);
    await app.ask("PATCH", `shop/orders/${order}`, { contactid: "", statusid: 1 });
    const path = `accesscontrol/events/${house.date.id}/control/`;
    const code = String(ticketOf(product)["qrcode"]);
    const strange = ["", " ", "x".repeat(1_000), "https://example.test/?a=1&b=é", "\u0000", "0"];
    const codes = [...strange, code];
    const read = await scanner.ask<Json[]>("PATCH", path, { codes });
    expect(read.map((one) => one["code"])).toEqual(codes);
    expect(read.map((one) => usageOf(one)["statusid"])).toEqual([...strange.map(() => -299), 1]);
  });
});

describe("5.4 remove and cancel", () => {
  it("19 to 22: a product is removed, the order emptied, and dropped", async () => {
    const { house, app } = await aSeason();
    const products = await hold(app, house, { quantity: 3 });
    const orderid = String(products[0]?.["orderid"]);
    const free = async () => {
      const stock = await app.ask("GET", `shop/products/stocks/${house.stock}`);
      return stock["capacity_free"];
    };
    expect(await free()).toBe(3);
    const removed = await app.call("DELETE", `shop/products/${String(products[0]?.["id"])}`);
    expect(removed.envelope).toMatchObject({ success: true, response: null, status_code: 200 });
    expect(await free()).toBe(4);
    const emptied = await app.call("DELETE", "shop/products/", { orderid });
    expect(emptied.envelope).toMatchObject({ success: true, response: null });
    expect(await free()).toBe(6);
    const dropped = await app.ask("DELETE", `shop/orders/${orderid}`);
    expect(dropped).toMatchObject({ id: orderid, expires: null, status: { id: -10 } });
  });

  it("23: a confirmed order is cancelled", async () => {
    const { house, app } = await aSeason();
    const [product] = await hold(app, house);
    const orderid = String(product?.["orderid"]);
    await app.ask("PATCH", `shop/orders/${orderid}`, { contactid: "", statusid: 1 });
    const cancelled = await app.ask("PATCH", `shop/orders/${orderid}`, { statusid: -10 });
    expect(cancelled).toMatchObject({ status: { id: -10, label: "cancelled" }, expires: null });
    expect(await app.ask("GET", "shop/products/", { orderid })).toEqual([]);
  });
});

describe("5.5 an error", () => {
  it("24: an unknown id", async () => {
    const { app } = await aSeason();
    const { status, envelope } = await app.call("GET", "agenda/events/NOPE");
    expect(status).toBe(404);
    expect(envelope).toEqual({
      success: false,
      response: null,
      error: { code: 1501, message: "event not found" },
      environment: "test",
      api_version: 1,
      datetime: aDateText,
      cached: false,
      status_code: 404,
      language: "en",
    });
  });
});

const aContact: Json = { ...CONTACT_FORM, language: "nl", addressl1: "", city: "", country: "" };
