/** Seats by number: the date gives each its own, which stays with it whatever becomes of the plan. */
import { seatsNumbered } from "../../../date/client/admissions.ts";
import type { AreaState, DateState } from "../../../date/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { notNow, type Problem, unknownId } from "../answers.ts";
import type { Anything } from "../endpoint.ts";

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
