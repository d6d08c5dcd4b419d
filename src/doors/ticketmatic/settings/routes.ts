/** The settings lists, read-only: one list and one row of each (contracts/ticketmatic.md 3.4). */
import * as z from "zod";
import { json, type Reply, unknownId } from "../answers.ts";
import { type Anything, endpoint, type Routes } from "../endpoint.ts";
import { everyVisibleDate } from "../events/visible.ts";
import { locationOf, priceTypesOf } from "../events/lookups.ts";
import { listParameters, searchOf } from "../parameters.ts";
import * as lists from "./lists.ts";

type Rows = (call: Anything) => Promise<readonly lists.Setting[]>;

const fixed =
  (rows: readonly lists.Setting[]): Rows =>
  () =>
    Promise.resolve(rows);

/** Where each list is, what it is called in a filter, and its rows. */
const LISTS: readonly (readonly [path: string, table: string, rows: Rows])[] = [
  ["ticketsales/saleschannels", "saleschannel", fixed(lists.salesChannels)],
  ["ticketsales/locktypes", "locktype", fixed(lists.lockTypes)],
  ["ticketsales/paymentmethods", "paymentmethod", fixed(lists.paymentMethods)],
  ["ticketsales/paymentscenarios", "paymentscenario", fixed(lists.paymentScenarios)],
  ["ticketsales/deliveryscenarios", "deliveryscenario", fixed(lists.deliveryScenarios)],
  ["seatingplans/seatranks", "seatrank", fixed(lists.seatRanks)],
  ["system/contacttitles", "contacttitle", fixed(lists.contactTitles)],
  ["system/contactaddresstypes", "contactaddresstype", fixed(lists.addressTypes)],
  ["system/phonenumbertypes", "phonenumbertype", fixed(lists.phoneNumberTypes)],
  ["pricing/pricetypes", "pricetype", priceTypes],
  ["events/eventlocations", "eventlocation", locations],
];

const query = z.object({
  filter: listParameters.filter,
  includearchived: listParameters.includearchived,
  lastupdatesince: listParameters.lastupdatesince,
});

export function mountSettings(routes: Routes): void {
  for (const [path, table, rows] of LISTS) {
    endpoint(routes, "get", `/settings/${path}`, {
      query,
      run: async (call) => listReply(table, await rows(call), call.query),
    });
    endpoint(routes, "get", `/settings/${path}/:id{[0-9]+}`, {
      run: async (call) => {
        const row = (await rows(call)).find(({ id }) => id === call.id);
        return row === undefined ? unknownId(table) : json(row);
      },
    });
  }
}

const COLUMNS = {
  id: { field: "id", kind: "number" },
  name: { field: "name", kind: "text" },
  nameen: { field: "name", kind: "text" },
  typeid: { field: "typeid", kind: "number" },
} as const;

function listReply(
  name: string,
  rows: readonly lists.Setting[],
  { filter, lastupdatesince }: z.output<typeof query>,
): Reply {
  const table = { name, keys: ["id"], columns: COLUMNS };
  const order = { orderBy: "id", descending: false };
  const search = searchOf(table, { filter, limit: 0, offset: 0 }, [], order);
  if ("problem" in search) return search;
  const matching = rows.filter((row) =>
    search.conditions.every((condition) => matches(row[condition.field], condition)),
  );
  const since = lastupdatesince ?? 0;
  const data = matching.filter((row) => Date.parse(String(row["lastupdatets"])) >= since);
  return json({ data, nbrofresults: data.length });
}

function matches(
  found: unknown,
  { is, value }: { readonly is: string; readonly value?: unknown },
): boolean {
  const known = typeof found === "string" || typeof found === "number" ? found : null;
  if (is === "is null") return known === null;
  if (is === "is not null") return known !== null;
  if (is === "in") return Array.isArray(value) && value.includes(known);
  if (known === null || (typeof value !== "string" && typeof value !== "number")) return false;
  switch (is) {
    case "=":
      return known === value;
    case "<>":
      return known !== value;
    case "<":
      return known < value;
    case "<=":
      return known <= value;
    case ">":
      return known > value;
    default:
      return is === ">=" && known >= value;
  }
}

async function priceTypes(call: Anything): Promise<lists.Setting[]> {
  return distinct(await priceTypesOf(await everyVisibleDate(call)));
}

async function locations(call: Anything): Promise<lists.Setting[]> {
  const dates = await everyVisibleDate(call);
  return distinct(await Promise.all(dates.map(locationOf)));
}

function distinct(rows: readonly lists.Setting[]): lists.Setting[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()].toSorted((a, b) => a.id - b.id);
}
