/**
 * Confirming an order: all that it holds becomes issued, in every date, or nothing stays.
 *
 * 1. Every hold is extended, so that none can lapse during what follows. If one has lapsed already,
 *    all are released and the order is expired. Killed in here, nothing has changed: the order is
 *    open, and at its expiry its holds are released.
 * 2. `confirming` is written down. This is the decision.
 * 3. Each date confirms its holds. From here on it only goes forward: what a crash or a date out of
 *    reach leaves is taken up by the alarm, as often as it takes; confirming again changes nothing.
 * 4. `confirmed` is written down.
 *
 * One way leads back from 3: a date whose holds are gone all the same, because it was cancelled in
 * between or out of reach for an hour. Then the order ends in every date, and is expired.
 */
import { ORDER_CONFIRM_MS } from "../core/limits.ts";
import type { Ticket } from "../core/domain.ts";
import { logProblem } from "../core/log.ts";
import { ok, type Reasons, refused, type Refused, type Result } from "../core/result.ts";
import type { HoldsOutcome } from "../date/commands.ts";
import type { Unavailable } from "../date/client/call.ts";
import { confirmHolds, extendHolds } from "../date/client/holds.ts";
import { carryOut } from "./carry-out.ts";
import type { ConfirmOutcome, NotNow, OrderState } from "./commands.ts";
import type { Desk } from "./desk.ts";
import { endOrder } from "./ending.ts";
import { byDate, heldLines, linesIn, setLineState, type StoredLine } from "./lines.ts";
import { readOrder, setStatus, touch } from "./record.ts";
import { readState } from "./state.ts";
import { setTicketState, ticketsOf } from "./tickets.ts";

export async function confirm(desk: Desk, deadline: number): Promise<ConfirmOutcome> {
  const { status, endsAs } = readOrder(desk.sql);
  if (status === "confirmed") return ok(readState(desk.sql));
  if (status === "confirming") return goForward(desk, deadline);
  if ((endsAs ?? status) === "expired") return isOver(desk, deadline);
  if (status !== "open") return refused("wrong_status", { status: endsAs ?? status });
  const lines = heldLines(desk.sql);
  if (lines.length === 0) return refused("empty");
  const until = Math.max(readOrder(desk.sql).expiresAt, Date.now() + ORDER_CONFIRM_MS);
  const extended = await extendAll(desk, lines, until, deadline);
  if (!extended.ok) return extended.reason === "lapsed" ? expire(desk, deadline) : extended;
  desk.write((sql, now) => {
    for (const { id } of lines) setLineState(sql, id, "confirming");
    setStatus(sql, "confirming", null, now);
  });
  return goForward(desk, deadline);
}

/** Lets every hold end then; `lapsed` when one of them is over already. */
export async function extendAll(
  desk: Desk,
  lines: readonly StoredLine[],
  expiresAt: number,
  deadline: number,
): Promise<Result<null, NotNow | { readonly reason: "lapsed" }>> {
  for (const [code, group] of byDate(lines)) {
    const holds = group.map(({ hold }) => hold);
    const command = { deadline, holds, serials: null, expiresAt };
    const outcome = await extendHolds(desk.env, code, command);
    if (!outcome.ok) return isNotNow(outcome) ? outcome : refused("lapsed");
  }
  return ok(null);
}

type WentForward = Result<OrderState, NotNow | Reasons<"expired">>;

/** Also the alarm's way to take up what was left. */
export async function goForward(desk: Desk, deadline: number): Promise<WentForward> {
  for (const [code, group] of byDate(linesIn(desk.sql, "confirming"))) {
    const holds = group.map(({ hold }) => hold);
    const outcome = await confirmHolds(desk.env, code, { deadline, holds, serials: null });
    if (outcome.ok) {
      desk.write((sql, now) => markConfirmed(sql, group, outcome.value, now));
    } else if (isNotNow(outcome)) {
      return outcome;
    } else {
      logProblem("a date has lost the holds of an order that was being confirmed", {
        order: readOrder(desk.sql).number,
        date: code,
        reason: outcome.reason,
      });
      return expire(desk, deadline);
    }
  }
  return desk.write((sql, now) => {
    setStatus(sql, "confirmed", null, now);
    return ok(readState(sql));
  });
}

type HoldsRefusal = Exclude<HoldsOutcome, { ok: true }> | Refused<Unavailable>;

function isNotNow(refusal: HoldsRefusal): refusal is Refused<NotNow> & HoldsRefusal {
  return refusal.reason === "unavailable" || refusal.reason === "deadline_passed";
}

/** A ticket that the date no longer has was cancelled there. */
function markConfirmed(
  sql: SqlStorage,
  lines: readonly StoredLine[],
  issued: readonly Ticket[],
  now: number,
): void {
  const serials = new Set(issued.map(({ serial }) => serial));
  for (const line of lines) {
    setLineState(sql, line.id, "confirmed");
    for (const { barcode, serial, state } of ticketsOf(sql, line.id)) {
      if (state === "held") setTicketState(sql, barcode, serials.has(serial) ? "issued" : "void");
    }
  }
  touch(sql, now);
}

async function expire(desk: Desk, deadline: number): Promise<Refused<Reasons<"expired">>> {
  desk.write((sql, now) => endOrder(sql, "expired", now));
  return isOver(desk, deadline);
}

/** The order has expired: its places go free now, or soon by the alarm. */
export async function isOver(desk: Desk, deadline: number): Promise<Refused<Reasons<"expired">>> {
  await carryOut(desk, deadline);
  return refused("expired");
}
