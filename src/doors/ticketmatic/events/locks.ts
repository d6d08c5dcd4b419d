/**
 * Locking seats and giving them free (contracts/ticketmatic.md 3.1): a block of the date for each
 * seat, under the account's name, so that nobody opens what another has locked.
 */
import * as z from "zod";
import { askDate } from "../../../date/client/call.ts";
import { nothing, notNow, problem, type Reply } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { hasSetting, LOCK_BLOCKED, lockTypes } from "../settings/lists.ts";
import { id } from "../wire.ts";
import { type NamedSeat, namedSeats, ticketids } from "./places.ts";

export const lockBody = z.object({ locktypeid: id, ticketids });
export const unlockBody = z.object({ ticketids });

function blockId({ partner }: Anything, { area, seat }: NamedSeat): string {
  return `lock ${partner.id} ${area} ${seat}`;
}

/** All of them or none; those that are locked already stay so. */
export async function lockTickets(call: Call<unknown, z.output<typeof lockBody>>): Promise<Reply> {
  const { env, deadline, body } = call;
  if (!hasSetting(lockTypes, body.locktypeid) || body.locktypeid !== LOCK_BLOCKED) {
    return problem(400, "No such lock type, or not one that locks");
  }
  const named = await namedSeats(call, body.ticketids);
  if ("problem" in named) return named;
  const blocks = named.seats.map((seat) => ({
    id: blockId(call, seat),
    area: seat.area,
    channel: null,
    places: 1,
    seats: [seat.seat],
    reason: `locked by ${call.partner.id}`,
  }));
  const outcome = await askDate(env, named.date.code, deadline, (stub) => stub.blockAll(blocks));
  if (outcome.ok) return nothing;
  return outcome.reason === "unavailable"
    ? notNow(outcome)
    : problem(400, "A ticket is not free", "seatsTaken");
}

/** One that is not locked stays open. */
export async function unlockTickets(
  call: Call<unknown, z.output<typeof unlockBody>>,
): Promise<Reply> {
  const named = await namedSeats(call, call.body.ticketids);
  if ("problem" in named) return named;
  for (const seat of named.seats) {
    const outcome = await askDate(call.env, named.date.code, call.deadline, (stub) =>
      stub.unblock(blockId(call, seat)),
    );
    if (!outcome.ok && outcome.reason === "unavailable") return notNow(outcome);
  }
  return nothing;
}
