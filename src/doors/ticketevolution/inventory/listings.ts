/** Ticket groups and listings: two ways to ask for the same, never paged (4.3). */
import { type Answer, badRequest, done, notFound, unavailable, whole } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { findDate } from "../catalogue/events.ts";
import { OFFICE } from "../parties.ts";
import { entryOf, type Query } from "../query.ts";
import { findGroup, type Group, groupObject, groupsOf, listingObject } from "./groups.ts";

export const listGroups: Handler = (call) =>
  list(call, "ticket_groups", (group) =>
    groupObject(call, group, {
      seats: call.query.flag("lightweight") === false,
      tickets: call.query.flag("ticket_list") === true,
    }),
  );

export const listListings: Handler = (call) =>
  list(call, "listings", (group) => listingObject(call, group));

type Shown = Awaited<ReturnType<typeof listingObject | typeof groupObject>>;

async function list(
  call: Call,
  name: string,
  rowOf: (group: Group) => Promise<Shown>,
): Promise<Answer> {
  const { query } = call;
  const event = query.text("event_id");
  if (event === null) return badRequest("event_id is required.");
  const date = await findDate(call, event);
  if (date === null) return notFound("Event", event);
  const groups = await groupsOf(call, date);
  if (!groups.ok) {
    return groups.reason === "unavailable" ? unavailable : notFound("Event", event);
  }
  const wanted = groups.value.filter((group) => group.quantity > 0 || asksForAll(query));
  const rows = await Promise.all(wanted.map(rowOf));
  const found = rows.filter((row) => meets(query, row));
  return whole(name, sorted(found, query.text("order_by") ?? "retail_price"));
}

function asksForAll(query: Query): boolean {
  return query.flag("include_unavailable") === true || query.flag("show_unavailable") === true;
}

function meets(query: Query, row: Shown): boolean {
  const quantity = query.number("quantity");
  const same = (name: string, value: string) => (query.text(name) ?? value) === value;
  const is = (name: string, value: boolean) => (query.flag(name) ?? value) === value;
  const formats = query.list("format");
  return (
    (quantity === null || row.splits.some((split) => split >= quantity)) &&
    same("section", row.section) &&
    same("row", row.row ?? "") &&
    same("type", row.type) &&
    is("wheelchair", row.wheelchair) &&
    is("eticket", row.eticket) &&
    is("instant_delivery", row.instant_delivery) &&
    is("owned", true) &&
    same("office_id", String(OFFICE)) &&
    query.text("exclude_office_id") !== String(OFFICE) &&
    (formats.length === 0 || formats.includes(row.format))
  );
}

/** `field DESC`; equal ones by price, then by id. */
function sorted(rows: readonly Shown[], order: string): Shown[] {
  const [name = "", direction = ""] = order.trim().split(/\s+/);
  const sign = direction.toUpperCase() === "DESC" ? -1 : 1;
  const keyOf = entryOf(KEYS, name.replace(/^.*\./, "")) ?? (() => 0);
  return rows.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    const first = x < y ? -1 : x > y ? 1 : 0;
    return sign * first || Number(a.retail_price) - Number(b.retail_price) || a.id - b.id;
  });
}

const KEYS: Readonly<Record<string, (row: Shown) => string | number>> = {
  retail_price: (row) => Number(row.retail_price),
  wholesale_price: (row) => Number(row.wholesale_price),
  section: (row) => row.section,
  row: (row) => row.row ?? "",
  format: (row) => row.format,
  available_count: (row) => row.available_quantity,
  quantity: (row) => row.quantity,
  wheelchair: (row) => Number(row.wheelchair),
  in_hand: (row) => Number(row.in_hand),
};

export const showGroup: Handler = async (call) => {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  return done(
    await groupObject(call, group.value, {
      seats: true,
      tickets: call.query.flag("ticket_list") === true,
    }),
  );
};

export const showListing: Handler = async (call) => {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason, "Listing");
  return done(await listingObject(call, group.value));
};

export function groupProblem(
  call: Call,
  reason: "unknown_group" | "unavailable",
  kind = "TicketGroup",
): Answer {
  return reason === "unavailable" ? unavailable : notFound(kind, call.param("id"));
}
