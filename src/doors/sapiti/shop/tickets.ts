/**
 * `shop/orders/tickets`: the issued tickets of an order, one set per date. An application prints its
 * own orders; a device prints what belongs to the events in its scope, whoever sold it here.
 */
import * as z from "zod";
import { ok } from "../../../core/result.ts";
import { maySee } from "../../../core/partners.ts";
import { readPartner } from "../../../registry/partners/stored.ts";
import { type Answer, invalid, missing, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { DOOR } from "../mount.ts";
import { placesLabel } from "../language.ts";
import { optionalText, read } from "../schema.ts";
import { ownOrder, readOrder } from "./own-order.ts";
import { parseProductId } from "./product-id.ts";
import { idOfPlace, type Place, placesOf, ticketShape } from "./product-shape.ts";
import { stockIdOf } from "./stock-shape.ts";

export async function listTicketSets(call: Call): Promise<Answer> {
  const places = await printable(call);
  if (!places.ok) return places;
  const byDate = Map.groupBy(places.value, ({ date }) => date.id);
  const { start, count } = call.page;
  return ok(
    [...byDate].slice(start, start + count).map(([date, group]) => ({
      id: `${group[0]?.order.number}-${stockIdOf(date)}`,
      label: placesLabel(call.language),
      stockid: stockIdOf(date),
      tickets: group.map(ticketShape),
    })),
  );
}

const namesSchema = z.object({ orderid: optionalText, productid: optionalText });

/** The issued places that `orderid` or `productid` names, as far as the caller may print them. */
export async function printable(call: Call): Promise<Answer<readonly Place[]>> {
  const named = read(namesSchema, call.body);
  if (!named.ok) return named;
  const { orderid, productid } = named.value;
  const product = productid === "" ? null : parseProductId(productid);
  if (productid !== "" && product === null) return unknownId("product");
  const id = product?.order ?? orderid;
  if (id === "") return missing("orderid");
  if (orderid !== "" && id !== orderid) return invalid("productid", "is of another order");
  const order =
    call.partner.kind === "device" ? await orderForDevice(call, id) : await ownOrder(call, id);
  if (!order.ok) return order;
  const places = await placesOf(call, order.value);
  if (!places.ok) return places;
  const seen = places.value.filter(({ date }) => maySee(call.partner, date.event.id));
  const wanted = seen.filter((place) => product === null || idOfPlace(place) === productid);
  if (product !== null && wanted.length === 0) return unknownId("product");
  // What a device may not see of an order, it is not told of either.
  if (call.partner.kind === "device" && wanted.length === 0) return unknownId("order");
  return ok(wanted.filter(({ ticket }) => ticket.state === "issued"));
}

async function orderForDevice(call: Call, id: string) {
  const order = await readOrder(call, id);
  if (!order.ok) return order;
  const seller = await readPartner(call.env.REGISTRY, order.value.channel);
  return seller?.door === DOOR ? order : unknownId("order");
}
