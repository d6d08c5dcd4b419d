/** What of an order is ending: decided here, to be carried out by the dates. */
import { dropWanted, linesIn, setLineState, type StoredLine } from "./lines.ts";
import { readOrder, setStatus, touch } from "./record.ts";
import {
  countTickets,
  endEveryTicket,
  isLive,
  setTicketState,
  type StoredTicket,
  ticketsOf,
  voidEnding,
} from "./tickets.ts";

/** One line of which something ends. */
export interface Ending {
  readonly line: StoredLine;
  /** Those that end; empty for a line that was dropped before its tickets were known. */
  readonly tickets: readonly StoredTicket[];
  /** Nothing of the line stays. */
  readonly whole: boolean;
}

/** Decides that the whole order ends. */
export function endOrder(sql: SqlStorage, as: "cancelled" | "expired", now: number): void {
  dropWanted(sql, null);
  endEveryTicket(sql);
  setStatus(sql, "releasing", as, now);
  finish(sql, now);
}

/** Decides that these tickets end. */
export function endTickets(sql: SqlStorage, tickets: readonly StoredTicket[], now: number): void {
  for (const { barcode } of tickets) setTicketState(sql, barcode, "ending");
  touch(sql, now);
}

export function readEndings(sql: SqlStorage): Ending[] {
  return linesIn(sql, "held", "confirming", "confirmed", "dropped").flatMap((line) => {
    const tickets = ticketsOf(sql, line.id);
    const ending = tickets.filter(({ state }) => state === "ending");
    if (line.state !== "dropped" && ending.length === 0) return [];
    return [{ line, tickets: ending, whole: !tickets.some(isLive) }];
  });
}

/** The date has given the places of the line's ending tickets free. */
export function markEnded(sql: SqlStorage, { line }: Ending, now: number): void {
  voidEnding(sql, line.id);
  const stays = ticketsOf(sql, line.id).some(isLive);
  if (line.state === "dropped") setLineState(sql, line.id, "gone");
  else if (!stays) setLineState(sql, line.id, "ended");
  touch(sql, now);
  finish(sql, now);
}

/** The date refused: the ticket was scanned before its cancellation could be carried out. */
export function markKept(sql: SqlStorage, ticket: StoredTicket, now: number): void {
  setTicketState(sql, ticket.barcode, "issued");
  touch(sql, now);
  finish(sql, now);
}

/** Nothing is ending any more: an order that was to end has ended, and so has an emptied one. */
function finish(sql: SqlStorage, now: number): void {
  const { status, endsAs } = readOrder(sql);
  if (linesIn(sql, "dropped").length > 0 || countTickets(sql, "ending") > 0) return;
  if (status === "releasing") setStatus(sql, endsAs ?? "cancelled", null, now);
  else if (status === "confirmed" && countTickets(sql, "held", "issued") === 0) {
    setStatus(sql, "cancelled", null, now);
  }
}

/** Is something left to do that the alarm must take up? */
export function isUnfinished(sql: SqlStorage): boolean {
  const { status } = readOrder(sql);
  return (
    status === "confirming" ||
    status === "releasing" ||
    linesIn(sql, "wanted", "dropped").length > 0 ||
    countTickets(sql, "ending") > 0
  );
}

/**
 * What is true at the start of a turn: a request that lost its turn is given up (but not the one
 * that comes back now), and an open order past its time is over.
 */
export function tidy(sql: SqlStorage, request: string | null, now: number): void {
  const { status, expiresAt } = readOrder(sql);
  dropWanted(sql, request);
  if (status === "open" && expiresAt <= now) endOrder(sql, "expired", now);
}
