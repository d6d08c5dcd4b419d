/** The dates that an account may see: all real ones, or those of its events; drafts only its own. */
import type { Partner } from "../../../core/partners.ts";
import { TICKETMATIC_PAGE_ROWS_MAX } from "../../../core/limits.ts";
import { datesWith, type FoundDate, searchDates } from "../../../registry/date-search.ts";
import type { Condition } from "../../../registry/search.ts";
import type { Anything } from "../endpoint.ts";

const ANY_ORDER = { orderBy: "number", descending: false } as const;

export function visibleTo({ id, events }: Partner): Condition[] {
  const own: Condition[] = [
    { field: "draftOf", is: "in", value: ["", id] },
    { field: "standing", is: "<>", value: "deleted" },
  ];
  const whose: Condition =
    events === null
      ? { field: "real", is: "=", value: 1 }
      : { field: "event", is: "in", value: events };
  return [...own, whose];
}

export async function visibleDate(
  { env, partner }: Pick<Anything, "env" | "partner">,
  number: number,
): Promise<FoundDate | null> {
  const conditions = [...visibleTo(partner), { field: "number", is: "=", value: number } as const];
  const page = { ...ANY_ORDER, limit: 1, offset: 0 };
  return (await searchDates(env.REGISTRY, { conditions, ...page })).rows[0] ?? null;
}

/** The first of them, as far as a settings list goes. */
export async function everyVisibleDate({
  env,
  partner,
}: Pick<Anything, "env" | "partner">): Promise<readonly FoundDate[]> {
  const page = { ...ANY_ORDER, limit: TICKETMATIC_PAGE_ROWS_MAX, offset: 0 };
  return (await searchDates(env.REGISTRY, { conditions: visibleTo(partner), ...page })).rows;
}

/** What an order holds stays readable whatever became of the account's rights. */
export async function datesById(
  env: Env,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundDate>> {
  if (ids.length === 0) return new Map();
  const rows = await datesWith(env.REGISTRY, "id", [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}
