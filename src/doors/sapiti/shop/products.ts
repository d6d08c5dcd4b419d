/** `shop/products`: the places of a partner's own orders. */
import { ok } from "../../../core/result.ts";
import { askOrder } from "../../../order/client.ts";
import { type Answer, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { namedOrder, orderFailure, ownOrder, told } from "./own-order.ts";
import { parseProductId } from "./product-id.ts";
import { idOfPlace, type Place, placesOf, productShape } from "./product-shape.ts";

export async function listProducts(call: Call): Promise<Answer> {
  const order = await namedOrder(call);
  if (!order.ok) return order;
  const places = await placesOf(call, order.value);
  if (!places.ok) return places;
  const { start, count, said } = call.page;
  // Who does not ask for a page has bought them all.
  const shown = places.value.slice(start, said ? start + count : undefined);
  return ok(shown.map(productShape));
}

/** A live place by the id of its product. */
export async function placeById(call: Call, id: string): Promise<Answer<Place>> {
  const parsed = parseProductId(id);
  if (parsed === null) return unknownId("product");
  const order = await ownOrder(call, parsed.order);
  if (!order.ok) return order.reason === "unknown_id" ? unknownId("product") : order;
  const places = await placesOf(call, order.value);
  if (!places.ok) return places;
  const place = places.value.find((one) => idOfPlace(one) === id);
  return place === undefined ? unknownId("product") : ok(place);
}

/** Nothing of a product can be changed; the client has a method for it, which reads it again. */
export async function getProduct(call: Call): Promise<Answer> {
  const place = await placeById(call, call.ids[0] ?? "");
  return place.ok ? ok(productShape(place.value)) : place;
}

/** Gives one place back: a held one is free again, a confirmed one is cancelled. */
export async function removeProduct(call: Call): Promise<Answer> {
  const place = await placeById(call, call.ids[0] ?? "");
  if (!place.ok) return place;
  const { order, ticket } = place.value;
  return remove(call, order.number, { lines: [], tickets: [ticket.barcode] });
}

/** Empties an order, and leaves it open. */
export async function removeAllProducts(call: Call): Promise<Answer> {
  const order = await namedOrder(call);
  if (!order.ok) return order;
  const { number, lines } = order.value;
  const tickets = lines.flatMap((line) => line.tickets.map(({ barcode }) => barcode));
  return remove(call, number, { lines: [], tickets });
}

async function remove(
  call: Call,
  order: number,
  what: { readonly lines: readonly number[]; readonly tickets: readonly string[] },
): Promise<Answer> {
  const { env, deadline } = call;
  const outcome = await askOrder(env, order, deadline, (stub) => stub.cancel({ deadline, what }));
  if (!outcome.ok) return orderFailure(call, outcome);
  await told(call, outcome.value);
  return ok(null);
}
