/**
 * What was sold and given back since a client last asked (contracts/ticketmatic.md 3.8): the account's
 * orders in the order of their last change, each once, as it is now. The client keeps `nextid`.
 */
import * as z from "zod";
import { TICKETMATIC_CHANGES_SETTLE_MS, TICKETMATIC_PAGE_ROWS_MAX } from "../../../core/limits.ts";
import { searchOrders } from "../../../registry/order-search.ts";
import type { Condition } from "../../../registry/search.ts";
import { json, problem, type Reply } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { instant, writeInstant } from "../wire.ts";
import { orderStatus } from "./order.ts";

export const changesQuery = z.object({
  id: z.string().max(40).optional(),
  eventtypes: z.string().max(1_000).optional(),
  ts: instant.optional(),
});

const PAGE_ROWS = 100;
/** When, and which of those of that millisecond. */
const MARK = /^(\d{1,15})(?:-(\d{1,16}))?$/;

export async function streamChanges(
  call: Call<z.output<typeof changesQuery>, unknown>,
): Promise<Reply> {
  const { env, partner, query } = call;
  const mark = MARK.exec(query.id ?? "0");
  if (mark === null) return problem(400, "The id is not one that was given here as nextid");
  const [since, after] = [Number(mark[1]), Number(mark[2] ?? 0)];
  const conditions: Condition[] = [
    { field: "channel", is: "=", value: partner.id },
    { field: "changedAt", is: ">=", value: Math.max(since, query.ts ?? 0) },
    { field: "changedAt", is: "<=", value: call.now - TICKETMATIC_CHANGES_SETTLE_MS },
  ];
  const order = { orderBy: "changedAt", descending: false };
  const page = { limit: TICKETMATIC_PAGE_ROWS_MAX, offset: 0 };
  const { rows, total } = await searchOrders(env.REGISTRY, { conditions, ...order, ...page });
  const fresh = rows.filter((row) => row.changedAt > since || row.number > after);
  const results = fresh.slice(0, PAGE_ROWS);
  const last = results.at(-1);
  return json({
    moreresults: fresh.length > results.length || total > rows.length,
    nextid: last === undefined ? (query.id ?? "0") : `${last.changedAt}-${last.number}`,
    results: results.map((row) => ({
      id: `${row.changedAt}-${row.number}`,
      type: "order",
      ts: writeInstant(row.changedAt),
      data: { orderid: row.number, status: orderStatus(row.status), nbroftickets: row.tickets },
    })),
  });
}
