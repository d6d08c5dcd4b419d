/**
 * The catalogue in this partner's words (contracts/ticketevolution.md 5.1): an event is one of our
 * dates, its performer is our event, and its venue is known by its name.
 */
import type { EventCard } from "../../../core/domain.ts";
import { numberOf } from "../../../core/ids.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import type { Show } from "../../../registry/shows.ts";
import { localTime, slug, time } from "../scalars.ts";

/** Everything here is of one category; the word is theirs. */
export const CATEGORY = {
  id: "1",
  name: "Theatre",
  slug: "theatre",
  url: "/categories/1",
  slug_url: "/categories/theatre",
  parent: null,
} as const;

/** Nobody here counts who is asked for. */
export const POPULARITY = 0;

export interface Availability {
  /** Ticket groups that have something left. */
  readonly groups: number;
  readonly places: number;
}

export async function eventObject(
  date: FoundDate,
  { groups, places }: Availability,
  withPrices: boolean,
) {
  const { event } = date;
  const { number } = date;
  return {
    id: number,
    url: `/events/${number}`,
    name: event.title,
    state: date.status === "cancelled" ? "canceled" : "shown",
    // The wall clock with a Z that is none (3.2).
    occurs_at: time(date.wallStart),
    occurs_at_local: localTime(date.startsAt, event.venue.timeZone),
    updated_at: time(date.changedAt),
    notes: "",
    owned_by_office: true,
    products_count: groups,
    products_eticket_count: groups,
    available_count: places,
    popularity_score: POPULARITY,
    short_term_popularity_score: POPULARITY,
    category: CATEGORY,
    venue: await venueCard(event),
    configuration: await configurationCard(event),
    performances: [{ primary: true, performer: performerCard(event) }],
    ...(withPrices ? priceRange(date) : {}),
  };
}

/** 5.1: what `min_and_max_price` adds, over the date's prices. */
function priceRange({ prices }: FoundDate) {
  const amounts = prices.map(({ amount }) => amount / 100).toSorted((a, b) => a - b);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  const count = amounts.length;
  const middle = ((amounts[(count - 1) >> 1] ?? 0) + (amounts[count >> 1] ?? 0)) / 2;
  return {
    min_price: amounts[0] ?? null,
    max_price: amounts.at(-1) ?? null,
    avg_price: count === 0 ? null : sum / count,
    sum_price: sum,
    median_price: count === 0 ? null : middle,
  };
}

/** The same wherever the same name is: a venue is only known by it. */
export function venueNumber({ venue }: Pick<EventCard, "venue">): Promise<number> {
  return numberOf("venue", venue.name);
}

export async function venueCard(event: Pick<EventCard, "venue">) {
  const number = await venueNumber(event);
  const { name } = event.venue;
  return {
    id: String(number),
    url: `/venues/${number}`,
    name,
    slug: slug(name),
    slug_url: `/venues/${slug(name)}`,
    location: event.venue.timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? "",
  };
}

export async function configurationCard(event: Pick<EventCard, "venue">) {
  const number = await venueNumber(event);
  return { id: String(number), url: `/configurations/${number}`, name: event.venue.name };
}

export function performerCard(event: EventCard) {
  return {
    id: String(event.number),
    url: `/performers/${event.number}`,
    name: event.title,
    slug: slug(event.title),
    slug_url: `/performers/${slug(event.title)}`,
  };
}

function upcomingEvents(group: Pick<Show, "firstWallStart" | "lastWallStart">) {
  const { firstWallStart, lastWallStart } = group;
  return {
    first: firstWallStart === null ? null : time(firstWallStart),
    last: lastWallStart === null ? null : time(lastWallStart),
  };
}

export async function performerObject(show: Show) {
  return {
    ...performerCard(show.event),
    category: CATEGORY,
    venue: await venueCard(show.event),
    popularity_score: POPULARITY,
    upcoming_events: upcomingEvents(show),
    updated_at: time(show.changedAt),
  };
}

/** A venue and everything that is played there. */
export async function venueObject(shows: readonly [Show, ...Show[]]) {
  const times = (key: "firstWallStart" | "lastWallStart") =>
    shows.map((show) => show[key]).filter((millis) => millis !== null);
  const [first, last] = [times("firstWallStart"), times("lastWallStart")];
  return {
    ...(await venueCard(shows[0].event)),
    address: null,
    popularity_score: POPULARITY,
    upcoming_events: upcomingEvents({
      firstWallStart: first.length === 0 ? null : Math.min(...first),
      lastWallStart: last.length === 0 ? null : Math.max(...last),
    }),
    updated_at: time(Math.max(...shows.map(({ changedAt }) => changedAt))),
  };
}
