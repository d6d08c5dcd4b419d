/**
 * The Sapiti door: every path that its client knows, in the order of contracts/sapiti.md section 3,
 * with who may call it. Parts of Sapiti that a venue's window does not have answer empty lists,
 * unknown ids, and 1000 to writes.
 */
import { Hono } from "hono";
import { TimeIsUp } from "../../core/deadline.ts";
import { logProblem } from "../../core/log.ts";
import type { Permission } from "../../core/partners.ts";
import { ok } from "../../core/result.ts";
import { isOn } from "../../env.ts";
import { type AppContext, type AppEnv, note } from "../../web/request.ts";
import * as attractions from "./agenda/attractions.ts";
import { duplicateEvent } from "./agenda/copies.ts";
import * as events from "./agenda/events.ts";
import * as answers from "./answers.ts";
import type { Answer } from "./answers.ts";
import { type Access, bodyOf, type Call, identify, readSent } from "./call.ts";
import * as contacts from "./contacts.ts";
import * as entrance from "./entrance.ts";
import { MOUNT } from "./mount.ts";
import { languageOf } from "./language.ts";
import { wholePage } from "./page.ts";
import { matchPath, type Method, type Pattern } from "./paths.ts";
import { requestStock } from "./shop/hold.ts";
import * as orders from "./shop/orders.ts";
import * as methods from "./shop/payment-methods.ts";
import * as payments from "./shop/payments.ts";
import { printTickets } from "./shop/print.ts";
import * as products from "./shop/products.ts";
import * as seats from "./shop/seats.ts";
import * as stocks from "./shop/stocks.ts";
import * as tickets from "./shop/tickets.ts";

