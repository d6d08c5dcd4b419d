/**
 * The record of each decided request. It makes the same request have one effect and one answer,
 * and is the only place where a holder is named.
 */
import type { BookCommand, BookDecision } from "./commands.ts";
import { all, first, run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

/** A decided request, as it is kept. */
export interface PastBooking {
  readonly request: string;
  readonly price: string;
  readonly quantity: number;
  readonly requestedAt: number | null;
  readonly decision: BookDecision;
  /** Was its decision given to more than one caller? */
  readonly repeated: boolean;
  /** For which attempt at the request it was made: by the first barcode that was brought. */
  readonly attempt: string | null;
}

type Row = Omit<PastBooking, "decision" | "repeated"> & {
  readonly decision: string;
  readonly repeated: number;
};

const COLUMNS = `request, price, quantity, requested_at AS requestedAt, decision, repeated, attempt`;

const BY_REQUEST = `SELECT ${COLUMNS} FROM bookings WHERE request = ?`;
const BY_REQUESTS = `SELECT ${COLUMNS} FROM bookings
  WHERE request IN (SELECT value FROM json_each(?))`;

function fromRow(row: Row): PastBooking {
  const decision = JSON.parse(row.decision) as BookDecision;
  return { ...row, decision, repeated: row.repeated !== 0 };
}

/** What was decided about this request, if it came before, and all that its person was ever decided. */
export function decidedBefore(store: DateStore, { request, holder }: BookCommand): PastBooking[] {
  const { people, requests } = store;
  const known = requests.mayBeKnown(request) ? [request] : [];
  const ofPerson = holder === null ? [] : people.requestsOf(holder.person);
  const [only, ...others] = [...known, ...ofPerson];
  if (only === undefined) return [];
  const { sql } = store;
  const rows =
    others.length === 0
      ? all<Row>(sql, BY_REQUEST, only)
      : all<Row>(sql, BY_REQUESTS, JSON.stringify([only, ...others]));
  return rows.map(fromRow);
}

function findBooking(sql: SqlStorage, request: string): PastBooking | null {
  const row = first<Row>(sql, BY_REQUEST, request);
  return row === null ? null : fromRow(row);
}

/**
 * The decision already given to this request, or to the same wish of the same person written in
 * other bytes (contracts/passculture.md 4.6: stock, user, creation date and quantity are equal).
 */
export function earlierDecision(
  store: DateStore,
  command: BookCommand,
  past: readonly PastBooking[],
): BookDecision | null {
  const booking =
    past.find(({ request }) => request === command.request) ??
    past.find(
      ({ requestedAt, price, quantity }) =>
        requestedAt === command.holder?.requestedAt &&
        price === command.price &&
        quantity === command.barcodes.length,
    );
  if (booking === undefined) return null;
  // From here on two callers rely on the tickets, so one hanging up must not take them back. One that
  // was asked again because its answer got lost brings the same barcodes, and is still alone.
  const isAnother = attemptOf(command) !== booking.attempt;
  if (isAnother && !booking.repeated) {
    run(store.sql, `UPDATE bookings SET repeated = 1 WHERE request = ?`, booking.request);
  }
  return booking.decision;
}

/** Has this person already booked with a later request? Then this one is late and its caller gone. */
export function isOvertaken(
  past: readonly PastBooking[],
  holder: NonNullable<BookCommand["holder"]>,
): boolean {
  return past.some(({ requestedAt }) => (requestedAt ?? 0) > holder.requestedAt);
}

export function serialsOf(decision: BookDecision): number[] {
  return decision.ok ? decision.value.tickets.map((ticket) => ticket.serial) : [];
}

/** Keeps the decision. A refused request leaves nothing about its holder. */
export function record(
  { newBookings, people, requests }: DateStore,
  command: BookCommand,
  decision: BookDecision,
  now: number,
): void {
  const holder = decision.ok ? command.holder : null;
  requests.add(command.request);
  newBookings.add(
    [command.price, command.barcodes.length, now],
    [
      command.request,
      JSON.stringify(decision),
      holder?.requestedAt ?? null,
      holder?.name ?? null,
      holder?.email ?? null,
      attemptOf(command),
    ],
  );
  if (holder !== null) people.add(holder.person, command.request);
}

function attemptOf({ barcodes }: BookCommand): string | null {
  return barcodes[0] ?? null;
}

/**
 * Forgets the request if nobody else was given its decision; the serials it had, else null. With an
 * attempt only what was decided for that one: another may have come after it, and been answered.
 */
export function forget(sql: SqlStorage, request: string, attempt: string | null): number[] | null {
  const booking = findBooking(sql, request);
  if (booking === null || booking.repeated) return null;
  if (attempt !== null && booking.attempt !== attempt) return null;
  run(sql, `DELETE FROM bookings WHERE request = ?`, request);
  return serialsOf(booking.decision);
}

export interface HolderDetails {
  readonly name: string | null;
  readonly email: string | null;
}

/** Who holds the ticket with this serial number; null when nobody is named or it was erased. */
export function holderOf(sql: SqlStorage, serial: number): HolderDetails | null {
  return first(
    sql,
    `SELECT holder_name AS name, holder_email AS email FROM bookings
      WHERE (holder_name IS NOT NULL OR holder_email IS NOT NULL) AND EXISTS (
        SELECT 1 FROM json_each(decision, '$.value.tickets') AS ticket
         WHERE ticket.value ->> 'serial' = ?)`,
    serial,
  );
}
