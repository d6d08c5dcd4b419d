/** Events: the shows. */
import * as z from "zod";
import { numberOf } from "../../core/ids.ts";
import { DATES_PER_EVENT_MAX, WATCHDOG_CALLS_AT_ONCE } from "../../core/limits.ts";
import type { EventCard } from "../../core/domain.ts";
import { logoSvg } from "../../core/logo.ts";
import { askDate } from "../../date/client/call.ts";
import { listDates } from "../../registry/dates.ts";
import { deleteEvent, listEvents, readEvent, writeEvent } from "../../registry/events.ts";
import { type Call, done, operation, problem } from "../operation.ts";
import * as schema from "../schema.ts";

const params = z.object({ event: schema.id });

function eventReply({ version: _version, presentation = null, ...event }: EventCard) {
  const logo = presentation?.logo ?? null;
  return {
    ...event,
    presentation: presentation && { ...presentation, logo: logo && logoSvg(logo) },
  };
}

const putEvent = operation({
  id: "putEvent",
  method: "put",
  path: "/events/{event}",
  tag: "Events",
  summary: "Create an event, or change it",
  description:
    "Can be repeated. The dates of the event, and the tickets sold already, take it over.",
  params,
  body: schema.eventBody,
  answer: schema.event,
  success: [200, 201],
  refusals: { 409: "Another event has the same number; choose another id" },
  async run(call) {
    const { env, params: at, body, now } = call;
    const known = await readEvent(env.REGISTRY, at.event);
    const number = await numberOf("event", at.event);
    // Above the stored version also when two clocks disagree.
    const version = Math.max(now, (known?.version ?? 0) + 1);
    const event = { id: at.event, number, version, ...body };
    if (!(await writeEvent(env.REGISTRY, event))) {
      return problem(409, "Number taken", "Another event has the same number; choose another id.");
    }
    const untold = known === null ? [] : await tellDates(call, event);
    if (untold.length > 0) {
      return problem(
        503,
        "Dates unavailable",
        `The event is changed, but ${untold.length} of its dates did not answer; repeat this call.`,
      );
    }
    return done(eventReply(event), known === null ? 201 : 200);
  },
});

/** Tells every date of the event; answers the ids of those that could not be told. */
async function tellDates(
  { env, deadline }: Pick<Call<unknown, unknown, unknown>, "env" | "deadline">,
  event: EventCard,
): Promise<string[]> {
  const dates = await listDates(env.REGISTRY, { event: event.id, after: "" }, DATES_PER_EVENT_MAX);
  const untold: string[] = [];
  for (let start = 0; start < dates.length; start += WATCHDOG_CALLS_AT_ONCE) {
    await Promise.all(
      dates.slice(start, start + WATCHDOG_CALLS_AT_ONCE).map(async ({ id, code }) => {
        const told = await askDate(env, code, deadline, (stub) => stub.describe(event));
        if (!told.ok && told.reason === "unavailable") untold.push(id);
      }),
    );
  }
  return untold;
}

const getEvent = operation({
  id: "getEvent",
  method: "get",
  path: "/events/{event}",
  tag: "Events",
  summary: "One event",
  params,
  answer: schema.event,
  success: [200],
  refusals: { 404: "There is no such event" },
  async run({ env, params: at }) {
    const event = await readEvent(env.REGISTRY, at.event);
    return event === null
      ? problem(404, "Unknown event", "There is no such event; PUT it first.")
      : done(eventReply(event));
  },
});

const getEvents = operation({
  id: "listEvents",
  method: "get",
  path: "/events",
  tag: "Events",
  summary: "All events, by id",
  query: schema.page,
  answer: z.object({ events: z.array(schema.event), next: schema.next }),
  success: [200],
  async run({ env, query }) {
    const events = await listEvents(env.REGISTRY, query.after, query.limit);
    const next = events.length === query.limit ? (events.at(-1)?.id ?? null) : null;
    return done({ events: events.map(eventReply), next });
  },
});

const removeEvent = operation({
  id: "deleteEvent",
  method: "delete",
  path: "/events/{event}",
  tag: "Events",
  summary: "Delete an event that has no dates",
  params,
  answer: schema.event,
  success: [200],
  refusals: { 404: "There is no such event", 409: "The event has dates" },
  async run({ env, params: at }) {
    const event = await readEvent(env.REGISTRY, at.event);
    if (event === null) return problem(404, "Unknown event", "There is no such event.");
    return (await deleteEvent(env.REGISTRY, at.event))
      ? done(eventReply(event))
      : problem(409, "Event in use", "The event has dates; delete those first.");
  },
});

export const eventOperations = [getEvents, getEvent, putEvent, removeEvent];
