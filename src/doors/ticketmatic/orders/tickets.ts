/** Tickets of an order: adding, deleting, and whom they are for (contracts/ticketmatic.md 3.2, 4). */
import * as z from "zod";
import { sha256Hex } from "../../../core/hmac.ts";
import { partOf, readNumberInDate } from "../../../core/ids.ts";
import { TICKETMATIC_TICKETS_PER_CALL_MAX, TICKETS_PER_BOOKING_MAX } from "../../../core/limits.ts";
import { askOrder } from "../../../order/client.ts";
import type { LineWish, OrderState } from "../../../order/commands.ts";
import { readCustomers } from "../../../registry/customers.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { json, type Problem, problem, type Reply, unavailable } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { seatsAt } from "../events/places.ts";
import { visibleDate } from "../events/visible.ts";
import { readTicketNumber } from "../numbers.ts";
import { flag, id } from "../wire.ts";
import { changedReply, describeAnew, orderReply, told } from "./change.ts";
import { describeOrder } from "./context.ts";
import { findOrder } from "./find.ts";
import type { OrderNotes } from "./notes.ts";
import { everyTicket, liveTickets } from "./order.ts";
import { cancelRefusal, fillingRefusal, lineRefusal } from "./refusals.ts";
import { rowsOf } from "./rows.ts";

const wish = z.object({
  tickettypepriceid: id.optional(),
  ticketid: id.optional(),
  optionbundleid: id.optional(),
  vouchercode: z.string().max(200).optional(),
});

export const addBody = z.object({
  onlysinglerow: flag.optional(),
  tickets: z.array(wish).min(1).max(TICKETMATIC_TICKETS_PER_CALL_MAX),
});

export const deleteBody = z.object({ tickets: z.array(id).default([]) });

export const updateBody = z.object({
  operation: z.string(),
  params: z.object({ ticketholderids: z.array(id.nullable()).optional() }).optional(),
  tickets: z.array(id).default([]),
});

const NO_ROWS: ReadonlySet<string> = new Set();

interface Wishes {
  readonly lines: readonly LineWish[];
  /** Beside each line, for refusals. */
  readonly prices: readonly number[];
}

export async function addTickets(call: Call<unknown, z.output<typeof addBody>>): Promise<Reply> {
  const { env, deadline, body } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const request = await sinceGivenBack(call.request, found.order);
  const wishes = await readWishes(call, body.tickets);
  if ("problem" in wishes) return wishes;
  const { lines, prices } = wishes;
  const added = await askOrder(env, call.id, deadline, (stub) =>
    stub.addLines({ request, deadline, lines }),
  );
  if (!added.ok) return fillingRefusal(added, prices);
  // Lines are numbered as they come: those of this call are the last.
  const fresh = added.value.lines.slice(-lines.length);
  const rows = body.onlysinglerow === true ? await rowsOf(call, fresh) : NO_ROWS;
  if (rows === null || rows.size > 1) {
    const what = { lines: fresh.map((line) => line.id), tickets: [] };
    const given = await askOrder(env, call.id, deadline, (stub) => stub.cancel({ deadline, what }));
    if (!given.ok) return cancelRefusal(given);
    if (rows === null) return unavailable;
    const data = { tickettypepriceid: prices[0] ?? 0 };
    return problem(400, "Not enough tickets available in a single row", "notEnoughTickets", data);
  }
  const described = await describeOrder(call, await told(call, added.value));
  if ("problem" in described) return described;
  const ids = (await liveTickets(added.value))
    .filter(({ line }) => fresh.includes(line))
    .map(({ number }) => number);
  return json({ ids, order: described.body });
}

/** What was given back in between is asked for anew: then the same words are no repeat. */
async function sinceGivenBack(request: string, order: OrderState): Promise<string> {
  const given = (await everyTicket(order)).length - (await liveTickets(order)).length;
  return given === 0 ? request : sha256Hex(`${request} after ${given}`);
}

/**
 * Tickets of one price that follow each other and name no seat are one wish, so that they are found
 * side by side; a named seat is a wish of its own.
 */
