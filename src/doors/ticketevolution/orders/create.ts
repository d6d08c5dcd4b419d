/**
 * Creating an order (contracts/ticketevolution.md 4.7, 4.8): its places are held in every date, or
 * in none. They are held until the order is accepted or rejected, for ORDER_MS_MAX at most.
 */
import { ORDER_MS_MAX } from "../../../core/limits.ts";
import { orderNumber } from "../../../core/orders.ts";
import { ok, type Result, unreachable } from "../../../core/result.ts";
import { askOrder, placeOrder } from "../../../order/client.ts";
import type { LineRefusal, LineWish, OrderState } from "../../../order/commands.ts";
import {
  type Answer,
  badRequest,
  created,
  done,
  orderError,
  unavailable,
  unprocessable,
} from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { findClient } from "../clients/clients.ts";
import { findGroup, freeSeats, type Group } from "../inventory/groups.ts";
import { seatsFrom } from "../inventory/seat-run.ts";
import { occasionsOf, type Occasions } from "../once.ts";
import { OFFICE } from "../parties.ts";
import { money } from "../scalars.ts";
import { type Found, foundIn, tell } from "./found.ts";
import { BLANK, type Note, type Stage, writeNote } from "./note.ts";
import { orderObject, withFees } from "./objects.ts";
import * as schema from "./schema.ts";

/** 3.4: how an e-ticket can go to its buyer. */
const DELIVERIES: readonly string[] = ["Eticket", "InstantDelivery", "Email"];

type Refusal = { readonly reason: "answered"; readonly answer: Answer };
export type Placed = Result<Found, Refusal>;

export function answered(answer: Answer): { readonly ok: false } & Refusal {
  return { ok: false, reason: "answered", answer };
}

const general = (explanation: string) =>
  answered(orderError("OrderGroup::Builder::GeneralError", explanation));
const noTickets = (explanation: string) =>
  answered(orderError("OrderGroup::Builder::NoTickets", explanation));
const invalidSplit = (splits: readonly number[], quantity: number) =>
  answered(
    orderError(
      "OrderLink::InvalidTicketSplit",
      `valid quantities are ${splits.join(", ")}; got ${quantity}`,
    ),
  );
const priceError = (price: number, amount: number) =>
  answered(
    orderError(
      "OrderGroup::TicketPriceError",
      `the price ${money(price)} is below the wholesale price ${money(amount)}`,
    ),
  );

export const createOrder: Handler = async (call) => {
  const body = schema.bodyV9.safeParse(call.body);
  if (!body.success) return badRequest("The body must hold a list orders, of exactly one.");
  const order = schema.orderV9.safeParse(body.data.orders[0]);
  if (!order.success) return unprocessable(schema.problemOf(order.error));
  const placed = await create(call, order.data, stageFor(call));
  return placed.ok ? created("orders", [await orderObject(call, placed.value)]) : placed.answer;
};

export const createOrderV10: Handler = async (call) => {
  const body = schema.bodyV10.safeParse(call.body);
  const order = body.success ? schema.orderV10.safeParse(body.data.order) : null;
  if (order === null) return badRequest("The body must hold an object order.");
  if (!order.success) return unprocessable(schema.problemOf(order.error));
  const placed = await create(call, order.data, stageFor(call));
  return placed.ok ? { status: 201, body: await orderObject(call, placed.value) } : placed.answer;
};

/** 4.9: this window decides at once, so the request is over when it is answered. */
export const openOrder: Handler = async (call) => {
  const body = schema.bodyV9.safeParse(call.body);
  if (!body.success) return badRequest("The body must hold a list orders, of exactly one.");
  const order = schema.orderV9.safeParse(body.data.orders[0]);
  if (!order.success) return unprocessable(schema.problemOf(order.error));
  const placed = await create(call, order.data, stageFor(call));
  if (!placed.ok && placed.answer.status !== 422) return placed.answer;
  return done(
    placed.ok
      ? await requestObject(call, placed.value)
      : { id: null, state: "errored", error: placed.answer.body, result: null, params: {} },
  );
};

export async function requestObject(call: Call, found: Found) {
  return {
    id: found.order.number,
    state: "completed",
    error: null,
    result: await orderObject(call, found),
    params: {},
  };
}

/** 5.3: an order that shall be checked for fraud waits before its seller sees it. */
function stageFor({ body }: Call): Stage {
  const said = body as { readonly check_fraud?: unknown };
  return said.check_fraud === true || said.check_fraud === "true" ? "open" : "pending";
}

async function create(call: Call, wanted: schema.WantedOrder, stage: Stage): Promise<Placed> {
  const occasions = await occasionsOf(call, "order");
  const earlier = await findEarlier(call, occasions);
  if (earlier !== null) return ok(earlier);
  const placed = await place(call, wanted, stage, occasions);
  if (placed.ok) {
    await tell(call, placed.value.order.number);
    return placed;
  }
  // The same request may have come twice at once: then the other one has the places.
  const twin = await findEarlier(call, occasions);
  return twin === null ? placed : ok(twin);
}

/** What the same request has made a moment ago. */
export async function findEarlier(
  call: Call,
  { present, before, since }: Occasions,
): Promise<Found | null> {
  for (const request of [present, before]) {
    const number = await orderNumber(request, 1);
    const state = await askOrder(call.env, number, call.deadline, (stub) => stub.state());
    const found = state.ok ? foundIn(call, state.value) : null;
    if (found?.ok === true && found.value.order.createdAt > since) return found.value;
  }
  return null;
}

