/** Which barcodes the date has had already. */
import { first } from "../core/sql.ts";
import { Known } from "./known.ts";

const EXISTS = `SELECT 1 FROM tickets WHERE barcode = ?1
                UNION ALL SELECT 1 FROM replaced WHERE barcode = ?1`;
const ALL = `SELECT barcode AS text FROM tickets UNION ALL SELECT barcode FROM replaced`;

/** Is it a ticket's, or was it one's until that got another? */
export function barcodeExists(sql: SqlStorage, barcode: string): boolean {
  return first(sql, EXISTS, barcode) !== null;
}

export class Barcodes {
  readonly #written: () => SqlStorage;
  readonly #known: Known;

  /** `written`: the tables, with everything in them. */
  constructor(sql: SqlStorage, written: () => SqlStorage) {
    this.#written = written;
    this.#known = new Known(sql, ALL);
  }

  anyExists(barcodes: readonly string[]): boolean {
    return barcodes.some(
      (barcode) => this.#known.mayHave(barcode) && barcodeExists(this.#written(), barcode),
    );
  }

  /** Before a ticket gets it. */
  add(barcode: string): void {
    this.#known.add(barcode);
  }
}
