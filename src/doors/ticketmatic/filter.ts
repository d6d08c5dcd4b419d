/**
 * The `filter` parameter: Ticketmatic takes a SELECT over its public data model. Here a small part
 * of it is read, never run: `select id from tm.event where <column> <comparison> <value> and ...`.
 * The vendor's own tests call the settings `conf.`, as in `conf.pricetype`.
 * Comparisons are = <> != < <= > >=, in (...), is null and is not null; anything else is refused.
 */
import {
  TICKETMATIC_CONDITIONS_MAX,
  TICKETMATIC_FILTER_CHARACTERS_MAX,
} from "../../core/limits.ts";
import type { Comparison, Condition } from "../../registry/search.ts";
import { readInstant } from "./wire.ts";

type Value = string | number;

export interface Column {
  readonly field: string;
  /** How its values are written; `status` has a meaning of its own. */
  readonly kind: "number" | "text" | "instant";
  /** What stands for it here; null when the value means nothing, so that no row has it. */
  readonly translate?: (value: Value) => Value | readonly Value[] | null;
}

export interface Table {
  readonly name: string;
  /** What may be selected: the table's id. */
  readonly keys: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<>|!=|<=|>=|[=<>(),]))/y;

/** Texts, numbers, words in lower case and signs; null when something else is there. */
function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  const trimmed = text.trim().replace(/;$/, "").trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return null;
    const [, quoted, number, word, sign] = match;
    tokens.push(quoted ?? number ?? word?.toLowerCase() ?? sign ?? "");
  }
  return tokens;
}

/** The conditions that a filter means, or null when it is not of the small part. */
export function readFilter(text: string, table: Table): Condition[] | null {
  if (text.length > TICKETMATIC_FILTER_CHARACTERS_MAX) return null;
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const [select, key = "", from, name, where, ...rest] = tokens;
  const isTable = name === `tm.${table.name}` || name === `conf.${table.name}`;
  const isSelect = select === "select" && from === "from" && isTable;
  if (!isSelect || !table.keys.includes(key)) return null;
  if (where === undefined) return [];
  if (where !== "where") return null;
  const conditions: Condition[] = [];
  let left: readonly string[] = rest;
  do {
    const read = readCondition(left, table);
    if (read === null || conditions.length === TICKETMATIC_CONDITIONS_MAX) return null;
    conditions.push(read.condition);
    const [and, ...after] = read.left;
    if (and !== undefined && and !== "and") return null;
    if (and === "and" && after.length === 0) return null;
    left = after;
  } while (left.length > 0);
  return conditions;
}

interface Read {
  readonly condition: Condition;
  readonly left: readonly string[];
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function readCondition(tokens: readonly string[], table: Table): Read | null {
  const [name = "", sign = "", ...after] = tokens;
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined) return null;
  const { field } = column;
  if (sign === "is") {
    const [first, second] = after;
    if (first === "null") return { condition: { field, is: "is null" }, left: after.slice(1) };
    return first === "not" && second === "null"
      ? { condition: { field, is: "is not null" }, left: after.slice(2) }
      : null;
  }
  if (sign === "in") return readList(column, after);
  const is = Object.hasOwn(COMPARISONS, sign) ? COMPARISONS[sign] : undefined;
  const value = readValue(column, after[0] ?? "");
  if (is === undefined || value === null) return null;
  const meant = column.translate === undefined ? value : column.translate(value);
  const left = after.slice(1);
  if (meant === null) return { condition: { field, is: "in", value: [] }, left };
  if (typeof meant !== "object") return { condition: { field, is, value: meant }, left };
  return is === "=" ? { condition: { field, is: "in", value: meant }, left } : null;
}

function readList(column: Column, tokens: readonly string[]): Read | null {
  const end = tokens.indexOf(")");
  if (tokens[0] !== "(" || end < 2) return null;
  const inside = tokens.slice(1, end);
  const values = inside.filter((_, index) => index % 2 === 0);
  const commas = inside.filter((_, index) => index % 2 === 1);
  if (commas.some((sign) => sign !== ",") || commas.length !== values.length - 1) return null;
  const read = values.map((token) => readValue(column, token));
  const known = read.filter((value) => value !== null);
  if (known.length < read.length) return null;
  const meant = known.flatMap((value) => {
    const one = column.translate === undefined ? value : column.translate(value);
    return one === null ? [] : one;
  });
  return {
    condition: { field: column.field, is: "in", value: meant },
    left: tokens.slice(end + 1),
  };
}

function readValue({ kind }: Column, token: string): Value | null {
  const quoted = /^'(.*)'$/s.exec(token)?.[1]?.replaceAll("''", "'");
  if (kind === "instant") return quoted === undefined ? null : readInstant(quoted);
  if (kind === "text") return quoted ?? null;
  const digits = quoted ?? token;
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : null;
}
