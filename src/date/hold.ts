/**
 * Holds: places reserved for a while. A hold past its time is free at the moment of asking: every
 * command and question lapses what is due before it looks. What was held is what is confirmed.
 */
import { HOLD_MS_MAX } from "../core/limits.ts";
import { ok, refused, type Result } from "../core/result.ts";
import type { HoldCommand, HoldRefusal, HoldsOutcome } from "./commands.ts";
import { all, first, run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";
import { changeState, isInState, ticketBySerial } from "./tickets.ts";

interface StoredHold {
  readonly id: string;
  readonly serials: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly state: "open" | "confirmed" | "released" | "lapsed";
}

const COLUMNS = `id, serials, made_at AS madeAt, expires_at AS expiresAt, state`;

export function openHold(
  { sql, memory }: DateStore,
  hold: {
    readonly id: string;
    readonly serials: readonly number[];
    readonly channel: string;
    readonly order: number | null;
    readonly expiresAt: number;
  },
  now: number,
): void {
  run(
    sql,
    `INSERT INTO holds (id, serials, channel, order_number, made_at, expires_at, state)
     VALUES (?, ?, ?, ?, ?, ?, 'open')`,
    hold.id,
    JSON.stringify(hold.serials),
    hold.channel,
    hold.order,
    now,
    Math.min(hold.expiresAt, now + HOLD_MS_MAX),
  );
  memory.holdsChanged();
}

/** Frees the places of every hold whose time is over. */
export function lapse(store: DateStore, now: number): void {
  if ((store.memory.nextExpiry ?? Infinity) > now) return;
  const due = all<StoredHold>(
    store.sql,
    `SELECT ${COLUMNS} FROM holds WHERE state = 'open' AND expires_at <= ?`,
    now,
  );
  for (const hold of due) close(store, hold, "lapsed", now);
}

function close(
  store: DateStore,
  hold: StoredHold,
  state: "released" | "lapsed",
  now: number,
): void {
  for (const serial of JSON.parse(hold.serials) as number[]) {
    const ticket = ticketBySerial(store.sql, serial);
    if (ticket !== null && isInState(ticket, "held")) changeState(store, ticket, "void", now);
  }
  run(store.sql, `UPDATE holds SET state = ? WHERE id = ?`, state, hold.id);
  store.memory.holdsChanged();
}

/** All the named holds, or why they can't be acted on together. */
function findHolds(sql: SqlStorage, ids: readonly string[]): Result<StoredHold[], HoldRefusal> {
  const holds = ids.map((id) =>
    first<StoredHold>(sql, `SELECT ${COLUMNS} FROM holds WHERE id = ?`, id),
  );
  const known = holds.filter((hold) => hold !== null);
  if (known.length < ids.length) return refused("unknown_hold");
  const ended = known.some(({ state }) => state === "lapsed" || state === "released");
  return ended ? refused("lapsed") : ok(known);
}

/** Issues exactly what was held: all of the holds or none. Again changes nothing. */
export function confirm(store: DateStore, command: HoldCommand, now: number): HoldsOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  const holds = findHolds(store.sql, command.holds);
  if (!holds.ok) return holds;
  for (const hold of holds.value) {
    for (const serial of JSON.parse(hold.serials) as number[]) {
      const ticket = ticketBySerial(store.sql, serial);
      if (ticket !== null && isInState(ticket, "held")) changeState(store, ticket, "issued", now);
    }
    run(store.sql, `UPDATE holds SET state = 'confirmed' WHERE id = ?`, hold.id);
  }
  store.memory.holdsChanged();
  return ok(ticketsOf(store.sql, holds.value));
}

/** Frees what is still held, of all the holds or of the named tickets only. Again changes nothing. */
export function release(store: DateStore, command: HoldCommand, now: number): HoldsOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  for (const id of command.holds) {
    const hold = first<StoredHold>(store.sql, `SELECT ${COLUMNS} FROM holds WHERE id = ?`, id);
    if (hold?.state !== "open") continue;
    if (command.serials === null) close(store, hold, "released", now);
    else releaseSome(store, hold, command.serials, now);
  }
  return ok([]);
}

function releaseSome(
  store: DateStore,
  hold: StoredHold,
  serials: readonly number[],
  now: number,
): void {
  for (const serial of JSON.parse(hold.serials) as number[]) {
    const ticket = ticketBySerial(store.sql, serial);
    if (ticket === null || !serials.includes(serial) || !isInState(ticket, "held")) continue;
    changeState(store, ticket, "void", now);
  }
}

/** Moves the expiry, at most so long after the hold was made; never of a hold that has ended. */
export function extend(
  store: DateStore,
  command: HoldCommand & { readonly expiresAt: number },
  now: number,
): HoldsOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  const holds = findHolds(store.sql, command.holds);
  if (!holds.ok) return holds;
  for (const hold of holds.value) {
    run(
      store.sql,
      `UPDATE holds SET expires_at = ? WHERE id = ? AND state = 'open'`,
      Math.min(command.expiresAt, hold.madeAt + HOLD_MS_MAX),
      hold.id,
    );
  }
  store.memory.holdsChanged();
  return ok(ticketsOf(store.sql, holds.value));
}

function ticketsOf(sql: SqlStorage, holds: readonly StoredHold[]) {
  return holds
    .flatMap((hold) => JSON.parse(hold.serials) as number[])
    .map((serial) => ticketBySerial(sql, serial))
    .filter((ticket) => ticket !== null)
    .filter((ticket) => ticket.state !== "void");
}

/** Ends and forgets the hold behind a request that is taken back: the same request may make it anew. */
export function forgetHold(store: DateStore, id: string, now: number): void {
  const hold = first<StoredHold>(store.sql, `SELECT ${COLUMNS} FROM holds WHERE id = ?`, id);
  if (hold?.state === "open") close(store, hold, "released", now);
  run(store.sql, `DELETE FROM holds WHERE id = ?`, id);
  store.memory.holdsChanged();
}

/** When the hold ends or ended, if nothing came before; null for one that never was. */
export function heldUntil(sql: SqlStorage, id: string): number | null {
  const query = `SELECT expires_at AS at FROM holds WHERE id = ?`;
  return first<{ at: number }>(sql, query, id)?.at ?? null;
}
