// Every route of Sapiti's client with ids of one partner in every place that takes one: what another
// partner would try. test/unit/sapiti compares the list with the door's own.
import { type HouseIds, type Json, type Method, wish } from "./sapiti-words.ts";

/** What one partner has: nothing of it is another's business. */
export interface Belongings {
  readonly house: HouseIds;
  /** An order that is still open, and one that is confirmed. */
  readonly openOrder: string;
  readonly order: string;
  readonly openProduct: string;
  readonly product: string;
  readonly payment: string;
  readonly contact: string;
  readonly codes: readonly string[];
  readonly venue: string;
}

export interface Attempt {
  readonly method: Method;
  /** With `{}` for each id. */
  readonly path: string;
  readonly ids?: readonly string[];
  readonly body?: Json;
  /** What belongs to the agenda: another partner of the same scope may have it too. */
  readonly agenda?: true;
  /** A list, which is empty or another's own; everything else is refused. */
  readonly list?: true;
}

export function attempts(of: Belongings): Attempt[] {
  return [
    ...agendaAttempts(of),
    ...shopAttempts(of),
    ...orderAttempts(of),
    ...paymentAttempts(of),
    ...otherAttempts(of),
    ...absentAttempts(of),
  ];
}

function agendaAttempts({ house, venue }: Belongings): Attempt[] {
  const agenda = true;
  const list = true;
  const [date, event] = [[house.date.id], [house.event]];
  return [
    { method: "GET", path: "agenda/events", agenda, list },
    { method: "GET", path: "agenda/events/{}", ids: date, agenda },
    { method: "POST", path: "agenda/events/duplicate/{}", ids: date },
    { method: "PATCH", path: "agenda/events/{}", ids: date, body: { statusid: 11 } },
    { method: "GET", path: "agenda/timeslots", body: { eventid: house.date.id }, list },
    { method: "GET", path: "agenda/timeslots/{}", ids: date },
    { method: "GET", path: "agenda/attractions", agenda, list },
    { method: "GET", path: "agenda/attractions/{}", ids: event, agenda },
    { method: "GET", path: "agenda/attractions/categories", list },
    { method: "GET", path: "agenda/attractions/categories/{}", ids: event },
    { method: "GET", path: "agenda/venues", agenda, list },
    { method: "GET", path: "agenda/venues/{}", ids: [venue], agenda },
    { method: "GET", path: "catalogue/plans/{}", ids: [`PLAN-${house.date.id}`] },
  ];
}

function shopAttempts(of: Belongings): Attempt[] {
  const { house, openOrder, openProduct, product } = of;
  const stock = [house.stock];
  const agenda = true;
  const list = true;
  const stocks = "shop/products/stocks";
  return [
    { method: "GET", path: stocks, body: { eventid: house.date.id }, agenda, list },
    { method: "GET", path: `${stocks}/{}`, ids: stock, agenda },
    { method: "GET", path: `${stocks}/plancategories/{}`, ids: stock, agenda },
    {
      method: "PATCH",
      path: `${stocks}/plancategories/{}`,
      ids: stock,
      body: { orderid: openOrder, planseatid: "A1" },
    },
    { method: "GET", path: `${stocks}/suggestions/{}`, ids: stock, agenda },
    { method: "PATCH", path: `${stocks}/adapt/{}`, ids: stock, body: { capacity_total: 1 } },
    {
      method: "POST",
      path: "shop/products",
      body: { requests: [wish(house, { orderid: openOrder })] },
    },
    { method: "GET", path: "shop/products", body: { orderid: openOrder } },
    { method: "GET", path: "shop/products/{}", ids: [product] },
    { method: "PATCH", path: "shop/products/{}", ids: [openProduct] },
    {
      method: "PATCH",
      path: "shop/products/{}/attach",
      ids: [openProduct],
      body: { mainproductid: product },
    },
    { method: "DELETE", path: "shop/products/{}", ids: [openProduct] },
    { method: "DELETE", path: "shop/products", body: { orderid: openOrder } },
  ];
}

