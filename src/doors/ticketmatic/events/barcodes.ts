/**
 * An account's own barcodes for tickets of its own orders (contracts/ticketmatic.md 3.1, tickets/batch).
 * The registry reserves them first, so that no other date ever gets one of them; then the date
 * decides for all or none; then the orders hear of it, which were told to ask for it before.
 */
import * as z from "zod";
import { FOREIGN_BARCODE, looksOwn } from "../../../core/barcode.ts";
import {
  TICKETMATIC_CALLS_AT_ONCE,
  TICKETMATIC_TICKETS_PER_BATCH_MAX,
} from "../../../core/limits.ts";
import type { Unavailable } from "../../../core/remote.ts";
import { type Refused, unreachable } from "../../../core/result.ts";
import { judgeRebarcoding, rebarcode } from "../../../date/client/rebarcode.ts";
import type { Rebarcoded, RebarcodeOutcome } from "../../../date/commands.ts";
import { askOrder } from "../../../order/client.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { reserveAll } from "../../../registry/imports.ts";
import { nothing, notNow, type Problem, problem, type Reply, unknownId } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { readTicketNumber, ticketNumber } from "../numbers.ts";
import { inGroups } from "../parameters.ts";
import { id, listBody } from "../wire.ts";
import { visibleDate } from "./visible.ts";

const entry = z.object({ id, barcode: z.string().optional() });
export const batchUpdateBody = listBody(z.array(entry).max(TICKETMATIC_TICKETS_PER_BATCH_MAX));

type Said = { readonly problem: Problem };
type Wanted = { readonly serial: number; readonly barcode: string };

/** What else an EventTicket says is not kept here; one without a barcode says nothing to us. */
export async function updateTicketBatch(
  call: Call<unknown, z.output<typeof batchUpdateBody>>,
): Promise<Reply> {
  const { env, partner, deadline, request, body } = call;
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  const tickets = wantedOf(date, body);
  if ("problem" in tickets) return tickets;
  if (tickets.length === 0) return nothing;
  const command = { request, deadline, channel: partner.id, tickets };
  const judged = await judgeRebarcoding(env, date.code, command);
  if (!judged.ok) return refusalOf(date, judged);
  const { changes, orders } = judged.value;
  if (changes.length > 0) {
    const obstacle = await prepare(call, date, changes);
    if (obstacle !== null) return obstacle;
    const outcome = await rebarcode(env, date.code, command);
    if (!outcome.ok) return refusalOf(date, outcome);
  }
  return (await tellOrders(call, orders)) ?? nothing;
}

function wantedOf(
  date: FoundDate,
  body: z.output<typeof batchUpdateBody>,
): readonly Wanted[] | Said {
  const wanted = new Map<number, Wanted>();
  for (const { id: ticketid, barcode = "" } of body) {
    if (barcode === "") continue;
    const of = (message: string) => problem(400, message, undefined, { ticketid });
    const named = readTicketNumber(ticketid);
    if (named.date !== date.number) return of("A ticket is not one of this event");
    if (named.kind === "place") return of(NOT_SOLD);
    if ((wanted.get(named.serial)?.barcode ?? barcode) !== barcode) {
      return of("A ticket is to have two barcodes");
    }
    if (!FOREIGN_BARCODE.test(barcode)) {
      return of("A barcode is 1 to 100 printable ASCII characters without spaces");
    }
    wanted.set(named.serial, { serial: named.serial, barcode });
  }
  return [...wanted.values()];
}

const NOT_SOLD =
  "A free seat is no ticket yet and has no barcode: sell it first, then give its ticket one";

/** The registry and the orders, before the date decides. Null when it may. */
async function prepare(
  call: Anything,
  date: FoundDate,
  changes: Rebarcoded["changes"],
): Promise<Said | null> {
  const { env, partner, deadline } = call;
  const forged = changes.find(({ barcode }) => looksOwn(barcode));
  if (forged !== undefined) {
    return taken(
      "A barcode has the form of this window's own: 20 of 0-9 and A-Z without I, L, O and U",
      forged.barcode,
    );
  }
  const place = { dateId: date.id, code: date.code, channel: partner.id };
  const elsewhere = await reserveAll(env.REGISTRY, place, changes);
  if (elsewhere !== null) return taken(TAKEN, elsewhere);
  const byOrder = [...Map.groupBy(changes, ({ order }) => order)];
  const told = await inGroups(byOrder, TICKETMATIC_CALLS_AT_ONCE, ([order, tickets]) => {
    const serials = tickets.map(({ serial }) => serial);
    const expected = { code: date.code, serials, until: deadline };
    return askOrder(env, order, deadline, (stub) => stub.expectBarcodes(expected));
  });
  // The date says the ticket is issued and the order does not: it is on its way to another order.
  return told.every(({ ok }) => ok) ? null : problem(503, "The order is changing, try again");
}

async function tellOrders(
  { env, deadline }: Anything,
  orders: readonly number[],
): Promise<Said | null> {
  const told = await inGroups(orders, TICKETMATIC_CALLS_AT_ONCE, (order) =>
    askOrder(env, order, deadline, (stub) => stub.learnBarcodes({ deadline, until: deadline })),
  );
  for (const outcome of told) {
    if (!outcome.ok && outcome.reason !== "unknown_order") return notNow(outcome);
  }
  return null;
}

const TAKEN = "A barcode is, or was, another ticket's";

function taken(message: string, barcode: string): Said {
  return problem(400, message, "barcodeTaken", { barcode });
}

function refusalOf(
  date: FoundDate,
  refusal: Exclude<RebarcodeOutcome, { ok: true }> | Refused<Unavailable>,
): Said {
  const data = "serial" in refusal && { ticketid: ticketNumber(date.number, refusal.serial) };
  const of = data === false ? {} : data;
  switch (refusal.reason) {
    case "unavailable":
    case "deadline_passed":
      return notNow(refusal);
    case "not_configured":
      return unknownId("event");
    case "unknown_ticket":
      return problem(400, "No such ticket in an order of this account", undefined, of);
    case "not_issued":
      return problem(400, "The order of a ticket is not confirmed", "wrongStatus", of);
    case "already_used":
      return problem(400, "A ticket was scanned at the entrance", "alreadyScanned", of);
    case "being_cancelled":
      return problem(400, "A ticket is being cancelled", "wrongStatus", of);
    case "barcode_taken":
      return taken(TAKEN, refusal.barcode);
    default:
      return unreachable(refusal);
  }
}