async function readWishes(
  call: Anything,
  tickets: z.output<typeof addBody>["tickets"],
): Promise<Wishes | { readonly problem: Problem }> {
  const lines: LineWish[] = [];
  const prices: number[] = [];
  for (const { tickettypepriceid: number, ticketid, optionbundleid, vouchercode } of tickets) {
    if ((optionbundleid ?? 0) !== 0 || (vouchercode ?? "") !== "") {
      return problem(400, "Bundles and vouchers are not offered here");
    }
    if (number === undefined) return problem(400, "A ticket needs a tickettypepriceid");
    const unknown = lineRefusal({ ok: false, reason: "unknown_price" }, number);
    const priced = await findPrice(call, number);
    if (priced === null) return unknown;
    const { date, price } = priced;
    const last = lines.at(-1);
    const isNamed = ticketid !== undefined && ticketid !== 0;
    const seat = isNamed ? await namedSeat(call, date, ticketid) : null;
    if (seat !== null && "problem" in seat) return seat;
    const joins =
      seat === null &&
      last?.seats === null &&
      prices.at(-1) === number &&
      last.quantity < TICKETS_PER_BOOKING_MAX;
    if (joins) lines.splice(-1, 1, { ...last, quantity: last.quantity + 1 });
    else {
      const seats = seat === null ? null : [seat.seat];
      lines.push({ date: date.id, price, quantity: 1, seats, accessible: 0, expectedAmount: null });
      prices.push(number);
    }
  }
  return { lines, prices };
}

async function findPrice(
  call: Anything,
  number: number,
): Promise<{ readonly date: FoundDate; readonly price: string } | null> {
  const { date: dateNumber, part } = readNumberInDate(number);
  const date = await visibleDate(call, dateNumber);
  if (date === null) return null;
  for (const { id } of date.prices) {
    if ((await partOf("price", id)) === part) return { date, price: id };
  }
  return null;
}

async function namedSeat(
  call: Anything,
  date: FoundDate,
  ticketid: number,
): Promise<{ readonly seat: string } | { readonly problem: Problem }> {
  const named = readTicketNumber(ticketid);
  const taken = problem(400, "The seat is not available", "seatsTaken", { ticketid });
  if (named.date !== date.number || named.kind === "ticket") return taken;
  const found = await seatsAt(call, date, [named.place]);
  if ("problem" in found) return found.problem.status === 404 ? taken : found;
  const seat = found.seats[0]?.seat;
  return seat === undefined ? taken : { seat };
}

export async function deleteTickets(
  call: Call<unknown, z.output<typeof deleteBody>>,
): Promise<Reply> {
  const { env, deadline, body } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const known = new Map(
    (await everyTicket(found.order)).map(({ number, ticket }) => [number, ticket.barcode]),
  );
  const strange = body.tickets.find((number) => !known.has(number));
  if (strange !== undefined) {
    return problem(400, "A ticket is not one of this order", undefined, { ticketid: strange });
  }
  if (body.tickets.length === 0) return orderReply(call, found.order);
  const barcodes = body.tickets.flatMap((number) => known.get(number) ?? []);
  const what = { lines: [], tickets: barcodes };
  const left = await askOrder(env, call.id, deadline, (stub) => stub.cancel({ deadline, what }));
  return left.ok ? changedReply(call, left.value) : cancelRefusal(left);
}

export async function updateTickets(
  call: Call<unknown, z.output<typeof updateBody>>,
): Promise<Reply> {
  const { env, partner, body } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  if (body.operation !== "setticketholders") {
    return problem(400, "Only the operation setticketholders is offered here");
  }
  const holders = body.params?.ticketholderids ?? [];
  if (holders.length !== body.tickets.length) {
    return problem(400, "ticketholderids has not one contact for each ticket");
  }
  const known = new Set((await liveTickets(found.order)).map(({ number }) => number));
  if (body.tickets.some((number) => !known.has(number))) {
    return problem(400, "A ticket is not one of this order");
  }
  const people = [...new Set(holders.map((holder) => holder ?? 0))].filter((one) => one !== 0);
  const customers = await readCustomers(env.REGISTRY, partner.id, people);
  const live = customers.filter(({ deletedAt }) => deletedAt === null);
  if (live.length < people.length) return problem(400, "No such contact");
  const named = (notes: OrderNotes) => {
    const ticketholders = { ...notes.ticketholders };
    for (const [index, number] of body.tickets.entries()) {
      const holder = holders[index] ?? 0;
      if (holder === 0) delete ticketholders[String(number)];
      else ticketholders[String(number)] = holder;
    }
    return { ticketholders };
  };
  return describeAnew(call, found.order, named, null);
}
