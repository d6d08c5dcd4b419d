/** Importing barcodes of the venue's own system. */
import { ok, refused } from "../core/result.ts";
import type { ImportOutcome } from "./commands.ts";
import { count, first, run } from "../core/sql.ts";
import { barcodeExists } from "./barcodes.ts";
import type { DateStore } from "./store.ts";

/** Takes barcodes in, all or none; names those that the date has already. */
export function importBarcodes(
  { sql, memory }: DateStore,
  place: { readonly area: string; readonly channel: string },
  barcodes: readonly string[],
): ImportOutcome {
  if (count(sql, `SELECT count(*) AS n FROM areas WHERE id = ?`, place.area) === 0) {
    return refused("unknown_area", { area: place.area });
  }
  const known = knownBarcodes(sql, barcodes);
  if (known.length > 0) return refused("known_barcodes", { barcodes: known });
  for (const barcode of barcodes) {
    run(
      sql,
      `INSERT INTO imported (barcode, area, channel) VALUES (?, ?, ?)`,
      barcode,
      place.area,
      place.channel,
    );
  }
  run(
    sql,
    `INSERT INTO pools (area, channel, unused) VALUES (?, ?, ?)
     ON CONFLICT (area, channel) DO UPDATE SET unused = unused + excluded.unused`,
    place.area,
    place.channel,
    barcodes.length,
  );
  memory.forget();
  return ok({ imported: barcodes.length });
}

/** Those that the date has already, handed out or not. */
export function knownBarcodes(sql: SqlStorage, barcodes: readonly string[]): string[] {
  return barcodes.filter((barcode) => isImported(sql, barcode) || barcodeExists(sql, barcode));
}

function isImported(sql: SqlStorage, barcode: string): boolean {
  return first(sql, `SELECT number FROM imported WHERE barcode = ?`, barcode) !== null;
}
