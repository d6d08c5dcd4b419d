/** Seat plans: their categories with the free seats, their drawing, and moving to another seat. */
import * as z from "zod";
import { sha256Hex } from "../../../core/hmac.ts";
import type { Unavailable } from "../../../core/remote.ts";
import { ok, type Refused } from "../../../core/result.ts";
import { askDate } from "../../../date/client/call.ts";
import type { DateState, SeatState } from "../../../date/commands.ts";
import { askOrder } from "../../../order/client.ts";
import type { AddLinesOutcome, OrderState } from "../../../order/commands.ts";
import { type Answer, invalid, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { dateOf, noAnswer } from "../dates.ts";
import { planLabel } from "../language.ts";
import { id, optionalText, read } from "../schema.ts";
import { orderFailure, ownOrder, placesFailure, told } from "./own-order.ts";
import { ticketNumber } from "./product-id.ts";
import { drawPlan } from "./seat-drawing.ts";
import { categoryShape, dateOfPlan, dateOfStock } from "./stock-shape.ts";

const PLAN_TYPE = 10;

interface SeatedArea {
  readonly id: string;
  readonly label: string;
  readonly seats: readonly SeatState[];
}

async function seatedAreas(call: Call, state: DateState): Promise<Answer<readonly SeatedArea[]>> {
  const areas: SeatedArea[] = [];
  for (const { id, label, seated } of state.areas) {
    if (!seated) continue;
    const seats = await askDate(call.env, state.code, call.deadline, (stub) => stub.seats(id));
    if (!seats.ok && seats.reason === "unavailable") return noAnswer(call, seats.detail);
    if (!seats.ok || seats.value === null) continue;
    areas.push({ id, label, seats: seats.value.map(asSeenBy(call.partner.id, state, id)) });
  }
  return ok(areas);
}

/** A seat that this channel alone is kept from is not free to it. */
function asSeenBy(channel: string, { blocks }: DateState, area: string) {
  const own = blocks.filter((block) => block.area === area && block.channel === channel);
  const kept = new Set(own.flatMap(({ seats }) => seats ?? []));
  return (seat: SeatState): SeatState =>
    seat.state === "free" && kept.has(seat.id) ? { ...seat, state: "blocked" } : seat;
}

function planCategoryShape(area: SeatedArea) {
  const free = area.seats.filter(({ state }) => state === "free");
  return { ...categoryShape(area), seatids: free.map((seat) => seat.id) };
}

export async function listPlanCategories(call: Call): Promise<Answer> {
  const state = await dateOf(call, dateOfStock(call.ids[0] ?? ""), "stock");
  if (!state.ok) return state;
  const areas = await seatedAreas(call, state.value);
  const { start, count } = call.page;
  return areas.ok ? ok(areas.value.slice(start, start + count).map(planCategoryShape)) : areas;
}

export async function getPlan(call: Call): Promise<Answer> {
  const planId = call.ids[0] ?? "";
  const state = await dateOf(call, dateOfPlan(planId), "plan");
  if (!state.ok) return state;
  const areas = await seatedAreas(call, state.value);
  if (!areas.ok) return areas;
  if (areas.value.length === 0) return unknownId("plan");
  const svg = drawPlan(areas.value.map(({ label, seats }) => ({ label, seats })));
  const label = planLabel(call.language);
  return ok({ id: planId, label, typeid: PLAN_TYPE, svg, metadata: {} });
}

const moveSchema = z.object({ orderid: id, planseatid: id, productid: optionalText });

/**
 * Moves a place of an order that is not confirmed yet to this seat: `productid` says which one, or
 * else the one that has been there longest. The new seat is held before the old one is given back.
 */
export async function moveToSeat(call: Call): Promise<Answer> {
  const wanted = read(moveSchema, call.body);
  if (!wanted.ok) return wanted;
  const { orderid, planseatid, productid } = wanted.value;
  const state = await dateOf(call, dateOfStock(call.ids[0] ?? ""), "stock");
  if (!state.ok) return state;
  const order = await ownOrder(call, orderid);
  if (!order.ok) return order;
  const areas = await seatedAreas(call, state.value);
  if (!areas.ok) return areas;
  const area = areas.value.find(({ seats }) => seats.some((seat) => seat.id === planseatid));
  const seat = area?.seats.find((one) => one.id === planseatid);
  if (area === undefined || seat === undefined) return unknownId("planseatid");
  const places = placesIn(order.value, state.value, area.id);
  const there = places.some(({ ticket }) => ticket.seatId === seat.id);
  if (there) return ok(planCategoryShape(area));
  const fitting = places.filter(({ price }) => price.category === seat.category);
  const place =
    productid === ""
      ? fitting[0]
      : fitting.find(
          ({ ticket }) =>
            `${orderid}-${ticketNumber(state.value.number, ticket.serial)}` === productid,
        );
  if (place === undefined) return invalid("planseatid", "fits no place of this order");
  const moved = await exchange(call, order.value, state.value.id, place, seat.id);
  if (!moved.ok) return moved;
  return ok(planCategoryShape({ ...area, seats: area.seats.map(exchanged(place.ticket, seat)) }));
}

/** The seats of the plan after the exchange, without asking for thousands of them again. */
function exchanged(given: { readonly seatId: string | null }, taken: { readonly id: string }) {
  return (seat: SeatState): SeatState => {
    if (seat.id === taken.id) return { ...seat, state: "taken" };
    return seat.id === given.seatId ? { ...seat, state: "free" } : seat;
  };
}

function placesIn(order: OrderState, date: DateState, area: string) {
  return order.lines
    .filter((line) => line.date === date.id)
    .flatMap((line) => {
      const price = date.prices.find((one) => one.id === line.price && one.area === area);
      const live = line.tickets.filter(({ state }) => state === "held");
      return price === undefined ? [] : live.map((ticket) => ({ price, ticket }));
    });
}

function whyNot(refusal: Exclude<AddLinesOutcome, { ok: true }> | Refused<Unavailable>): string {
  const isLimit =
    refusal.reason === "line_refused" && ["sold_out", "not_enough"].includes(refusal.why.reason);
  return isLimit
    ? "can't be held beside the present seat: you have as many as you may take"
    : "is not free";
}

async function exchange(
  call: Call,
  order: OrderState,
  date: string,
  { price, ticket }: ReturnType<typeof placesIn>[number],
  seat: string,
): Promise<Answer<null>> {
  const { env, deadline } = call;
  // Of this place: moving to and fro within a second is no repeat.
  const request = await sha256Hex(`${await call.digest()} of ${ticket.barcode}`);
  const wish = { date, price: price.id, quantity: 1, accessible: 0, expectedAmount: null };
  const lines = [{ ...wish, seats: [seat] }];
  const added = await askOrder(env, order.number, deadline, (stub) =>
    stub.addLines({ request, deadline, lines }),
  );
  if (!added.ok) {
    return placesFailure(call, added) ?? invalid("planseatid", whyNot(added));
  }
  const what = { lines: [], tickets: [ticket.barcode] };
  const left = await askOrder(env, order.number, deadline, (stub) =>
    stub.cancel({ deadline, what }),
  );
  if (!left.ok) return orderFailure(call, left);
  await told(call, left.value);
  return ok(null);
}
