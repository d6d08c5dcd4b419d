/**
 * What happens to an order between buyer and seller (contracts/ticketevolution.md 5.3). Every action
 * is decided by a note that only one of two at once can write; then the dates follow, and the same
 * request again takes up what was left. Any other way from a state is a 422 that changes nothing.
 */
import type * as z from "zod";
import { TICKETEVOLUTION_REPEAT_MS } from "../../../core/limits.ts";
import { ok, unreachable } from "../../../core/result.ts";
import type { OrderTicket } from "../../../order/commands.ts";
import { type Answer, done, notFound, unavailable, unprocessable } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { money } from "../scalars.ts";
import { amend, ask, findOrder, type Found, isHolding, stateOfFound, tell } from "./found.ts";
import type { Note, State } from "./note.ts";
import { orderObject, seatOf, totalOf } from "./objects.ts";
import * as schema from "./schema.ts";

/** The order of the path, or the answer that there is none. Holds and takes are no orders. */
export async function withOrder(
  call: Call,
  handle: (found: Found) => Promise<Answer>,
): Promise<Answer> {
  const id = call.param("id");
  const found = await findOrder(call, id);
  if (!found.ok) return found.reason === "unavailable" ? unavailable : notFound("Order", id);
  return isHolding(found.value.note.stage) ? notFound("Order", id) : handle(found.value);
}

interface Action<Body> {
  readonly name: string;
  readonly schema: z.ZodType<Body> | null;
  readonly from: readonly State[];
  /** What is decided; an answer is a refusal. */
  readonly decide: (found: Found, body: Body, call: Call) => Partial<Note> | Answer;
  /** Has this very request acted already? Without it: was it the last that did? */
  readonly isRepeat?: (found: Found, call: Call) => boolean;
  /** What follows in the dates; null when they need not be asked. */
  readonly effect: ((call: Call, found: Found, body: Body) => Promise<Answer | null>) | null;
  /** Tickets that may be used by now are void first, and the note is written after. */
  readonly effectFirst?: boolean;
  readonly wrapped?: boolean;
}

function action<Body>(doing: Action<Body>): Handler {
  return (call) =>
    withOrder(call, async (found) => {
      const parsed = doing.schema?.safeParse(call.body ?? {});
      if (parsed?.success === false) return unprocessable(schema.problemOf(parsed.error));
      const body = parsed?.data as Body;
      const isRepeat = (doing.isRepeat ?? isLastAction)(found, call);
      // Its answer was lost between its effect and its decision: it goes on.
      const isBegun = found.note.doing === call.digest;
      const state = stateOfFound(found);
      if (!isRepeat && !isBegun && !doing.from.includes(state)) {
        return unprocessable(`An order that is ${state} can't be ${doing.name}.`);
      }
      const problem = isRepeat
        ? await follow(call, found, body, doing)
        : await decide(call, found, body, doing);
      return problem ?? present(call, doing.wrapped === true);
    });
}

function isLastAction({ note }: Found, { digest }: Call): boolean {
  return note.did === digest;
}

async function decide<Body>(
  call: Call,
  found: Found,
  body: Body,
  doing: Action<Body>,
): Promise<Answer | null> {
  const change = doing.decide(found, body, call);
  if ("status" in change) return change;
  const { effect, effectFirst = false } = doing;
  const ready = effectFirst ? await followFirst(call, found, body, doing) : found;
  if ("status" in ready) return ready;
  const amended = await amend(call, ready, { ...change, did: call.digest, doing: null });
  if (!amended.ok) return amendProblem(amended.reason);
  return effectFirst || effect === null ? null : follow(call, amended.value, body, doing);
}

/** What will be decided is noted before its effect, so that the same request can go on from there. */
async function followFirst<Body>(
  call: Call,
  found: Found,
  body: Body,
  doing: Action<Body>,
): Promise<Found | Answer> {
  const begun =
    found.note.doing === call.digest ? ok(found) : await amend(call, found, { doing: call.digest });
  if (!begun.ok) return amendProblem(begun.reason);
  const problem = await follow(call, begun.value, body, doing);
  if (problem !== null) return problem;
  const read = await findOrder(call, found.order.number);
  return read.ok ? read.value : unavailable;
}

async function follow<Body>(
  call: Call,
  found: Found,
  body: Body,
  { effect }: Action<Body>,
): Promise<Answer | null> {
  return effect === null ? null : effect(call, found, body);
}

export function amendProblem(
  reason: "changed_since" | "too_long" | "unknown_order" | "unavailable",
): Answer {
  switch (reason) {
    case "changed_since":
      return unprocessable("The order was changed by another call; look at it again.");
    case "too_long":
      return unprocessable("The texts of the order are too long.");
    case "unknown_order":
    case "unavailable":
      return unavailable;
    default:
      return unreachable(reason);
  }
}

/** The order as it is now. */
export async function present(call: Call, wrapped: boolean): Promise<Answer> {
  return withOrder(call, async (found) => {
    await tell(call, found.order.number);
    const order = await orderObject(call, found);
    return done(wrapped ? { orders: [order] } : order);
  });
}

export const showOrder: Handler = (call) =>
  withOrder(call, async (found) => done(await orderObject(call, found)));

async function confirm(call: Call, { order }: Found): Promise<Answer | null> {
  const { deadline } = call;
  const outcome = await ask(call, order.number, (stub) => stub.confirm({ deadline }));
  if (outcome.ok) return null;
  switch (outcome.reason) {
    case "expired":
    case "empty":
      return unprocessable("The places of the order went back: it was not accepted in time.");
    case "wrong_status":
      return unprocessable("The order has ended in the meantime.");
    case "unknown_order":
    case "deadline_passed":
    case "unavailable":
    case "setting":
      return unavailable;
    default:
      return unreachable(outcome);
  }
}

