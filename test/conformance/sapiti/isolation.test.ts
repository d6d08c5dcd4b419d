// Partners are kept apart: nobody sees, books, confirms, pays, prints or scans anything of another,
// by any id on any route.
import { beforeAll, describe, expect, it } from "vitest";
import {
  anApplication,
  aDevice,
  aHouse,
  aSale,
  hold,
  type SapitiPartner,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { type Attempt, attempts, type Belongings, pathOf } from "../../support/sapiti-routes.ts";
import { type HouseIds, type Json, wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const SETUP_MS = 60_000;

interface Cast {
  readonly victim: SapitiPartner;
  readonly has: Belongings;
  /** Another event's application and scanner, and an application of the same event. */
  readonly stranger: SapitiPartner;
  readonly strangeScanner: SapitiPartner;
  readonly neighbour: SapitiPartner;
}
let cast: Cast | undefined;

async function play(): Promise<Cast> {
  const [house, elsewhere] = [await aHouse(window, { capacity: 20 }), await aHouse(window)];
  const scope = { events: [house.event] };
  const victim = await anApplication(window, scope);
  const other = { events: [elsewhere.event] };
  const [event] = await victim.client.ask<Json[]>("GET", "agenda/events/");
  const [openProduct] = await hold(victim.client, house, { quantity: 2 });
  const contact = await victim.client.ask("POST", "contacts/", {
    firstname: "Ada",
    lastname: "Love",
    email: "ada@example.test",
  });
  const { order, products, codes } = await aSale(victim.client, house, 2);
  await victim.client.ask("PATCH", `shop/orders/${order}`, { contactid: contact["id"] });
  const payment = await victim.client.ask("POST", "shop/orders/payments/", {
    orderid: order,
    paymentmethodid: "cash",
    value: { amount: 2500, expectedamount: 0, currency: "EUR" },
  });
  return {
    victim,
    has: {
      house,
      order,
      codes,
      openOrder: String(openProduct?.["orderid"]),
      openProduct: String(openProduct?.["id"]),
      product: String(products[0]?.["id"]),
      payment: String(payment["id"]),
      contact: String(contact["id"]),
      // The houses share their venue's name, so this one may be seen by all.
      venue: String(((event?.["venue"] ?? {}) as Json)["id"]),
    },
    stranger: await anApplication(window, other),
    strangeScanner: await aDevice(window, other),
    neighbour: await anApplication(window, scope),
  };
}

beforeAll(async () => {
  cast = await play();
}, SETUP_MS);

function theCast(): Cast {
  if (cast === undefined) throw new Error("nobody is on stage yet");
  return cast;
}

/** All that the victim can see of its own. */
async function snapshot({ victim, has }: Cast): Promise<string> {
  const { client } = victim;
  const seen = [
    await client.ask("GET", "agenda/events/"),
    await client.ask("GET", `shop/products/stocks/${has.house.stock}`),
    await client.ask("GET", `contacts/${has.contact}`),
  ];
  for (const orderid of [has.openOrder, has.order]) {
    seen.push(
      await client.ask("GET", `shop/orders/${orderid}`),
      await client.ask("GET", "shop/products/", { orderid }),
      await client.ask("GET", "shop/orders/payments/", { orderid }),
    );
  }
  return JSON.stringify(seen);
}

/** What of the victim's an answer shows that its question did not already say. */
function leaks(text: string, has: Belongings, hidesAgenda: boolean): string[] {
  const { house, order, openOrder, codes, contact, payment, product } = has;
  const own = [order, openOrder, ...codes, contact, payment, product, "Ada", "ada@example.test"];
  const agenda = hidesAgenda ? [house.date.id, house.event] : [];
  return [...own, ...agenda].filter((secret) => text.includes(secret));
}

describe.each(["stranger", "strangeScanner", "neighbour"] as const)("a %s", (role) => {
  const sharesScope = role === "neighbour";

  it("gets nothing of another partner on any route, and changes nothing", async () => {
    const { has, ...rest } = theCast();
    const { client } = rest[role];
    const before = await snapshot(theCast());
    const found: unknown[] = [];
    for (const attempt of attempts(has)) {
      const { status, envelope, text } = await client.call(
        attempt.method,
        pathOf(attempt),
        attempt.body ?? {},
      );
      const shown = leaks(text, has, !sharesScope);
      const fine = shown.length === 0 && isRefused(attempt, sharesScope, status, envelope);
      if (!fine) found.push({ ...attempt, status, shown, text });
    }
    expect(found).toEqual([]);
    expect(await snapshot(theCast())).toBe(before);
  });
});

const REFUSALS = new Map([
  [400, [1000, 1050, 1051]],
  [401, [1100]],
  [403, [1100]],
  [404, [1501]],
]);

/** The neighbour may manage the dates that it shares: that is what its scope says. */
function isRefused(
  { method, path, list, agenda }: Attempt,
  sharesScope: boolean,
  status: number,
  { success, error }: { success: boolean; error?: { code: number } },
): boolean {
  const mayHave = list === true || (sharesScope && agenda === true);
  // The same name is the same venue, wherever it is played.
  const sharesVenue = path === "agenda/venues/{}" && method === "GET";
  if (success) return mayHave || sharesVenue;
  return (REFUSALS.get(status) ?? []).includes(error?.code ?? 0);
}

/** What a stranger can say by putting an id of another beside one of its own. */
function mixes(own: string, house: HouseIds, has: Belongings): Attempt[] {
  const [, ticket = ""] = has.product.split("-");
  const [, payment = ""] = has.payment.split("-");
  const order = { method: "PATCH", path: "shop/orders/{}", ids: [own] } as const;
  const seats = "shop/products/stocks/plancategories/{}";
  const theirs = wish(has.house, { orderid: own });
  return [
    { ...order, body: { contactid: has.contact } },
    { ...order, body: { contactid: has.contact, statusid: 1 } },
    { method: "POST", path: "shop/products", body: { requests: [theirs] } },
    { method: "POST", path: "shop/products", body: { requests: [wish(house), theirs] } },
    {
      method: "PATCH",
      path: seats,
      ids: [has.house.stock],
      body: { orderid: own, planseatid: "A1" },
    },
    {
      method: "PATCH",
      path: seats,
      ids: [house.stock],
      body: { orderid: has.openOrder, planseatid: "A1" },
    },
    {
      method: "GET",
      path: "shop/orders/tickets",
      body: { orderid: own, productid: has.product },
    },
    { method: "GET", path: "shop/orders/tickets", body: { productid: `${own}-${ticket}` } },
    { method: "GET", path: "shop/orders/tickets/pdf", body: { productid: `${own}-${ticket}` } },
    { method: "GET", path: "shop/products/{}", ids: [`${own}-${ticket}`] },
    { method: "DELETE", path: "shop/products/{}", ids: [`${own}-${ticket}`] },
    { method: "GET", path: "shop/orders/payments/{}", ids: [`${own}-${payment}`] },
    { method: "DELETE", path: "shop/orders/payments/{}", ids: [`${own}-${payment}`] },
  ];
}

it("an id of another beside one's own opens nothing, and moves nothing of either", async () => {
  const { has } = theCast();
  const house = await aHouse(window, { capacity: 5 });
  const { client } = await anApplication(window, { events: [house.event] });
  const [product] = await hold(client, house);
  const own = String(product?.["orderid"]);
  const mine = async () => [
    await client.ask("GET", `shop/orders/${own}`),
    await client.ask("GET", "shop/products/", { orderid: own }),
    await client.ask("GET", `shop/products/stocks/${house.stock}`),
  ];
  const [before, ownBefore] = [await snapshot(theCast()), await mine()];
  for (const attempt of mixes(own, house, has)) {
    const { method, path, body = {} } = attempt;
    const reply = await client.call(method, pathOf(attempt), body);
    expect(["400/1051", "404/1501"], reply.text).toContain(
      `${reply.status}/${reply.envelope.error?.code}`,
    );
    expect(leaks(reply.text, has, true), `${method} ${path}`).toEqual([]);
  }
  expect(await mine()).toEqual(ownBefore);
  expect(await snapshot(theCast())).toBe(before);
});

it("a code of another house is refused at one's own gate, and says nothing of its order", async () => {
  const { has } = theCast();
  const house = await aHouse(window);
  const { client } = await aDevice(window, { events: [house.event] });
  const gate = `accesscontrol/events/${house.date.id}/control/`;
  for (const method of ["PATCH", "DELETE"] as const) {
    const read = await client.ask<Json[]>(method, gate, { codes: has.codes });
    expect(read).toEqual(
      has.codes.map((code) => ({
        id: "",
        code,
        label: code,
        origin: "",
        productid: null,
        usage: { statusid: -201, by: null, date: null },
      })),
    );
  }
});

it("a scanner prints what belongs to its event, and an application its own orders alone", async () => {
  const { has, neighbour, stranger, strangeScanner } = theCast();
  const scanner = await aDevice(window, { events: [has.house.event] });
  const sets = await scanner.client.ask<Json[]>("GET", "shop/orders/tickets/", {
    productid: has.product,
  });
  expect(JSON.stringify(sets)).toContain(has.codes[0]);
  for (const { client } of [neighbour, stranger, strangeScanner]) {
    const refusal = await client.refusal("GET", "shop/orders/tickets/", { orderid: has.order });
    expect(refusal).toBe("404/1501");
  }
});