interface Route extends Pattern, Access {
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

type Handler = Route["handle"];

function route(method: Method, path: string, access: Access, handle: Handler): Route {
  return { method, path, ...access, handle };
}

/** Who may call: both kinds of partner, or applications alone; none that lacks the permission. */
const both = (permission: Permission): Access => ({ kinds: ["application", "device"], permission });
const application = (permission: Permission): Access => ({ kinds: ["application"], permission });
const LOOK = both("agenda");
const SELL = application("sell");
const PRINT = both("print");
const SCAN = both("scan");
const MANAGE = application("manage");
const ANYBODY: Access = { kinds: ["application", "device"], permission: null };

const noList = (path: string, access = SELL) => route("GET", path, access, () => ok([]));
const noOne = (path: string, what: string, access = SELL) =>
  route("GET", path, access, () => answers.unknownId(what));
const noWrite = (method: Method, path: string, what: string) =>
  route(method, path, SELL, () => answers.notOffered(what));

const SYSTEM = [route("GET", "system/authenticate", ANYBODY, authenticate)];

const AGENDA = [
  route("GET", "agenda/events", LOOK, events.listEvents),
  route("GET", "agenda/events/{}", LOOK, events.getEvent),
  route("POST", "agenda/events/duplicate/{}", MANAGE, duplicateEvent),
  route("PATCH", "agenda/events/{}", MANAGE, events.updateEventStatus),
  noList("agenda/timeslots", LOOK),
  noOne("agenda/timeslots/{}", "time slot", LOOK),
  route("GET", "agenda/venues", LOOK, attractions.listVenues),
  route("GET", "agenda/venues/{}", LOOK, attractions.getVenue),
  route("GET", "agenda/attractions", LOOK, attractions.listAttractions),
  route("GET", "agenda/attractions/{}", LOOK, attractions.getAttraction),
  noList("agenda/attractions/categories", LOOK),
  noOne("agenda/attractions/categories/{}", "category", LOOK),
];

const STOCKS = [
  route("GET", "shop/products/stocks", SELL, stocks.listStocks),
  route("GET", "shop/products/stocks/{}", SELL, stocks.getStock),
  route("GET", "shop/products/stocks/plancategories/{}", SELL, seats.listPlanCategories),
  route("PATCH", "shop/products/stocks/plancategories/{}", SELL, seats.moveToSeat),
  route("GET", "shop/products/stocks/suggestions/{}", SELL, stocks.suggestStocks),
  route("PATCH", "shop/products/stocks/adapt/{}", MANAGE, stocks.adaptStock),
  route("GET", "catalogue/plans/{}", SELL, seats.getPlan),
];

const PRODUCTS = [
  route("POST", "shop/products", SELL, requestStock),
  route("GET", "shop/products", SELL, products.listProducts),
  route("GET", "shop/products/{}", SELL, products.getProduct),
  route("PATCH", "shop/products/{}", SELL, products.getProduct),
  route("DELETE", "shop/products/{}", SELL, products.removeProduct),
  route("DELETE", "shop/products", SELL, products.removeAllProducts),
];

const ORDERS = [
  route("GET", "shop/orders", SELL, orders.listOrders),
  route("GET", "shop/orders/{}", SELL, orders.getOrder),
  route("POST", "shop/orders", SELL, orders.createOrder),
  route("PATCH", "shop/orders/{}", SELL, orders.updateOrder),
  route("DELETE", "shop/orders/{}", SELL, orders.clearOrder),
  route("GET", "shop/orders/tickets", PRINT, tickets.listTicketSets),
  route("GET", "shop/orders/tickets/pdf", PRINT, printTickets),
  route("GET", "shop/paymentmethods", SELL, methods.listMethods),
  route("GET", "shop/paymentmethods/{}", SELL, methods.getMethod),
  route("GET", "shop/orders/payments", SELL, payments.listPayments),
  route("GET", "shop/orders/payments/{}", SELL, payments.getPayment),
  route("POST", "shop/orders/payments", SELL, payments.createPayment),
  route("PATCH", "shop/orders/payments", SELL, payments.announceOnlinePayment),
  route("PATCH", "shop/orders/payments/{}", SELL, payments.updatePayment),
  route("DELETE", "shop/orders/payments/{}", SELL, payments.deletePayment),
];

const ENTRANCE = [
  route("GET", "accesscontrol/deviceinfo", SCAN, entrance.getDevice),
  route("GET", "accesscontrol/events", SCAN, entrance.listDeviceEvents),
  route("PATCH", "accesscontrol/events/{}/control", SCAN, entrance.controlEntry),
  route("DELETE", "accesscontrol/events/{}/control", SCAN, entrance.controlExit),
];

const CONTACTS = [
  route("GET", "contacts", SELL, contacts.listContacts),
  route("GET", "contacts/{}", SELL, contacts.getContact),
  route("POST", "contacts", SELL, contacts.createContact),
  route("PATCH", "contacts/{}", SELL, contacts.updateContact),
];

const ABSENT = [
  noList("shop/promocodes"),
  noOne("shop/promocodes/{}", "promo code"),
  noWrite("POST", "shop/promocodes/{}", "promo codes"),
  noList("shop/counters"),
  noOne("shop/counters/{}", "counter"),
  noList("shop/counters/sessions"),
  noWrite("POST", "shop/counters/sessions", "counters"),
  noWrite("PATCH", "shop/counters/sessions/{}", "counters"),
  noList("catalogue/streams"),
  noOne("catalogue/streams/{}", "stream"),
  noOne("catalogue/streams/{}/control", "stream"),
  noList("catalogue/merchandising"),
  noOne("catalogue/merchandising/{}", "merchandising item"),
  noList("catalogue/merchandising/categories"),
  noOne("catalogue/merchandising/categories/{}", "category"),
  noList("catalogue/packs"),
  noOne("catalogue/packs/{}", "pack"),
  noOne("catalogue/packs/details/{}", "pack"),
  noWrite("PATCH", "shop/products/{}/attach", "packs"),
  noList("catalogue/financeitems"),
  noOne("catalogue/financeitems/{}", "finance item"),
  noOne("catalogue/financeitems/details/{}", "finance item"),
  noList("contacts/newsletters"),
  noOne("contacts/newsletters/{}", "newsletter"),
  noWrite("POST", "contacts/newsletters/{}/{}", "newsletters"),
  noWrite("DELETE", "contacts/newsletters/{}/{}", "newsletters"),
  noList("cineville/packproducts"),
  noList("cineville/products"),
  noWrite("POST", "cineville/products/{}", "Cineville passes"),
  noWrite("DELETE", "cineville/products/{}", "Cineville passes"),
  noWrite("PATCH", "cineville/products/{}/attach", "Cineville passes"),
  noWrite("DELETE", "cineville/products/{}/attach", "Cineville passes"),
];

export const ROUTES: readonly Route[] = [
  ...SYSTEM,
  ...AGENDA,
  ...STOCKS,
  ...PRODUCTS,
  ...ORDERS,
  ...ENTRANCE,
  ...CONTACTS,
  ...ABSENT,
];

const PING: readonly Pattern[] = [{ method: "GET", path: "ping" }];

function authenticate({ partner: { id, label } }: Call): Answer {
  return ok({ id, label, client: { id, label } });
}

/** Answers everybody, with what they sent (3.1): a list is echoed too. */
async function answer(c: AppContext): Promise<{ readonly answer: Answer; readonly body: object }> {
  const { method, path } = c.req;
  const ping = matchPath(PING, MOUNT, method, path);
  const matched = matchPath(ROUTES, MOUNT, method, path);
  const sent = await readSent(c);
  if (!sent.ok) return { answer: sent, body: {} };
  const body = bodyOf(sent.value);
  if (ping.kind === "route") {
    return { answer: ok({ message: "pong", params: sent.value.json }), body };
  }
  if (matched.kind === "other_method" || ping.kind === "other_method") {
    return { answer: answers.methodNotAllowed, body };
  }
  if (matched.kind === "unknown") return { answer: answers.unknownPath, body };
  const { route, ids } = matched;
  note(c, { call: `${route.method} ${route.path}` });
  const call = await identify(c, sent.value, ids, route);
  if (!call.ok) return { answer: call, body };
  return { answer: wholePage(call.value.page, await route.handle(call.value)), body };
}

function respond(c: AppContext, answer: Answer, language: unknown): Response {
  if (!answer.ok) note(c, { outcome: answer.reason });
  return answers.toResponse(answer, {
    environment: isOn(c.env, "SAPITI_PRODUCTION") ? "prod" : "test",
    language: languageOf(language),
    now: Date.now(),
  });
}

export const routes = new Hono<AppEnv>().all("*", async (c) => {
  const { answer: answered, body } = await answer(c);
  return respond(c, answered, Reflect.get(body, "language"));
});

routes.onError((error, c) => {
  const { requestId } = c.var;
  const slow = error instanceof TimeIsUp ? "too slow" : "failed";
  logProblem(`a Sapiti request ${slow}`, { requestId, error: String(error) });
  return respond(c, answers.unavailable, null);
});
