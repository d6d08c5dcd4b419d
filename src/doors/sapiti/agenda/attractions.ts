/** `agenda/attractions` and `agenda/venues`: our events, and where they are played. */
import { ok } from "../../../core/result.ts";
import { type AgendaEvent, listAgendaEvents } from "../../../registry/agenda.ts";
import { PAGE_ROWS_MAX } from "../../../core/limits.ts";
import { type Answer, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { textIn } from "../schema.ts";
import { attractionShape, venueShape } from "./shapes.ts";

/** `externalid` finds the one with this id; `keyword` those with it in their title. */
export async function listAttractions(call: Call): Promise<Answer> {
  const { env, partner, body, page } = call;
  const [externalid, keyword] = [textIn(body, "externalid"), textIn(body, "keyword")];
  if (!externalid.ok) return externalid;
  if (!keyword.ok) return keyword;
  const filter = { id: externalid.value || null, words: keyword.value || null };
  const events = await listAgendaEvents(env.REGISTRY, partner.events, filter, page);
  return ok(events.map(attractionShape));
}

export async function getAttraction({ env, partner, ids }: Call): Promise<Answer> {
  const filter = { id: ids[0] ?? "", words: null };
  const page = { start: 0, count: 1 };
  const [event] = await listAgendaEvents(env.REGISTRY, partner.events, filter, page);
  return event === undefined ? unknownId("attraction") : ok(attractionShape(event));
}

export async function listVenues(call: Call): Promise<Answer> {
  const { start, count } = call.page;
  return ok((await venuesOf(call)).slice(start, start + count));
}

export async function getVenue(call: Call): Promise<Answer> {
  const venue = (await venuesOf(call)).find(({ id }) => id === call.ids[0]);
  return venue === undefined ? unknownId("venue") : ok(venue);
}

/** The venues of all events in the partner's scope, each once. */
async function venuesOf({ env, partner }: Call) {
  const events: AgendaEvent[] = [];
  for (let start = 0; ; start += PAGE_ROWS_MAX) {
    const page = { start, count: PAGE_ROWS_MAX };
    const filter = { id: null, words: null };
    const more = await listAgendaEvents(env.REGISTRY, partner.events, filter, page);
    events.push(...more);
    if (more.length < PAGE_ROWS_MAX || events.length >= VENUE_EVENTS_MAX) break;
  }
  const venues = await Promise.all(events.map(({ venue }) => venueShape(venue)));
  return [...new Map(venues.map((venue) => [venue.id, venue])).values()];
}

/** A house with more events than this has named its venues among the first of them. */
const VENUE_EVENTS_MAX = 10 * PAGE_ROWS_MAX;
