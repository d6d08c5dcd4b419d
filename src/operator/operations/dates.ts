/** Dates: their areas, prices and allotments, and what is sold and left. */
import * as z from "zod";
import { parseMillis } from "../../core/clock.ts";
import type { AreaConfig, DateConfig, EventCard } from "../../core/domain.ts";
import { dateCode, numberOf, numbersWithin, partOf } from "../../core/ids.ts";
import { DATES_PER_EVENT_MAX } from "../../core/limits.ts";
import { seatsOf } from "../../core/seats.ts";
import { refused, unreachable } from "../../core/result.ts";
import { isSandbox } from "../../core/sandbox.ts";
import { askDate } from "../../date/client/call.ts";
import type { ConfigureOutcome } from "../../date/commands.ts";
import { sellingChannels } from "../channels.ts";
import { countOtherDatesOf, listDates, reserveDate } from "../../registry/dates.ts";
import { readEvent } from "../../registry/events.ts";
import { publishDate } from "../../registry/publish.ts";
import type { Problem } from "../../web/problem.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem, dateReply, dateSummaryReply, seatNames } from "../replies.ts";
import * as schema from "../schema.ts";

const params = z.object({ date: schema.id });

const putDate = operation({
  id: "putDate",
  method: "put",
  path: "/dates/{date}",
  tag: "Dates",
  summary: "Create a date, or change it",
  description:
    "Declarative and repeatable: the date becomes what the body says, or stays as it was. " +
    "A capacity can't go below what is sold; `closed` stops sales; `cancelled` voids every " +
    "ticket and can't be undone.",
  params,
  body: schema.dateBody,
  answer: schema.date,
  success: [200],
  refusals: {
    409: "Something already sold stands in the way",
    422: "The event does not exist, or has too many dates",
  },
  async run({ env, params: at, body, deadline }) {
    const event = await readEvent(env.REGISTRY, body.event);
    if (event === null) {
      return problem(422, "Unknown event", "PUT the event before its dates.", [
        { field: "event", reason: "names no event" },
      ]);
    }
    // The date would say so too; but nothing may be reserved for one that can't be.
    if (isSandbox(at.date) !== isSandbox(event.id)) return configureProblem(refused("other_world"));
    if ((await countOtherDatesOf(env.REGISTRY, event.id, at.date)) >= DATES_PER_EVENT_MAX) {
      return problem(422, "Too many dates", `An event has at most ${DATES_PER_EVENT_MAX} dates.`);
    }
    const config = await toConfig(at.date, event, body);
    const sameNumber = await numberConflict(config);
    if (sameNumber !== null) return sameNumber;
    if (!(await reserveDate(env.REGISTRY, { ...config, event: event.id }))) {
      return problem(409, "Code taken", "Another date has the same code; choose another id.");
    }
    const outcome = await askDate(env, config.code, deadline, (stub) =>
      stub.configure(config, sellingChannels),
    );
    if (outcome.ok) {
      // The date's outbox says the same within a second; saying it now lets a list show it at once.
      await publishDate(env.REGISTRY, outcome.value);
      return done(dateReply(outcome.value));
    }
    return outcome.reason === "unavailable" ? dateProblem(outcome) : configureProblem(outcome);
  },
});

/** Partners that know only integers tell areas and prices of a date by numbers made from the ids. */
async function numberConflict({ areas, prices }: DateConfig): Promise<Problem | null> {
  const numbers = [
    ["area", areas, await Promise.all(areas.map(({ id }) => partOf("area", id)))],
    ["price", prices, await Promise.all(prices.map(({ id }) => partOf("price", id)))],
    // Of two with one number the second has the next: then they change as others come and go.
    ["price", prices, prices.map(({ id }) => numbersWithin([id]).get(id) ?? 0)],
  ] as const;
  for (const [kind, rows, parts] of numbers) {
    const index = parts.findIndex((part, at) => parts.indexOf(part) < at);
    if (index < 0) continue;
    const detail = `${rows[index]?.id} has the number of another ${kind}; choose another id.`;
    return problem(409, "Number taken", detail, [
      { field: `${kind}s.${index}.id`, reason: detail },
    ]);
  }
  return null;
}

