/**
 * What the registry must still be told: what lies after the marks of what it was told. Each row
 * carries its version, so delivery may repeat and overtake; a change made while a batch is on its
 * way lies after the mark, and goes with the next.
 */
import { PUBLISH_BATCHES_PER_ALARM_MAX, PUBLISH_TICKETS_PER_BATCH_MAX } from "../core/limits.ts";
import type { DateCard, ImportedBarcode, ToldTickets } from "../core/domain.ts";
import { type DateRow, isSeated, readAreas, readDate, readListings, readPrices } from "./house.ts";
import { importedAfter, lastImport } from "./pool.ts";
import { count, first, run, transact } from "../core/sql.ts";
import { lastSerial } from "./memory.ts";

export interface RegistryPublisher {
  readonly publishDate: (card: DateCard) => Promise<void>;
  readonly publishTickets: (dateId: string, tickets: ToldTickets) => Promise<void>;
  readonly publishImports: (
    date: { readonly id: string; readonly code: string },
    imports: readonly ImportedBarcode[],
  ) => Promise<void>;
}

/** How many tickets, changes and imports the registry has not been told about. */
export function unpublished(sql: SqlStorage): number {
  const date = readDate(sql);
  return (
    lastSerial(sql) -
    date.publishedSerial +
    lastImport(sql) -
    date.publishedImport +
    // Changes are numbered without a gap and never deleted.
    lastChange(sql) -
    date.publishedChange
  );
}

export function isDrained(sql: SqlStorage): boolean {
  const date = readDate(sql);
  return (
    date.publishedVersion === date.version &&
    date.publishedSerial >= lastSerial(sql) &&
    date.publishedChange >= lastChange(sql) &&
    date.publishedImport >= lastImport(sql)
  );
}

/** The newest change of a ticket. */
export function lastChange(sql: SqlStorage): number {
  return count(sql, `SELECT max(change) AS n FROM changes`);
}

/** Marks everything as untold: the whole date is sent again. */
export function republish(sql: SqlStorage): null {
  run(
    sql,
    `UPDATE date SET published_version = 0, published_serial = 0, published_import = 0,
                     published_change = ?, republished = republished + 1`,
    // Every ticket goes as it is then: of the changes so far there is nothing more to tell.
    lastChange(sql),
  );
  return null;
}

/**
 * Tells the registry everything due, batch by batch, and ends with the first that is not full: what
 * comes while it is on its way waits for the next alarm, or under load each delivery would find a
 * few new tickets and cost their buyers two more writes to disk. Stops at the first failure by
 * throwing it, or after as many batches as one alarm may send; what was told by then stays told.
 */
export async function drain(
  storage: DurableObjectStorage,
  publisher: RegistryPublisher,
): Promise<void> {
  const sql = storage.sql;
  for (let batch = 0; batch < PUBLISH_BATCHES_PER_ALARM_MAX && !isDrained(sql); batch++) {
    const date = readDate(sql);
    if (date.publishedVersion < date.version) {
      await publisher.publishDate(dateCard(sql, date));
      transact(storage, () => mark(sql, date, "published_version", date.version));
    }
    const told = await tellTickets(storage, publisher, date);
    const imports = importedAfter(sql, date.publishedImport, PUBLISH_TICKETS_PER_BATCH_MAX);
    if (imports.length > 0) {
      await publisher.publishImports(date, imports);
      const last = imports.at(-1)?.number ?? 0;
      transact(storage, () => mark(sql, date, "published_import", last));
    }
    if (Math.max(told, imports.length) < PUBLISH_TICKETS_PER_BATCH_MAX) break;
  }
}

/** One batch of new tickets and one of changed ones, in one delivery; how many the longer one has. */
async function tellTickets(
  storage: DurableObjectStorage,
  publisher: RegistryPublisher,
  date: DateRow,
): Promise<number> {
  const sql = storage.sql;
  const due = dueTickets(sql, date);
  if (due.fresh + due.changed === 0) return 0;
  await publisher.publishTickets(date.id, due.told);
  transact(storage, () => {
    mark(sql, date, "published_serial", due.serial ?? date.publishedSerial);
    return mark(sql, date, "published_change", due.change ?? date.publishedChange);
  });
  return Math.max(due.fresh, due.changed);
}

interface DueTickets {
  /** As `ToldTickets`. */
  readonly told: ToldTickets;
  readonly fresh: number;
  readonly changed: number;
  /** The last of each, up to which the marks move; null when there is none. */
  readonly serial: number | null;
  readonly change: number | null;
}

/** Written as text by the database itself: as rows, each ticket would be made and read three times. */
const DUE = `
  WITH fresh AS (SELECT serial FROM tickets WHERE serial > ?1 ORDER BY serial LIMIT ?3),
       changed AS (SELECT change, serial FROM changes WHERE change > ?2 ORDER BY change LIMIT ?3),
       alike AS (
         SELECT area, price, amount, currency, channel, state, version,
                json_group_array(json_array(barcode, serial, seat, issued_at, changed_at)) AS list
           FROM tickets WHERE serial IN (SELECT serial FROM fresh UNION SELECT serial FROM changed)
          GROUP BY area, price, amount, currency, channel, state, version)
  SELECT json_group_array(json_array(area, price, amount, currency, channel, state, version,
                                     json(list))) AS told,
         (SELECT count(*) FROM fresh) AS fresh, (SELECT count(*) FROM changed) AS changed,
         (SELECT max(serial) FROM fresh) AS serial, (SELECT max(change) FROM changed) AS change
    FROM alike`;

function dueTickets(sql: SqlStorage, date: DateRow): DueTickets {
  const { publishedSerial, publishedChange } = date;
  const batch = PUBLISH_TICKETS_PER_BATCH_MAX;
  const due = first<DueTickets>(sql, DUE, publishedSerial, publishedChange, batch);
  if (due === null) throw new Error("an aggregate has one row");
  return due;
}

/** Moves a mark on; not when a republish in the meantime has set the marks back: then they stay. */
function mark(
  sql: SqlStorage,
  date: DateRow,
  column: "published_version" | "published_serial" | "published_change" | "published_import",
  to: number,
): null {
  run(sql, `UPDATE date SET ${column} = ? WHERE republished = ?`, to, date.republished);
  return null;
}

function dateCard(sql: SqlStorage, date: DateRow): DateCard {
  return {
    id: date.id,
    code: date.code,
    number: date.number,
    event: date.event,
    status: date.status,
    startsAt: date.startsAt,
    endsAt: date.endsAt,
    salesEndAt: date.salesEndAt,
    areas: readAreas(sql).map((area) => ({ ...area, seated: isSeated(sql, area.id) })),
    prices: readPrices(sql),
    listings: readListings(sql),
    version: date.version,
  };
}
