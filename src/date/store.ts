/**
 * What a command works on: the date's tables, and the house and its halls kept in memory beside
 * them. The tables are the truth; a hall is read from them when it is first needed, and dropped when
 * a transaction is undone.
 */
import { Barcodes } from "./barcodes.ts";
import { Hall } from "./seating/hall.ts";
import type { Seat } from "../core/seats.ts";
import { Memory } from "./memory.ts";
import { NEW_BOOKINGS, NEW_TICKETS, NewRows } from "./new-rows.ts";
import { People } from "./people.ts";
import { Requests } from "./requests.ts";
import { all, first } from "../core/sql.ts";

export interface DateStore {
  /** Whoever takes it finds everything in the tables that was booked before. */
  readonly sql: SqlStorage;
  readonly newTickets: NewRows<typeof NEW_TICKETS.shared, typeof NEW_TICKETS.own>;
  readonly newBookings: NewRows<typeof NEW_BOOKINGS.shared, typeof NEW_BOOKINGS.own>;
  readonly memory: Memory;
  readonly halls: Halls;
  readonly people: People;
  readonly requests: Requests;
  readonly barcodes: Barcodes;
}

export function storeOf(sql: SqlStorage): DateStore {
  const newTickets = new NewRows(sql, NEW_TICKETS);
  const newBookings = new NewRows(sql, NEW_BOOKINGS);
  const written = () => {
    newTickets.write();
    newBookings.write();
    return sql;
  };
  return {
    get sql() {
      return written();
    },
    newTickets,
    newBookings,
    memory: new Memory(sql),
    halls: new Halls(sql),
    people: new People(sql),
    requests: new Requests(sql),
    barcodes: new Barcodes(sql, written),
  };
}

/**
 * What the bookings of one commit have in common, counters and people, is written once, at its end:
 * inside its transaction, after the last of them, and before any other command looks.
 */
export function writeShared(store: DateStore): void {
  const { newTickets, newBookings, memory, people } = store;
  newTickets.write();
  newBookings.write();
  memory.writeCounts();
  people.write();
}

/** A transaction was undone: what is kept beside the tables is read from them again. */
export function forgetAll(store: DateStore): void {
  const { newTickets, newBookings, memory, halls, people } = store;
  newTickets.forget();
  newBookings.forget();
  memory.forget();
  halls.forget();
  people.forget();
}

export class Halls {
  readonly #sql: SqlStorage;
  readonly #byArea = new Map<string, Hall | null>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The hall of a seated area, as full as its tickets and blocks make it; null for a counted area. */
  of(area: string): Hall | null {
    const known = this.#byArea.get(area);
    if (known !== undefined) return known;
    const hall = readHall(this.#sql, area);
    this.#byArea.set(area, hall);
    return hall;
  }

  /** After a failed transaction, or when a plan changes. */
  forget(): void {
    this.#byArea.clear();
  }
}

function readHall(sql: SqlStorage, area: string): Hall | null {
  const focus = first<{ x: number; y: number }>(
    sql,
    `SELECT x, y FROM focuses WHERE area = ?`,
    area,
  );
  if (focus === null) return null;
  const hall = new Hall(readSeats(sql, area), focus);
  const taken = all<{ ids: string }>(
    sql,
    `SELECT json_group_array(seat_id) AS ids FROM tickets
      WHERE area = ?1 AND seat_id IS NOT NULL AND state <> 'void'
     UNION ALL SELECT seats FROM blocks
      WHERE area = ?1 AND channel IS NULL AND seats IS NOT NULL`,
    area,
  );
  for (const { ids } of taken) for (const id of JSON.parse(ids) as string[]) hall.take(id);
  return hall;
}

/** Seats that are parsed at once: far less work than one by one, far below the size of a value. */
const SEATS_PER_ROW_READ = 500;

export function readSeats(sql: SqlStorage, area: string): Seat[] {
  return all<{ seats: string }>(
    sql,
    `SELECT '[' || group_concat(seat, ',' ORDER BY position) || ']' AS seats FROM seats
      WHERE area = ? GROUP BY position / ${SEATS_PER_ROW_READ} ORDER BY position / ${SEATS_PER_ROW_READ}`,
    area,
  ).flatMap(({ seats }) => JSON.parse(seats) as Seat[]);
}
