// A house that Sapiti's clients sell: an event of its own with one date, and partners made for it.
import { aDate, aPrice, freshId, FULL_PRICE, type OpenDate, type Wishes } from "./a-date.ts";
import type { Window } from "./a-window.ts";
import { Sapiti } from "./sapiti-client.ts";
import { type HouseIds, type Json, wish } from "./sapiti-words.ts";

/** Of whatever kind its server is. */
type SapitiWindow = Pick<Window<{ readonly url: string }>, "server" | "operator">;

export interface SapitiHouse extends HouseIds {
  readonly date: OpenDate;
}

export async function aHouse(window: SapitiWindow, wishes: Wishes = {}): Promise<SapitiHouse> {
  const event = wishes.event ?? freshId("event");
  const date = await aDate(window.operator, { ...wishes, event });
  return { event, date, stock: `STK-${date.id}` };
}

/** The ids of a hall's seats. */
export const SEATS = ["A1", "A2", "A3"];
const PLAN: Json = {
  focus: { x: 1, y: -2 },
  blocks: [
    {
      label: "Salle",
      rows: [
        {
          label: "A",
          rank: 0,
          seats: SEATS.map((id, pos) => ({ id, label: String(pos + 1), pos, x: pos, y: 0 })),
        },
      ],
    },
  ],
};

/** A house whose only area has a row of numbered seats. */
export function aHall(window: SapitiWindow): Promise<SapitiHouse> {
  const seated: Json = { areas: [{ id: "parterre", label: "Parterre", plan: PLAN }] };
  return aHouse(window, { ...seated, prices: [aPrice("full", "parterre", FULL_PRICE)] });
}

export interface SapitiPartner {
  readonly id: string;
  readonly client: Sapiti;
  readonly secret: string;
}

export async function anApplication(
  window: SapitiWindow,
  wishes: Json = {},
): Promise<SapitiPartner> {
  const id = freshId("app");
  const body = { door: "sapiti", label: `Kiosk ${id}`, ...wishes };
  const { publicKey, secret } = await window.operator.putPartner(id, body);
  if (publicKey === null || secret === null) throw new Error("an application has two keys");
  const client = new Sapiti(window.server.url, { publicKey, privateKey: secret });
  return { id, client, secret };
}

/** A scanner: it has no keys, and says its device id in every body. */
export async function aDevice(window: SapitiWindow, wishes: Json = {}): Promise<SapitiPartner> {
  const id = freshId("device");
  const body = { door: "sapiti", kind: "device", label: "Gate A", ...wishes };
  const { secret } = await window.operator.putPartner(id, body);
  if (secret === null) throw new Error("a device has a secret");
  return { id, secret, client: new Sapiti(window.server.url, null, { deviceid: secret }) };
}

/** Holds places in a new order, and answers the products. */
export function hold(client: Sapiti, house: HouseIds, changes: Json = {}): Promise<Json[]> {
  return client.ask<Json[]>("POST", "shop/products/", { requests: [wish(house, changes)] });
}

/** An order of so many tickets, confirmed, with its products. */
export async function aSale(client: Sapiti, house: HouseIds, quantity = 1) {
  const products = await hold(client, house, { quantity });
  const order = String(products[0]?.["orderid"]);
  await client.ask("PATCH", `shop/orders/${order}`, { contactid: "", statusid: 1 });
  const codes = products.map((product) => String(ticketOf(product)["qrcode"]));
  return { order, products, codes };
}

export function ticketOf(product: Json | undefined): Json {
  return (product?.["ticket"] ?? {}) as Json;
}

export function usageOf(code: Json | undefined): Json {
  return (code?.["usage"] ?? {}) as Json;
}

export function statusOf(thing: Json): unknown {
  return (thing["status"] as Json)["id"];
}
