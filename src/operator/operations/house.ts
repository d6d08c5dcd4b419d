/** The house of a date: who sits where, and which places are not for sale. */
import * as z from "zod";
import { dateCode } from "../../core/ids.ts";
import { unreachable } from "../../core/result.ts";
import { askDate } from "../../date/client/call.ts";
import type { BlockOutcome } from "../../date/commands.ts";
import type { Problem } from "../../web/problem.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem, placeProblem, seatNames } from "../replies.ts";
import * as schema from "../schema.ts";

const params = z.object({ date: schema.id, block: schema.id });

const getSeats = operation({
  id: "listSeats",
  method: "get",
  path: "/dates/{date}/areas/{area}/seats",
  tag: "House",
  summary: "Every seat of a seated area, with its place on the plan and whether it is free",
  params: z.object({ date: schema.id, area: schema.id }),
  answer: z.object({
    seats: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        block: z.string(),
        row: z.string(),
        seat: z.string(),
        rank: z.int(),
        pos: z.int(),
        x: z.number(),
        y: z.number(),
        category: z.string().nullable(),
        accessible: z.boolean(),
        companion: z.boolean(),
        restrictedView: z.boolean(),
        state: z.enum(["free", "taken", "blocked"]),
      }),
    ),
  }),
  success: [200],
  refusals: { 404: "There is no such date, or no such seated area" },
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const seats = await askDate(env, code, deadline, (stub) => stub.seats(at.area));
    if (!seats.ok) return dateProblem(seats);
    return seats.value === null
      ? problem(404, "No seats", "The date has no seated area of this name.")
      : done({ seats: seats.value });
  },
});

const putBlock = operation({
  id: "putBlock",
  method: "put",
  path: "/dates/{date}/blocks/{block}",
  tag: "House",
  summary: "Keep places from being sold, to one channel or to everybody, and say why",
  description: "Declarative and repeatable: the block becomes what the body says, or stays.",
  params,
  body: schema.blockBody.refine(
    ({ places, seats }) => (places === undefined) !== (seats === undefined),
    { message: "say either places (of a counted area) or seats (of a seated one)" },
  ),
  answer: schema.block,
  success: [200],
  refusals: {
    404: "There is no such date",
    409: "Some of the places are not free",
    422: "There is no such area or seat",
  },
  async run({ env, params: at, body, deadline }) {
    const seats = body.seats === undefined ? null : [...new Set(body.seats)];
    const block = {
      id: at.block,
      area: body.area,
      channel: body.channel,
      places: seats?.length ?? body.places ?? 0,
      seats,
      reason: body.reason,
    };
    const code = await dateCode(at.date);
    const outcome = await askDate(env, code, deadline, (stub) => stub.block(block));
    if (outcome.ok) return done({ date: at.date, ...outcome.value });
    return outcome.reason === "unavailable" ? dateProblem(outcome) : blockProblem(outcome);
  },
});

function blockProblem(outcome: Exclude<BlockOutcome, { ok: true }>): Problem {
  switch (outcome.reason) {
    case "unknown_area":
      return problem(422, "Unknown area", "The date has no such area.", [
        { field: "area", reason: "names no area of this date" },
      ]);
    case "seats_needed":
      return problem(422, "Seats needed", "The area is seated: say which seats.", [
        { field: "seats", reason: "is missing" },
      ]);
    case "unknown_seats":
      return problem(422, "Unknown seats", "The area has no such seats.", [
        { field: "seats", reason: seatNames(outcome.seats) },
      ]);
    case "seats_taken":
    case "not_enough":
      return placeProblem(outcome);
    case "not_configured":
      return dateProblem(outcome);
    default:
      return unreachable(outcome);
  }
}

const deleteBlock = operation({
  id: "deleteBlock",
  method: "delete",
  path: "/dates/{date}/blocks/{block}",
  tag: "House",
  summary: "Put blocked places on sale again",
  params,
  answer: z.object({ unblocked: z.literal(true) }),
  success: [200],
  refusals: { 404: "There is no such date" },
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const outcome = await askDate(env, code, deadline, (stub) => stub.unblock(at.block));
    return outcome.ok ? done({ unblocked: true }) : dateProblem(outcome);
  },
});

export const houseOperations = [getSeats, putBlock, deleteBlock];
