/** An order that begins with tickets of another one, confirmed from its first moment. */
import { ok, refused } from "../core/result.ts";
import type { TakeOverCommand, TakeOverOutcome } from "./commands.ts";
import { insertLine, setLineState } from "./lines.ts";
import { announce, findOrder, insertOrder, setStatus } from "./record.ts";
import { createTables, hasTables } from "./tables.ts";
import { insertTicket, setTicketState } from "./tickets.ts";

export function takeOver(sql: SqlStorage, command: TakeOverCommand, now: number): TakeOverOutcome {
  const known = hasTables(sql) ? findOrder(sql) : null;
  if (known !== null) return known.request === command.request ? ok(null) : refused("number_taken");
  createTables(sql);
  insertOrder(sql, { ...command, deadline: now, expiresAt: now, lines: [] }, now);
  for (const { line, tickets } of command.lines) {
    insertLine(sql, command.request, line, now);
    setLineState(sql, line.id, "confirmed");
    for (const ticket of tickets) {
      insertTicket(sql, line.id, ticket);
      setTicketState(sql, ticket.barcode, "issued");
    }
  }
  setStatus(sql, "confirmed", null, now);
  announce(sql);
  return ok(null);
}
