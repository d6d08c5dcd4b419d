/** Dates as the registry lists them. The truth about a date is in its object. */
import { within } from "../core/deadline.ts";
import type { Area, DateStatus, Price } from "../core/domain.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export interface RegistryDate {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly event: string;
  readonly status: DateStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  readonly areas: readonly Area[];
  readonly prices: readonly Price[];
  readonly version: number;
}

type DateRow = Omit<RegistryDate, "areas" | "prices"> & {
  readonly areas: string;
  readonly prices: string;
};

const COLUMNS = `id, code, number, event_id AS event, status, starts_at AS startsAt,
  ends_at AS endsAt, sales_end_at AS salesEndAt, areas, prices, version`;

function toDate(row: DateRow): RegistryDate {
  return {
    ...row,
    areas: (JSON.parse(row.areas) as Area[]).map(({ id, label, capacity }) => ({
      id,
      label,
      capacity,
    })),
    // Rows of before prices had a category lack it.
    prices: (JSON.parse(row.prices) as Price[]).map((price) => ({
      ...price,
      category: price.category ?? null,
    })),
  };
}

/**
 * Reserves id, code and number for a new date, before its object is configured. False when another
 * date has the same code or number already.
 */
export async function reserveDate(
  registry: D1Database,
  date: Omit<RegistryDate, "areas" | "prices" | "version">,
): Promise<boolean> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO dates (id, code, number, event_id, status, starts_at, ends_at, sales_end_at,
                            areas, prices, version)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '[]', '[]', 0
          WHERE NOT EXISTS (SELECT 1 FROM dates WHERE (code = ?2 OR number = ?3) AND id <> ?1)
         ON CONFLICT (id) DO UPDATE SET version = dates.version
         RETURNING id`,
      )
      .bind(
        date.id,
        date.code,
        date.number,
        date.event,
        date.status,
        date.startsAt,
        date.endsAt,
        date.salesEndAt,
      )
      .all(),
  );
  return results.length === 1;
}

export async function listDates(
  registry: D1Database,
  filter: { readonly event: string | null; readonly after: string },
  limit: number,
): Promise<RegistryDate[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${COLUMNS} FROM dates
          WHERE id > ?1 AND (?2 IS NULL OR event_id = ?2) AND version > 0
          ORDER BY id LIMIT ?3`,
      )
      .bind(filter.after, filter.event, limit)
      .all<DateRow>(),
  );
  return results.map(toDate);
}

/** How many dates an event has beside this one. */
export async function countOtherDatesOf(
  registry: D1Database,
  event: string,
  date: string,
): Promise<number> {
  const row = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT count(*) AS n FROM dates WHERE event_id = ? AND id <> ?`)
      .bind(event, date)
      .first<{ n: number }>(),
  );
  return row?.n ?? 0;
}

/** Forgets a date that its object has forgotten. False when it was not known. */
export async function deleteDate(registry: D1Database, id: string): Promise<boolean> {
  const [deleted] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry.prepare(`DELETE FROM dates WHERE id = ? RETURNING id`).bind(id),
      registry.prepare(`DELETE FROM date_times WHERE date_id = ?`).bind(id),
      registry.prepare(`DELETE FROM drafts WHERE date_id = ?`).bind(id),
      registry.prepare(`DELETE FROM listings WHERE date_id = ?`).bind(id),
    ]),
  );
  return deleted?.results.length === 1;
}

/** Codes of the dates that the watchdog has not woken for longest, marked as woken now. */
export async function takeDatesToWake(
  registry: D1Database,
  now: number,
  limit: number,
): Promise<string[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE dates SET woken_at = ?1
          WHERE id IN (SELECT id FROM dates ORDER BY woken_at LIMIT ?2)
          RETURNING code`,
      )
      .bind(now, limit)
      .all<{ code: string }>(),
  );
  return results.map((row) => row.code);
}

/** Throws unless the registry answers and has its tables. */
export async function pingRegistry(registry: D1Database): Promise<void> {
  await within(REGISTRY_CALL_MS_MAX, registry.prepare(`SELECT id FROM dates LIMIT 1`).all());
}
