/** Imported barcodes: which date they belong to. Nothing in such a barcode says it. */
import { within } from "../core/deadline.ts";
import { IMPORT_CHUNK_BARCODES_MAX, REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export interface ImportPlace {
  readonly barcode: string;
  readonly dateId: string;
  readonly code: string;
}

/** The dates of those barcodes that were imported somewhere. */
export async function findImports(
  registry: D1Database,
  barcodes: readonly string[],
): Promise<ImportPlace[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT barcode, date_id AS dateId, code FROM imports
          WHERE barcode IN (SELECT value FROM json_each(?))`,
      )
      .bind(JSON.stringify(barcodes))
      .all<ImportPlace>(),
  );
  return results;
}

/** Reserves barcodes for a date before its object has them; those of another date are answered. */
export async function reserveImports(
  registry: D1Database,
  place: {
    readonly dateId: string;
    readonly code: string;
    readonly area: string;
    readonly channel: string;
  },
  barcodes: readonly string[],
): Promise<ImportPlace[]> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO imports (barcode, date_id, code, area, channel)
         SELECT value, ?2, ?3, ?4, ?5 FROM json_each(?1) WHERE true
         ON CONFLICT (barcode) DO NOTHING`,
      )
      .bind(JSON.stringify(barcodes), place.dateId, place.code, place.area, place.channel)
      .run(),
  );
  const found = await findImports(registry, barcodes);
  return found.filter(({ dateId }) => dateId !== place.dateId);
}

/**
 * The same for barcodes of several areas. One that another date has is answered, and as a rule
 * nothing is reserved then; null when all are this date's.
 */
export async function reserveAll(
  registry: D1Database,
  date: { readonly dateId: string; readonly code: string; readonly channel: string },
  wanted: readonly { readonly barcode: string; readonly area: string }[],
): Promise<string | null> {
  const chunks = [...Map.groupBy(wanted, ({ area }) => area)].flatMap(([area, rows]) =>
    chunksOf(rows.map(({ barcode }) => barcode)).map((barcodes) => ({ area, barcodes })),
  );
  for (const { barcodes } of chunks) {
    const found = await findImports(registry, barcodes);
    const elsewhere = found.find(({ dateId }) => dateId !== date.dateId);
    if (elsewhere !== undefined) return elsewhere.barcode;
  }
  for (const { area, barcodes } of chunks) {
    const [raced] = await reserveImports(registry, { ...date, area }, barcodes);
    if (raced !== undefined) return raced.barcode;
  }
  return null;
}

export function chunksOf(barcodes: readonly string[]): (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let start = 0; start < barcodes.length; start += IMPORT_CHUNK_BARCODES_MAX) {
    chunks.push(barcodes.slice(start, start + IMPORT_CHUNK_BARCODES_MAX));
  }
  return chunks;
}
