/** `agenda/events`: the dates that a partner may see, and managing them. */
import * as z from "zod";
import { atOnce } from "../../../core/at-once.ts";
import { SAPITI_AGENDA_AFTER_MS, WATCHDOG_CALLS_AT_ONCE } from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import { askDate } from "../../../date/client/call.ts";
import type { DateState } from "../../../date/commands.ts";
import { type AgendaDate, listAgendaDates, listAgendaEvents } from "../../../registry/agenda.ts";
import { publishDate } from "../../../registry/publish.ts";
import { type Answer, invalid } from "../answers.ts";
import type { Call } from "../call.ts";
import { dateOf, noAnswer, remainingFor } from "../dates.ts";
import { int, read, textIn } from "../schema.ts";
import {
  attractionShape,
  EVENT_CANCELLED,
  EVENT_NOT_ON_SALE,
  EVENT_PUBLISHED,
  eventShape,
  statusId,
} from "./shapes.ts";

/** Those that are not over; their status is asked of each date itself, so it is exact. */
export async function listEvents(call: Call): Promise<Answer> {
  const { env, partner, body, now, page, deadline } = call;
  const attraction = textIn(body, "attractionid");
  if (!attraction.ok) return attraction;
  const event = attraction.value || null;
  const endsAfter = now - SAPITI_AGENDA_AFTER_MS;
  const filter = { event, endsAfter };
  const dates = await listAgendaDates(env.REGISTRY, partner.events, filter, page);
  const attractions = await attractionsOf(call, dates);
  return ok(
    await atOnce(WATCHDOG_CALLS_AT_ONCE, dates, async (date) => {
      const state = await askDate(env, date.code, deadline, (stub) => stub.state([partner.id]));
      const known = state.ok ? state.value : date;
      const remaining = state.ok ? remainingFor(state.value, partner.id) : null;
      return eventShape(known, {
        status: statusId(known, remaining, now),
        attraction: attractions.get(date.event.id) ?? attractionShape(date.event),
        language: call.language,
      });
    }),
  );
}

async function attractionsOf(call: Call, dates: readonly AgendaDate[]) {
  const scope = [...new Set(dates.map(({ event }) => event.id))];
  const page = { start: 0, count: scope.length };
  const filter = { id: null, words: null };
  const events =
    scope.length === 0 ? [] : await listAgendaEvents(call.env.REGISTRY, scope, filter, page);
  return new Map(events.map((event) => [event.id, attractionShape(event)]));
}

export async function getEvent(call: Call): Promise<Answer> {
  const state = await dateOf(call, call.ids[0] ?? "");
  return state.ok ? ok(await shapeOf(call, state.value)) : state;
}

export async function shapeOf(call: Call, state: DateState) {
  const { env, partner, language, now } = call;
  const filter = { id: state.event.id, words: null };
  const page = { start: 0, count: 1 };
  // What the registry adds is worth having, and not worth failing for.
  const events = await listAgendaEvents(env.REGISTRY, null, filter, page).catch(() => []);
  return eventShape(state, {
    status: statusId(state, remainingFor(state, partner.id), now),
    attraction: attractionShape(events[0] ?? state.event),
    language,
  });
}

/** Other states of Sapiti have no meaning here: sold out, for one, is a fact and not a wish. */
const WANTED_STATUS = new Map([
  [EVENT_PUBLISHED, "on_sale"],
  [EVENT_NOT_ON_SALE, "closed"],
  [EVENT_CANCELLED, "cancelled"],
  [-10, "cancelled"],
] as const);

export async function updateEventStatus(call: Call): Promise<Answer> {
  const wanted = read(z.object({ statusid: int }), call.body);
  if (!wanted.ok) return wanted;
  const state = await dateOf(call, call.ids[0] ?? "");
  if (!state.ok) return state;
  const { statusid } = wanted.value;
  const status = [...WANTED_STATUS].find(([known]) => known === statusid)?.[1];
  if (status === undefined) return invalid("statusid", "can be 10, 11, 20 or -10 here");
  const { env, partner, deadline } = call;
  const outcome = await askDate(env, state.value.code, deadline, (stub) =>
    stub.adjust({ status }, [partner.id]),
  );
  if (outcome.ok) {
    await publishDate(env.REGISTRY, outcome.value);
    return ok(await shapeOf(call, outcome.value));
  }
  if (outcome.reason === "unavailable") return noAnswer(call, outcome.detail);
  return invalid("statusid", "is refused: a cancelled event stays cancelled");
}
