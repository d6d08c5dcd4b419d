/** Events: our dates, found, sorted and paged by the registry (contracts/ticketevolution.md 4.2). */
import { SEARCH_WORDS_MAX, TICKETS_PER_BOOKING_MAX } from "../../../core/limits.ts";
import { maySee, type Partner } from "../../../core/partners.ts";
import { datesWith, type FoundDate, searchDates } from "../../../registry/date-search.ts";
import type { Condition } from "../../../registry/search.ts";
import { countTaken } from "../../../registry/taken.ts";
import { type Answer, done, notFound, paged } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { asFound } from "../parties.ts";
import { readId } from "../query.ts";
import { type Availability, eventObject } from "./objects.ts";
import { conditionsOf, orderOf } from "./event-query.ts";
import { venueNames } from "./shows.ts";

export const listEvents: Handler = async (call) => {
  const { rows, total } = await search(call, []);
  return paged("events", rows, call.query.page, total);
};

export const searchEvents: Handler = async (call) => {
  const words = (call.query.text("q") ?? "").split(/\s+/).filter((word) => word !== "");
  const { rows, total } = await search(call, words.slice(0, SEARCH_WORDS_MAX));
  return paged("events", rows.map(asFound("Event")), call.query.page, total);
};

async function search(call: Call, words: readonly string[]) {
  const { env, query, partner } = call;
  const byVenue = query.names.some((name) => name.split(".", 1)[0] === "venue_id");
  const conditions = conditionsOf(query, byVenue ? await venueNames(call) : new Map());
  if (conditions === null) return { rows: [], total: 0 };
  const { page, perPage } = query.page;
  const { total, rows: dates } = await searchDates(env.REGISTRY, {
    conditions: [
      ...visibleTo(partner),
      ...conditions,
      ...words.map((word): Condition => ({ field: "words", is: "contains", value: word })),
    ],
    ...orderOf(query),
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  const available = await availability(env.REGISTRY, dates, call.now);
  const withPrices = query.flag("min_and_max_price") === true;
  const rows = await Promise.all(
    dates.map((date) => eventObject(date, available(date), withPrices)),
  );
  return { rows, total };
}

/** What a partner prepares and has not published is nobody's to find. */
function visibleTo({ events }: Partner): Condition[] {
  return [
    { field: "draftOf", is: "=", value: "" },
    events === null
      ? { field: "real", is: "=", value: 1 }
      : { field: "event", is: "in", value: events },
  ];
}

/** As the registry has heard it: a moment old, and blocked places count as free. */
export async function availability(
  registry: D1Database,
  dates: readonly FoundDate[],
  now: number,
): Promise<(date: FoundDate) => Availability> {
  const counts = await countTaken(
    registry,
    dates.map(({ id }) => id),
  );
  const taken = new Map(counts.map((row) => [JSON.stringify([row.date, row.area]), row.taken]));
  return (date) => {
    if (date.status !== "on_sale" || date.salesEndAt <= now) return { groups: 0, places: 0 };
    const free = new Map(
      date.areas.map(({ id, capacity }) => [
        id,
        capacity === null
          ? TICKETS_PER_BOOKING_MAX
          : Math.max(0, capacity - (taken.get(JSON.stringify([date.id, id])) ?? 0)),
      ]),
    );
    const groups = date.prices.filter(({ area }) => (free.get(area) ?? 0) > 0).length;
    return { groups, places: [...free.values()].reduce((sum, places) => sum + places, 0) };
  };
}

/** The date behind an event's id, as far as the partner may see it. */
export async function findDate(call: Call, id: unknown): Promise<FoundDate | null> {
  const number = readId(id);
  if (number === null) return null;
  const [date] = await datesWith(call.env.REGISTRY, "number", [number]);
  return date !== undefined && !date.isDraft && maySee(call.partner, date.event.id) ? date : null;
}

export const showEvent: Handler = async (call): Promise<Answer> => {
  const id = call.param("id");
  const date = await findDate(call, id);
  if (date === null) return notFound("Event", id);
  const available = await availability(call.env.REGISTRY, [date], call.now);
  const withPrices = call.query.flag("min_and_max_price") === true;
  return done(await eventObject(date, available(date), withPrices));
};

export const eventStats: Handler = async (call): Promise<Answer> => {
  const id = call.param("id");
  const date = await findDate(call, id);
  if (date === null) return notFound("Event", id);
  const available = await availability(call.env.REGISTRY, [date], call.now);
  const { groups, places } = available(date);
  return done({ id: date.number, ticket_groups_count: groups, tickets_count: places });
};

/** Nothing is ever deleted here, and nothing pinned: what is cancelled says so in its state. */
export function none(name: string): Handler {
  return async (call) => paged(name, [], call.query.page, 0);
}
