/**
 * Seats named by the lowest of them (contracts/ticketevolution.md 4.3, 4.7): it, and those that touch
 * it, one after the other, towards higher numbers.
 */
import * as z from "zod";
import { SEAT_LABEL_CHARACTERS_MAX } from "../../../core/limits.ts";
import type { Seat } from "../../../core/seats.ts";

/** By how much the printed numbers of neighbours differ. */
const STEPS = { consecutive: 1, odd_even: 2 } as const;
type SeatOrder = keyof typeof STEPS;

/** What an order's item and a hold say of it. */
export const seatWish = {
  low_seat: z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().max(SEAT_LABEL_CHARACTERS_MAX))
    .nullish()
    .transform((seat) => (seat === "" ? null : (seat ?? null))),
  seat_order: z
    .enum(["consecutive", "odd_even"])
    .nullish()
    .transform((order) => order ?? null),
};

/** `quantity` of the free seats from the lowest on; null when they are not all there. */
export function seatsFrom(
  free: readonly Seat[],
  { low, quantity, order }: { low: string; quantity: number; order: SeatOrder | null },
): readonly Seat[] | null {
  const named = free.filter(({ id, label, seat }) => [id, label, seat].includes(low));
  const [lowest] = named;
  // A bare number may stand in many rows: then it names none of them.
  if (lowest === undefined || named.length > 1) return null;
  for (const direction of [1, -1]) {
    const run = Array.from({ length: quantity }, (_, index) =>
      free.find(
        ({ block, row, pos }) =>
          block === lowest.block && row === lowest.row && pos === lowest.pos + direction * index,
      ),
    ).filter((seat) => seat !== undefined);
    if (run.length === quantity && rises(run, order)) return run;
  }
  return null;
}

function rises(run: readonly Seat[], order: SeatOrder | null): boolean {
  return run.slice(1).every((seat, index) => {
    const step = Number(seat.seat) - Number(run[index]?.seat);
    return order === null ? !(step < 0) : step === STEPS[order];
  });
}
