/**
 * The numbers of seats, for partners that know only integers: each is given once, when the seat
 * first comes into a plan, and goes with it. Whoever has kept one never means another seat by it.
 */
import { all, count, run } from "../core/sql.ts";
import type { NumberedSeat } from "./commands.ts";

/** Those among the numbers that are a seat's now. */
export function seatsNumbered(sql: SqlStorage, numbers: readonly number[]): NumberedSeat[] {
  return all(
    sql,
    `SELECT number, area, id AS seat FROM seats WHERE number IN (SELECT value FROM json_each(?))`,
    JSON.stringify(numbers),
  );
}

/** Reads the numbers of the seats as they are; what it answers gives each seat its number, or a new one. */
export function numbering(sql: SqlStorage): (area: string, seat: string) => number {
  const known = new Map(
    all<NumberedSeat>(sql, `SELECT number, area, id AS seat FROM seats`).map(
      ({ number, area, seat }) => [keyOf(area, seat), number],
    ),
  );
  let given = count(sql, `SELECT seats_numbered AS n FROM date`);
  return (area, seat) => known.get(keyOf(area, seat)) ?? given++;
}

/** After the seats were written. Numbers only grow, so the last one says how many were given. */
export function keepNumbering(sql: SqlStorage): void {
  run(
    sql,
    `UPDATE date SET seats_numbered = max(seats_numbered,
       coalesce((SELECT max(number) + 1 FROM seats), 0))`,
  );
}

/** Neither an area's id nor a seat's holds a line's end. */
function keyOf(area: string, seat: string): string {
  return `${area}\n${seat}`;
}
