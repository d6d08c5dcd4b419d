/** The query of a request: names with their values, in any of the ways to write a list (2.3). */
import { TICKETEVOLUTION_PAGE_ROWS_MAX } from "../../core/limits.ts";
import { parseMicros } from "../../core/clock.ts";
import type { Page } from "./answers.ts";

export class Query {
  readonly #values = new Map<string, string[]>();

  constructor(text: string) {
    for (const [name, value] of new URLSearchParams(text)) {
      const plain = name.replace(/\[\d*\]$/, "");
      this.#values.set(plain, [...(this.#values.get(plain) ?? []), value]);
    }
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** The last value of the name, or null. */
  text(name: string): string | null {
    return this.#values.get(name)?.at(-1) ?? null;
  }

  /** Every value, of repeated names and of comma lists alike. */
  list(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).flatMap((value) => value.split(","));
  }

  /** 3.2: only the literal words count. */
  flag(name: string): boolean | null {
    const value = this.text(name);
    return value === "true" ? true : value === "false" ? false : null;
  }

  number(name: string): number | null {
    return readId(this.text(name));
  }

  get page(): Page {
    const page = Math.max(1, this.number("page") ?? 1);
    const perPage = this.number("per_page") ?? TICKETEVOLUTION_PAGE_ROWS_MAX;
    return { page, perPage: Math.min(Math.max(1, perPage), TICKETEVOLUTION_PAGE_ROWS_MAX) };
  }
}

/** An id comes as a number or as its digits (3.2); null when it is neither. */
export function readId(value: unknown): number | null {
  const number =
    typeof value === "string" && /^\d{1,16}$/.test(value)
      ? Number(value)
      : typeof value === "number"
        ? value
        : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** What a table says of a name that a partner wrote; a name that every object has is not one of it. */
export function entryOf<Entry>(
  table: Readonly<Record<string, Entry>>,
  name: string,
): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/**
 * 3.3: when what is asked for was last changed; milliseconds since 1970. Times are written to the
 * second, so one that is written as `T` is of the whole second.
 */
export function changedWithin(query: Query): { readonly from: number; readonly before: number } {
  const times = (suffix: string) =>
    query.list(`updated_at${suffix}`).flatMap((text) => readTime(text) ?? []);
  const after = (millis: number) => millis + 1_000;
  const exactly = [...times(""), ...times(".eq")];
  const from = [...times(".gte"), ...times(".gt").map(after), ...exactly];
  const before = [...times(".lt"), ...times(".lte").map(after), ...exactly.map(after)];
  return { from: Math.max(0, ...from), before: Math.min(Number.MAX_SAFE_INTEGER, ...before) };
}

/** The rows of a page; past the end none. */
export function pageOf<Row>(rows: readonly Row[], { page, perPage }: Page): readonly Row[] {
  return rows.slice((page - 1) * perPage, page * perPage);
}

/** Milliseconds since 1970 of a date, or of a date and time, as if its clock stood in Greenwich. */
export function readTime(text: string): number | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const minute = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(Z|$)/.exec(day);
  const micros = parseMicros(minute === null ? day : `${day.slice(0, 16)}:00Z`);
  return micros === null ? null : Math.floor(micros / 1_000);
}
