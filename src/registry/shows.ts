/** Shows: the events that have dates, for lists that are derived from them. */
import { within } from "../core/deadline.ts";
import type { EventCard } from "../core/domain.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";
import { CHANGED, DATES, toSecond, WALL_START } from "./date-search.ts";
import { isReal } from "./real.ts";

/** An event with when its dates are, on the venue's clock. */
export interface Show {
  readonly event: EventCard;
  readonly changedAt: number;
  readonly firstWallStart: number | null;
  readonly lastWallStart: number | null;
}

/**
 * The events that have a date, each with its first and last date that is not over; by title. More
 * than `limit` of them are cut off.
 */
export async function listShows(
  registry: D1Database,
  events: readonly string[] | null,
  now: number,
  limit: number,
): Promise<Show[]> {
  const upcoming = `CASE WHEN dates.ends_at > ?2 AND dates.status <> 'cancelled'
                         THEN ${WALL_START} END`;
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT events.id, events.number, events.title, events.venue, events.version,
                max(${toSecond(CHANGED)}) AS changedAt,
                min(${upcoming}) AS firstWallStart, max(${upcoming}) AS lastWallStart
           FROM ${DATES} AND drafts.date_id IS NULL
            AND CASE WHEN ?1 IS NULL THEN ${isReal("events.id")}
                     ELSE events.id IN (SELECT value FROM json_each(?1)) END
          GROUP BY events.id ORDER BY events.title, events.number LIMIT ?3`,
      )
      .bind(events === null ? null : JSON.stringify(events), now, limit)
      .all<Omit<EventCard, "venue"> & Omit<Show, "event"> & { venue: string }>(),
  );
  return results.map(({ id, number, title, venue, version, ...group }) => ({
    ...group,
    event: { id, number, title, version, venue: JSON.parse(venue) as EventCard["venue"] },
  }));
}
