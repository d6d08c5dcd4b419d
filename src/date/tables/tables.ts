/**
 * The tables of a date, as numbered steps that are applied once. A date that was never configured
 * has none, so asking about dates that do not exist leaves no trace.
 */
import { all, count, run } from "../../core/sql.ts";
import { attempts } from "./attempts.ts";
import { holds } from "./holds.ts";
import { imports } from "./imports.ts";
import { inventory } from "./inventory.ts";
import { orderTickets } from "./order-tickets.ts";
import { people } from "./people.ts";
import { replaced } from "./replaced.ts";
import { scans } from "./scans.ts";
import { seatNumbers } from "./seat-numbers.ts";
import { seats } from "./seats.ts";

const STEPS: readonly string[] = [
  inventory,
  seats,
  holds,
  imports,
  scans,
  orderTickets,
  attempts,
  replaced,
  seatNumbers,
  people,
];

/** Was this date ever configured? Asks the catalogue of tables only, and writes nothing. */
export function hasTables(sql: SqlStorage): boolean {
  return count(sql, `SELECT count(*) AS n FROM sqlite_master WHERE name = 'tables_step'`) > 0;
}

/** Applies the steps that this date has not had yet. Inside a transaction of the caller. */
export function createTables(sql: SqlStorage): void {
  run(sql, `CREATE TABLE IF NOT EXISTS tables_step (done INTEGER NOT NULL) STRICT`);
  const done = count(sql, `SELECT max(done) AS n FROM tables_step`);
  STEPS.slice(done).forEach((step, index) => {
    run(sql, step);
    run(sql, `INSERT INTO tables_step (done) VALUES (?)`, done + index + 1);
  });
}

/** Leaves nothing of the date: its object is then one that was never configured. */
export function dropTables(sql: SqlStorage): void {
  const tables = all<{ name: string }>(
    sql,
    `SELECT name FROM sqlite_master
      WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_' AND substr(name, 1, 7) <> 'sqlite_'`,
  );
  for (const { name } of tables) run(sql, `DROP TABLE "${name}"`);
}
