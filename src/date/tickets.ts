/** The tickets of a date: issuing, changing and reading them. Each change is told to the registry. */
import type { Price, Ticket, TicketState } from "../core/domain.ts";
import type { Seat } from "../core/seats.ts";
import type { BookedTicket } from "./commands.ts";
import { type LiveState, move, take } from "./counts.ts";
import { barcodesFor } from "./pool.ts";
import { all, first, run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

export interface StoredTicket extends Ticket {
  /** Until then a cancellation over several dates keeps the ticket from being scanned. */
  readonly frozenUntil: number;
}

const COLUMNS = `serial, barcode, area, price, amount, currency, channel, seat_id AS seatId, seat, state,
  issued_at AS issuedAt, changed_at AS changedAt, frozen_until AS frozenUntil, version`;

export function findTicket(sql: SqlStorage, barcode: string): StoredTicket | null {
  return first(sql, `SELECT ${COLUMNS} FROM tickets WHERE barcode = ?`, barcode);
}

export function ticketBySerial(sql: SqlStorage, serial: number): StoredTicket | null {
  return first(sql, `SELECT ${COLUMNS} FROM tickets WHERE serial = ?`, serial);
}

export function ticketsAfter(sql: SqlStorage, serial: number, limit: number): StoredTicket[] {
  return all(
    sql,
    `SELECT ${COLUMNS} FROM tickets WHERE serial > ? ORDER BY serial LIMIT ?`,
    serial,
    limit,
  );
}

/** Was it a ticket's until it got another? */
export function isReplaced(sql: SqlStorage, barcode: string): boolean {
  return first(sql, `SELECT 1 FROM replaced WHERE barcode = ?`, barcode) !== null;
}

/**
 * One ticket for each barcode, with the next serial numbers, issued or held. The caller has found
 * the places; imported barcodes take the place of minted ones where the channel has any.
 */
export function give(
  store: DateStore,
  gift: {
    readonly price: Price;
    readonly channel: string;
    readonly barcodes: readonly string[];
    readonly seats: readonly Seat[] | null;
    readonly state: "issued" | "held";
    readonly order: number | null;
  },
  now: number,
): BookedTicket[] {
  const { barcodes, halls, newTickets } = store;
  const { price, channel, seats, state, order } = gift;
  const { area, id, amount, currency } = price;
  const place = { area, channel };
  const before = store.memory.lastSerial;
  const tickets = barcodesFor(store, place, gift.barcodes, before + 1).map((barcode, index) => ({
    serial: before + 1 + index,
    barcode,
    seatId: seats?.[index]?.id ?? null,
    seat: seats?.[index]?.label ?? null,
  }));
  for (const { serial, barcode, seatId, seat } of tickets) {
    barcodes.add(barcode);
    newTickets.add(
      [area, id, amount, currency, channel, state, now, now, order],
      [serial, barcode, seatId, seat],
    );
    if (seatId !== null) halls.of(area)?.take(seatId);
  }
  store.memory.setLastSerial(before + tickets.length);
  take(store, place, state, tickets.length);
  return tickets;
}

/** Moves one live ticket to another state and its place with it; void frees the place. */
export function changeState(
  store: DateStore,
  ticket: Ticket & { readonly state: LiveState },
  to: TicketState,
  now: number,
): void {
  const { sql, halls } = store;
  run(
    sql,
    `UPDATE tickets SET state = ?, changed_at = ?, version = version + 1
      WHERE serial = ?`,
    to,
    now,
    ticket.serial,
  );
  run(sql, `INSERT INTO changes (serial) VALUES (?)`, ticket.serial);
  move(store, ticket, ticket.state, to === "void" ? null : to, 1);
  if (to === "void" && ticket.seatId !== null) halls.of(ticket.area)?.free(ticket.seatId);
}

export function assignTickets(sql: SqlStorage, serials: readonly number[], order: number): null {
  run(
    sql,
    `UPDATE tickets SET order_number = ? WHERE serial IN (SELECT value FROM json_each(?))`,
    order,
    JSON.stringify(serials),
  );
  return null;
}

export function isInState<State extends TicketState>(
  ticket: StoredTicket,
  state: State,
): ticket is StoredTicket & { readonly state: State } {
  return ticket.state === state;
}
