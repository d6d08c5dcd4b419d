/** Events: the shows that dates belong to. They live here; each date keeps a copy of its own event. */
import { within } from "../core/deadline.ts";
import type { EventCard, Presentation } from "../core/domain.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

type EventRow = Omit<EventCard, "venue" | "presentation"> & {
  readonly venue: string;
  readonly presentation: string | null;
};
const SELECTION = `SELECT id, number, title, venue, events.version, presentation
  FROM events LEFT JOIN presentations ON event_id = id`;

function toEvent(row: EventRow): EventCard {
  return {
    ...row,
    venue: JSON.parse(row.venue) as EventCard["venue"],
    presentation: JSON.parse(row.presentation ?? "null") as Presentation | null,
  };
}

export async function readEvent(registry: D1Database, id: string): Promise<EventCard | null> {
  const row = await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`${SELECTION} WHERE id = ?`).bind(id).first<EventRow>(),
  );
  return row === null ? null : toEvent(row);
}

export async function listEvents(
  registry: D1Database,
  after: string,
  limit: number,
): Promise<EventCard[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`${SELECTION} WHERE id > ? ORDER BY id LIMIT ?`)
      .bind(after, limit)
      .all<EventRow>(),
  );
  return results.map(toEvent);
}

const WRITE = `
  INSERT INTO events (id, number, title, venue, version)
  SELECT ?1, ?2, ?3, ?4, ?5
   WHERE NOT EXISTS (SELECT 1 FROM events WHERE number = ?2 AND id <> ?1)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, venue = excluded.venue,
    version = max(events.version + 1, excluded.version)
  RETURNING id`;

const PRESENT = `
  INSERT INTO presentations (event_id, presentation, version)
  SELECT id, ?2, version FROM events WHERE id = ?1
  ON CONFLICT (event_id) DO UPDATE SET presentation = excluded.presentation,
    version = excluded.version`;

/** Writes the event with a version above the stored one. False when another event has its number. */
export async function writeEvent(registry: D1Database, event: EventCard): Promise<boolean> {
  const { id, number, title, venue, version, presentation = null } = event;
  const [written] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry.prepare(WRITE).bind(id, number, title, JSON.stringify(venue), version),
      registry.prepare(PRESENT).bind(id, JSON.stringify(presentation)),
    ]),
  );
  return written?.results.length === 1;
}

/** Deletes the event unless it has dates. False when it has, or is not known. */
export async function deleteEvent(registry: D1Database, id: string): Promise<boolean> {
  const [deleted] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry
        .prepare(
          `DELETE FROM events WHERE id = ?1
              AND NOT EXISTS (SELECT 1 FROM dates WHERE event_id = ?1) RETURNING id`,
        )
        .bind(id),
      registry
        .prepare(
          `DELETE FROM presentations WHERE event_id = ?1
              AND NOT EXISTS (SELECT 1 FROM events WHERE id = ?1)`,
        )
        .bind(id),
    ]),
  );
  return deleted?.results.length === 1;
}
