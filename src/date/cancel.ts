/** Cancelling tickets of this date by barcode: all that were named, or none. */
import { FREEZE_MS } from "../core/limits.ts";
import { ok, refused } from "../core/result.ts";
import type { TicketState } from "../core/domain.ts";
import type { CancelCommand, CancelOutcome } from "./commands.ts";
import { remainingOf } from "./counts.ts";
import { run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";
import {
  changeState,
  findTicket,
  isInState,
  type StoredTicket,
  ticketBySerial,
} from "./tickets.ts";

/**
 * Voids the live tickets among the barcodes and frees their places. A barcode that this channel
 * does not know is passed over as long as one is known; a void one stays void; a used one is
 * refused until the date is over, and keeps its place after.
 */
export function cancel(store: DateStore, command: CancelCommand, now: number): CancelOutcome {
  const judged = judge(store, command, now);
  if (!judged.ok) return judged;
  let cancelled = 0;
  for (const ticket of judged.value) {
    if (isInState(ticket, "issued") || isInState(ticket, "held")) {
      changeState(store, ticket, "void", now);
      cancelled += 1;
    }
  }
  return ok({ cancelled, remaining: remainingOfFirst(store, judged.value, now) });
}

/**
 * The same judgement, without the effect: until the freeze is over none of the tickets can be
 * scanned, so a `cancel` that follows in time cannot be refused. For a call over several dates.
 */
export function freeze(store: DateStore, command: CancelCommand, now: number): CancelOutcome {
  const judged = judge(store, command, now);
  if (!judged.ok) return judged;
  for (const ticket of judged.value) {
    run(
      store.sql,
      `UPDATE tickets SET frozen_until = ? WHERE serial = ?`,
      now + FREEZE_MS,
      ticket.serial,
    );
  }
  return ok({ cancelled: 0, remaining: remainingOfFirst(store, judged.value, now) });
}

type Judged =
  | { readonly ok: true; readonly value: readonly StoredTicket[] }
  | Exclude<CancelOutcome, { ok: true }>;

function judge({ sql, memory }: DateStore, command: CancelCommand, now: number): Judged {
  if (now > command.deadline) return refused("deadline_passed");
  const named =
    command.serials?.map((serial) => ticketBySerial(sql, serial)) ??
    [...new Set(command.barcodes)].map((barcode) => findTicket(sql, barcode));
  const tickets = named
    .filter((ticket) => ticket !== null)
    .filter((ticket) => command.channel === null || ticket.channel === command.channel);
  if (tickets.length === 0) return refused("unknown_barcode");
  const over = now >= memory.date.endsAt;
  const used: TicketState = "used";
  if (!over && tickets.some((ticket) => ticket.state === used)) {
    return refused("already_used");
  }
  return ok(tickets);
}

function remainingOfFirst(
  store: DateStore,
  tickets: readonly StoredTicket[],
  now: number,
): number | null {
  const ticket = tickets[0];
  const price = ticket === undefined ? null : store.memory.price(ticket.price);
  if (ticket === undefined || price === null) throw new Error("a ticket's price is never removed");
  return remainingOf(store, store.memory.date, price, ticket.channel, now);
}
