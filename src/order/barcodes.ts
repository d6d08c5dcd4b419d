/**
 * Following a date that gives tickets of this order other barcodes. That is decided there, for the
 * tickets of several orders at once, so each order first writes down which tickets it concerns and
 * then asks the date; what a crash leaves between the two is asked by the alarm.
 */
import type { Unavailable } from "../core/remote.ts";
import { ok, refused, type Result } from "../core/result.ts";
import { all, first, run } from "../core/sql.ts";
import { admissionsOf } from "../date/client/admissions.ts";
import type { ExpectBarcodesCommand, ExpectBarcodesOutcome } from "./commands.ts";
import type { Desk } from "./desk.ts";
import { readOrder, touch } from "./record.ts";

export function expectBarcodes(
  sql: SqlStorage,
  { code, serials, until }: ExpectBarcodesCommand,
): ExpectBarcodesOutcome {
  const issued = all(
    sql,
    `SELECT 1 FROM tickets t JOIN lines l ON l.id = t.line
      WHERE l.code = ? AND t.state = 'issued' AND t.serial IN (SELECT value FROM json_each(?))`,
    code,
    JSON.stringify(serials),
  );
  const isConfirmed = readOrder(sql).status === "confirmed";
  if (!isConfirmed || issued.length < serials.length) return refused("unknown_ticket");
  run(
    sql,
    `INSERT INTO expected_barcodes (code, serial, until) SELECT ?1, value, ?3 FROM json_each(?2)
      WHERE true ON CONFLICT (code, serial) DO UPDATE SET until = max(until, excluded.until)`,
    code,
    JSON.stringify(serials),
    until,
  );
  return ok(null);
}

export function isExpecting(sql: SqlStorage): boolean {
  return expectedUntil(sql) < Infinity;
}

/** From when on the date is to be asked, if it was not; Infinity when nothing is expected. */
export function expectedUntil(sql: SqlStorage): number {
  const row = first<{ until: number | null }>(
    sql,
    `SELECT min(until) AS until FROM expected_barcodes`,
  );
  return row?.until ?? Infinity;
}

/** Asks for what was expected up to then. A ticket that the date no longer has keeps what it had. */
export async function learnBarcodes(
  { sql, env, write }: Desk,
  until: number,
  deadline: number,
): Promise<Result<null, Unavailable>> {
  const expected = all<{ code: string; serial: number }>(
    sql,
    `SELECT code, serial FROM expected_barcodes WHERE until <= ?`,
    until,
  );
  for (const [code, rows] of Map.groupBy(expected, (row) => row.code)) {
    const serials = rows.map(({ serial }) => serial);
    const found = await admissionsOf(env, { code, deadline }, serials);
    if (!found.ok && found.reason === "unavailable") return found;
    const known = found.ok ? found.value : [];
    const barcodes = known.map(({ serial, barcode }) => ({ serial, barcode }));
    write((tables, now) => {
      keep(tables, code, JSON.stringify(barcodes));
      run(tables, `DELETE FROM expected_barcodes WHERE code = ? AND until <= ?`, code, until);
      touch(tables, now);
    });
  }
  return ok(null);
}

/** Of a ticket that went to another order this one keeps what it was told last. */
function keep(sql: SqlStorage, code: string, barcodes: string): void {
  run(
    sql,
    `UPDATE tickets SET barcode = j.value ->> 'barcode' FROM json_each(?1) j, lines l
      WHERE l.id = tickets.line AND l.code = ?2 AND tickets.serial = j.value ->> 'serial'
        AND tickets.barcode <> j.value ->> 'barcode'`,
    barcodes,
    code,
  );
}
