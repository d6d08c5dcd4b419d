/** Changing some of a date, without saying all of it again: what a venue does in a hurry. */
import * as z from "zod";
import { parseMillis } from "../../core/clock.ts";
import { dateCode } from "../../core/ids.ts";
import { askDate } from "../../date/client/call.ts";
import type { AdjustChange, AdjustOutcome } from "../../date/commands.ts";
import { deleteDate } from "../../registry/dates.ts";
import { publishDate } from "../../registry/publish.ts";
import type { Problem } from "../../web/problem.ts";
import { sellingChannels } from "../channels.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem, dateReply } from "../replies.ts";
import * as schema from "../schema.ts";
import { configureProblem } from "./dates.ts";

const patchDate = operation({
  id: "changeDate",
  method: "patch",
  path: "/dates/{date}",
  tag: "Dates",
  summary: "Close, reopen, postpone, enlarge or cancel a date",
  description:
    "What is left out stays as it is. Tickets stay valid when the times change; `closed` stops " +
    "sales; `cancelled` voids every ticket and can't be undone. pass Culture is not told: change " +
    "the stock there as well.",
  params: z.object({ date: schema.id }),
  body: schema.dateChange,
  answer: schema.date,
  success: [200],
  refusals: {
    404: "There is no such date",
    409: "Something already sold stands in the way, or the date is cancelled",
    422: "There is no such counted area, or the times cross",
  },
  async run({ env, params: at, body, deadline }) {
    const code = await dateCode(at.date);
    const change = toChange(body);
    const outcome = await askDate(env, code, deadline, (stub) =>
      stub.adjust(change, sellingChannels),
    );
    if (!outcome.ok) {
      return outcome.reason === "unavailable" ? dateProblem(outcome) : changeProblem(outcome);
    }
    await publishDate(env.REGISTRY, outcome.value);
    return done(dateReply(outcome.value));
  },
});

function toChange(body: z.output<typeof schema.dateChange>): AdjustChange {
  const time = (key: "startsAt" | "endsAt" | "salesEndAt") => {
    const millis = parseMillis(body[key] ?? "");
    return millis === null ? {} : { [key]: millis };
  };
  return {
    ...(body.status === undefined ? {} : { status: body.status }),
    ...time("startsAt"),
    ...time("endsAt"),
    ...time("salesEndAt"),
    capacities: (body.capacities ?? []).map(({ area, capacity: places }) => ({ area, places })),
  };
}

function changeProblem(outcome: Exclude<AdjustOutcome, { ok: true }>): Problem {
  switch (outcome.reason) {
    case "not_configured":
      return dateProblem(outcome);
    case "unknown_area":
      return areaProblem(`names ${outcome.area}, which is no area of this date`);
    case "seated":
      return areaProblem(`names ${outcome.area}, whose plan is its capacity: PUT the date`);
    case "capacity_below_sold": {
      const detail = `Area ${outcome.area} has ${outcome.out} places out; its capacity can't be lower.`;
      return problem(409, "The date can't be changed so", detail, [
        { field: "capacities", reason: detail },
      ]);
    }
    case "times_cross": {
      const reason =
        outcome.time === "endsAt" ? "would not be after startsAt" : "would be after endsAt";
      return problem(422, "Times cross", "Change the times together.", [
        { field: outcome.time, reason },
      ]);
    }
    default:
      return configureProblem(outcome);
  }
}

function areaProblem(reason: string): Problem {
  return problem(422, "Not a counted area", "Name counted areas of this date.", [
    { field: "capacities", reason },
  ]);
}

const removeDate = operation({
  id: "deleteDate",
  method: "delete",
  path: "/dates/{date}",
  tag: "Dates",
  summary: "Delete a date that was put by mistake",
  description:
    "Only while it never had a ticket or an imported barcode; its listings go with it. A date that " +
    "sold anything is cancelled instead.",
  params: z.object({ date: schema.id }),
  answer: z.object({ deleted: z.literal(true) }),
  success: [200],
  refusals: { 404: "There is no such date", 409: "It has, or had, tickets or imported barcodes" },
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    // The date first: were it to stay, it would tell the registry of itself again.
    const outcome = await askDate(env, code, deadline, (stub) => stub.remove());
    if (!outcome.ok && outcome.reason === "unavailable") return dateProblem(outcome);
    if (!outcome.ok && outcome.reason === "date_in_use") {
      const { tickets, imported } = outcome;
      return problem(
        409,
        "Date in use",
        `It has had ${tickets} tickets and ${imported} imported barcodes; cancel it instead.`,
      );
    }
    const known = await deleteDate(env.REGISTRY, at.date);
    return outcome.ok || known ? done({ deleted: true }) : dateProblem(outcome);
  },
});

export const dateChangeOperations = [patchDate, removeDate];
