/** What the registry has heard of how full dates are: a moment old, and of no use to sell by. */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

/** Places that are taken, by date and area, as the registry has heard. */
export async function countTaken(
  registry: D1Database,
  dates: readonly string[],
): Promise<{ readonly date: string; readonly area: string; readonly taken: number }[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT date_id AS date, area, count(*) AS taken FROM tickets
          WHERE date_id IN (SELECT value FROM json_each(?)) AND state <> 'void'
          GROUP BY date_id, area`,
      )
      .bind(JSON.stringify(dates))
      .all<{ date: string; area: string; taken: number }>(),
  );
  return results;
}
