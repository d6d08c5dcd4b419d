/** An order on behalf of a partner: its own alone; others are as unknown as those that never were. */
import { unreachable } from "../../../core/result.ts";
import { askOrder, readOwnOrder, tellNow } from "../../../order/client.ts";
import type {
  AddLinesOutcome,
  AmendOutcome,
  CancelOrderOutcome,
  ConfirmOutcome,
  DescribeOutcome,
  ExtendOutcome,
  OrderState,
  PayOutcome,
  PlaceOutcome,
} from "../../../order/commands.ts";
import type { Refused } from "../../../core/result.ts";
import type { Unavailable } from "../../../core/remote.ts";
import { type Answer, type Failed, invalid, missing, unavailable, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { noAnswer } from "../dates.ts";
import { textIn } from "../schema.ts";
import { parseOrderId } from "./product-id.ts";

/** Whose order it is, is for the caller to judge. */
export async function readOrder(call: Call, id: string): Promise<Answer<OrderState>> {
  const number = parseOrderId(id);
  if (number === null) return unknownId("order");
  const state = await askOrder(call.env, number, call.deadline, (stub) => stub.state());
  return state.ok ? state : orderFailure(call, state);
}

export async function ownOrder(call: Call, id: string): Promise<Answer<OrderState>> {
  const number = parseOrderId(id);
  if (number === null) return unknownId("order");
  const own = { number, channel: call.partner.id };
  const state = await readOwnOrder(call.env, own, call.deadline);
  return state.ok ? state : orderFailure(call, state);
}

/** The order that `orderid` of the body names. */
export async function namedOrder(call: Call): Promise<Answer<OrderState>> {
  const id = textIn(call.body, "orderid");
  if (!id.ok) return id;
  return id.value === "" ? missing("orderid") : ownOrder(call, id.value);
}

/** The order as it is now, and as lists show it from now on. */
export function told({ c, env }: Call, state: OrderState): Promise<OrderState> {
  return tellNow(env.REGISTRY, state, c.var.requestId);
}

type Failure<Outcome> = Exclude<Outcome, { readonly ok: true }>;
type OrderRefusal =
  | Failure<ConfirmOutcome>
  | Failure<CancelOrderOutcome>
  | Failure<PayOutcome>
  | Failure<AmendOutcome>
  | Failure<DescribeOutcome>
  | Failure<ExtendOutcome>
  | Refused<Unavailable>;

export function orderFailure(call: Call, refusal: OrderRefusal): Failed {
  switch (refusal.reason) {
    case "unavailable":
      return noAnswer(call, refusal.detail);
    case "setting":
      return noAnswer(call, `${refusal.setting} ${refusal.problem}`);
    case "deadline_passed":
      return unavailable;
    case "unknown_order":
      return unknownId("order");
    case "unknown_line":
    case "unknown_ticket":
      return unknownId("product");
    case "unknown_payment":
      return unknownId("payment");
    case "wrong_status":
      return invalid("orderid", `is of an order that is ${refusal.status}`);
    case "expired":
      return invalid("orderid", "is of an order whose time is over: its places were given back");
    case "empty":
      return invalid("orderid", "is of an order without products");
    case "already_used":
      return invalid("orderid", "is of an order with a ticket that was used at the entrance");
    case "payment_differs":
      return invalid("value", "differs from the payment that was recorded by this call");
    case "too_many_payments":
      return invalid("orderid", "is of an order that has too many payments");
    default:
      return unreachable(refusal);
  }
}

/** Why nothing was held; null when there are not enough places, which is no error of Sapiti's. */
export function placesFailure(
  call: Call,
  refusal: Failure<PlaceOutcome> | Failure<AddLinesOutcome>,
): Failed | null {
  switch (refusal.reason) {
    case "number_taken":
      return unavailable;
    case "too_many_lines":
      return invalid("requests", `make more than ${refusal.max} lines of one order`);
    case "line_refused":
      break;
    default:
      return orderFailure(call, refusal);
  }
  switch (refusal.why.reason) {
    case "sold_out":
    case "not_enough":
    case "not_together":
    case "seats_taken":
    case "closed":
    case "lapsed":
      return null;
    case "not_configured":
      return unknownId("stock");
    case "unknown_price":
      return unknownId("price");
    case "unknown_seats":
      return unknownId("seat");
    case "price_mismatch":
      return invalid("requests", "name a price that has changed");
    case "stale":
      return unavailable;
    default:
      return unreachable(refusal.why);
  }
}
