/** What is derived from the shows: performers, venues, their configurations, and the category. */
import { CATALOGUE_SHOWS_MAX } from "../../../core/limits.ts";
import { listShows, type Show } from "../../../registry/shows.ts";
import { done, notFound, paged } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { asFound } from "../parties.ts";
import { pageOf, readId } from "../query.ts";
import {
  CATEGORY,
  configurationCard,
  performerObject,
  venueCard,
  venueNumber,
  venueObject,
} from "./objects.ts";

function shows({ env, partner, now }: Call): Promise<Show[]> {
  return listShows(env.REGISTRY, partner.events, now, CATALOGUE_SHOWS_MAX);
}

async function byVenue(call: Call): Promise<readonly [Show, ...Show[]][]> {
  const groups = Map.groupBy(await shows(call), ({ event }) => event.venue.name);
  return [...groups.values()] as [Show, ...Show[]][];
}

/** The names of the venues by their numbers. */
export async function venueNames(call: Call): Promise<ReadonlyMap<number, string>> {
  const venues = await byVenue(call);
  return new Map(
    await Promise.all(
      venues.map(async ([{ event }]) => [await venueNumber(event), event.venue.name] as const),
    ),
  );
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly slug?: string;
}

/** A list, a search and addresses by id or slug, over rows that are few enough to be read whole. */
function readWhole<Found extends Row>(
  kind: string,
  name: string,
  rowsOf: (call: Call) => Promise<Found[]>,
) {
  const list: Handler = async (call) => {
    const { query } = call;
    const [byName, byId] = [query.text("name"), query.text("id")];
    const rows = (await rowsOf(call))
      .filter((row) => (byName === null || row.name === byName) && (byId ?? row.id) === row.id)
      .toSorted(compareWith(query.text("order_by") ?? "name"));
    return paged(name, pageOf(rows, query.page), query.page, rows.length);
  };
  const search: Handler = async (call) => {
    const words = (call.query.text("q") ?? "").toLowerCase().split(/\s+/);
    const rows = (await rowsOf(call)).filter((row) =>
      words.every((word) => row.name.toLowerCase().includes(word)),
    );
    const page = pageOf(rows.toSorted(compareWith("name")), call.query.page);
    return paged(name, page.map(asFound(kind)), call.query.page, rows.length);
  };
  const show: Handler = async (call) => {
    const wanted = call.param("id");
    const id = readId(wanted);
    const rows = await rowsOf(call);
    const row = rows.find((row) => (id === null ? row.slug === wanted : Number(row.id) === id));
    return row === undefined ? notFound(kind, wanted) : done(row);
  };
  return { list, search, show };
}

/** By name or id, the other way round with DESC; equal ones by id. */
function compareWith(order: string): (a: Row, b: Row) => number {
  const [field = "", direction = ""] = order.trim().split(/\s+/);
  const sign = direction.toUpperCase() === "DESC" ? -1 : 1;
  const byId = (a: Row, b: Row) => Number(a.id) - Number(b.id);
  return (a, b) => {
    const byName = a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
    return sign * (field.endsWith("id") || byName === 0 ? byId(a, b) : byName);
  };
}

export const performers = readWhole("Performer", "performers", async (call) =>
  Promise.all((await shows(call)).map(performerObject)),
);

export const venues = readWhole("Venue", "venues", async (call) =>
  Promise.all((await byVenue(call)).map(venueObject)),
);

export const configurations = readWhole("Configuration", "configurations", async (call) =>
  Promise.all(
    (await byVenue(call)).map(async ([{ event }]) => ({
      ...(await configurationCard(event)),
      venue: await venueCard(event),
      seating_chart: { medium: null, large: null },
    })),
  ),
);

export const categories = readWhole("Category", "categories", async () => [
  { ...CATEGORY, updated_at: null },
]);
