/** The agenda as partners see it: dates by their start and the events behind them, within a scope. */
import { within } from "../core/deadline.ts";
import type { Area, EventCard, Price } from "../core/domain.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";
import type { RegistryDate } from "./dates.ts";
import { isReal } from "./real.ts";

export interface AgendaDate extends Omit<RegistryDate, "event"> {
  readonly event: EventCard;
}

/** An event with the dates it has. */
export interface AgendaEvent extends EventCard {
  readonly dates: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface Page {
  readonly start: number;
  readonly count: number;
}

/** Only these events; null means all real ones. */
export type Scope = readonly string[] | null;

type DateRow = Omit<AgendaDate, "event" | "areas" | "prices"> & {
  readonly areas: string;
  readonly prices: string;
  readonly event: string;
};
type EventRow = Omit<AgendaEvent, "venue"> & { readonly venue: string };

const DATES = `dates.id, dates.code, dates.number, dates.status, dates.starts_at AS startsAt,
  dates.ends_at AS endsAt, dates.sales_end_at AS salesEndAt, dates.areas, dates.prices,
  dates.version, json_object('id', events.id, 'number', events.number, 'title', events.title,
    'venue', json(events.venue), 'version', events.version) AS event
  FROM dates JOIN events ON events.id = dates.event_id`;

const EVENTS = `events.id, events.number, events.title, events.venue, events.version,
  count(dates.id) AS dates, min(dates.starts_at) AS firstAt, max(dates.starts_at) AS lastAt
  FROM events LEFT JOIN dates ON dates.event_id = events.id AND dates.version > 0`;

const IN_SCOPE = `CASE WHEN ?1 IS NULL THEN ${isReal("events.id")}
  ELSE events.id IN (SELECT value FROM json_each(?1)) END`;

function toDate(row: DateRow): AgendaDate {
  return {
    ...row,
    areas: JSON.parse(row.areas) as Area[],
    prices: JSON.parse(row.prices) as Price[],
    event: JSON.parse(row.event) as EventCard,
  };
}

function toEvent(row: EventRow): AgendaEvent {
  return { ...row, venue: JSON.parse(row.venue) as EventCard["venue"] };
}

function scopeText(scope: Scope): string | null {
  return scope === null ? null : JSON.stringify(scope);
}

/** Dates that end after then, the next first; of one event or (null) of all. */
export async function listAgendaDates(
  registry: D1Database,
  scope: Scope,
  filter: { readonly event: string | null; readonly endsAfter: number },
  page: Page,
): Promise<AgendaDate[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${DATES}
          WHERE ${IN_SCOPE} AND dates.version > 0 AND dates.ends_at > ?2
            AND (?3 IS NULL OR events.id = ?3)
          ORDER BY dates.starts_at, dates.id LIMIT ?4 OFFSET ?5`,
      )
      .bind(scopeText(scope), filter.endsAfter, filter.event, page.count, page.start)
      .all<DateRow>(),
  );
  return results.map(toDate);
}

/** Events by id; of one id or (null) of all, whose title has the words or (null) any. */
export async function listAgendaEvents(
  registry: D1Database,
  scope: Scope,
  filter: { readonly id: string | null; readonly words: string | null },
  page: Page,
): Promise<AgendaEvent[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${EVENTS}
          WHERE ${IN_SCOPE} AND (?2 IS NULL OR events.id = ?2)
            AND (?3 IS NULL OR instr(lower(events.title), lower(?3)) > 0)
          GROUP BY events.id ORDER BY events.id LIMIT ?4 OFFSET ?5`,
      )
      .bind(scopeText(scope), filter.id, filter.words, page.count, page.start)
      .all<EventRow>(),
  );
  return results.map(toEvent);
}
