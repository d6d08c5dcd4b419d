/** Dates with their events, as a partner searches them; drafts too, which nobody else lists. */
import { within } from "../core/deadline.ts";
import type { Area, DateStatus, EventCard, Price } from "../core/domain.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";
import { isReal } from "./real.ts";
import { type Search, type Searchable, search, type Searched } from "./search.ts";

export interface FoundDate {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly event: EventCard;
  readonly status: DateStatus;
  readonly isDraft: boolean;
  readonly startsAt: number;
  /** What the venue's clock shows then, as if it were UTC. */
  readonly wallStart: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  readonly areas: readonly Area[];
  readonly prices: readonly Price[];
  readonly createdAt: number;
  readonly changedAt: number;
}

interface Row {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly eventId: string;
  readonly eventNumber: number;
  readonly title: string;
  readonly venue: string;
  readonly eventVersion: number;
  readonly status: DateStatus;
  readonly draft: number;
  readonly startsAt: number;
  readonly wallStart: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  readonly areas: string;
  readonly prices: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** To the second, as partners write them: equal is then equal to what they were told. */
export const toSecond = (instant: string) => `(${instant} / 1000 * 1000)`;
export const WALL_START = toSecond(`coalesce(dates.wall_start, dates.starts_at)`);
const CREATED = `coalesce(date_times.created_at, events.version)`;
export const CHANGED = `max(coalesce(date_times.changed_at, 0), events.version)`;
const DRAFT = `(drafts.date_id IS NOT NULL)`;

/** Every date that was ever configured. */
export const DATES = `dates JOIN events ON events.id = dates.event_id
           LEFT JOIN date_times ON date_times.date_id = dates.id
           LEFT JOIN drafts ON drafts.date_id = dates.id
         WHERE dates.version > 0`;

const SEARCHABLE: Searchable = {
  from: DATES,
  columns: `dates.id, dates.code, dates.number, events.id AS eventId, events.number AS eventNumber,
    events.title, events.venue, events.version AS eventVersion, dates.status, ${DRAFT} AS draft,
    dates.starts_at AS startsAt, ${WALL_START} AS wallStart, dates.ends_at AS endsAt, dates.sales_end_at AS salesEndAt,
    dates.areas, dates.prices, ${CREATED} AS createdAt, ${CHANGED} AS changedAt`,
  fields: {
    id: `dates.id`,
    number: `dates.number`,
    event: `dates.event_id`,
    /** 1 for all but the sandbox. */
    real: `(${isReal("dates.event_id")})`,
    eventNumber: `events.number`,
    title: `events.title`,
    venue: `events.venue ->> 'name'`,
    /** `draft`, and `deleted` for one that was given up, beside the statuses of a date. */
    standing: `CASE WHEN ${DRAFT} AND dates.status = 'cancelled' THEN 'deleted'
                    WHEN ${DRAFT} THEN 'draft' ELSE dates.status END`,
    /** Whose a draft is; empty for what is none. */
    draftOf: `coalesce(drafts.channel, '')`,
    /** All that one may look for a word in. */
    words: `events.title || ' ' || (events.venue ->> 'name')`,
    startsAt: `dates.starts_at`,
    wallStart: WALL_START,
    endsAt: `dates.ends_at`,
    salesEndAt: `dates.sales_end_at`,
    /** The date's own number where it has numbered seats. */
    seatingPlan: `(SELECT dates.number FROM json_each(dates.areas)
                    WHERE value ->> 'seated' = 1 LIMIT 1)`,
    createdAt: CREATED,
    changedAt: CHANGED,
    changedSecond: toSecond(CHANGED),
  },
  key: `dates.number`,
};

function toFound(row: Row): FoundDate {
  return {
    id: row.id,
    code: row.code,
    number: row.number,
    event: {
      id: row.eventId,
      number: row.eventNumber,
      title: row.title,
      venue: JSON.parse(row.venue) as EventCard["venue"],
      version: row.eventVersion,
    },
    status: row.status,
    isDraft: row.draft === 1,
    startsAt: row.startsAt,
    wallStart: row.wallStart,
    endsAt: row.endsAt,
    salesEndAt: row.salesEndAt,
    areas: JSON.parse(row.areas) as Area[],
    prices: JSON.parse(row.prices) as Price[],
    createdAt: row.createdAt,
    changedAt: row.changedAt,
  };
}

export async function searchDates(
  registry: D1Database,
  wanted: Search,
): Promise<Searched<FoundDate>> {
  const { rows, total } = await search<Row>(registry, SEARCHABLE, wanted);
  return { rows: rows.map(toFound), total };
}

/** The dates with these ids or numbers, drafts too; unknown ones are left out. */
export async function datesWith(
  registry: D1Database,
  field: "id" | "number",
  values: readonly (string | number)[],
): Promise<FoundDate[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${SEARCHABLE.columns} FROM ${DATES}
            AND dates.${field} IN (SELECT value FROM json_each(?))`,
      )
      .bind(JSON.stringify(values))
      .all<Row>(),
  );
  return results.map(toFound);
}

/** From now on the date is a draft of this channel, or (null) none any more. */
export async function markDraft(
  registry: D1Database,
  dateId: string,
  channel: string | null,
): Promise<void> {
  const statement =
    channel === null
      ? registry.prepare(`DELETE FROM drafts WHERE date_id = ?`).bind(dateId)
      : registry
          .prepare(`INSERT INTO drafts (date_id, channel) VALUES (?, ?) ON CONFLICT DO NOTHING`)
          .bind(dateId, channel);
  await within(REGISTRY_CALL_MS_MAX, statement.run());
}