/** Everything of it becomes free again. */
export async function cancelAll(call: Call, { order }: Found): Promise<Answer | null> {
  const command = { deadline: call.deadline, what: "all" } as const;
  const outcome = await ask(call, order.number, (stub) => stub.cancel(command));
  if (outcome.ok) return null;
  return outcome.reason === "already_used"
    ? unprocessable("A ticket of the order has been used.")
    : unavailable;
}

/** 4.5: sellers say the numbers of seats alone, where we print their block and row before them. */
function namesOfSeat(ticket: OrderTicket): readonly string[] {
  const printed = seatOf(ticket);
  const number = printed.slice(printed.lastIndexOf(" ") + 1);
  return ticket.seatId === null ? [printed, number] : [printed, number, ticket.seatId];
}

export const acceptOrder = action({
  name: "accepted",
  schema: schema.acceptance,
  from: ["pending"],
  decide: ({ order }, { seats }) => {
    const held = order.lines.flatMap(({ tickets }) => tickets);
    const seated = held.every(({ seat }) => seat !== null);
    const known = new Set(held.flatMap(namesOfSeat));
    const others = (seats ?? []).filter((seat) => !known.has(seat));
    return seated && others.length > 0
      ? unprocessable("The seats are not those that the order holds.")
      : { stage: "accepted" };
  },
  effect: confirm,
});

export const rejectOrder = action({
  name: "rejected",
  schema: schema.rejection,
  from: ["pending"],
  decide: (_found, { reason, rejection_notes }) => ({
    stage: "rejected",
    reason,
    reasonNotes: rejection_notes,
  }),
  effect: cancelAll,
});

export const completeOrder = action({
  name: "completed",
  schema: null,
  from: ["accepted"],
  decide: () => ({ stage: "completed" }),
  effect: null,
  wrapped: true,
});

export const pendToSeller = action({
  name: "passed on to its seller",
  schema: null,
  from: ["open"],
  decide: () => ({ stage: "pending" }),
  effect: null,
});

const cancelOpen = action({
  name: "canceled",
  schema: schema.cancellation,
  from: ["open"],
  decide: (_found, { reason }) => ({ stage: "canceled_open", reason }),
  effect: cancelAll,
});

const proposeCancel = action({
  name: "canceled",
  schema: schema.cancellation,
  from: ["accepted"],
  decide: (_found, { reason }) => ({ stage: "cancel_proposed", reason }),
  effect: null,
});

const cancelProposed = action({
  name: "canceled",
  schema: schema.cancellation,
  from: ["cancel_proposed"],
  decide: (_found, { reason }) => ({ stage: "canceled", reason }),
  effect: cancelAll,
  effectFirst: true,
});

/**
 * The first call proposes, a second one does it. The same request again is no second one: the other
 * party's `reviewer_id` tells it apart.
 */
export const cancelOrder: Handler = (call) =>
  withOrder(call, async (found) => {
    switch (found.note.stage) {
      case "open":
      case "canceled_open":
        return cancelOpen(call);
      case "cancel_proposed":
        return found.note.did === call.digest ? proposeCancel(call) : cancelProposed(call);
      case "canceled":
        return cancelProposed(call);
      default:
        return proposeCancel(call);
    }
  });

const returnWhole = action({
  name: "returned",
  schema: schema.returned,
  from: ["accepted", "completed"],
  decide: (found, { amount, reason, notes }) =>
    refund(found, amount, { stage: "returned", reason, reasonNotes: notes }),
  effect: cancelAll,
  effectFirst: true,
});

const refundOnly = action({
  name: "returned",
  schema: schema.returned,
  from: ["accepted", "completed"],
  // No state keeps the same from being refunded twice, nor the last action when there was another.
  isRepeat: (found, call) => recentRefunds(found, call).some(({ by }) => by === call.digest),
  decide: (found, { amount }, call) =>
    refund(found, amount, {
      refunds: [...recentRefunds(found, call), { by: call.digest, at: call.now }],
    }),
  effect: null,
});

function recentRefunds({ note }: Found, { now }: Call): Note["refunds"] {
  return note.refunds.filter(({ at }) => at > now - TICKETEVOLUTION_REPEAT_MS);
}

function refund(found: Found, amount: number, change: Partial<Note>): Partial<Note> | Answer {
  const most = totalOf(found) - found.note.refunded;
  return amount > most
    ? unprocessable(`amount: at most ${money(Math.max(0, most))} can be refunded`)
    : { ...change, refunded: found.note.refunded + amount };
}

export const returnOrder: Handler = (call) => {
  const said = schema.returned.safeParse(call.body ?? {});
  return said.success && said.data.cancel_order ? returnWhole(call) : refundOnly(call);
};

/** PATCH (PHP) and PUT (Ruby): the texts and references; everything else is ignored (4.5). */
export const changeOrder: Handler = (call) =>
  withOrder(call, async (found) => {
    const parsed = schema.change.safeParse(call.body ?? {});
    if (!parsed.success) return unprocessable(schema.problemOf(parsed.error));
    const said = new Set(Object.keys(call.body ?? {}));
    const { reference, ...texts } = parsed.data;
    const changed = Object.entries(texts).filter(([name]) => said.has(name));
    const kept = Object.entries(found.note.texts).filter(([name]) => !said.has(name));
    const given = changed.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
    const amended = await amend(call, found, {
      texts: Object.fromEntries([...kept, ...given]),
      ...(said.has("reference") ? { reference } : {}),
    });
    return amended.ok ? present(call, false) : amendProblem(amended.reason);
  });
