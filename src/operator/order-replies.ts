/** How operators are told of orders: their state, and each refusal with what to do. */
import { toIso } from "../core/clock.ts";
import type { OrderCard } from "../core/orders.ts";
import type { Unavailable } from "../core/remote.ts";
import { type Refused, refused, unreachable } from "../core/result.ts";
import type {
  AddLinesOutcome,
  CancelOrderOutcome,
  ConfirmOutcome,
  ExtendOutcome,
  LineRefusal,
  OrderState,
  PayOutcome,
  PlaceOutcome,
} from "../order/commands.ts";
import type { Problem } from "../web/problem.ts";
import { problem } from "./operation.ts";
import { saleProblem } from "./operations/sales.ts";
import { dateProblem } from "./replies.ts";

export function orderReply({ version: _version, ...state }: OrderState) {
  return {
    ...state,
    ...instants(state),
    metadata: JSON.parse(state.metadata) as unknown,
    // Their details are what a partner wrote for itself.
    payments: state.payments.map(({ details: _details, at, ...payment }) => ({
      ...payment,
      at: toIso(at),
    })),
  };
}

export function orderSummaryReply({ version: _version, stage: _stage, ...card }: OrderCard) {
  return { ...card, ...instants(card) };
}

function instants(order: Pick<OrderState, "expiresAt" | "createdAt" | "changedAt">) {
  return {
    expiresAt: toIso(order.expiresAt),
    createdAt: toIso(order.createdAt),
    changedAt: toIso(order.changedAt),
  };
}

type Refusal = Exclude<
  | PlaceOutcome
  | AddLinesOutcome
  | ConfirmOutcome
  | ExtendOutcome
  | CancelOrderOutcome
  | PayOutcome
  | Refused<Unavailable>,
  { readonly ok: true }
>;

/** Refusals of every command to an order. */
export function orderProblem(outcome: Refusal): Problem {
  switch (outcome.reason) {
    case "unknown_order":
      return problem(404, "Unknown order", "There is no order with this number.");
    case "line_refused":
      return lineProblem(outcome.index, outcome.why);
    case "wrong_status":
      return problem(409, "Wrong status", `The order is ${outcome.status}.`);
    case "expired":
      return problem(409, "Expired", "The order's time is over and its places are free.");
    case "empty":
      return problem(409, "Empty", "The order holds no places; add lines first.");
    case "already_used":
      return problem(409, "Already used", "One of the tickets was scanned; nothing was cancelled.");
    case "too_many_lines":
      return problem(422, "Too many lines", `An order has at most ${outcome.max}.`);
    case "too_many_payments":
      return problem(422, "Too many payments", "The order can keep no more payments.");
    case "payment_differs":
      return problem(409, "Payment differs", "Another payment is recorded under this id.");
    case "unknown_line":
      return unknown("lines", String(outcome.line));
    case "unknown_ticket":
      return unknown("tickets", outcome.barcode);
    case "number_taken":
      return dateProblem(refused("unavailable", { cause: "failed", detail: "numbers taken" }));
    case "deadline_passed":
    case "unavailable":
    case "setting":
      return dateProblem(outcome);
    default:
      return unreachable(outcome);
  }
}

function unknown(field: string, what: string): Problem {
  return problem(422, "Not of this order", "The order has no such line or ticket.", [
    { field, reason: `names ${what}` },
  ]);
}

/** What is wrong with a line, under its place in the body. */
function lineProblem(index: number, why: LineRefusal): Problem {
  const field = `lines.${index}`;
  if (why.reason === "lapsed") return lapsed(field);
  if (why.reason === "not_configured") {
    return problem(422, "Unknown date", "There is no such date; PUT it before it is sold.", [
      { field: `${field}.date`, reason: "names no date" },
    ]);
  }
  const { title, detail, status, errors = [] } = saleProblem(why);
  const within = errors.map((error) => ({ ...error, field: `${field}.${error.field}` }));
  return problem(status, title, detail, errors.length > 0 ? within : [{ field, reason: detail }]);
}

function lapsed(field: string): Problem {
  return problem(409, "Too slow", "A hold ended before the order was complete; place it again.", [
    { field, reason: "its hold ended" },
  ]);
}
