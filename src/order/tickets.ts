/** The tickets of an order's lines, in the state in which the order knows them. */
import type { Ticket } from "../core/domain.ts";
import { all, count, run } from "../core/sql.ts";
import type { OrderTicket, OrderTicketState } from "./commands.ts";

export interface StoredTicket extends OrderTicket {
  readonly line: number;
}

const COLUMNS = `line, serial, barcode, seat_id AS seatId, seat, amount, currency, state`;

export function insertTicket(
  sql: SqlStorage,
  line: number,
  ticket: Pick<Ticket, "serial" | "barcode" | "seatId" | "seat" | "amount" | "currency">,
): void {
  run(
    sql,
    `INSERT INTO tickets (line, serial, barcode, seat_id, seat, amount, currency, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'held')`,
    line,
    ticket.serial,
    ticket.barcode,
    ticket.seatId,
    ticket.seat,
    ticket.amount,
    ticket.currency,
  );
}

export function readTickets(sql: SqlStorage): StoredTicket[] {
  return all(sql, `SELECT ${COLUMNS} FROM tickets ORDER BY line, serial`);
}

export function ticketsOf(sql: SqlStorage, line: number): StoredTicket[] {
  return all(sql, `SELECT ${COLUMNS} FROM tickets WHERE line = ? ORDER BY serial`, line);
}

export function setTicketState(sql: SqlStorage, barcode: string, state: OrderTicketState): void {
  run(sql, `UPDATE tickets SET state = ? WHERE barcode = ?`, state, barcode);
}

/** Decides that every live ticket ends. */
export function endEveryTicket(sql: SqlStorage): void {
  run(sql, `UPDATE tickets SET state = 'ending' WHERE state IN ('held', 'issued')`);
}

export function countTickets(sql: SqlStorage, ...states: OrderTicketState[]): number {
  return count(
    sql,
    `SELECT count(*) AS n FROM tickets WHERE state IN (SELECT value FROM json_each(?))`,
    JSON.stringify(states),
  );
}

/** What was decided has happened. */
export function voidEnding(sql: SqlStorage, line: number): void {
  run(sql, `UPDATE tickets SET state = 'void' WHERE line = ? AND state = 'ending'`, line);
}

export function isLive({ state }: Pick<OrderTicket, "state">): boolean {
  return state === "held" || state === "issued";
}
