/**
 * Searching a list by conditions that a partner may choose. Which fields there are and what they
 * stand for is said here in code; what the partner wrote is only ever bound as a value.
 */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export type Comparison =
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is null"
  | "is not null"
  /** Whatever the case. */
  | "begins"
  | "contains";

export interface Condition {
  readonly field: string;
  readonly is: Comparison;
  readonly value?: string | number | readonly (string | number)[];
}

export interface Order {
  readonly orderBy: string;
  readonly descending: boolean;
}

export interface Search extends Order {
  /** All of them hold. */
  readonly conditions: readonly Condition[];
  /** Among those that are equal so far. */
  readonly thenBy?: readonly Order[];
  readonly limit: number;
  readonly offset: number;
}

export interface Searched<Row> {
  readonly rows: readonly Row[];
  /** How many there are without limit and offset. */
  readonly total: number;
}

/** A list: its tables, what is read of them, and each field by its SQL expression. */
export interface Searchable {
  readonly from: string;
  readonly columns: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Ends every order, so that pages neither repeat nor leave out a row. */
  readonly key: string;
}

/** Throws when a field does not exist: the caller has checked what partners say. */
export async function search<Row extends object>(
  registry: D1Database,
  list: Searchable,
  { conditions, limit, offset, ...order }: Search,
): Promise<Searched<Row>> {
  const wheres = conditions.map((condition) => whereOf(list, condition));
  const where = wheres.map(({ sql }) => ` AND ${sql}`).join("");
  const values = wheres.flatMap(({ bound }) => bound);
  const ordered = orderOf(list, order);
  const [page, count] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry
        .prepare(
          `SELECT ${list.columns} FROM ${list.from}${where} ORDER BY ${ordered} LIMIT ? OFFSET ?`,
        )
        .bind(...values, limit, offset),
      registry.prepare(`SELECT count(*) AS n FROM ${list.from}${where}`).bind(...values),
    ]),
  );
  return {
    rows: (page?.results ?? []) as Row[],
    total: (count?.results[0] as { n: number } | undefined)?.n ?? 0,
  };
}

function orderOf(
  list: Searchable,
  { thenBy = [], ...first }: Order & Pick<Search, "thenBy">,
): string {
  const direction = ({ descending }: Order) => (descending ? "DESC" : "ASC");
  const parts = [first, ...thenBy].map(
    (order) => `${expression(list, order.orderBy)} ${direction(order)}`,
  );
  return [...parts, `${list.key} ${direction(first)}`].join(", ");
}

function whereOf(
  list: Searchable,
  { field, is, value }: Condition,
): { readonly sql: string; readonly bound: readonly (string | number)[] } {
  const sql = expression(list, field);
  if (is === "is null" || is === "is not null") {
    return { sql: `${sql} ${is.toUpperCase()}`, bound: [] };
  }
  if (is === "in" || is === "not in") {
    const list = `(SELECT value FROM json_each(?))`;
    return { sql: `${sql} ${is.toUpperCase()} ${list}`, bound: [JSON.stringify(value)] };
  }
  if (value === undefined || typeof value === "object") throw new Error(`${is} takes one value`);
  switch (is) {
    // D1 takes no LIKE pattern above 50 bytes, and texts of customers are longer.
    case "begins":
      return { sql: `lower(substr(${sql}, 1, length(?))) = lower(?)`, bound: [value, value] };
    case "contains":
      return { sql: `instr(lower(${sql}), lower(?)) > 0`, bound: [value] };
    default:
      return { sql: `${sql} ${is} ?`, bound: [value] };
  }
}

function expression({ fields }: Searchable, field: string): string {
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (known === undefined) throw new Error(`no field ${field}`);
  return known;
}
