/** Blocking places, with a reason, and giving them free again. */
import { ok, refused } from "../core/result.ts";
import { readBlock } from "./blocks.ts";
import type { Block, BlockAllOutcome, BlockOutcome } from "./commands.ts";
import { first, run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

/** Makes the block what it says; its former places are free again first. Refused as a whole. */
export function block(store: DateStore, wanted: Block): BlockOutcome {
  const { sql } = store;
  const area = first(sql, `SELECT id FROM areas WHERE id = ?`, wanted.area);
  if (area === null) return refused("unknown_area", { area: wanted.area });
  const obstacle = obstacleTo(store, wanted);
  if (obstacle !== null) return obstacle;
  unblock(store, wanted.id);
  run(
    sql,
    `INSERT INTO blocks (id, area, channel, places, seats, reason) VALUES (?, ?, ?, ?, ?, ?)`,
    wanted.id,
    wanted.area,
    wanted.channel,
    wanted.places,
    wanted.seats === null ? null : JSON.stringify(wanted.seats),
    wanted.reason,
  );
  store.memory.forget();
  if (wanted.channel === null && wanted.seats !== null) {
    const hall = store.halls.of(wanted.area);
    for (const seat of wanted.seats) hall?.take(seat);
  }
  return ok(wanted);
}

/** All of them or none: a refusal leaves each block as it was before. */
export function blockAll(store: DateStore, wanted: readonly Block[]): BlockAllOutcome {
  const undone: (() => void)[] = [];
  for (const one of wanted) {
    const former = readBlock(store.sql, one.id);
    const outcome = block(store, one);
    if (!outcome.ok) {
      for (const undo of undone.toReversed()) undo();
      return outcome;
    }
    undone.push(() => (former === null ? unblock(store, one.id) : block(store, former)));
  }
  return ok(null);
}

/** What stands in the way, counting the places of the block's former self as free. */
function obstacleTo(
  { sql, halls, memory }: DateStore,
  wanted: Block,
): Exclude<BlockOutcome, { ok: true }> | null {
  const former = readBlock(sql, wanted.id);
  const hall = halls.of(wanted.area);
  if (hall !== null) {
    if (wanted.seats === null) return refused("seats_needed", { area: wanted.area });
    const unknown = wanted.seats.filter((id) => hall.seat(id) === null);
    if (unknown.length > 0) return refused("unknown_seats", { seats: unknown });
    const own = new Set(former?.channel === null ? former.seats : []);
    const taken = wanted.seats.filter((id) => !hall.isFree(id) && !own.has(id));
    // A channel may be kept out of a seat that is taken just now: it counts once the seat is free.
    return wanted.channel === null && taken.length > 0
      ? refused("seats_taken", { seats: taken })
      : null;
  }
  if (wanted.seats !== null) return refused("unknown_seats", { seats: wanted.seats });
  const free = memory.free(wanted.area);
  if (wanted.channel !== null || free === null) return null;
  const available =
    free + (former?.channel === null && former.area === wanted.area ? former.places : 0);
  return available < wanted.places ? refused("not_enough", { remaining: available }) : null;
}

/** Frees the block's places; unknown ones are free already. */
export function unblock({ sql, halls, memory }: DateStore, id: string): null {
  const stored = readBlock(sql, id);
  if (stored === null) return null;
  const { area, channel, seats } = stored;
  run(sql, `DELETE FROM blocks WHERE id = ?`, id);
  memory.forget();
  if (channel === null && seats !== null) {
    const hall = halls.of(area);
    for (const seat of seats) hall?.free(seat);
  }
  return null;
}
