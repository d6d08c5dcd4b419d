/**
 * `requestStock`: holds places, all that one call asks for or none. Too little stock is no error:
 * the list of products is then empty (contracts/sapiti.md 3.3).
 */
import * as z from "zod";
import { sha256Hex } from "../../../core/hmac.ts";
import {
  HOLD_MS_DEFAULT,
  SAPITI_REQUESTS_MAX,
  TICKETS_PER_BOOKING_MAX,
} from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import type { DateState } from "../../../date/commands.ts";
import { askOrder, placeOrder } from "../../../order/client.ts";
import type { LineWish, OrderState } from "../../../order/commands.ts";
import { note } from "../../../web/request.ts";
import { type Answer, invalid, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { dateOf } from "../dates.ts";
import { id, int, list, optionalText, read } from "../schema.ts";
import { keptOf } from "./order-shape.ts";
import { orderFailure, ownOrder, placesFailure, told } from "./own-order.ts";
import { placesOf, productShape } from "./product-shape.ts";
import { dateOfStock } from "./stock-shape.ts";

const amountWish = z.union([z.number(), z.string()]).nullish();

const requestSchema = z.object({
  quantity: int
    .default(1)
    .refine((quantity) => quantity >= 1 && quantity <= TICKETS_PER_BOOKING_MAX, {
      message: `must be from 1 to ${TICKETS_PER_BOOKING_MAX}`,
    }),
  stockid: id,
  categoryid: optionalText,
  priceid: id,
  forcedpricevalue: amountWish,
  requestedprice: amountWish,
  promocodeids: list(z.unknown(), SAPITI_REQUESTS_MAX).optional(),
  orderid: optionalText,
});
type StockRequest = z.output<typeof requestSchema>;

const bodySchema = z.object({ requests: list(requestSchema, SAPITI_REQUESTS_MAX) });

export async function requestStock(call: Call): Promise<Answer> {
  const body = read(bodySchema, call.body);
  if (!body.ok) return body;
  const { requests } = body.value;
  if (requests.length === 0) return ok([]);
  const orders = [...new Set(requests.map(({ orderid }) => orderid).filter((one) => one !== ""))];
  if (orders.length > 1) return invalid("requests", "name several orders");
  const order = orders[0] === undefined ? null : await ownOrder(call, orders[0]);
  if (order?.ok === false) return order;
  const lines = await linesFor(call, requests);
  if (!lines.ok) return lines;
  const held = await hold(call, order?.value ?? null, lines.value);
  if (!held.ok) return held;
  note(call.c, { outcome: held.value === null ? "not_enough" : "held" });
  if (held.value === null) return ok([]);
  const { state, before } = held.value;
  const places = await placesOf(call, state);
  if (!places.ok) return places;
  const fresh = places.value.filter(({ ticket }) => !before.has(ticket.barcode));
  return ok(fresh.map(productShape));
}

/** The wishes as lines; what is out of the partner's scope is as unknown as what never was. */
async function linesFor(
  call: Call,
  requests: readonly StockRequest[],
): Promise<Answer<readonly LineWish[]>> {
  const dates = new Map<string, DateState>();
  const lines: LineWish[] = [];
  for (const request of requests) {
    const dateId = dateOfStock(request.stockid);
    const known = dates.get(dateId);
    const state = known === undefined ? await dateOf(call, dateId, "stock") : ok(known);
    if (!state.ok) return state;
    dates.set(dateId, state.value);
    const line = lineFor(state.value, request);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return ok(lines);
}

function lineFor(state: DateState, request: StockRequest): Answer<LineWish> {
  const { quantity, categoryid, priceid, promocodeids = [] } = request;
  const price = state.prices.find((one) => one.id === priceid);
  if (price === undefined) return unknownId("price");
  if (categoryid !== "" && !state.areas.some((area) => area.id === categoryid)) {
    return unknownId("category");
  }
  if (categoryid !== "" && categoryid !== price.area) {
    return invalid("priceid", "is of another category");
  }
  if (promocodeids.length > 0) return invalid("promocodeids", "name codes, which are not offered");
  for (const key of ["forcedpricevalue", "requestedprice"] as const) {
    const wish = request[key] ?? "";
    if (wish !== "" && Number(wish) !== price.amount) return invalid(key, "is not the price");
  }
  return ok({
    date: state.id,
    price: price.id,
    quantity,
    seats: null,
    accessible: 0,
    expectedAmount: null,
  });
}

interface Held {
  readonly state: OrderState;
  /** Barcodes of the places that the order had before. */
  readonly before: ReadonlySet<string>;
}

/** Null when there are not enough places. */
async function hold(
  call: Call,
  order: OrderState | null,
  lines: readonly LineWish[],
): Promise<Answer<Held | null>> {
  if (order === null) return open(call, lines);
  const renewed = await renewedIfEmpty(call, order);
  if (!renewed.ok) return renewed;
  const { env, deadline } = call;
  // Within one order the same request twice is a repeat, and finds what it got before; but not once
  // places were given back: those are asked for anew.
  const request = await sha256Hex(`${await call.digest()} after ${endedIn(order)}`);
  const added = await askOrder(env, order.number, deadline, (stub) =>
    stub.addLines({ request, deadline, lines }),
  );
  if (!added.ok) return placesFailure(call, added) ?? ok(null);
  const barcodes = (state: OrderState) =>
    state.lines.flatMap(({ tickets }) => tickets.map(({ barcode }) => barcode));
  // A repeat is answered as it was: what it brought are its last tickets, not those new by now.
  const wanted = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const before = new Set(barcodes(added.value).slice(0, -wanted));
  return ok({ state: await told(call, added.value), before });
}

/** How many places of an open order were given back. */
function endedIn({ lines }: OrderState): number {
  return lines.flatMap(({ tickets }) => tickets).filter(({ state }) => state !== "held").length;
}

/** The first places of an order are held for the whole time; later ones as long as those. */
async function renewedIfEmpty(call: Call, order: OrderState): Promise<Answer<OrderState>> {
  const { env, now, deadline } = call;
  const isEmpty = order.lines.every(({ tickets }) =>
    tickets.every(({ state }) => state !== "held"),
  );
  if (!isEmpty || order.status !== "open") return ok(order);
  const expiresAt = now + HOLD_MS_DEFAULT;
  const extended = await askOrder(env, order.number, deadline, (stub) =>
    stub.extend({ deadline, expiresAt }),
  );
  return extended.ok ? extended : orderFailure(call, extended);
}

/**
 * A call without an order opens one, always a new one: two customers of a web shop may ask for the
 * same in the same second, with the same bytes, and must never share their places. A repeat by
 * accident holds places that lapse; one whose caller has hung up is given back at once.
 */
async function open(call: Call, lines: readonly LineWish[]): Promise<Answer<Held | null>> {
  const { c, env, partner, now, deadline } = call;
  const details = { reference: null, contact: null, metadata: JSON.stringify(keptOf(EMPTY)) };
  const wish = { request: crypto.randomUUID(), deadline, channel: partner.id, lines, ...details };
  const placed = await placeOrder(env, { ...wish, expiresAt: now + HOLD_MS_DEFAULT });
  if (!placed.ok) return placesFailure(call, placed) ?? ok(null);
  const { number } = placed.value;
  if (c.req.raw.signal.aborted) {
    const what = "all";
    c.executionCtx.waitUntil(
      askOrder(env, number, deadline, (stub) => stub.cancel({ deadline, what })),
    );
  }
  return ok({ state: await told(call, placed.value), before: new Set() });
}

const EMPTY = { metadata: "{}" };
