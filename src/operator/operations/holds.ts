/** Holds at the box office: places reserved for a while, then sold or free again. */
import * as z from "zod";
import { toIso } from "../../core/clock.ts";
import { dateCode } from "../../core/ids.ts";
import { HOLD_MS_DEFAULT, HOLD_MS_MAX } from "../../core/limits.ts";
import { askDate } from "../../date/client/call.ts";
import type { HoldsOutcome } from "../../date/commands.ts";
import type { Unavailable } from "../../date/client/call.ts";
import { type Refused, unreachable } from "../../core/result.ts";
import { done, operation, problem, type Reply } from "../operation.ts";
import { dateProblem, ticketReply } from "../replies.ts";
import * as schema from "../schema.ts";
import { bookedTickets, saleProblem, sellWish, wish } from "./sales.ts";

const MINUTE_MS = 60_000;
const params = z.object({
  date: schema.id,
  hold: z.string().regex(/^[0-9a-f]{64}$/, "must be a hold's id"),
});
const minutes = z
  .int()
  .min(1)
  .max(HOLD_MS_MAX / MINUTE_MS)
  .default(HOLD_MS_DEFAULT / MINUTE_MS)
  .describe("From now; a hold never lives longer than a day");
const refusals = {
  404: "There is no such date or hold",
  409: "The hold has ended; its places are free",
};

const postHold = operation({
  id: "holdPlaces",
  method: "post",
  path: "/dates/{date}/holds",
  tag: "Holds",
  summary: "Hold places for a while",
  params: params.pick({ date: true }),
  body: wish.safeExtend({ minutes }),
  answer: z.object({
    hold: z.string().describe("Its id"),
    expiresAt: z.iso.datetime(),
    tickets: bookedTickets,
    remaining: z.int().nullable(),
  }),
  success: [201],
  refusals: {
    404: "There is no such date",
    409: "Sold out, closed, seats taken, or fewer places left than asked",
    422: "There is no such price or seat",
  },
  async run(call) {
    const expiresAt = call.now + call.body.minutes * MINUTE_MS;
    const hold = { expiresAt, order: null };
    const { request, outcome } = await sellWish(call, call.params.date, call.body, hold);
    if (!outcome.ok) return saleProblem(outcome);
    // A repeat finds the hold that was made the first time.
    const until = await askDate(call.env, await dateCode(call.params.date), call.deadline, (stub) =>
      stub.heldUntil(request),
    );
    if (!until.ok) return dateProblem(until);
    const ends = toIso(until.value ?? expiresAt);
    return done({ hold: request, expiresAt: ends, ...outcome.value }, 201);
  },
});

const tickets = z.object({ tickets: z.array(schema.ticket) });

function holdReply(date: string, outcome: HoldsOutcome | Refused<Unavailable>): Reply {
  if (outcome.ok) return done({ tickets: outcome.value.map((row) => ticketReply(date, row)) });
  switch (outcome.reason) {
    case "unknown_hold":
      return problem(404, "Unknown hold", "There is no such hold.");
    case "lapsed":
      return problem(409, "Hold ended", "The hold has ended and its places are free; hold anew.");
    case "not_configured":
    case "deadline_passed":
    case "unavailable":
      return dateProblem(outcome);
    default:
      return unreachable(outcome);
  }
}

const postConfirmation = operation({
  id: "confirmHold",
  method: "post",
  path: "/dates/{date}/holds/{hold}/confirmation",
  tag: "Holds",
  summary: "Sell exactly what is held",
  params,
  answer: tickets,
  success: [200],
  refusals,
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const command = { deadline, holds: [at.hold], serials: null };
    return holdReply(at.date, await askDate(env, code, deadline, (stub) => stub.confirm(command)));
  },
});

const postExtension = operation({
  id: "extendHold",
  method: "post",
  path: "/dates/{date}/holds/{hold}/extension",
  tag: "Holds",
  summary: "Hold for longer",
  params,
  body: z.strictObject({ minutes }),
  answer: tickets,
  success: [200],
  refusals,
  async run({ env, params: at, body, now, deadline }) {
    const code = await dateCode(at.date);
    const expiresAt = now + body.minutes * MINUTE_MS;
    const command = { deadline, holds: [at.hold], serials: null, expiresAt };
    return holdReply(at.date, await askDate(env, code, deadline, (stub) => stub.extend(command)));
  },
});

const deleteHold = operation({
  id: "releaseHold",
  method: "delete",
  path: "/dates/{date}/holds/{hold}",
  tag: "Holds",
  summary: "Give the places free",
  description: "Can be repeated. Tickets that were sold from the hold stay sold.",
  params,
  answer: tickets,
  success: [200],
  refusals: { 404: "There is no such date" },
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const command = { deadline, holds: [at.hold], serials: null };
    return holdReply(at.date, await askDate(env, code, deadline, (stub) => stub.release(command)));
  },
});

export const holdOperations = [postHold, postConfirmation, postExtension, deleteHold];
