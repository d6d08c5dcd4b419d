/**
 * Statements of an object's own database. Only what SQLite stores unchanged can be bound (a boolean
 * would become the text "true"), and a transaction's work can't be asynchronous: `transactionSync`
 * takes an async function without complaint, and what follows its first await would be outside the
 * transaction.
 */
export type Bindable = string | number | null;

/** All rows; `Row` is what the query selects, as the STRICT tables guarantee it. */
export function all<Row extends object>(
  sql: SqlStorage,
  query: string,
  ...values: Bindable[]
): Row[] {
  return sql.exec(query, ...values).toArray() as unknown as Row[];
}

export function first<Row extends object>(
  sql: SqlStorage,
  query: string,
  ...values: Bindable[]
): Row | null {
  return all<Row>(sql, query, ...values)[0] ?? null;
}

export function run(sql: SqlStorage, query: string, ...values: Bindable[]): void {
  sql.exec(query, ...values);
}

/** One number out of the database; 0 when there is no row. */
export function count(sql: SqlStorage, query: string, ...values: Bindable[]): number {
  return first<{ n: number }>(sql, query, ...values)?.n ?? 0;
}

export type Synchronous<Value> = Value extends PromiseLike<unknown> ? never : Value;

/** All of the work or none of it. A throw undoes what it wrote. */
export function transact<Value>(
  storage: DurableObjectStorage,
  work: () => Synchronous<Value>,
): Value {
  return storage.transactionSync(work) as Value;
}