async function toConfig(
  id: string,
  event: EventCard,
  body: z.output<typeof schema.dateBody>,
): Promise<DateConfig> {
  const endsAt = parseMillis(body.endsAt) ?? 0;
  return {
    id,
    code: await dateCode(id),
    number: await numberOf("date", id),
    event,
    status: body.status,
    startsAt: parseMillis(body.startsAt) ?? 0,
    endsAt,
    salesEndAt: typeof body.salesEndAt === "string" ? (parseMillis(body.salesEndAt) ?? 0) : endsAt,
    keepTogether: body.keepTogether,
    entry: {
      opensAt: body.entry.opensAt === null ? null : parseMillis(body.entry.opensAt),
      closesAt: body.entry.closesAt === null ? null : parseMillis(body.entry.closesAt),
      gates: body.entry.gates,
    },
    areas: body.areas.map(toArea),
    prices: body.prices,
    allotments: body.allotments,
  };
}

/** A seated area has as many places as its plan has seats. */
function toArea(area: z.output<typeof schema.dateBody>["areas"][number]): AreaConfig {
  const { id, label, plan } = area;
  return plan === undefined
    ? { id, label, capacity: area.capacity ?? null, plan: null }
    : { id, label, capacity: seatsOf(plan).length, plan };
}

export function configureProblem(outcome: Exclude<ConfigureOutcome, { ok: true }>): Problem {
  const conflict = (detail: string, field: string) =>
    problem(409, "The date can't be changed so", detail, [{ field, reason: detail }]);
  switch (outcome.reason) {
    case "other_date":
      return conflict(`The object of this code is date ${outcome.id}; choose another id.`, "date");
    case "other_world":
      return conflict(
        "A date whose id begins with sandbox- has such an event, and no other has.",
        "event",
      );
    case "already_cancelled":
      return conflict("A cancelled date stays cancelled; make a new date.", "status");
    case "capacity_below_sold":
      return conflict(
        `Area ${outcome.area} has ${outcome.out} places out; its capacity can't be lower.`,
        "areas",
      );
    case "area_in_use":
      return conflict(
        `Area ${outcome.area} has ${outcome.out} places out; it can't be removed.`,
        "areas",
      );
    case "seats_in_use":
      return conflict(
        `Area ${outcome.area}: sold or blocked seats can't be removed: ` +
          `${seatNames(outcome.seats)}.`,
        "areas",
      );
    case "seating_in_use":
      return conflict(
        `Area ${outcome.area} has ${outcome.out} places out; it can't become seated or counted.`,
        "areas",
      );
    case "price_in_use":
      return conflict(
        `Price ${outcome.price} has tickets or listings; it can't be removed or moved.`,
        "prices",
      );
    default:
      return unreachable(outcome);
  }
}

const getDate = operation({
  id: "getDate",
  method: "get",
  path: "/dates/{date}",
  tag: "Dates",
  summary: "One date with what is sold, held, free and left for each channel",
  description: "Asked of the date itself, so it is exact at this moment.",
  params,
  answer: schema.date,
  success: [200],
  refusals: { 404: "There is no such date" },
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const state = await askDate(env, code, deadline, (stub) => stub.state(sellingChannels));
    return state.ok ? done(dateReply(state.value)) : dateProblem(state);
  },
});

const getDates = operation({
  id: "listDates",
  method: "get",
  path: "/dates",
  tag: "Dates",
  summary: "All dates, by id",
  description: "From the registry: at most about a second old.",
  query: schema.page.extend({ event: schema.id.optional() }),
  answer: z.object({ dates: z.array(schema.dateSummary), next: schema.next }),
  success: [200],
  async run({ env, query }) {
    const filter = { event: query.event ?? null, after: query.after };
    const dates = await listDates(env.REGISTRY, filter, query.limit);
    const next = dates.length === query.limit ? (dates.at(-1)?.id ?? null) : null;
    return done({ dates: dates.map(dateSummaryReply), next });
  },
});

export const dateOperations = [getDates, getDate, putDate];
