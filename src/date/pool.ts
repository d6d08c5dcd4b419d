/**
 * Imported barcodes: those of the venue's own system, for an area and a channel. Where there are
 * any, that channel's tickets carry them, and there are no more tickets than barcodes.
 */
import type { ImportedBarcode } from "../core/domain.ts";
import type { Place } from "./memory.ts";
import { all, count, run } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

/** Hands out as many as there are minted ones, in the order of their import; minted ones elsewhere. */
export function barcodesFor(
  store: DateStore,
  place: Place,
  minted: readonly string[],
  firstSerial: number,
): readonly string[] {
  const unused = store.memory.unusedImports(place);
  if (unused === null) return minted;
  const { sql, memory } = store;
  const imported = all<{ number: number; barcode: string }>(
    sql,
    `SELECT number, barcode FROM imported
      WHERE area = ? AND channel = ? AND serial IS NULL ORDER BY number LIMIT ?`,
    place.area,
    place.channel,
    minted.length,
  );
  if (imported.length < minted.length) throw new Error("the pool is smaller than its counter says");
  imported.forEach(({ number }, index) => {
    run(sql, `UPDATE imported SET serial = ? WHERE number = ?`, firstSerial + index, number);
  });
  const left = unused - imported.length;
  run(
    sql,
    `UPDATE pools SET unused = ? WHERE area = ? AND channel = ?`,
    left,
    place.area,
    place.channel,
  );
  memory.setUnusedImports(place, left);
  return imported.map(({ barcode }) => barcode);
}

export function importedAfter(sql: SqlStorage, number: number, limit: number): ImportedBarcode[] {
  return all(
    sql,
    `SELECT number, barcode, area, channel FROM imported WHERE number > ? ORDER BY number LIMIT ?`,
    number,
    limit,
  );
}

export function lastImport(sql: SqlStorage): number {
  return count(sql, `SELECT max(number) AS n FROM imported`);
}
