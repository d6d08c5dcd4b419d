/**
 * The filters, conditionals and orders of events (contracts/ticketevolution.md 3.3, 4.2) as a
 * question to the registry. What is not known is left out, as the contract's clients expect.
 */
import { unreachable } from "../../../core/result.ts";
import type { Comparison, Condition, Order } from "../../../registry/search.ts";
import { POPULARITY } from "./objects.ts";
import { entryOf, type Query, readId, readTime } from "../query.ts";

type Filter = {
  readonly field: string;
  /** Null when the value can't be one: then nothing meets it. */
  readonly read: (value: string) => string | number | null;
};

const FILTERS: Readonly<Record<string, Filter>> = {
  id: { field: "number", read: readId },
  performer_id: { field: "eventNumber", read: readId },
  name: { field: "title", read: (value) => value },
  occurs_at: { field: "wallStart", read: readTime },
  updated_at: { field: "changedSecond", read: readTime },
};

const ORDERS: Readonly<Record<string, string>> = {
  id: "number",
  name: "title",
  occurs_at: "wallStart",
  occurs_at_local: "wallStart",
  updated_at: "changedSecond",
  venue_name: "venue",
};

/** Several values of the first mean any of them, of another comparison all of them. */
const COMPARISONS = {
  eq: "=",
  not_eq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
} as const satisfies Readonly<Record<string, Comparison>>;
type Suffix = keyof typeof COMPARISONS;

function isSuffix(text: string): text is Suffix {
  return Object.hasOwn(COMPARISONS, text);
}

function compare(field: string, is: Suffix, values: readonly (string | number)[]): Condition[] {
  if (is === "eq") return [{ field, is: "in", value: values }];
  if (is === "not_eq") return [{ field, is: "not in", value: values }];
  // All of them: it is enough to compare with the furthest.
  const [first, ...others] = values;
  if (first === undefined) return [];
  const further = (a: string | number, b: string | number) => (is.startsWith("g") ? b > a : b < a);
  const furthest = others.reduce((so, value) => (further(so, value) ? value : so), first);
  return [{ field, is: COMPARISONS[is], value: furthest }];
}

/** The conditions of the query; `venues` are their names by number. Null when nothing can meet one of them. */
export function conditionsOf(
  query: Query,
  venues: ReadonlyMap<number, string>,
): readonly Condition[] | null {
  const conditions: Condition[] = [];
  for (const name of query.names) {
    const [base = "", suffix = "eq"] = name.split(".", 2);
    if (!isSuffix(suffix)) continue;
    const ofName = conditionOf(base, suffix, query.list(name), venues);
    if (ofName === null) return null;
    conditions.push(...ofName);
  }
  return conditions;
}

function conditionOf(
  name: string,
  is: Suffix,
  texts: readonly string[],
  venues: ReadonlyMap<number, string>,
): readonly Condition[] | null {
  if (name === "venue_id") {
    const names = texts.map((text) => venues.get(readId(text) ?? 0)).filter((v) => v !== undefined);
    return names.length === 0 && is === "eq" ? null : compare("venue", is, names);
  }
  // There is one of each.
  if (name === "category_id" || name === "office_id") {
    return texts.includes("1") === (is !== "not_eq") ? [] : null;
  }
  if (name === "popularity_score" || name === "short_term_popularity_score") {
    return isMetBy(POPULARITY, is, texts) ? [] : null;
  }
  const filter = entryOf(FILTERS, name);
  if (filter === undefined) return [];
  const whole = name === "name" ? [texts.join(",")] : texts;
  const values = whole.map(filter.read).filter((value) => value !== null);
  if (values.length === 0 && is === "eq") return null;
  return compare(filter.field, is, values);
}

/** For what is the same of every event; a text that is no number is compared with nothing. */
function isMetBy(value: number, is: Suffix, texts: readonly string[]): boolean {
  const numbers = texts.filter((text) => text.trim() !== "").map(Number);
  switch (is) {
    case "eq":
      return numbers.includes(value);
    case "not_eq":
      return !numbers.includes(value);
    case "gt":
      return !numbers.some((number) => value <= number);
    case "gte":
      return !numbers.some((number) => value < number);
    case "lt":
      return !numbers.some((number) => value >= number);
    case "lte":
      return !numbers.some((number) => value > number);
    default:
      return unreachable(is);
  }
}

/** `field DESC`, several by commas; ascending is the default. What is not sorted by is left out. */
export function orderOf(query: Query): Order & { readonly thenBy: readonly Order[] } {
  const wanted = query.list("order_by").flatMap((part) => {
    const [name = "", direction = "ASC"] = part.trim().split(/\s+/);
    const field = entryOf(ORDERS, name.replace(/^events\./, ""));
    return field === undefined
      ? []
      : [{ orderBy: field, descending: direction.toUpperCase() === "DESC" }];
  });
  const [first = { orderBy: "wallStart", descending: false }, ...others] = wanted.slice(0, 3);
  return { ...first, thenBy: [...others, { orderBy: "number", descending: false }] };
}
