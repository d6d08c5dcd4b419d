/**
 * What the dates tell the registry. Every row carries a version, and an older one changes nothing,
 * so deliveries may repeat and overtake. A batch is one JSON parameter: D1 binds at most 100.
 */
import { wallClock } from "../core/clock.ts";
import type { DateCard, ImportedBarcode, ToldTickets } from "../core/domain.ts";
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

/**
 * What tickets have in common is read once for all of them. The second conflict is that of a ticket
 * whose barcode was replaced: it stays one row.
 */
const TICKETS = `
  WITH alike AS MATERIALIZED (
    SELECT value ->> 0 AS area, value ->> 1 AS price, value ->> 2 AS amount,
           value ->> 3 AS currency, value ->> 4 AS channel, value ->> 5 AS state,
           value ->> 6 AS version, value -> 7 AS list
      FROM json_each(?1))
  INSERT INTO tickets (barcode, date_id, serial, area, price, amount, currency, channel, seat,
                       state, issued_at, changed_at, version)
  SELECT ticket.value ->> 0, ?2, ticket.value ->> 1, area, price, amount, currency, channel,
         ticket.value ->> 2, state, ticket.value ->> 3, ticket.value ->> 4, version
    FROM alike, json_each(alike.list) AS ticket WHERE true
  ON CONFLICT (barcode) DO UPDATE SET state = excluded.state, seat = excluded.seat,
    changed_at = excluded.changed_at, version = excluded.version
  WHERE excluded.version > tickets.version
  ON CONFLICT (date_id, serial) DO UPDATE SET barcode = excluded.barcode, state = excluded.state,
    seat = excluded.seat, changed_at = excluded.changed_at, version = excluded.version
  WHERE excluded.version > tickets.version`;

const EVENT = `
  INSERT INTO events (id, number, title, venue, version) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, venue = excluded.venue,
    version = excluded.version
  WHERE excluded.version > events.version`;

const PRESENTATION = `
  INSERT INTO presentations (event_id, presentation, version) VALUES (?1, ?2, ?3)
  ON CONFLICT (event_id) DO UPDATE SET presentation = excluded.presentation,
    version = excluded.version
  WHERE excluded.version > presentations.version`;

const DATE = `
  INSERT INTO dates (id, code, number, event_id, status, starts_at, ends_at, sales_end_at,
                     areas, prices, version, wall_start)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET event_id = excluded.event_id, status = excluded.status,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    sales_end_at = excluded.sales_end_at, areas = excluded.areas, prices = excluded.prices,
    version = excluded.version, wall_start = excluded.wall_start
  WHERE excluded.version > dates.version`;

const DATE_TIMES = `
  INSERT INTO date_times (date_id, created_at, changed_at, version) VALUES (?1, ?2, ?2, ?3)
  ON CONFLICT (date_id) DO UPDATE SET changed_at = excluded.changed_at, version = excluded.version
  WHERE excluded.version > date_times.version`;

const LISTINGS = `
  INSERT INTO listings (door, kind, id, date_id, price, version)
  SELECT value ->> 'door', value ->> 'kind', value ->> 'id', ?2, value ->> 'price',
         value ->> 'version'
    FROM json_each(?1) WHERE true
  ON CONFLICT (door, kind, id) DO UPDATE SET date_id = excluded.date_id, price = excluded.price,
    version = excluded.version
  WHERE excluded.version > listings.version`;

const IMPORTS = `
  INSERT INTO imports (barcode, date_id, code, area, channel)
  SELECT value ->> 'barcode', ?2, ?3, value ->> 'area', value ->> 'channel'
    FROM json_each(?1) WHERE true
  ON CONFLICT (barcode) DO NOTHING`;

/** Imported barcodes lead to their date only through these rows: nothing in them names it. */
export async function publishImports(
  registry: D1Database,
  date: { readonly id: string; readonly code: string },
  imports: readonly ImportedBarcode[],
): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(IMPORTS).bind(JSON.stringify(imports), date.id, date.code).run(),
  );
}

export async function publishTickets(
  registry: D1Database,
  dateId: string,
  tickets: ToldTickets,
): Promise<void> {
  await within(REGISTRY_CALL_MS_MAX, registry.prepare(TICKETS).bind(tickets, dateId).run());
}

/** The date itself, its event and its listings. */
export async function publishDate(registry: D1Database, card: DateCard): Promise<void> {
  const { event } = card;
  await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry
        .prepare(EVENT)
        .bind(event.id, event.number, event.title, JSON.stringify(event.venue), event.version),
      registry
        .prepare(PRESENTATION)
        .bind(event.id, JSON.stringify(event.presentation ?? null), event.version),
      registry.prepare(DATE).bind(
        card.id,
        card.code,
        card.number,
        event.id,
        card.status,
        card.startsAt,
        card.endsAt,
        card.salesEndAt,
        JSON.stringify(
          card.areas.map(({ id, label, capacity, seated = false }) => ({
            id,
            label,
            capacity,
            seated,
          })),
        ),
        JSON.stringify(
          card.prices.map(({ id, area, category, label, amount, currency }) => ({
            id,
            area,
            category,
            label,
            amount,
            currency,
          })),
        ),
        card.version,
        wallClock(card.startsAt, event.venue.timeZone),
      ),
      registry.prepare(DATE_TIMES).bind(card.id, Date.now(), card.version),
      registry.prepare(LISTINGS).bind(JSON.stringify(card.listings), card.id),
    ]),
  );
}

/** The registry as a date's outbox sees it. */
export function registryPublisher(registry: D1Database): {
  publishDate: (card: DateCard) => Promise<void>;
  publishTickets: (dateId: string, tickets: ToldTickets) => Promise<void>;
  publishImports: (
    date: { readonly id: string; readonly code: string },
    imports: readonly ImportedBarcode[],
  ) => Promise<void>;
} {
  return {
    publishDate: (card) => publishDate(registry, card),
    publishTickets: (dateId, tickets) => publishTickets(registry, dateId, tickets),
    publishImports: (date, imports) => publishImports(registry, date, imports),
  };
}
