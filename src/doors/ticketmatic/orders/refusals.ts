/** Why an order could not be filled, confirmed or cancelled, in Ticketmatic's words: always a 400. */
import { unreachable } from "../../../core/result.ts";
import type {
  AddLinesOutcome,
  CancelOrderOutcome,
  ConfirmOutcome,
  ExtendOutcome,
  LineRefusal,
  PayOutcome,
  PlaceOutcome,
} from "../../../order/commands.ts";
import { notNow, type Problem, problem } from "../answers.ts";
import { UNKNOWN_ORDER } from "./find.ts";

type Refusal<Outcome> = Exclude<Outcome, { readonly ok: true }>;
type Said = { readonly problem: Problem };

export function lineRefusal(why: LineRefusal, tickettypepriceid: number): Said {
  const data = { tickettypepriceid };
  switch (why.reason) {
    case "sold_out":
      return problem(400, "No tickets available", "notEnoughTickets", data);
    case "not_enough":
      return problem(
        400,
        `Not enough tickets available: ${why.remaining} left`,
        "notEnoughTickets",
        data,
      );
    case "not_together":
      return problem(
        400,
        `Not enough seats together: at most ${why.largest}`,
        "notEnoughTickets",
        data,
      );
    case "seats_taken":
      return problem(400, "The seat is not available", "seatsTaken", data);
    case "unknown_seats":
      return problem(400, "The seat is not for sale at this price", "seatsTaken", data);
    case "closed":
      return problem(400, "The event is not on sale", "notOnSale", data);
    case "not_configured":
    case "unknown_price":
      return problem(400, "No such ticket type price", "unknownPrice", data);
    case "lapsed":
      return problem(400, "The order's time is over", "expired", data);
    // No price is said here, and nobody books for a person: were it otherwise, nothing was held.
    case "price_mismatch":
    case "stale":
      return problem(400, "No tickets available", "notEnoughTickets", data);
    default:
      return unreachable(why);
  }
}

export function fillingRefusal(
  refusal: Refusal<PlaceOutcome | AddLinesOutcome>,
  priceNumbers: readonly number[],
): Said {
  switch (refusal.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return notNow(refusal);
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "number_taken":
      return problem(503, "No order number was found, try again");
    case "wrong_status":
      return wrongStatus("Tickets can be added to an unconfirmed order only");
    case "too_many_lines":
      return problem(400, `An order has at most ${refusal.max} lines`, "tooManyTickets");
    case "line_refused":
      return lineRefusal(refusal.why, priceNumbers[refusal.index] ?? 0);
    default:
      return unreachable(refusal);
  }
}

export function confirmRefusal(refusal: Refusal<ConfirmOutcome>): Said {
  switch (refusal.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return notNow(refusal);
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "empty":
      return problem(400, "An order without tickets can't be confirmed", "wrongStatus");
    case "wrong_status":
      return wrongStatus("The order is archived");
    case "expired":
      return problem(400, "The order's time was over and its tickets are free", "expired");
    default:
      return unreachable(refusal);
  }
}

export function cancelRefusal(refusal: Refusal<CancelOrderOutcome>): Said {
  switch (refusal.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return notNow(refusal);
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "unknown_line":
    case "unknown_ticket":
      return problem(400, "A ticket is not one of this order");
    case "already_used":
      return problem(400, "A ticket was scanned at the entrance", "alreadyScanned");
    default:
      return unreachable(refusal);
  }
}

export function extendRefusal(refusal: Refusal<ExtendOutcome>): Said {
  switch (refusal.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return notNow(refusal);
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "wrong_status":
      return wrongStatus("Only an unconfirmed order expires");
    case "expired":
      return problem(400, "The order's time was over and its tickets are free", "expired");
    default:
      return unreachable(refusal);
  }
}

export function payRefusal(refusal: Refusal<PayOutcome>): Said {
  switch (refusal.reason) {
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "payment_differs":
      return problem(400, "The same call has recorded another payment");
    case "too_many_payments":
      return problem(400, "The order has too many payments");
    default:
      return unreachable(refusal);
  }
}

function wrongStatus(message: string): Said {
  return problem(400, message, "wrongStatus");
}
