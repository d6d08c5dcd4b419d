/** The house of a date as configured: its status, areas, prices and allotments, read from its tables. */
import type {
  Allotment,
  Area,
  DateStatus,
  EntryRules,
  EventCard,
  Listing,
  Price,
} from "../core/domain.ts";
import { all, count, first } from "../core/sql.ts";

/** What a date was configured to be. */
export interface House {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly event: EventCard;
  readonly status: DateStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  readonly keepTogether: boolean;
  readonly entry: EntryRules;
  readonly version: number;
}

/** The date's one row: also what the registry was told, and whether its holders are forgotten. */
export interface DateRow extends House {
  readonly publishedVersion: number;
  readonly publishedSerial: number;
  readonly publishedChange: number;
  readonly publishedImport: number;
  /** How often everything was marked as untold. */
  readonly republished: number;
  readonly erasedAt: number | null;
}

type StoredDate = Omit<DateRow, "event" | "entry" | "keepTogether"> & {
  readonly event: string;
  readonly entry: string;
  readonly keepTogether: number;
};

export function readDate(sql: SqlStorage): DateRow {
  const row = first<StoredDate>(
    sql,
    `SELECT id, code, number, event, status, starts_at AS startsAt, ends_at AS endsAt,
            sales_end_at AS salesEndAt, entry, keep_together AS keepTogether, version, published_version AS publishedVersion,
            published_serial AS publishedSerial, published_change AS publishedChange,
            published_import AS publishedImport, republished, erased_at AS erasedAt
       FROM date`,
  );
  if (row === null) throw new Error("a configured date has exactly one row");
  return {
    ...row,
    event: JSON.parse(row.event) as EventCard,
    entry: JSON.parse(row.entry) as EntryRules,
    keepTogether: row.keepTogether === 1,
  };
}

export function isOnSale(date: House, now: number): boolean {
  return date.status === "on_sale" && now < date.salesEndAt;
}

export function readAreas(sql: SqlStorage): Area[] {
  return all(sql, `SELECT id, label, capacity FROM areas ORDER BY position`);
}

export function isSeated(sql: SqlStorage, area: string): boolean {
  return count(sql, `SELECT count(*) AS n FROM focuses WHERE area = ?`, area) > 0;
}

export function readPrices(sql: SqlStorage): Price[] {
  return all(
    sql,
    `SELECT id, area, category, label, amount, currency FROM prices ORDER BY position`,
  );
}

export function readAllotments(sql: SqlStorage): Allotment[] {
  return all(sql, `SELECT channel, area, places FROM allotments ORDER BY area, channel`);
}

export function readListings(sql: SqlStorage): Listing[] {
  return all(sql, `SELECT door, kind, id, price, version FROM listings ORDER BY door, kind, id`);
}
