/**
 * Cancelling an order, some of its lines, or some tickets: all that is named, or nothing. It is
 * decided here first, and then carried out in the dates however often it takes. Issued tickets are
 * frozen in all their dates before, so that none is scanned between the decision and its effect.
 */
import { ok, type Reasons, refused, type Refused, type Result } from "../core/result.ts";
import { freezeTickets } from "../date/client/holds.ts";
import { carryOut } from "./carry-out.ts";
import type { CancelOrderCommand, CancelOrderOutcome, NotNow } from "./commands.ts";
import { goForward } from "./confirm.ts";
import type { Desk } from "./desk.ts";
import { endOrder, endTickets } from "./ending.ts";
import { byDate, linesIn } from "./lines.ts";
import { readOrder } from "./record.ts";
import { readState } from "./state.ts";
import { isLive, readTickets, type StoredTicket } from "./tickets.ts";

export async function cancel(
  desk: Desk,
  { what, deadline }: CancelOrderCommand,
): Promise<CancelOrderOutcome> {
  // What is being confirmed is confirmed first: there is no way back in between.
  if (readOrder(desk.sql).status === "confirming") {
    const forward = await goForward(desk, deadline);
    if (!forward.ok && forward.reason !== "expired") return forward;
  }
  const named = namedTickets(desk.sql, what);
  if (!named.ok) return named;
  const live = named.value.filter(isLive);
  const { status } = readOrder(desk.sql);
  if (status === "confirmed") {
    const refusal = await freeze(desk, live, deadline);
    if (refusal !== null) return refusal;
  }
  desk.write((sql, now) => {
    if (status === "open" && what === "all") endOrder(sql, "cancelled", now);
    else if (live.length > 0) endTickets(sql, live, now);
  });
  const carried = await carryOut(desk, deadline);
  return carried.ok ? ok(readState(desk.sql)) : carried;
}

type Named = Result<
  readonly StoredTicket[],
  | { readonly reason: "unknown_line"; readonly line: number }
  | { readonly reason: "unknown_ticket"; readonly barcode: string }
>;

function namedTickets(sql: SqlStorage, what: CancelOrderCommand["what"]): Named {
  const tickets = readTickets(sql);
  if (what === "all") return ok(tickets);
  const known = new Set(
    linesIn(sql, "held", "confirming", "confirmed", "ended").map(({ id }) => id),
  );
  const line = what.lines.find((id) => !known.has(id));
  if (line !== undefined) return refused("unknown_line", { line });
  const barcodes = new Set(tickets.map(({ barcode }) => barcode));
  const barcode = what.tickets.find((text) => !barcodes.has(text));
  if (barcode !== undefined) return refused("unknown_ticket", { barcode });
  return ok(
    tickets.filter((row) => what.lines.includes(row.line) || what.tickets.includes(row.barcode)),
  );
}

/** Null, or why they can't all be cancelled; a freeze that is not followed up ends by itself. */
async function freeze(
  { sql, env }: Desk,
  tickets: readonly StoredTicket[],
  deadline: number,
): Promise<Refused<NotNow | Reasons<"already_used">> | null> {
  const { channel } = readOrder(sql);
  const codes = new Map(linesIn(sql, "confirmed").map(({ id, code }) => [id, code]));
  const placed = tickets.map(({ line, serial }) => ({ code: codes.get(line) ?? "", serial }));
  for (const [code, group] of byDate(placed)) {
    const serials = group.map(({ serial }) => serial);
    const command = { deadline, channel, barcodes: [], serials };
    const outcome = await freezeTickets(env, code, command);
    // A ticket that its date does not know is not live there.
    const isUnknown = !outcome.ok && UNKNOWN.includes(outcome.reason);
    if (!outcome.ok && !isUnknown) return outcome as Refused<NotNow | Reasons<"already_used">>;
  }
  return null;
}

const UNKNOWN: readonly string[] = ["unknown_barcode", "not_configured"];
