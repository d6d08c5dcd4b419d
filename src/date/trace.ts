/** Where tickets come from and who let them in: the order behind each, and its last entry. */
import type { TicketTrace } from "./commands.ts";
import { first } from "../core/sql.ts";
import { findTicket, type StoredTicket } from "./tickets.ts";

/** The known ones among the barcodes, in their order. */
export function traceTickets(sql: SqlStorage, barcodes: readonly string[]): TicketTrace[] {
  return barcodes.flatMap((barcode) => {
    const ticket = findTicket(sql, barcode);
    if (ticket === null) return [];
    return [
      { ticket: plain(ticket), order: orderOf(sql, ticket.serial), entry: entryOf(sql, barcode) },
    ];
  });
}

function plain({ frozenUntil: _frozenUntil, ...ticket }: StoredTicket): TicketTrace["ticket"] {
  return ticket;
}

function orderOf(sql: SqlStorage, serial: number): number | null {
  const query = `SELECT order_number AS "order" FROM tickets WHERE serial = ?`;
  return first<{ order: number | null }>(sql, query, serial)?.order ?? null;
}

function entryOf(sql: SqlStorage, barcode: string): TicketTrace["entry"] {
  return first(
    sql,
    `SELECT device, at FROM scans
      WHERE barcode = ? AND direction = 'in' AND let_through = 1 ORDER BY at DESC LIMIT 1`,
    barcode,
  );
}
