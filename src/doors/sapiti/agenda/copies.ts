/** `agenda/events/duplicate`: another date like one that there is, with the same house and prices. */
import * as z from "zod";
import { isWritable } from "../../../core/clock.ts";
import type { DateConfig } from "../../../core/domain.ts";
import { dateCode, ID_PATTERN, numberOf } from "../../../core/ids.ts";
import { DATES_PER_EVENT_MAX, ID_CHARACTERS_MAX } from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import { askDate } from "../../../date/client/call.ts";
import { countOtherDatesOf, reserveDate } from "../../../registry/dates.ts";
import { publishDate } from "../../../registry/publish.ts";
import { type Answer, invalid, unavailable, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { dateOf, noAnswer } from "../dates.ts";
import { optionalInstant, read } from "../schema.ts";
import { shapeOf } from "./events.ts";

const COPY_CHARACTERS = 10;

const copySchema = z.object({ starttime: optionalInstant, endtime: optionalInstant });

/**
 * A copy that is not on sale yet, at the same hours unless `starttime` says another. Its id follows
 * from the request, so that a repeat finds the same copy.
 */
export async function duplicateEvent(call: Call): Promise<Answer> {
  const times = read(copySchema, call.body);
  if (!times.ok) return times;
  const original = await dateOf(call, call.ids[0] ?? "");
  if (!original.ok) return original;
  const { env, partner, deadline } = call;
  const config = await askDate(env, original.value.code, deadline, (stub) => stub.config());
  if (!config.ok) {
    return config.reason === "unavailable" ? noAnswer(call, config.detail) : unknownId("event");
  }
  const event = config.value.event.id;
  const copy = await copyOf(config.value, await call.digest(), times.value);
  if ((await countOtherDatesOf(env.REGISTRY, event, copy.id)) >= DATES_PER_EVENT_MAX) {
    return invalid("id", `is of an event that has ${DATES_PER_EVENT_MAX} dates already`);
  }
  if (!isWritable(copy.endsAt)) return invalid("endtime", "is after the year 9999");
  if (copy.endsAt <= copy.startsAt) return invalid("endtime", "is not after starttime");
  if (!(await reserveDate(env.REGISTRY, { ...copy, event }))) return unavailable;
  // A repeat leaves alone what became of the copy.
  const known = await askDate(env, copy.code, deadline, (stub) => stub.state([partner.id]));
  const outcome =
    known.ok || known.reason === "unavailable"
      ? known
      : await askDate(env, copy.code, deadline, (stub) => stub.configure(copy, [partner.id]));
  if (!outcome.ok) {
    return outcome.reason === "unavailable" ? noAnswer(call, outcome.detail) : unavailable;
  }
  await publishDate(env.REGISTRY, outcome.value);
  return ok(await shapeOf(call, outcome.value));
}

/** All instants move by as much as the start does. */
async function copyOf(
  original: DateConfig,
  digest: string,
  wanted: z.output<typeof copySchema>,
): Promise<DateConfig> {
  const startsAt = wanted.starttime ?? original.startsAt;
  const later = startsAt - original.startsAt;
  const endsAt = wanted.endtime ?? original.endsAt + later;
  const { opensAt, closesAt, gates } = original.entry;
  const id = copyId(original.id, digest);
  return {
    ...original,
    id,
    code: await dateCode(id),
    number: await numberOf("date", id),
    status: "closed",
    startsAt,
    endsAt,
    salesEndAt: Math.min(endsAt, original.salesEndAt + later),
    entry: {
      gates,
      opensAt: opensAt === null ? null : opensAt + later,
      closesAt: closesAt === null ? null : closesAt + later,
    },
  };
}

function copyId(original: string, digest: string): string {
  const suffix = `-${digest.slice(0, COPY_CHARACTERS)}`;
  const id = original.slice(0, ID_CHARACTERS_MAX - suffix.length) + suffix;
  if (!ID_PATTERN.test(id)) throw new Error("a copy's id is an id");
  return id;
}