async function place(
  call: Call,
  wanted: schema.WantedOrder,
  stage: Stage,
  { present }: Occasions,
): Promise<Placed> {
  if (wanted.items.length === 0) return noTickets("the order has no items");
  if (wanted.seller_id !== null && wanted.seller_id !== OFFICE) {
    return general(`seller_id must be the office ${OFFICE}`);
  }
  const other = wanted.deliveries.find((type) => !DELIVERIES.includes(type));
  if (other !== undefined) {
    return general(`the tickets are e-tickets, they can't go by ${other.slice(0, 20)}`);
  }
  const client = wanted.client_id === null ? null : await findClient(call, wanted.client_id);
  if (client === null && (wanted.client_id !== null || wanted.buyer_id === null)) {
    return general("client_id must be one of your clients");
  }
  const tickets = wanted.items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  if (withFees(tickets, wanted) < 0) return general("the discount is more than the order costs");
  const lines: LineWish[] = [];
  for (const item of wanted.items) {
    const group = await findGroup(call, item.ticket_group_id);
    if (!group.ok) {
      return group.reason === "unavailable" ? answered(unavailable) : noTickets("they are gone");
    }
    const wish = await wishFor(call, group.value, item);
    if (!wish.ok) return wish;
    lines.push(wish.value);
  }
  const note = noteOf(wanted, stage, client?.number ?? null);
  const metadata = writeNote(note);
  if (metadata === null) return general("the texts of the order are too long");
  return placeLines(call, {
    request: present,
    lines,
    metadata,
    reference: wanted.reference,
    contact: client === null ? null : `client-${client.number}`,
    expiresAt: call.now + ORDER_MS_MAX,
    prices: wanted.items.map(({ price }) => price),
  });
}

async function wishFor(
  call: Call,
  group: Group,
  item: schema.WantedItem,
): Promise<Result<LineWish, Refusal>> {
  const { amount } = group.price;
  if (group.quantity === 0) return noTickets("they are gone");
  if (!group.splits.includes(item.quantity)) return invalidSplit(group.splits, item.quantity);
  if (item.price < amount) return priceError(item.price, amount);
  return wishOf(call, group, item);
}

/** The best places, or the seats from the lowest one that is named. */
export async function wishOf(
  call: Call,
  group: Group,
  {
    quantity,
    low_seat: low,
    seat_order: order,
  }: Omit<schema.WantedItem, "ticket_group_id" | "price">,
): Promise<Result<LineWish, Refusal>> {
  const seats =
    low === null || !group.seated
      ? null
      : seatsFrom(await freeSeats(call, group), { low, quantity, order });
  if (low !== null && group.seated && seats === null) return noTickets("those seats are gone");
  return ok({
    date: group.date.id,
    price: group.price.id,
    quantity,
    seats: seats?.map(({ id }) => id) ?? null,
    accessible: 0,
    expectedAmount: group.price.amount,
  });
}

function noteOf(wanted: schema.WantedOrder, stage: Stage, client: number | null): Note {
  const { shipping, service_fee, additional_expense, tax, discount } = wanted;
  const { instructions, internal_notes, external_notes, po_number } = wanted;
  const texts = { instructions, internal_notes, external_notes, po_number };
  return {
    ...BLANK,
    stage,
    client,
    prices: wanted.items.map(({ price }) => price),
    fees: { shipping, service_fee, additional_expense, tax, discount },
    texts: Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
    ),
    delivery: wanted.deliveries[0] ?? BLANK.delivery,
    billing: wanted.billing_address_id,
    payments: wanted.payments.map(({ type, amount }) => ({ type, amount })),
  };
}

interface Placing {
  readonly request: string;
  readonly lines: readonly LineWish[];
  readonly metadata: string;
  readonly reference: string | null;
  readonly contact: string | null;
  readonly expiresAt: number;
  /** What the partner sells a ticket of each line for. */
  readonly prices: readonly number[];
}

export async function placeLines(call: Call, { prices, ...wish }: Placing): Promise<Placed> {
  const { env, partner, deadline } = call;
  const outcome = await placeOrder(env, { ...wish, deadline, channel: partner.id });
  if (outcome.ok) return placedIn(call, outcome.value);
  switch (outcome.reason) {
    case "line_refused": {
      const line = wish.lines[outcome.index];
      return lineRefused(outcome.why, line?.quantity ?? 0, prices[outcome.index] ?? 0);
    }
    case "too_many_lines":
      return general(`an order has at most ${outcome.max} items`);
    case "wrong_status":
      return noTickets("the places went back in the meantime");
    case "number_taken":
    case "deadline_passed":
    case "unavailable":
    case "setting":
      return answered(unavailable);
    default:
      return unreachable(outcome);
  }
}

function placedIn(call: Call, order: OrderState): Placed {
  const found = foundIn(call, order);
  return found.ok ? found : answered(unavailable);
}

function lineRefused(why: LineRefusal, quantity: number, price: number): Placed {
  switch (why.reason) {
    case "price_mismatch":
      return priceError(price, why.amount);
    case "not_enough":
      return invalidSplit(upTo(why.remaining), quantity);
    case "not_together":
      return invalidSplit(upTo(why.largest), quantity);
    case "sold_out":
    case "closed":
    case "stale":
    case "unknown_seats":
    case "seats_taken":
    case "not_configured":
    case "unknown_price":
    case "lapsed":
      return noTickets("they are gone");
    default:
      return unreachable(why);
  }
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}
