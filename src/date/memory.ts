/**
 * What commands look at each time, kept in memory so that a booking asks few questions: the house as
 * configured, its counters, blocks and pools, and when the next hold ends. The tables are the truth:
 * all is read from them when first needed, and dropped when a transaction is undone and after a
 * command that changes the house.
 */
import type { Price } from "../core/domain.ts";
import { readBlocks } from "./blocks.ts";
import type { Block, ChannelCount } from "./commands.ts";
import { type House, readAllotments, readAreas, readDate, readPrices } from "./house.ts";
import { all, count, first, run } from "../core/sql.ts";

interface Kept {
  readonly date: House;
  readonly prices: ReadonlyMap<string, Price>;
  readonly capacities: ReadonlyMap<string, number | null>;
  readonly allotments: ReadonlyMap<string, number>;
  readonly blocks: readonly Block[];
  readonly counts: Map<string, ChannelCount>;
  readonly takenOf: Map<string, number>;
  readonly pools: Map<string, number>;
  lastSerial: number;
}

/** An area and a channel. */
export interface Place {
  readonly area: string;
  readonly channel: string;
}

/** Neither an area's id nor a channel's holds a space. */
function keyOf({ area, channel }: Place): string {
  return `${area} ${channel}`;
}

export class Memory {
  readonly #sql: SqlStorage;
  #kept: Kept | null = null;
  /** Undefined while it is not known. */
  #nextExpiry: number | null | undefined = undefined;
  /** Counters that the tables do not have yet. */
  readonly #unwritten = new Map<string, ChannelCount>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#unwritten.clear();
    this.#kept = null;
    this.#nextExpiry = undefined;
  }

  get date(): House {
    return this.#known.date;
  }

  price(id: string): Price | null {
    return this.#known.prices.get(id) ?? null;
  }

  blocksOf(area: string): readonly Block[] {
    return this.#known.blocks.filter((block) => block.area === area);
  }

  /** Places of an area that nobody has; null when unlimited. */
  free(area: string): number | null {
    const { capacities, takenOf } = this.#known;
    const capacity = capacities.get(area) ?? null;
    if (capacity === null) return null;
    const blocked = this.blocksOf(area).filter(({ channel }) => channel === null);
    return blocked.reduce((free, { places }) => free - places, capacity - (takenOf.get(area) ?? 0));
  }

  /** What is left of a channel's allotment; null when it has none. */
  allotmentLeft(place: Place): number | null {
    const { allotments, counts } = this.#known;
    const places = allotments.get(keyOf(place)) ?? null;
    const count = counts.get(keyOf(place));
    return places === null || count === undefined ? places : places - taken(count);
  }

  /** Null while this channel has never had a place in the area. */
  count(place: Place): ChannelCount | null {
    return this.#known.counts.get(keyOf(place)) ?? null;
  }

  /** Written by `writeCounts`. */
  setCount(count: ChannelCount): void {
    const { counts, takenOf } = this.#known;
    this.#unwritten.set(keyOf(count), count);
    const before = counts.get(keyOf(count));
    const more = taken(count) - (before === undefined ? 0 : taken(before));
    counts.set(keyOf(count), count);
    takenOf.set(count.area, (takenOf.get(count.area) ?? 0) + more);
  }

  /** Inside the transaction in which they were set. */
  writeCounts(): void {
    for (const { area, channel, issued, used, held } of this.#unwritten.values()) {
      run(
        this.#sql,
        `INSERT INTO counts (area, channel, issued, used, held) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (area, channel) DO UPDATE
           SET issued = excluded.issued, used = excluded.used, held = excluded.held`,
        area,
        channel,
        issued,
        used,
        held,
      );
    }
    this.#unwritten.clear();
  }

  /** Of the date's tickets; 0 when there is none. */
  get lastSerial(): number {
    return this.#known.lastSerial;
  }

  /** After tickets up to this one were written to the tables. */
  setLastSerial(serial: number): void {
    this.#known.lastSerial = serial;
  }

  /** Imported barcodes that were not handed out yet; null where none was ever imported. */
  unusedImports(place: Place): number | null {
    return this.#known.pools.get(keyOf(place)) ?? null;
  }

  setUnusedImports(place: Place, unused: number): void {
    this.#known.pools.set(keyOf(place), unused);
  }

  /** When the next open hold ends. */
  get nextExpiry(): number | null {
    if (this.#nextExpiry === undefined) this.#nextExpiry = readNextExpiry(this.#sql);
    return this.#nextExpiry;
  }

  /** After any change of a hold. */
  holdsChanged(): void {
    this.#nextExpiry = undefined;
  }

  get #known(): Kept {
    this.#kept ??= readAll(this.#sql);
    return this.#kept;
  }
}

export function taken(count: Pick<ChannelCount, "issued" | "used" | "held">): number {
  return count.issued + count.used + count.held;
}

export function readCounts(sql: SqlStorage): ChannelCount[] {
  return all(sql, `SELECT area, channel, issued, used, held FROM counts ORDER BY area, channel`);
}

export function readPools(sql: SqlStorage): (Place & { readonly unused: number })[] {
  return all(sql, `SELECT area, channel, unused FROM pools ORDER BY area, channel`);
}

export function lastSerial(sql: SqlStorage): number {
  return count(sql, `SELECT max(serial) AS n FROM tickets`);
}

function readNextExpiry(sql: SqlStorage): number | null {
  const query = `SELECT min(expires_at) AS at FROM holds WHERE state = 'open'`;
  return first<{ at: number | null }>(sql, query)?.at ?? null;
}

function readAll(sql: SqlStorage): Kept {
  const counts = readCounts(sql);
  const takenOf = new Map<string, number>();
  for (const count of counts) {
    takenOf.set(count.area, (takenOf.get(count.area) ?? 0) + taken(count));
  }
  return {
    date: readDate(sql),
    prices: new Map(readPrices(sql).map((price) => [price.id, price])),
    capacities: new Map(readAreas(sql).map(({ id, capacity }) => [id, capacity])),
    allotments: new Map(readAllotments(sql).map((row) => [keyOf(row), row.places])),
    blocks: readBlocks(sql),
    counts: new Map(counts.map((count) => [keyOf(count), count])),
    takenOf,
    pools: new Map(readPools(sql).map((pool) => [keyOf(pool), pool.unused])),
    lastSerial: lastSerial(sql),
  };
}