function orderAttempts({ openOrder, order, contact, product }: Belongings): Attempt[] {
  const open = [openOrder];
  const list = true;
  return [
    { method: "GET", path: "shop/orders", body: { contactid: contact }, list },
    { method: "GET", path: "shop/orders/{}", ids: open },
    { method: "POST", path: "shop/orders", body: { contactid: contact, automaticcancel: true } },
    { method: "PATCH", path: "shop/orders/{}", ids: open, body: { contactid: "", statusid: 1 } },
    { method: "PATCH", path: "shop/orders/{}", ids: [order], body: { statusid: -10 } },
    { method: "DELETE", path: "shop/orders/{}", ids: open },
    { method: "GET", path: "shop/orders/tickets", body: { orderid: order } },
    { method: "GET", path: "shop/orders/tickets", body: { productid: product } },
    { method: "GET", path: "shop/orders/tickets/pdf", body: { orderid: order } },
    { method: "GET", path: "shop/orders/tickets/pdf", body: { productid: product } },
  ];
}

function paymentAttempts({ order, payment }: Belongings): Attempt[] {
  const value = { amount: 100, expectedamount: 0, currency: "EUR" };
  const paid = { orderid: order, paymentmethodid: "cash", value };
  return [
    { method: "GET", path: "shop/paymentmethods", agenda: true, list: true },
    { method: "GET", path: "shop/paymentmethods/{}", ids: [payment] },
    { method: "GET", path: "shop/orders/payments", body: { orderid: order } },
    { method: "GET", path: "shop/orders/payments/{}", ids: [payment] },
    { method: "POST", path: "shop/orders/payments", body: paid },
    {
      method: "PATCH",
      path: "shop/orders/payments",
      body: { orderid: order, molliepaymentid: "tr_1" },
    },
    { method: "PATCH", path: "shop/orders/payments/{}", ids: [payment], body: paid },
    { method: "DELETE", path: "shop/orders/payments/{}", ids: [payment], body: paid },
  ];
}

function otherAttempts({ house, contact, codes }: Belongings): Attempt[] {
  const control = "accesscontrol/events/{}/control";
  const read = { ids: [house.date.id], body: { codes, confirmedbyoperator: true } };
  const list = true;
  return [
    { method: "GET", path: "accesscontrol/deviceinfo", list },
    { method: "GET", path: "accesscontrol/events", list },
    { method: "PATCH", path: control, ...read },
    { method: "DELETE", path: control, ...read },
    { method: "GET", path: "contacts", body: { lastname: "Love" }, list },
    { method: "GET", path: "contacts/{}", ids: [contact] },
    { method: "PATCH", path: "contacts/{}", ids: [contact], body: { lastname: "Taken" } },
    { method: "POST", path: "contacts", body: { id: contact, lastname: "New" }, list },
    { method: "GET", path: "system/authenticate", list },
  ];
}

function absentAttempts({ order, product, contact }: Belongings): Attempt[] {
  const calls: readonly [Method, paths: string][] = [
    ["GET", "shop/promocodes shop/promocodes/{} shop/counters shop/counters/{}"],
    ["GET", "shop/counters/sessions catalogue/streams catalogue/streams/{}"],
    ["GET", "catalogue/streams/{}/control catalogue/merchandising catalogue/merchandising/{}"],
    ["GET", "catalogue/merchandising/categories catalogue/merchandising/categories/{}"],
    ["GET", "catalogue/packs catalogue/packs/{} catalogue/packs/details/{}"],
    ["GET", "catalogue/financeitems catalogue/financeitems/{} catalogue/financeitems/details/{}"],
    ["GET", "contacts/newsletters contacts/newsletters/{} cineville/packproducts"],
    ["GET", "cineville/products"],
    ["POST", "shop/promocodes/{} shop/counters/sessions contacts/newsletters/{}/{}"],
    ["POST", "cineville/products/{}"],
    ["PATCH", "shop/counters/sessions/{} cineville/products/{}/attach"],
    ["DELETE", "contacts/newsletters/{}/{} cineville/products/{} cineville/products/{}/attach"],
  ];
  return calls.flatMap(([method, paths]) =>
    paths.split(" ").map((path): Attempt => {
      const asked = { method, path, ids: [product, contact], body: { orderid: order } };
      return method === "GET" && !path.includes("{}") ? { ...asked, list: true } : asked;
    }),
  );
}

/** The path with its ids in their places, as the client writes it before its last slash. */
export function pathOf({ path, ids = [] }: Attempt): string {
  const rest = [...ids];
  const filled = path.replaceAll("{}", () => rest.shift() ?? "");
  return path.endsWith("{}") ? filled : `${filled}/`;
}
