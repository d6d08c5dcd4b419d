/** Listing orders (contracts/ticketmatic.md 3.2): found in the registry, then asked of themselves. */
import * as z from "zod";
import { TICKETMATIC_CALLS_AT_ONCE, TICKETMATIC_PAGE_ROWS_MAX } from "../../../core/limits.ts";
import type { OrderStatus } from "../../../core/orders.ts";
import { ORDER_STATUSES } from "../../../core/orders.ts";
import type { OrderState } from "../../../order/commands.ts";
import { searchCustomers } from "../../../registry/customers.ts";
import { searchOrders } from "../../../registry/order-search.ts";
import type { Condition } from "../../../registry/search.ts";
import { json, type Problem, type Reply } from "../answers.ts";
import { readDetails } from "../contacts/contact.ts";
import type { Anything, Call } from "../endpoint.ts";
import type { Table } from "../filter.ts";
import { inGroups, listParameters, searchOf } from "../parameters.ts";
import { SALES_CHANNEL } from "../settings/lists.ts";
import { flag, id, instant, int, jsonParameter } from "../wire.ts";
import { describeOrders, lookupOf } from "./context.ts";
import { findOrder } from "./find.ts";
import { ARCHIVED, orderStatus } from "./order.ts";

export const orderQuery = z.object({
  ...listParameters,
  orderby: z.enum(["createdts", "lastupdatets"]).default("createdts"),
  orderby_asc: flag.default(false),
  output: z.enum(["ids", "minimal", "default", "withlookup"]).default("default"),
  simplefilter: jsonParameter(
    z.object({
      createdsince: instant.optional(),
      customerid: id.optional(),
      saleschannelid: id.optional(),
      status: int.optional(),
    }),
  ).optional(),
});

type Query = z.output<typeof orderQuery>;

function statusesOf(status: number): readonly OrderStatus[] {
  return ORDER_STATUSES.filter((one) => orderStatus(one) === status);
}

const NUMBER = { field: "number", kind: "number" } as const;
const TABLE: Table = {
  name: "order",
  keys: ["id", "orderid"],
  columns: {
    id: NUMBER,
    orderid: NUMBER,
    status: {
      field: "status",
      kind: "number",
      translate: (status) => statusesOf(Number(status)),
    },
    customerid: { field: "contact", kind: "number", translate: String },
    createdts: { field: "createdAt", kind: "instant" },
    lastupdatets: { field: "changedAt", kind: "instant" },
  },
};

export async function listOrders(call: Call<Query, unknown>): Promise<Reply> {
  const { env, query } = call;
  const search = searchOf(TABLE, query, await conditionsOf(call), {
    orderBy: query.orderby === "createdts" ? "createdAt" : "changedAt",
    descending: !query.orderby_asc,
  });
  if ("problem" in search) return search;
  const { rows, total: nbrofresults } = await searchOrders(env.REGISTRY, search);
  if (query.output === "ids") {
    return json({ data: rows.map(({ number }) => ({ orderid: number })), nbrofresults });
  }
  const found = await inGroups(rows, TICKETMATIC_CALLS_AT_ONCE, ({ number }) =>
    findOrder(call, number),
  );
  const orders: OrderState[] = [];
  for (const one of found) {
    if ("order" in one) orders.push(one.order);
    else if (one.problem.status !== 404) return one;
  }
  const data = await bodiesOf(call, orders);
  if ("problem" in data) return data;
  return json({ data: data.bodies, nbrofresults, ...data.more });
}

async function conditionsOf({ env, partner, query }: Call<Query, unknown>): Promise<Condition[]> {
  const { createdsince, customerid = 0, saleschannelid = 0, status = 0 } = query.simplefilter ?? {};
  const conditions: Condition[] = [{ field: "channel", is: "=", value: partner.id }];
  // Archived ones are listed when they are asked for.
  const wanted =
    status === 0
      ? ORDER_STATUSES.filter(
          (one) => query.includearchived === true || orderStatus(one) !== ARCHIVED,
        )
      : statusesOf(status);
  conditions.push({ field: "status", is: "in", value: wanted });
  if (createdsince !== undefined) {
    conditions.push({ field: "createdAt", is: ">=", value: createdsince });
  }
  if (customerid !== 0) {
    conditions.push({ field: "contact", is: "=", value: String(customerid) });
  }
  if (saleschannelid !== 0 && saleschannelid !== SALES_CHANNEL) {
    conditions.push({ field: "number", is: "in", value: [] });
  }
  if (query.searchterm !== undefined) {
    conditions.push(await searchCondition(env, partner.id, query.searchterm));
  }
  return conditions;
}

/** An order's number, or the beginning of its customer's name or address. */
async function searchCondition(env: Env, channel: string, term: string): Promise<Condition> {
  if (/^\d{1,16}$/.test(term)) return { field: "number", is: "=", value: Number(term) };
  const page = {
    orderBy: "number",
    descending: false,
    limit: TICKETMATIC_PAGE_ROWS_MAX,
    offset: 0,
  };
  const found = await Promise.all(
    ["lastname", "firstname", "email"].map((field) =>
      searchCustomers(env.REGISTRY, {
        conditions: [
          { field: "channel", is: "=", value: channel },
          { field, is: "begins", value: term },
        ],
        ...page,
      }),
    ),
  );
  const numbers = found.flatMap(({ rows }) => rows.map(({ number }) => String(number)));
  return { field: "contact", is: "in", value: numbers };
}

async function bodiesOf(
  call: Anything & { readonly query: Query },
  orders: readonly OrderState[],
): Promise<
  | { readonly bodies: readonly Record<string, unknown>[]; readonly more: object }
  | { readonly problem: Problem }
> {
  const described = await describeOrders(call, orders);
  if ("problem" in described) return described;
  const { bodies, context } = described;
  if (call.query.output === "withlookup") {
    return { bodies, more: { lookup: await lookupOf(call, orders, context) } };
  }
  return call.query.output === "minimal"
    ? { bodies: await withNames(call, orders, bodies), more: {} }
    : { bodies, more: {} };
}

/** The one output in which an order says its customer's name (1.3). */
async function withNames(
  { env, partner }: Anything,
  orders: readonly OrderState[],
  bodies: readonly Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  const numbers = [
    ...new Set(orders.flatMap(({ contact }) => (contact === null ? [] : [Number(contact)]))),
  ];
  const { rows } = await searchCustomers(env.REGISTRY, {
    conditions: [
      { field: "channel", is: "=", value: partner.id },
      { field: "number", is: "in", value: numbers },
    ],
    orderBy: "number",
    descending: false,
    limit: Math.max(1, numbers.length),
    offset: 0,
  });
  const names = new Map(rows.map((row) => [row.number, readDetails(row)]));
  return bodies.map((body) => {
    const { firstname = "", lastname = "" } = names.get(Number(body["customerid"])) ?? {};
    return { ...body, firstname, lastname };
  });
}
