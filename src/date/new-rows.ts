/**
 * Rows that bookings add to their tables, several in one statement: to ask the database costs more
 * than a row, and what rows that follow each other have in common is bound once. They wait until
 * their commit ends, or until anybody asks the tables (store.ts).
 */
import { BOUND_VALUES_MAX } from "../core/limits.ts";
import { type Bindable, run } from "../core/sql.ts";

type Values = readonly Bindable[];

interface Columns<Shared extends readonly string[], Own extends readonly string[]> {
  readonly table: string;
  readonly shared: Shared;
  readonly own: Own;
}

/** As many values as there are columns. */
type ValuesOf<Names extends readonly string[]> = { readonly [At in keyof Names]: Bindable };

/** Rows that are alike but for `own`, which has the values of one row after the other. */
interface Alike {
  readonly shared: Values;
  readonly own: Bindable[];
}

export const NEW_TICKETS = {
  table: "tickets",
  shared: [
    "area",
    "price",
    "amount",
    "currency",
    "channel",
    "state",
    "issued_at",
    "changed_at",
    "order_number",
  ],
  own: ["serial", "barcode", "seat_id", "seat"],
} as const;

export const NEW_BOOKINGS = {
  table: "bookings",
  shared: ["price", "quantity", "decided_at"],
  own: ["request", "decision", "requested_at", "holder_name", "holder_email", "attempt"],
} as const;

export class NewRows<Shared extends readonly string[], Own extends readonly string[]> {
  readonly #sql: SqlStorage;
  readonly #columns: Columns<Shared, Own>;
  /** By how many rows it adds. */
  readonly #statements = new Map<number, string>();
  #waiting: Alike[] = [];

  constructor(sql: SqlStorage, columns: Columns<Shared, Own>) {
    this.#sql = sql;
    this.#columns = columns;
  }

  add(shared: ValuesOf<Shared>, own: ValuesOf<Own>): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && areSame(last.shared, shared)) last.own.push(...own);
    else this.#waiting.push({ shared, own: [...own] });
  }

  /** Inside the transaction that they belong to. */
  write(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.forget();
    const width = this.#columns.own.length;
    for (const { shared, own } of waiting) {
      for (let from = 0; from < own.length;) {
        const rows = this.#rowsAtOnce((own.length - from) / width);
        const to = from + rows * width;
        run(this.#sql, this.#statement(rows), ...shared, ...own.slice(from, to));
        from = to;
      }
    }
  }

  /** After an undone transaction. */
  forget(): void {
    this.#waiting = [];
  }

  /** A power of two: so there are few statements, and the database prepares each once. */
  #rowsAtOnce(left: number): number {
    const { shared, own } = this.#columns;
    const most = Math.min(left, (BOUND_VALUES_MAX - shared.length) / own.length);
    return 2 ** Math.floor(Math.log2(most));
  }

  #statement(rows: number): string {
    const known = this.#statements.get(rows);
    if (known !== undefined) return known;
    const { table, shared, own } = this.#columns;
    const tuples = Array.from({ length: rows }, (_, row) => {
      const values = [
        ...numbered(1, shared.length),
        ...numbered(1 + shared.length + row * own.length, own.length),
      ];
      return `(${values.join(", ")})`;
    });
    const columns = [...shared, ...own].join(", ");
    const statement = `INSERT INTO ${table} (${columns}) VALUES ${tuples.join(", ")}`;
    this.#statements.set(rows, statement);
    return statement;
  }
}

function numbered(first: number, length: number): string[] {
  return Array.from({ length }, (_, index) => `?${first + index}`);
}

function areSame(one: Values, other: Values): boolean {
  return one.every((value, index) => value === other[index]);
}
