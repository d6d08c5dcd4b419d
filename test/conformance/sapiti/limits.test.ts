// Every limit that a caller can meet has its code, 1051, and what is at the limit is served.
import { expect, it } from "vitest";
import {
  anApplication,
  aDevice,
  aHouse,
  hold,
  type SapitiHouse,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Sapiti } from "../../support/sapiti-client.ts";
import { CONTACT_FORM, ORDER_FORM } from "../../support/sapiti-methods.ts";
import { type Json, type Method, wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const TOO_MUCH = "400/1051";
const CODES_MAX = 100;
const REQUESTS_MAX = 50;
const TICKETS_PER_PDF_MAX = 50;

async function aShop() {
  const house = await aHouse(window, { capacity: 120 });
  const { client } = await anApplication(window, { events: [house.event], lacks: [] });
  return { house, client };
}

interface Limit {
  readonly name: string;
  readonly method: Method;
  readonly path: (house: SapitiHouse, order: string) => string;
  readonly body: (size: number, order: string) => Json;
  readonly max: number;
}

const text = (size: number) => "x".repeat(size);
const contacts = { method: "POST", path: () => "contacts/" } as const;
const order = {
  method: "PATCH",
  path: (_: SapitiHouse, id: string) => `shop/orders/${id}`,
} as const;
const payment = { method: "POST", path: () => "shop/orders/payments/" } as const;
const pay = (orderid: string, changes: Json): Json => ({
  orderid,
  paymentmethodid: "cash",
  value: { amount: 1, expectedamount: 0, currency: "EUR" },
  ...changes,
});

const LIMITS: readonly Limit[] = [
  {
    ...contacts,
    name: "a contact's text",
    max: 500,
    body: (n) => ({ ...CONTACT_FORM, city: text(n) }),
  },
  {
    ...contacts,
    name: "a contact's e-mail",
    max: 320,
    body: (n) => ({ ...CONTACT_FORM, email: text(n) }),
  },
  {
    ...contacts,
    name: "a contact's telephone",
    max: 40,
    body: (n) => ({ ...CONTACT_FORM, mobilephone: text(n) }),
  },
  {
    ...contacts,
    name: "a contact's language",
    max: 35,
    body: (n) => ({ ...CONTACT_FORM, language: text(n) }),
  },
  { ...order, name: "an order's name", max: 100, body: (n) => ({ ...ORDER_FORM, name: text(n) }) },
  {
    ...order,
    name: "an order's language",
    max: 35,
    body: (n) => ({ ...ORDER_FORM, language: text(n) }),
  },
  { ...order, name: "an order's notes", max: 4_000, body: (n) => ({ notes: text(n) }) },
  { ...payment, name: "a payment's notes", max: 500, body: (n, id) => pay(id, { notes: text(n) }) },
  {
    ...payment,
    name: "a payment's amount",
    max: 100_000_000,
    body: (n, id) => pay(id, { value: { amount: n } }),
  },
  {
    ...payment,
    name: "a payment's expected amount",
    max: 100_000_000,
    body: (n, id) => pay(id, { value: { amount: 0, expectedamount: n } }),
  },
  {
    name: "an online payment's id",
    method: "PATCH",
    path: () => "shop/orders/payments/",
    max: 100,
    body: (n, orderid) => ({ orderid, molliepaymentid: text(n) }),
  },
  {
    name: "a stock's capacity",
    method: "PATCH",
    path: ({ stock }) => `shop/products/stocks/adapt/${stock}`,
    max: 200_000,
    body: (n) => ({ capacity_total: n }),
  },
  {
    name: "the start of a page",
    method: "GET",
    path: () => "agenda/events/",
    max: 100_000,
    body: (n) => ({ entry_start: n }),
  },
];

it.each(LIMITS)("$name can be $max, and no more", async ({ method, path, body, max }) => {
  const { house, client } = await aShop();
  const [product] = await hold(client, house);
  const id = String(product?.["orderid"]);
  await client.ask(method, path(house, id), body(max, id));
  expect(await client.refusal(method, path(house, id), body(max + 1, id))).toBe(TOO_MUCH);
});

it("a scanner sends a hundred codes at once, and no more", async () => {
  const { house } = await aShop();
  const { client: scanner } = await aDevice(window);
  const path = `accesscontrol/events/${house.date.id}/control/`;
  const codes = (count: number) => ({ codes: Array.from({ length: count }, (_, at) => `N${at}`) });
  expect(await scanner.ask("PATCH", path, codes(CODES_MAX))).toHaveLength(CODES_MAX);
  expect(await scanner.refusal("PATCH", path, codes(CODES_MAX + 1))).toBe(TOO_MUCH);
});

it("an order takes fifty requests, and no more by any number of calls", async () => {
  const { house, client } = await aShop();
  const request = (count: number, orderid = "") => ({
    requests: Array<Json>(count).fill(wish(house, { orderid })),
  });
  expect(await client.refusal("POST", "shop/products/", request(REQUESTS_MAX + 1))).toBe(TOO_MUCH);
  const products = await client.ask<Json[]>("POST", "shop/products/", request(REQUESTS_MAX));
  expect(products).toHaveLength(REQUESTS_MAX);
  const orderid = String(products[0]?.["orderid"]);
  expect(await client.refusal("POST", "shop/products/", request(1, orderid))).toBe(TOO_MUCH);
  expect(await client.ask("GET", "shop/products/", { orderid })).toHaveLength(REQUESTS_MAX);
});

it("a PDF has fifty tickets, and an order of more is printed in parts", async () => {
  const { house, client } = await aShop();
  const { order: orderid } = await sale(client, house, TICKETS_PER_PDF_MAX + 1);
  const print = (page: Json) => ["GET", "shop/orders/tickets/pdf/", { orderid, ...page }] as const;
  expect(await client.refusal(...print({}))).toBe(TOO_MUCH);
  for (const page of [{ entry_count: 50 }, { entry_count: 50, entry_start: 50 }]) {
    expect(Buffer.from(await client.ask<string>(...print(page)), "base64").subarray(0, 5)).toEqual(
      Buffer.from("%PDF-"),
    );
  }
});

async function sale(client: Sapiti, house: SapitiHouse, tickets: number) {
  const requests = [20, 20, tickets - 40].map((quantity) => wish(house, { quantity }));
  const products = await client.ask<Json[]>("POST", "shop/products/", { requests });
  const order = String(products[0]?.["orderid"]);
  await client.ask("PATCH", `shop/orders/${order}`, { contactid: "", statusid: 1 });
  return { order };
}
