/** The query parameters that lists share (contracts/ticketmatic.md 1.3). */
import * as z from "zod";
import {
  TICKETMATIC_FILTER_CHARACTERS_MAX,
  TICKETMATIC_PAGE_ROWS_DEFAULT,
  TICKETMATIC_PAGE_ROWS_MAX,
} from "../../core/limits.ts";
import type { Condition, Search } from "../../registry/search.ts";
import { type Problem, problem } from "./answers.ts";
import { readFilter, type Table } from "./filter.ts";
import { flag, id, instant } from "./wire.ts";

// A larger page is cut to the largest; `nbrofresults` tells that there is more.
export const pageRows = id.transform((rows) => Math.min(rows, TICKETMATIC_PAGE_ROWS_MAX));

export const listParameters = {
  filter: z.string().max(TICKETMATIC_FILTER_CHARACTERS_MAX).optional(),
  lastupdatesince: instant.optional(),
  limit: pageRows.default(TICKETMATIC_PAGE_ROWS_DEFAULT),
  offset: id.default(0),
  searchterm: z.string().max(200).optional(),
  includearchived: flag.optional(),
};

interface Listed {
  readonly filter?: string | undefined;
  readonly lastupdatesince?: number | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The search that a list's query means, or why there is none. */
export function searchOf(
  table: Table,
  query: Listed,
  own: readonly (Condition | null)[],
  order: Pick<Search, "orderBy" | "descending">,
): Search | { readonly problem: Problem } {
  const filtered = query.filter === undefined ? [] : readFilter(query.filter, table);
  if (filtered === null) {
    return problem(
      400,
      `Invalid filter: only "select ${table.keys[0]} from tm.${table.name}` +
        ` where <column> <comparison> <value> and ..." is understood here`,
      undefined,
      {
        columns: Object.keys(table.columns),
      },
    );
  }
  const since = query.lastupdatesince;
  const changed: Condition[] =
    since === undefined ? [] : [{ field: "changedAt", is: ">=", value: since }];
  const conditions = [...filtered, ...changed, ...own.filter((one) => one !== null)];
  return { conditions, ...order, limit: query.limit, offset: query.offset };
}

/** Asks for each in groups, so that no call opens a thousand connections at once. */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  size: number,
  ask: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) {
    results.push(...(await Promise.all(items.slice(start, start + size).map(ask))));
  }
  return results;
}
