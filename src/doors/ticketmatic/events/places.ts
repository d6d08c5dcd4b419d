/** Seats by number: the date gives each its own, which stays with it whatever becomes of the plan. */
import * as z from "zod";
import { TICKETMATIC_LOCKS_PER_CALL_MAX } from "../../../core/limits.ts";
import { seatsNumbered } from "../../../date/client/admissions.ts";
import type { AreaState, DateState } from "../../../date/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { notNow, type Problem, problem, unknownId } from "../answers.ts";
import type { Anything } from "../endpoint.ts";
import { readTicketNumber } from "../numbers.ts";
import { id } from "../wire.ts";
import { visibleDate } from "./visible.ts";

export type SeatedArea = Pick<AreaState, "id">;

export function seatedAreas({ areas }: DateState): SeatedArea[] {
  return areas.filter(({ seated }) => seated);
}

export interface NamedSeat {
  readonly area: string;
  readonly seat: string;
}

type Seats = { readonly seats: readonly NamedSeat[] } | { readonly problem: Problem };

/** The seats with these numbers, in their order. */
export async function seatsAt(
  { env, deadline }: Pick<Anything, "env" | "deadline">,
  { code }: Pick<FoundDate, "code">,
  places: readonly number[],
): Promise<Seats> {
  if (places.length === 0) return { seats: [] };
  const found = await seatsNumbered(env, { code, deadline }, places);
  if (!found.ok) return found.reason === "not_configured" ? unknownId("event") : notNow(found);
  const seats = new Map(found.value.map((seat) => [seat.number, seat]));
  const named = places.flatMap((place) => seats.get(place) ?? []);
  return named.length < places.length ? unknownId("ticket") : { seats: named };
}

/** As calls name them that say something of many. */
export const ticketids = z.array(id).max(TICKETMATIC_LOCKS_PER_CALL_MAX).default([]);

type Named =
  | { readonly date: FoundDate; readonly seats: readonly NamedSeat[] }
  | { readonly problem: Problem };

/** The seats of the event in the path that are named, none of them sold. */
export async function namedSeats(call: Anything, numbers: readonly number[]): Promise<Named> {
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  const places: number[] = [];
  for (const number of new Set(numbers)) {
    const named = readTicketNumber(number);
    if (named.date !== date.number) {
      return problem(400, "A ticket is not one of this event", undefined, { ticketid: number });
    }
    if (named.kind === "ticket") {
      return problem(400, "A ticket is sold or has no seat", "seatsTaken", { ticketid: number });
    }
    places.push(named.place);
  }
  const found = await seatsAt(call, date, places);
  return "problem" in found ? found : { date, seats: found.seats };
}
