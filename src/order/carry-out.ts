/**
 * Carries out in the dates what is ending in the order. Every call can be repeated: what is left is
 * taken up by the alarm until nothing is. A held ticket is released; one that is issued, or may be,
 * is cancelled.
 */
import { logProblem } from "../core/log.ts";
import type { Unavailable } from "../core/remote.ts";
import { ok, refused, type Result } from "../core/result.ts";
import { cancelTickets, releaseHolds } from "../date/client/holds.ts";
import type { Desk } from "./desk.ts";
import { type Ending, markEnded, markKept, readEndings } from "./ending.ts";
import { readOrder } from "./record.ts";
import type { StoredTicket } from "./tickets.ts";

type CarriedOut = Result<null, Unavailable>;

/** Refused when a date could not be asked; the other dates were asked all the same. */
export async function carryOut(desk: Desk, deadline: number): Promise<CarriedOut> {
  let refusal: CarriedOut = ok(null);
  for (const ending of readEndings(desk.sql)) {
    const wasHeld = ending.line.state === "dropped" || ending.line.state === "held";
    const outcome = wasHeld
      ? await release(desk, ending, deadline)
      : await cancel(desk, ending, deadline);
    if (outcome.ok) desk.write((sql, now) => markEnded(sql, ending, now));
    else refusal = outcome;
  }
  return refusal;
}

async function release(
  { env }: Desk,
  { line, tickets, whole }: Ending,
  deadline: number,
): Promise<CarriedOut> {
  const serials = whole ? null : tickets.map(({ serial }) => serial);
  const outcome = await releaseHolds(env, line.code, { deadline, holds: [line.hold], serials });
  if (outcome.ok) return ok(null);
  switch (outcome.reason) {
    case "unavailable":
      return outcome;
    case "deadline_passed":
      return tooSlow();
    default:
      // A date or a hold that does not exist holds nothing.
      return ok(null);
  }
}

async function cancel(desk: Desk, ending: Ending, deadline: number): Promise<CarriedOut> {
  const refusal = await cancelAll(desk, ending, ending.tickets, deadline);
  if (refusal !== "already_used") return refusal ?? ok(null);
  // Scanned in the meantime: those are kept, and each of the others goes.
  for (const ticket of ending.tickets) {
    const single = await cancelAll(desk, ending, [ticket], deadline);
    if (single === "already_used") keep(desk, ticket);
    else if (single !== null) return single;
  }
  return ok(null);
}

/** Null when they are void, or unknown and so not live. */
async function cancelAll(
  { sql, env }: Desk,
  { line }: Ending,
  tickets: readonly StoredTicket[],
  deadline: number,
): Promise<Exclude<CarriedOut, { ok: true }> | "already_used" | null> {
  const { channel } = readOrder(sql);
  const serials = tickets.map(({ serial }) => serial);
  const command = { deadline, channel, barcodes: [], serials };
  const outcome = await cancelTickets(env, line.code, command);
  if (outcome.ok) return null;
  switch (outcome.reason) {
    case "unavailable":
      return outcome;
    case "deadline_passed":
      return tooSlow();
    case "already_used":
      return "already_used";
    default:
      return null;
  }
}

function keep(desk: Desk, ticket: StoredTicket): void {
  logProblem("a ticket was scanned before its cancellation; it stays issued", {
    order: readOrder(desk.sql).number,
    serial: ticket.serial,
  });
  desk.write((sql, now) => markKept(sql, ticket, now));
}

function tooSlow(): Exclude<CarriedOut, { ok: true }> {
  return refused("unavailable", { cause: "timed_out", detail: "a date was too slow" });
}
