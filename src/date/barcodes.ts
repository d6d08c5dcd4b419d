/** Which barcodes the date has had already. Each booking asks; those of a crowd are asked for at once. */
import { all, first } from "../core/sql.ts";

// A lone booking asks without a list: reading one as JSON would cost it more than the question.
const EXISTS = `SELECT 1 FROM tickets WHERE barcode = ?1
                UNION ALL SELECT 1 FROM replaced WHERE barcode = ?1`;
const EXISTING = `
  SELECT asked.value AS barcode FROM json_each(?) AS asked
   WHERE EXISTS (SELECT 1 FROM tickets WHERE barcode = asked.value)
      OR EXISTS (SELECT 1 FROM replaced WHERE barcode = asked.value)`;

/** Is it a ticket's, or was it one's until that got another? */
export function barcodeExists(sql: SqlStorage, barcode: string): boolean {
  return first(sql, EXISTS, barcode) !== null;
}

export class Barcodes {
  readonly #sql: SqlStorage;
  /** Asked for before, and new. */
  readonly #new = new Set<string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Before bookings of one commit that bring these. */
  askAhead(barcodes: readonly string[]): void {
    for (const barcode of barcodes) this.#new.add(barcode);
    const existing = all<{ barcode: string }>(this.#sql, EXISTING, JSON.stringify(barcodes));
    for (const { barcode } of existing) this.#new.delete(barcode);
  }

  /** Each that was asked for before is new once: whoever brings it again is too late. */
  anyExists(barcodes: readonly string[]): boolean {
    return barcodes.some(
      (barcode) => !this.#new.delete(barcode) && barcodeExists(this.#sql, barcode),
    );
  }

  /** At the end of a commit, and before any other command. */
  forget(): void {
    this.#new.clear();
  }
}
