/** Configuring a date: declarative and repeatable, and never below what is already out. */
import { ok, type Ok, refused, type Refused } from "../core/result.ts";
import type { DateConfig, EventCard, Listing } from "../core/domain.ts";
import type { ConfigureOutcome, ListOutcome } from "./commands.ts";
import { isSandbox } from "../core/sandbox.ts";
import { seatsOf } from "../core/seats.ts";
import { readBlocks } from "./blocks.ts";
import { readCounts, taken } from "./memory.ts";
import { type DateRow, readDate, readListings, readPrices } from "./house.ts";
import { all, count, run } from "../core/sql.ts";
import { keepNumbering, numbering } from "./seat-numbers.ts";
import { type DateStore, readSeats } from "./store.ts";
import { createTables, hasTables } from "./tables/tables.ts";

type ConfigureRefusal = Exclude<ConfigureOutcome, { ok: true }>;

/** Makes the date what `config` says, or refuses and changes nothing. */
export function configure(
  store: DateStore,
  config: DateConfig,
  now: number,
): Ok<null> | ConfigureRefusal {
  if (isSandbox(config.id) !== isSandbox(config.event.id)) return refused("other_world");
  const { sql } = store;
  const isNew = !hasTables(sql);
  createTables(sql);
  if (!isNew) {
    const refusal = obstacle(sql, readDate(sql), config);
    if (refusal !== null) return refusal;
  }
  writeDate(sql, config);
  writeHouse(sql, config);
  writeSeats(sql, config);
  if (config.status === "cancelled") voidAll(sql, now);
  store.halls.forget();
  store.memory.forget();
  return ok(null);
}

/** What stands in the way of this change, if anything. */
function obstacle(sql: SqlStorage, date: DateRow, config: DateConfig): ConfigureRefusal | null {
  if (date.id !== config.id) return refused("other_date", { id: date.id });
  if (date.status === "cancelled" && config.status !== "cancelled") {
    return refused("already_cancelled");
  }
  return areaObstacle(sql, config) ?? seatObstacle(sql, config) ?? priceObstacle(sql, config);
}

function areaObstacle(sql: SqlStorage, config: DateConfig): ConfigureRefusal | null {
  const out = placesOut(sql);
  const areas = new Map(config.areas.map((area) => [area.id, area]));
  for (const [id, places] of out) {
    const area = areas.get(id);
    if (area === undefined) return refused("area_in_use", { area: id, out: places });
    if (area.capacity !== null && area.capacity < places) {
      return refused("capacity_below_sold", { area: id, out: places });
    }
  }
  return null;
}

/** Places of each area that are sold, held or blocked. */
function placesOut(sql: SqlStorage): Map<string, number> {
  const out = new Map<string, number>();
  const add = (area: string, places: number) => out.set(area, (out.get(area) ?? 0) + places);
  for (const row of readCounts(sql)) add(row.area, taken(row));
  for (const row of readBlocks(sql)) if (row.channel === null) add(row.area, row.places);
  return out;
}

/** A seat that is out stays, and an area with places out stays seated or counted. */
function seatObstacle(sql: SqlStorage, config: DateConfig): ConfigureRefusal | null {
  const out = placesOut(sql);
  for (const area of config.areas) {
    const places = out.get(area.id) ?? 0;
    const wasSeated = count(sql, `SELECT count(*) AS n FROM focuses WHERE area = ?`, area.id) > 0;
    if (places > 0 && wasSeated !== (area.plan !== null)) {
      return refused("seating_in_use", { area: area.id, out: places });
    }
    if (area.plan === null) continue;
    const wanted = new Set(seatsOf(area.plan).map(({ id }) => id));
    const missing = seatsOut(sql, area.id).filter((id) => !wanted.has(id));
    if (missing.length > 0) return refused("seats_in_use", { area: area.id, seats: missing });
  }
  return null;
}

function seatsOut(sql: SqlStorage, area: string): string[] {
  const sold = all<{ id: string }>(
    sql,
    `SELECT seat_id AS id FROM tickets
      WHERE area = ? AND seat_id IS NOT NULL AND state <> 'void'`,
    area,
  );
  const blocked = readBlocks(sql).filter((block) => block.area === area);
  return [...sold.map(({ id }) => id), ...blocked.flatMap(({ seats }) => seats ?? [])];
}

/** A price that tickets or listings refer to stays, and stays in its area. */
function priceObstacle(
  sql: SqlStorage,
  config: DateConfig,
): Refused<{
  reason: "price_in_use";
  price: string;
}> | null {
  const wanted = new Map(config.prices.map((price) => [price.id, price]));
  for (const price of readPrices(sql)) {
    if (wanted.get(price.id)?.area === price.area) continue;
    const uses = count(
      sql,
      `SELECT (SELECT count(*) FROM (SELECT 1 FROM tickets WHERE price = ?1 LIMIT 1))
            + (SELECT count(*) FROM listings WHERE price = ?1) AS n`,
      price.id,
    );
    if (uses > 0) return refused("price_in_use", { price: price.id });
  }
  return null;
}

