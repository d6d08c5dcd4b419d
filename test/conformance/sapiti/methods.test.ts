// Every method that Sapiti's client has, called as it calls them, one after another: each answer is
// one that it can read, or its own API exception (contracts/sapiti.md 2.3 to 2.5 and 3).
import { beforeAll, describe, expect, it } from "vitest";
import {
  anApplication,
  aDevice,
  aHall,
  aHouse,
  aSale,
  hold,
  type SapitiPartner,
  SEATS,
} from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { phpJson, type Reply, send } from "../../support/sapiti-client.ts";
import { DEVICE, EVENT, type Expected, flawsOf } from "../../support/sapiti-decoder.ts";
import { type ClientMethod, filled, isRefusal, type Stage } from "../../support/sapiti-method.ts";
import { CLIENT_METHODS, CONTACT_FORM } from "../../support/sapiti-methods.ts";
import type { Json } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const SETUP_MS = 60_000;
let shop: SapitiPartner | undefined;
let stage: Stage | undefined;

async function setTheStage({ client }: SapitiPartner): Promise<Stage> {
  const house = await aHouse(window, { capacity: 90 });
  const hall = await aHall(window);
  const { secret: device } = await aDevice(window);
  const held = async () => {
    const [product] = await hold(client, house, { quantity: 2 });
    return { order: String(product?.["orderid"]), product: String(product?.["id"]) };
  };
  const { order, products, codes } = await aSale(client, house, 2);
  const pay = async (amount: number) => {
    const payment = await client.ask("POST", "shop/orders/payments/", {
      orderid: order,
      paymentmethodid: "transfer",
      value: { amount, expectedamount: 0, currency: "EUR" },
    });
    return String(payment["id"]);
  };
  const [seat] = await hold(client, hall);
  const [venue] = await client.ask<Json[]>("GET", "agenda/venues/");
  const contact = await client.ask("POST", "contacts/", CONTACT_FORM);
  return {
    house,
    hall: {
      ...hall,
      order: String(seat?.["orderid"]),
      freeSeat: SEATS.find((id) => id !== seat?.["positionid"]) ?? "",
    },
    venue: String(venue?.["id"]),
    contact: String(contact["id"]),
    device,
    open: await held(),
    sold: { order, product: String(products[0]?.["id"]), code: codes[0] ?? "" },
    payment: await pay(1),
    paymentToDelete: await pay(2),
    orderToConfirm: (await held()).order,
    orderToCancel: (await held()).order,
    orderToClear: (await held()).order,
    orderToEmpty: (await held()).order,
    productToRemove: (await held()).product,
  };
}

beforeAll(async () => {
  shop = await anApplication(window, { lacks: [] });
  stage = await setTheStage(shop);
}, SETUP_MS);

function bodyOf({ body }: ClientMethod): Json {
  return theShop().client.body(body?.(theStage()));
}

function theShop(): SapitiPartner {
  if (shop === undefined) throw new Error("there is no shop yet");
  return shop;
}

function theStage(): Stage {
  if (stage === undefined) throw new Error("the stage is not set yet");
  return stage;
}

/** With the slash that the client always adds, unless another end is wanted. */
function call(known: ClientMethod, body: Json, end = "/"): Promise<Reply> {
  const path = filled(known.path, known.ids?.(theStage()) ?? []);
  const written = end === "/" ? `${path}/` : path.replace(/\/$/, end);
  return send(window.server.url, known.method, `/v1/${written}`, phpJson(body));
}

function expectReadable({ answer }: ClientMethod, { envelope, status, text }: Reply): void {
  const verdict = envelope.error === undefined ? status : `${status}/${envelope.error.code}`;
  expect(verdict, text).toBe(isRefusal(answer) ? answer : 200);
  expect(flawsOf(envelope, isRefusal(answer) ? "anything" : answer), text).toEqual([]);
}

describe("the client can read what it gets by", () => {
  it.each(CLIENT_METHODS)("$name ($method $path)", async (known) => {
    expectReadable(known, await call(known, bodyOf(known)));
  });
});

describe("an older client, without slashes and without a user's name, can read what it gets by", () => {
  const reads = CLIENT_METHODS.filter(({ method }) => method === "GET");
  it.each(reads)("$name ($method $path)", async (known) => {
    const { username: _, ...body } = bodyOf(known);
    expectReadable(known, await call(known, body, ""));
  });
});

describe("whatever a caller puts into a parameter, the client can read what it gets by", () => {
  const values = ["x".repeat(5_000), [[]], { a: null }];
  const offered = CLIENT_METHODS.filter(
    ({ body, answer }) => body !== undefined && !isRefusal(answer),
  );

  it.each(offered)("$name ($method $path)", async (known) => {
    const body = bodyOf(known);
    for (const name of Object.keys(known.body?.(theStage()) ?? {})) {
      const value = values[name.length % values.length];
      const { status, envelope, text } = await call(known, { ...body, [name]: value });
      const refused = envelope.error !== undefined || isRefusal(known.answer);
      expect(flawsOf(envelope, refused ? "anything" : known.answer), text).toEqual([]);
      expect(status, text).toBeLessThan(500);
    }
  });
});

describe("an answer that breaks the client is seen for what it is:", () => {
  const envelope = { success: true, response: null, datetime: "2026-11-22T19:12:53+00:00" };
  const event = {
    status: { id: 10 },
    serie: { id: "S" },
    venue: { id: "V" },
    attraction: { id: "A" },
  };

  it.each<[string, object, Expected]>([
    ["a failure without an error", { success: false }, "success"],
    ["an empty error", { error: [] }, "success"],
    ["an error without a code", { success: false, error: { message: "x" } }, "success"],
    ["a server's time with fractions", { datetime: "2026-11-22T19:12:53.000Z" }, "success"],
    ["nothing for a list", { response: null }, { list: EVENT }],
    ["a wrapped list", { response: { data: [] } }, { list: EVENT }],
    ["nothing for an object", { response: [] }, { one: EVENT }],
    ["an empty venue", { response: { ...event, venue: {} } }, { one: EVENT }],
    ["an event without its series", { response: { ...event, serie: null } }, { one: EVENT }],
    ["an empty date", { response: { ...event, starttime: "" } }, { one: EVENT }],
    ["a list for a text", { response: { ...event, label: [] } }, { one: EVENT }],
    ["text for a map", { response: { ...event, metadata: "{}" } }, { one: EVENT }],
    ["a device's key", { response: { id: "D", key: "K" } }, { one: DEVICE }],
  ])("%s", (_name, changes, expected) => {
    expect(flawsOf({ ...envelope, ...changes }, expected)).not.toEqual([]);
    expect(flawsOf({ ...envelope, response: event }, { one: EVENT })).toEqual([]);
  });
});
