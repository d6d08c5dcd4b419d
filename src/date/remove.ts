/** Taking a date away that was put by mistake: as if it had never been, while nothing came of it. */
import { count } from "../core/sql.ts";
import { ok, refused } from "../core/result.ts";
import type { RemoveOutcome } from "./commands.ts";
import { type DateStore, forgetAll } from "./store.ts";
import { dropTables } from "./tables/tables.ts";

/**
 * A barcode is never used again, so a date that gave or was given any stays, whatever became of
 * them: it can only be cancelled.
 */
export function remove(store: DateStore): RemoveOutcome {
  const { sql } = store;
  const tickets = count(sql, `SELECT count(*) AS n FROM tickets`);
  const imported = count(sql, `SELECT count(*) AS n FROM imported`);
  if (tickets + imported > 0) return refused("date_in_use", { tickets, imported });
  dropTables(sql);
  forgetAll(store);
  return ok(null);
}