function writeDate(sql: SqlStorage, config: DateConfig): void {
  run(
    sql,
    `INSERT INTO date (one, id, code, number, event, status, starts_at, ends_at, sales_end_at,
                       entry, keep_together, version)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (one) DO UPDATE SET
       event = excluded.event, status = excluded.status, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, sales_end_at = excluded.sales_end_at, entry = excluded.entry,
       keep_together = excluded.keep_together, version = version + 1, erased_at = NULL`,
    config.id,
    config.code,
    config.number,
    JSON.stringify(config.event),
    config.status,
    config.startsAt,
    config.endsAt,
    config.salesEndAt,
    JSON.stringify(config.entry),
    config.keepTogether ? 1 : 0,
  );
}

function writeHouse(sql: SqlStorage, config: DateConfig): void {
  run(sql, `DELETE FROM areas`);
  run(sql, `DELETE FROM prices`);
  run(sql, `DELETE FROM allotments`);
  config.areas.forEach((area, position) => {
    run(
      sql,
      `INSERT INTO areas (id, position, label, capacity) VALUES (?, ?, ?, ?)`,
      area.id,
      position,
      area.label,
      area.capacity,
    );
  });
  config.prices.forEach((price, position) => {
    run(
      sql,
      `INSERT INTO prices (id, position, area, category, label, amount, currency)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      price.id,
      position,
      price.area,
      price.category,
      price.label,
      price.amount,
      price.currency,
    );
  });
  for (const allotment of config.allotments) {
    run(
      sql,
      `INSERT INTO allotments (area, channel, places) VALUES (?, ?, ?)`,
      allotment.area,
      allotment.channel,
      allotment.places,
    );
  }
}

/** An area whose seats stay as they are is not written again: a hall has thousands. */
function writeSeats(sql: SqlStorage, { areas }: DateConfig): void {
  const numberOf = numbering(sql);
  const seated = areas.flatMap(({ id, plan }) => (plan === null ? [] : [{ area: id, plan }]));
  run(
    sql,
    `DELETE FROM seats WHERE area NOT IN (SELECT value FROM json_each(?))`,
    JSON.stringify(seated.map(({ area }) => area)),
  );
  run(sql, `DELETE FROM focuses`);
  for (const { area, plan } of seated) {
    run(sql, `INSERT INTO focuses (area, x, y) VALUES (?, ?, ?)`, area, plan.focus.x, plan.focus.y);
    const seats = seatsOf(plan);
    if (JSON.stringify(seats) === JSON.stringify(readSeats(sql, area))) continue;
    run(sql, `DELETE FROM seats WHERE area = ?`, area);
    seats.forEach((seat, position) => {
      run(
        sql,
        `INSERT INTO seats (area, id, position, seat, number) VALUES (?, ?, ?, ?, ?)`,
        area,
        seat.id,
        position,
        JSON.stringify(seat),
        numberOf(area, seat.id),
      );
    });
  }
  keepNumbering(sql);
}

/** A cancelled date: every live ticket is void and every place free. */
function voidAll(sql: SqlStorage, now: number): void {
  run(
    sql,
    `INSERT INTO changes (serial) SELECT serial FROM tickets WHERE state <> 'void' ORDER BY serial`,
  );
  run(sql, `UPDATE holds SET state = 'released' WHERE state = 'open'`);
  run(
    sql,
    `UPDATE tickets SET state = 'void', changed_at = ?, version = version + 1
      WHERE state <> 'void'`,
    now,
  );
  run(sql, `UPDATE counts SET issued = 0, used = 0, held = 0`);
}

/** Takes over a newer description of its event; an older one, or another event's, changes nothing. */
export function describe({ sql, memory }: DateStore, event: EventCard): null {
  const known = readDate(sql).event;
  if (known.id === event.id && known.version < event.version) {
    run(sql, `UPDATE date SET event = ?, version = version + 1`, JSON.stringify(event));
    memory.forget();
  }
  return null;
}

/** Remembers a partner's own id for a price, so that the registry can be rebuilt. */
export function list({ sql, memory }: DateStore, listing: Listing): ListOutcome {
  if (memory.price(listing.price) === null) {
    return refused("unknown_price", { price: listing.price });
  }
  run(
    sql,
    `INSERT INTO listings (door, kind, id, price, version) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (door, kind, id) DO UPDATE
       SET price = excluded.price, version = max(version + 1, excluded.version)`,
    listing.door,
    listing.kind,
    listing.id,
    listing.price,
    listing.version,
  );
  run(sql, `UPDATE date SET version = version + 1`);
  memory.forget();
  const stored = readListings(sql).find(
    (row) => row.door === listing.door && row.kind === listing.kind && row.id === listing.id,
  );
  return ok(stored ?? listing);
}

export function unlist(sql: SqlStorage, listing: Pick<Listing, "door" | "kind" | "id">): null {
  run(
    sql,
    `DELETE FROM listings WHERE door = ? AND kind = ? AND id = ?`,
    listing.door,
    listing.kind,
    listing.id,
  );
  return null;
}
