/** Sales at the box office: the venue sells its own places under the same rules as a partner. */
import * as z from "zod";
import { Budget } from "../../core/deadline.ts";
import { dateCode } from "../../core/ids.ts";
import { sha256Hex } from "../../core/hmac.ts";
import { REFERENCE_CHARACTERS_MAX, TICKETS_PER_BOOKING_MAX } from "../../core/limits.ts";
import { refused, unreachable } from "../../core/result.ts";
import { sell, type Sale, type SaleOutcome } from "../../date/client/sell.ts";
import type { Problem } from "../../web/problem.ts";
import { BOX_OFFICE } from "../channels.ts";
import { type Call, done, operation, problem } from "../operation.ts";
import { dateProblem, placeProblem } from "../replies.ts";
import * as schema from "../schema.ts";

/** What is wanted of a price, at the box office, in a hold and in an order. */
export const wishFields = {
  price: schema.priceId,
  quantity: z
    .int()
    .min(1)
    .max(TICKETS_PER_BOOKING_MAX)
    .optional()
    .describe("1 when left out and no seats are named"),
  seats: z
    .array(schema.seatId)
    .min(1)
    .max(TICKETS_PER_BOOKING_MAX)
    .optional()
    .describe("Exactly these seats; left out, the best ones are chosen"),
  accessible: z
    .int()
    .min(0)
    .max(TICKETS_PER_BOOKING_MAX)
    .default(0)
    .describe("How many accessible seats the party needs, where the date chooses"),
};

interface WishedPlaces {
  readonly quantity?: number | undefined;
  readonly seats?: readonly string[] | undefined;
  readonly accessible: number;
}

/** The fields of a wish agree with each other. */
export function checkWish(
  { quantity, seats, accessible }: WishedPlaces,
  context: z.RefinementCtx,
): void {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (accessible > (seats?.length ?? quantity ?? 1)) issue("accessible", "exceeds the quantity");
  if (seats === undefined) return;
  if (new Set(seats).size < seats.length) issue("seats", "names a seat twice");
  if (quantity !== undefined && quantity !== seats.length) issue("seats", "is not the quantity");
}

export const reference = z
  .string()
  .min(1)
  .max(REFERENCE_CHARACTERS_MAX)
  .optional()
  .describe("Of your own: with it a repeat takes nothing more and answers the same");

export const wish = z.strictObject({ ...wishFields, reference }).superRefine(checkWish);

/** Sells or holds the wish at the box office. */
export async function sellWish(
  { c, env, deadline }: Pick<Call<unknown, unknown, unknown>, "c" | "env" | "deadline">,
  dateId: string,
  body: z.output<typeof wish>,
  hold: Sale["hold"],
): Promise<{ readonly request: string; readonly outcome: SaleOutcome }> {
  const reference = body.reference ?? crypto.randomUUID();
  const kind = hold === null ? "sale" : "hold";
  const request = await sha256Hex(`${BOX_OFFICE} ${kind} ${reference}`);
  const sale = {
    code: await dateCode(dateId),
    request,
    deadline,
    channel: BOX_OFFICE,
    price: body.price,
    quantity: body.seats?.length ?? body.quantity ?? 1,
    seats: body.seats ?? null,
    accessible: body.accessible,
    expectedAmount: null,
    holder: null,
    hold: hold ?? null,
  };
  const outcome = await sell(env, sale, {
    budget: new Budget(deadline),
    signal: c.req.raw.signal,
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  });
  return { request, outcome };
}

export const bookedTickets = z.array(
  z.object({
    serial: z.int(),
    barcode: schema.barcode,
    seatId: z.string().nullable(),
    seat: z.string().nullable(),
  }),
);

const postSale = operation({
  id: "sell",
  method: "post",
  path: "/dates/{date}/sales",
  tag: "Tickets",
  summary: "Sell tickets at the box office",
  params: z.object({ date: schema.id }),
  body: wish,
  answer: z.object({ tickets: bookedTickets, remaining: z.int().nullable() }),
  success: [201],
  refusals: {
    404: "There is no such date",
    409: "Sold out, closed, seats taken, or fewer places left than asked",
    422: "There is no such price or seat",
  },
  async run(call) {
    const { outcome } = await sellWish(call, call.params.date, call.body, null);
    return outcome.ok ? done(outcome.value, 201) : saleProblem(outcome);
  },
});

export function saleProblem(outcome: Exclude<SaleOutcome, { ok: true }>): Problem {
  switch (outcome.reason) {
    case "closed":
      return problem(409, "Closed", "The date is closed, cancelled, or past its end of sale.");
    case "unknown_price":
      return problem(422, "Unknown price", "The date has no such price.", [
        { field: "price", reason: "names no price of this date" },
      ]);
    case "sold_out":
    case "not_enough":
    case "not_together":
    case "unknown_seats":
    case "seats_taken":
      return placeProblem(outcome);
    case "not_configured":
    case "deadline_passed":
    case "unavailable":
    case "setting":
      return dateProblem(outcome);
    case "barcode_taken":
      return dateProblem(refused("unavailable", { cause: "failed", detail: "barcode taken" }));
    case "price_mismatch":
    case "stale":
      throw new Error(`a box-office sale can't be refused as ${outcome.reason}`);
    default:
      return unreachable(outcome);
  }
}

export const saleOperations = [postSale];
