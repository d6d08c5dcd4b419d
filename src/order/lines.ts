/**
 * The lines of an order as they stand. A line is wanted, then held by its date, then confirmed with
 * the order; one that could not be had is dropped, and gone once its date has given the places free.
 */
import { all, count, first, run } from "../core/sql.ts";
import type { LineWish } from "./commands.ts";

export type LineState =
  "wanted" | "held" | "confirming" | "confirmed" | "ended" | "dropped" | "gone";

export interface StoredLine extends LineWish {
  readonly id: number;
  /** The date's code. */
  readonly code: string;
  /** The id of its hold, and the request by which the date knows it. */
  readonly hold: string;
  /** The hold was not made before. */
  readonly askedAt: number;
  readonly state: LineState;
}

/** A line about to be written: its id was foreseen, since a digest can't be made in a transaction. */
export interface NewLine extends LineWish {
  readonly id: number;
  readonly code: string;
  readonly hold: string;
}

interface LineRow extends Omit<StoredLine, "seats"> {
  readonly seats: string | null;
}

const COLUMNS = `id, date, code, price, quantity, seats, accessible,
  expected_amount AS expectedAmount, hold, asked_at AS askedAt, state`;

function toLine(row: LineRow): StoredLine {
  return { ...row, seats: row.seats === null ? null : (JSON.parse(row.seats) as string[]) };
}

/** The id that the next line gets. */
export function nextLineId(sql: SqlStorage): number {
  return 1 + count(sql, `SELECT max(id) AS n FROM lines`);
}

export function insertLine(sql: SqlStorage, request: string, line: NewLine, now: number): void {
  run(
    sql,
    `INSERT INTO lines (id, request, date, code, price, quantity, seats, accessible,
                        expected_amount, hold, asked_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'wanted')`,
    line.id,
    request,
    line.date,
    line.code,
    line.price,
    line.quantity,
    line.seats === null ? null : JSON.stringify(line.seats),
    line.accessible,
    line.expectedAmount,
    line.hold,
    now,
  );
}

export function wantedBy(sql: SqlStorage, request: string): StoredLine[] {
  return all<LineRow>(
    sql,
    `SELECT ${COLUMNS} FROM lines WHERE request = ? AND state = 'wanted' ORDER BY id`,
    request,
  ).map(toLine);
}

export function linesIn(sql: SqlStorage, ...states: LineState[]): StoredLine[] {
  return all<LineRow>(
    sql,
    `SELECT ${COLUMNS} FROM lines WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(states),
  ).map(toLine);
}

/** Held lines with a ticket that is still held: what there is to extend and to confirm. */
export function heldLines(sql: SqlStorage): StoredLine[] {
  return all<LineRow>(
    sql,
    `SELECT ${COLUMNS} FROM lines WHERE state = 'held'
        AND EXISTS (SELECT 1 FROM tickets WHERE line = lines.id AND tickets.state = 'held')
      ORDER BY id`,
  ).map(toLine);
}

export function setLineState(sql: SqlStorage, line: number, state: LineState): void {
  run(sql, `UPDATE lines SET state = ? WHERE id = ?`, state, line);
}

/** Gives up what was asked for, other than by `request`. True when there was anything. */
export function dropWanted(sql: SqlStorage, except: string | null): void {
  run(
    sql,
    `UPDATE lines SET state = 'dropped' WHERE state = 'wanted' AND request IS NOT ?`,
    except,
  );
}

export function dropRequest(sql: SqlStorage, request: string): void {
  run(sql, `UPDATE lines SET state = 'dropped' WHERE state = 'wanted' AND request = ?`, request);
}

/** When the oldest hold that is still needed was asked for; null without one. */
export function oldestHold(sql: SqlStorage): number | null {
  return (
    first<{ at: number | null }>(
      sql,
      `SELECT min(asked_at) AS at FROM lines WHERE state IN ('wanted', 'held')`,
    )?.at ?? null
  );
}

export function countLines(sql: SqlStorage): { readonly live: number; readonly ever: number } {
  return {
    live: count(
      sql,
      `SELECT count(*) AS n FROM lines WHERE state NOT IN ('ended', 'dropped', 'gone')`,
    ),
    ever: count(sql, `SELECT count(*) AS n FROM lines`),
  };
}

/** The lines of each date, by its code. */
export function byDate<Line extends { readonly code: string }>(
  lines: readonly Line[],
): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.code, [...(groups.get(line.code) ?? []), line]);
  return groups;
}
