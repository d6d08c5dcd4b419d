/** Orders by their state (contracts/ticketevolution.md 4.5): found in the registry, told by each. */
import { ORDERS_AT_ONCE } from "../../../core/limits.ts";
import { searchOrders } from "../../../registry/orders.ts";
import { paged } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { changedWithin } from "../query.ts";
import { findOrder, type Found } from "./found.ts";
import { readStates, standingsIn, STATES } from "./note.ts";
import { objectOf, settingOf, shipmentObject } from "./objects.ts";

/** `wanted`: the words of the states; none are all of them. */
async function found(call: Call, wanted: readonly string[]) {
  const { env, partner, query } = call;
  const { page, perPage } = query.page;
  const client = query.number("client_id");
  const changed = changedWithin(query);
  // What is bought here is sold here: there are no purchase orders.
  const none = query.text("type") === "PurchaseOrder";
  const { total, numbers } = await searchOrders(env.REGISTRY, {
    channel: partner.id,
    standings: none ? [] : standingsIn(wanted.length === 0 ? STATES : readStates(wanted)),
    contact: client === null ? null : `client-${client}`,
    offer: null,
    changedFrom: changed.from,
    changedBefore: changed.before,
    newestFirst: /DESC$/i.test(query.text("order_by") ?? ""),
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  return { total, orders: await readAll(call, numbers) };
}

/** A few at a time: each is asked of its own object. */
export async function readAll(call: Call, numbers: readonly number[]): Promise<Found[]> {
  const orders: Found[] = [];
  for (let from = 0; from < numbers.length; from += ORDERS_AT_ONCE) {
    const some = numbers.slice(from, from + ORDERS_AT_ONCE);
    const read = await Promise.all(some.map((number) => findOrder(call, number)));
    orders.push(...read.flatMap((one) => (one.ok ? [one.value] : [])));
  }
  return orders;
}

export const listOrders: Handler = async (call) => {
  const { total, orders } = await found(call, call.query.list("state"));
  const setting = await settingOf(call, orders);
  const rows = orders.map((order) => objectOf(call, order, setting));
  return paged("orders", rows, call.query.page, total);
};

export const listShipments: Handler = async (call) => {
  // A shipment's states are others than its order's, and no list is kept by them.
  const { total, orders } = await found(call, []);
  const setting = await settingOf(call, orders);
  const rows = orders.map((order) => shipmentObject(order, setting));
  return paged("shipments", rows, call.query.page, total);
};
