/** Listing and reading events (contracts/ticketmatic.md 3.1). Each is asked of its date itself. */
import * as z from "zod";
import { TICKETMATIC_CALLS_AT_ONCE } from "../../../core/limits.ts";
import { askDate } from "../../../date/client/call.ts";
import { type FoundDate, searchDates } from "../../../registry/date-search.ts";
import type { Condition } from "../../../registry/search.ts";
import { json, notNow, type Problem, type Reply, unknownId } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import type { Table } from "../filter.ts";
import { inGroups, listParameters, searchOf } from "../parameters.ts";
import { locationNumber } from "../numbers.ts";
import { lookupOf, SALES_CHANNEL, seatRanks } from "../settings/lists.ts";
import { id, jsonParameter, int } from "../wire.ts";
import { ACTIVE, CLOSED, DRAFT, eventBody } from "./event.ts";
import { locationOf, priceTypesOf } from "./lookups.ts";
import { visibleDate, visibleTo } from "./visible.ts";

export const eventQuery = z.object({
  ...listParameters,
  context: jsonParameter(z.object({ saleschannelid: id.optional() })).optional(),
  orderby: z.enum(["name", "startts"]).optional(),
  output: z.enum(["ids", "default", "withlookup"]).default("default"),
  simplefilter: jsonParameter(
    z.object({ productionid: id.optional(), status: z.array(int).optional() }),
  ).optional(),
});

const STANDINGS: Readonly<Record<number, readonly string[]>> = {
  [DRAFT]: ["draft"],
  [ACTIVE]: ["on_sale"],
  [CLOSED]: ["closed", "cancelled"],
};

function standingsOf(statuses: readonly number[]): readonly string[] {
  return statuses.flatMap((status) => STANDINGS[status] ?? []);
}

const TABLE: Table = {
  name: "event",
  keys: ["id"],
  columns: {
    id: { field: "number", kind: "number" },
    name: { field: "title", kind: "text" },
    nameen: { field: "title", kind: "text" },
    currentstatus: {
      field: "standing",
      kind: "number",
      translate: (status) => standingsOf([Number(status)]),
    },
    startts: { field: "startsAt", kind: "instant" },
    endts: { field: "endsAt", kind: "instant" },
    productionid: { field: "eventNumber", kind: "number" },
    seatingplanid: { field: "seatingPlan", kind: "number" },
    createdts: { field: "createdAt", kind: "instant" },
    lastupdatets: { field: "changedAt", kind: "instant" },
  },
};

export async function listEvents(call: Call<z.output<typeof eventQuery>, unknown>): Promise<Reply> {
  const { env, partner, query, now } = call;
  const { context, simplefilter, searchterm, orderby, output } = query;
  const channel = context?.saleschannelid ?? 0;
  if (channel !== 0 && channel !== SALES_CHANNEL) return json(page([], 0));
  const onSale: Condition[] = [
    { field: "standing", is: "=", value: "on_sale" },
    { field: "salesEndAt", is: ">", value: now },
  ];
  // A member that is 0 or empty is no filter: so the clients' models say what they were not told (1.3).
  const { productionid = 0, status = [] } = simplefilter ?? {};
  // Without a status only active and closed ones are listed.
  const statuses = standingsOf(status.length === 0 ? [ACTIVE, CLOSED] : status);
  const search = searchOf(
    TABLE,
    query,
    [
      ...visibleTo(partner),
      { field: "standing", is: "in", value: statuses },
      productionid === 0 ? null : { field: "eventNumber", is: "=", value: productionid },
      searchterm === undefined ? null : { field: "title", is: "begins", value: searchterm },
      ...(channel === 0 ? [] : onSale),
    ],
    { orderBy: orderby === "name" ? "title" : "startsAt", descending: false },
  );
  if ("problem" in search) return search;
  const { rows, total } = await searchDates(env.REGISTRY, search);
  if (output === "ids")
    return json(
      page(
        rows.map(({ number }) => ({ id: number })),
        total,
      ),
    );
  const bodies = await inGroups(rows, TICKETMATIC_CALLS_AT_ONCE, (date) => described(call, date));
  const data: Record<string, unknown>[] = [];
  for (const body of bodies) {
    if ("problem" in body) return body;
    data.push(body.event);
  }
  const lookup = output === "withlookup" ? { lookup: await lookupsOf(rows) } : {};
  return json({ ...page(data, total), ...lookup });
}

function page(data: readonly unknown[], nbrofresults: number) {
  return { data, nbrofresults };
}

type Described = { readonly event: Record<string, unknown> } | { readonly problem: Problem };

export async function described(
  { env, partner, now, deadline }: Anything,
  date: FoundDate,
): Promise<Described> {
  const state = await askDate(env, date.code, deadline, (stub) => stub.state([partner.id]));
  if (state.ok) return { event: await eventBody(date, state.value, partner.id, now) };
  return state.reason === "not_configured" ? unknownId("event") : notNow(state);
}

export async function getEvent(call: Anything): Promise<Reply> {
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  const body = await described(call, date);
  return "problem" in body ? body : json(body.event);
}

async function lookupsOf(dates: readonly FoundDate[]) {
  const locations = new Map<number, unknown>();
  for (const date of dates) {
    locations.set(await locationNumber(date.event.venue.name), await locationOf(date));
  }
  return {
    locations: Object.fromEntries(locations),
    pricetypes: lookupOf(await priceTypesOf(dates)),
    seatranks: lookupOf(seatRanks),
  };
}
