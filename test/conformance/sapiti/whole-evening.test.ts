// One house, several sellers: agenda to PDF, the scanner on the printed code, cancellation, and the
// place is pass Culture's again. And a race for the last places.
import { describe, expect, it } from "vitest";
import {
  anApplication,
  aDevice,
  aHouse,
  hold,
  type SapitiHouse,
  ticketOf,
  usageOf,
} from "../../support/a-sapiti-house.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../../support/a-window.ts";
import { aBooking } from "../../support/passculture-client.ts";
import { type Json, wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const PLACES = 10;
const CALLERS = 50;

describe("a place of the house", () => {
  it("goes from the agenda to a PDF, through the gate, and back to pass Culture", async () => {
    const house = await aHouse(window, { capacity: 2 });
    const scope = { events: [house.event] };
    const { client: app } = await anApplication(window, scope);
    const { client: scanner } = await aDevice(window, scope);
    const stock = `shop/products/stocks/${house.stock}`;
    const control = `accesscontrol/events/${house.date.id}/control/`;

    const [event] = await app.ask<Json[]>("GET", "agenda/events/");
    expect(event).toMatchObject({ id: house.date.id, status: { id: 10 } });
    const products = await hold(app, house, { quantity: 2 });
    const orderid = String(products[0]?.["orderid"]);
    expect(await app.refusal("GET", "shop/orders/tickets/pdf/", { orderid })).toBe("400/1051");
    await app.ask("PATCH", `shop/orders/${orderid}`, { contactid: "", statusid: 1 });
    expect(await app.ask("GET", `agenda/events/${house.date.id}`)).toMatchObject({
      status: { id: 30, label: "sold out" },
    });
    expect((await book(house.date.stock)).status).toBe(409);

    for (const printer of [app, scanner]) {
      const pdf = await printer.ask<string>("GET", "shop/orders/tickets/pdf/", { orderid });
      expect(Buffer.from(pdf, "base64").subarray(0, 5).toString("latin1")).toBe("%PDF-");
    }
    const code = String(ticketOf(products[0])["qrcode"]);
    const scan = async (method: "PATCH" | "DELETE") => {
      const [read] = await scanner.ask<Json[]>(method, control, { codes: [code] });
      return usageOf(read)["statusid"];
    };
    expect(await scan("PATCH")).toBe(1);
    expect(await app.ask("GET", `shop/products/${String(products[0]?.["id"])}`)).toMatchObject({
      usage: { statusid: 1 },
    });
    expect(await scan("DELETE")).toBe(1);

    const unused = String(products[1]?.["id"]);
    await app.call("DELETE", `shop/products/${unused}`);
    expect(await app.ask("GET", stock)).toMatchObject({ capacity_free: 1 });
    expect((await book(house.date.stock)).status).toBe(200);
    expect(await app.ask("GET", stock)).toMatchObject({ capacity_free: 0 });
    expect(await window.operator.audit(house.date.id)).toMatchObject({ ok: true });
  });

  it("of a cancelled order is refused at the gate and free again", async () => {
    const house = await aHouse(window, { capacity: 1 });
    const { client: app } = await anApplication(window);
    const { client: scanner } = await aDevice(window);
    const [product] = await hold(app, house);
    const orderid = String(product?.["orderid"]);
    await app.ask("PATCH", `shop/orders/${orderid}`, { contactid: "", statusid: 1 });
    await app.ask("PATCH", `shop/orders/${orderid}`, { statusid: -10 });
    const codes = [ticketOf(product)["qrcode"]];
    const control = `accesscontrol/events/${house.date.id}/control/`;
    expect(await scanner.ask("PATCH", control, { codes })).toMatchObject([
      { usage: { statusid: -250 } },
    ]);
    expect((await book(house.date.stock)).status).toBe(200);
  });

  it("that pass Culture sold shows in Sapiti's free capacity at once, and passes its gate", async () => {
    const house = await aHouse(window, { capacity: 3 });
    const { client: app } = await anApplication(window);
    const { client: scanner } = await aDevice(window, { events: [house.event] });
    const answer = await book(house.date.stock);
    expect(await app.ask("GET", `shop/products/stocks/${house.stock}`)).toMatchObject({
      capacity_total: 3,
      capacity_free: 2,
    });
    const { tickets } = JSON.parse(answer.text) as { tickets: { barcode: string }[] };
    const codes = tickets.map(({ barcode }) => barcode);
    const control = `accesscontrol/events/${house.date.id}/control/`;
    expect(await scanner.ask("PATCH", control, { codes })).toMatchObject([
      { code: codes[0], origin: "booking", productid: null, usage: { statusid: 1 } },
    ]);
  });
});

function book(stock: string) {
  return window.passCulture.book(aBooking(stock));
}

describe("fifty buyers of one shop, in the same second and with the same words", () => {
  async function race(requests: (house: SapitiHouse) => Json[]) {
    const house = await aHouse(window, { capacity: PLACES });
    const { client: app } = await anApplication(window);
    const body = { requests: requests(house) };
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, () => app.ask<Json[]>("POST", "shop/products/", body)),
    );
    const orders = answers.filter((products) => products.length > 0);
    const stock = await app.ask("GET", `shop/products/stocks/${house.stock}`);
    expect(await window.operator.audit(house.date.id)).toMatchObject({ ok: true });
    return { app, orders, free: stock["capacity_free"] };
  }

  it(
    "get exactly the last ten places, each in an order of its own",
    async () => {
      const { orders, free } = await race((house) => [wish(house)]);
      expect(orders.map((products) => products.length)).toEqual(Array(PLACES).fill(1));
      const codes = orders.flat().map((product) => ticketOf(product)["qrcode"]);
      expect(new Set(codes).size).toBe(PLACES);
      expect(new Set(orders.flat().map(({ orderid }) => orderid)).size).toBe(PLACES);
      expect(free).toBe(0);
    },
    LONG_TEST_MS,
  );

  it(
    "who want three each get three or none",
    async () => {
      const { orders, free } = await race((house) => [wish(house, { quantity: 3 })]);
      expect(orders.map((products) => products.length)).toEqual([3, 3, 3]);
      expect(free).toBe(1);
    },
    LONG_TEST_MS,
  );

  it(
    "who want three in two requests leave no order half full, and keep nothing back",
    async () => {
      const { app, orders, free } = await race((house) => [
        wish(house, { quantity: 2 }),
        wish(house),
      ]);
      for (const products of orders) {
        const orderid = products[0]?.["orderid"];
        expect(products).toHaveLength(3);
        expect(await app.ask("GET", "shop/products/", { orderid })).toHaveLength(3);
      }
      expect(free).toBe(PLACES - 3 * orders.length);
    },
    LONG_TEST_MS,
  );
});
