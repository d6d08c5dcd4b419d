/**
 * The seat rank of tickets (contracts/ticketmatic.md 3.1). There is one, and every seat has it: what
 * seats cost is the venue's to set, so that no call moves one to another rank.
 */
import * as z from "zod";
import { nothing, problem, type Reply } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { SEAT_RANK } from "../settings/lists.ts";
import { id } from "../wire.ts";
import { ACTIVE, statusOf } from "./event.ts";
import { namedSeats, ticketids } from "./places.ts";

export const rankBody = z.object({ seatrankid: id, ticketids });

export async function rankTickets(call: Call<unknown, z.output<typeof rankBody>>): Promise<Reply> {
  const { seatrankid, ticketids } = call.body;
  const named = await namedSeats(call, ticketids);
  if ("problem" in named) return named;
  if (statusOf(named.date) !== ACTIVE) return problem(400, "The event is not active");
  if (seatrankid === SEAT_RANK) return nothing;
  return problem(400, `Seats have the seat rank ${SEAT_RANK} here, and no other`);
}
