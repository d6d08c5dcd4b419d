/** The scans of a date as they are kept, and the row per ticket that follows from them. */
import type { Refused } from "../../core/result.ts";
import { all, first, run } from "../../core/sql.ts";
import type { Attempt, Direction, Finding, ScanRefusal } from "./commands.ts";
import type { Folded, ScanFact, Standing } from "./fold.ts";

/** What a live scan was told, as it is kept with it. */
export type Told = { readonly ok: true } | Refused<ScanRefusal>;

export interface KeptScan extends ScanFact {
  readonly receivedAt: number;
  readonly finding: Finding;
  /** What the caller was answered, as JSON: `Told`, or of an offline scan the finding. */
  readonly told: string;
}

type Row = Omit<KeptScan, "live" | "letThrough"> & {
  readonly live: number;
  readonly letThrough: number;
};

const SCANS = `SELECT device, id, direction, gate, at, received_at AS receivedAt, live,
                      let_through AS letThrough, finding, told FROM scans`;

function fromRow(row: Row): KeptScan {
  return { ...row, live: row.live === 1, letThrough: row.letThrough === 1 };
}

/** The scans by which somebody passed: of the others nothing follows. */
export function passagesOf(sql: SqlStorage, barcode: string): KeptScan[] {
  const query = `${SCANS} WHERE barcode = ? AND let_through = 1`;
  return all<Row>(sql, query, barcode).map(fromRow);
}

export function keptScan(
  sql: SqlStorage,
  barcode: string,
  { device, id }: Pick<ScanFact, "device" | "id">,
): KeptScan | null {
  const query = `${SCANS} WHERE barcode = ? AND device = ? AND id = ?`;
  const row = first<Row>(sql, query, barcode, device, id);
  return row === null ? null : fromRow(row);
}

/** The last attempts on a barcode, however it was read, by their time. */
export function attemptsOf(sql: SqlStorage, readings: readonly string[], limit: number): Attempt[] {
  const query = `${SCANS} WHERE barcode IN (SELECT value FROM json_each(?))
                 ORDER BY at DESC, device DESC, id DESC LIMIT ?`;
  return all<Row>(sql, query, JSON.stringify(readings), limit)
    .map(fromRow)
    .toReversed()
    .map(({ told, ...scan }) => ({ ...scan, refusal: scan.live ? refusalIn(told) : null }));
}

function refusalIn(told: string): ScanRefusal["reason"] | null {
  const answer = JSON.parse(told) as Told;
  return answer.ok ? null : answer.reason;
}

export function keepScan(
  sql: SqlStorage,
  ticket: { readonly barcode: string; readonly serial: number },
  scan: KeptScan,
): void {
  run(
    sql,
    `INSERT OR REPLACE INTO scans (barcode, device, id, serial, direction, gate, at, received_at,
                                   live, let_through, finding, told)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ticket.barcode,
    scan.device,
    scan.id,
    ticket.serial,
    scan.direction satisfies Direction,
    scan.gate,
    scan.at,
    scan.receivedAt,
    scan.live ? 1 : 0,
    scan.letThrough ? 1 : 0,
    scan.finding,
    scan.told,
  );
}

export interface Entry {
  readonly standing: Standing;
  readonly insideSince: number | null;
  readonly insideGate: string | null;
}

export function readEntry(sql: SqlStorage, barcode: string): Entry | null {
  return first(
    sql,
    `SELECT standing, inside_since AS insideSince, inside_gate AS insideGate
       FROM entries WHERE barcode = ?`,
    barcode,
  );
}

/** An entry that did not change is not written. */
export function writeEntry(
  sql: SqlStorage,
  barcode: string,
  standing: Standing,
  { inside }: Folded<ScanFact>,
): void {
  run(
    sql,
    `INSERT INTO entries (barcode, standing, inside_since, inside_gate) VALUES (?, ?, ?, ?)
     ON CONFLICT (barcode) DO UPDATE SET standing = excluded.standing,
       inside_since = excluded.inside_since, inside_gate = excluded.inside_gate
     WHERE standing <> excluded.standing OR inside_since IS NOT excluded.inside_since
        OR inside_gate IS NOT excluded.inside_gate`,
    barcode,
    standing,
    inside?.at ?? null,
    inside?.gate ?? null,
  );
}
