/** How operators are told: domain values as API bodies, and refusals as problems that say what to do. */
import { toIso } from "../core/clock.ts";
import type { EntryRules, Ticket } from "../core/domain.ts";
import { TICKETS_PER_BOOKING_MAX } from "../core/limits.ts";
import { type Reasons, type Refused, unreachable } from "../core/result.ts";
import type { Unavailable } from "../date/client/call.ts";
import type { DateState, PlaceRefusal } from "../date/commands.ts";
import type { SettingProblem } from "../env.ts";
import type { RegistryDate } from "../registry/dates.ts";
import type { Problem } from "../web/problem.ts";
import { problem } from "./operation.ts";

export function dateReply(state: DateState) {
  return {
    id: state.id,
    code: state.code,
    number: state.number,
    event: state.event.id,
    status: state.status,
    startsAt: toIso(state.startsAt),
    endsAt: toIso(state.endsAt),
    salesEndAt: toIso(state.salesEndAt),
    areas: state.areas,
    prices: state.prices,
    allotments: state.allotments,
    channels: state.channels,
    keepTogether: state.keepTogether,
    entry: entryReply(state.entry),
    blocks: state.blocks,
    pools: state.pools,
    listings: state.listings.map(({ version: _version, ...listing }) => listing),
    unpublished: state.unpublished,
  };
}

export function entryReply({ opensAt, closesAt, gates }: EntryRules) {
  return {
    opensAt: opensAt === null ? null : toIso(opensAt),
    closesAt: closesAt === null ? null : toIso(closesAt),
    gates,
  };
}

export function dateSummaryReply({ version: _version, ...row }: RegistryDate) {
  return {
    ...row,
    startsAt: toIso(row.startsAt),
    endsAt: toIso(row.endsAt),
    salesEndAt: toIso(row.salesEndAt),
  };
}

export function ticketReply(date: string, ticket: Ticket) {
  return {
    date,
    serial: ticket.serial,
    barcode: ticket.barcode,
    area: ticket.area,
    price: ticket.price,
    amount: ticket.amount,
    currency: ticket.currency,
    channel: ticket.channel,
    seatId: ticket.seatId,
    seat: ticket.seat,
    state: ticket.state,
    issuedAt: toIso(ticket.issuedAt),
    changedAt: toIso(ticket.changedAt),
  };
}

/** The seats in words: all of a booking's, the first of a block's or a plan's. */
export function seatNames(seats: readonly string[]): string {
  const named = seats.slice(0, TICKETS_PER_BOOKING_MAX).join(", ");
  const more = seats.length - TICKETS_PER_BOOKING_MAX;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Refusals of places, wherever places are asked for. */
export function placeProblem(outcome: Refused<PlaceRefusal>): Problem {
  switch (outcome.reason) {
    case "sold_out":
      return problem(409, "Sold out", "No place is left at this price for this channel.");
    case "not_enough":
      return problem(409, "Not enough places", `Only ${outcome.remaining} are left.`);
    case "not_together":
      return problem(
        409,
        "Not together",
        `At most ${outcome.largest} places are left side by side.`,
      );
    case "unknown_seats":
      return problem(422, "Unknown seats", "These seats are not for sale at this price.", [
        { field: "seats", reason: seatNames(outcome.seats) },
      ]);
    case "seats_taken":
      return problem(409, "Seats taken", "These seats are not free.", [
        { field: "seats", reason: seatNames(outcome.seats) },
      ]);
    default:
      return unreachable(outcome);
  }
}

/** Refusals that every call to a date shares. */
export function dateProblem(
  outcome:
    | Refused<Unavailable>
    | Refused<SettingProblem>
    | Refused<Reasons<"not_configured" | "deadline_passed" | "unknown_barcode">>,
): Problem {
  switch (outcome.reason) {
    case "not_configured":
      return problem(404, "Unknown date", "There is no such date; PUT /operator/v1/dates/{date}.");
    case "unknown_barcode":
      return problem(
        404,
        "Unknown barcode",
        "No ticket has this barcode; check it for typing errors.",
      );
    case "deadline_passed":
      return problem(503, "Too slow", "The date was too busy to answer in time; nothing was done.");
    case "unavailable":
      return problem(503, "Date unavailable", "The date did not answer; try again in a moment.");
    case "setting":
      return problem(503, "Not configured", `The setting ${outcome.setting} ${outcome.problem}.`);
    default:
      return unreachable(outcome);
  }
}
