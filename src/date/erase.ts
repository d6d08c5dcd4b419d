/** Forgetting the holders: their names, addresses and keyed hashes, once the date is long over. */
import { DAY_MS } from "../core/limits.ts";
import { readDate } from "./house.ts";
import { run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

/** When the holders of this date must be forgotten, or null when they are already. */
export function eraseDueAt(sql: SqlStorage, retentionDays: number): number | null {
  const date = readDate(sql);
  return date.erasedAt === null ? date.endsAt + retentionDays * DAY_MS : null;
}

export function eraseHolders({ sql, people }: DateStore, now: number): void {
  run(
    sql,
    `UPDATE bookings SET holder_name = NULL, holder_email = NULL, person = NULL
      WHERE person IS NOT NULL OR holder_name IS NOT NULL OR holder_email IS NOT NULL`,
  );
  people.erase();
  run(sql, `UPDATE date SET erased_at = ?`, now);
}
