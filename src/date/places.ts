/** Which places a wish gets: counted ones, the seats it names, or the best ones. Takes nothing yet. */
import type { Price } from "../core/domain.ts";
import { ok, refused, type Result } from "../core/result.ts";
import type { Seat } from "../core/seats.ts";
import type { BookCommand, PlaceRefusal } from "./commands.ts";
import { buyable, seatsBlockedFor } from "./counts.ts";
import type { House } from "./house.ts";
import type { Hall } from "./seating/hall.ts";
import type { DateStore } from "./store.ts";

/** One seat for each place, or null in a counted area. */
export type Places = readonly Seat[] | null;

export function findPlaces(
  store: DateStore,
  date: House,
  price: Price,
  command: BookCommand,
): Result<Places, PlaceRefusal> {
  const quantity = command.barcodes.length;
  const hall = store.halls.of(price.area);
  const named =
    command.seats === null ? null : nameSeats(store, hall, price, command.channel, command.seats);
  if (named !== null && !named.ok) return named;
  // Accessible seats are not among those that anybody is offered: there the hall itself decides.
  const asksForSeats = named !== null || command.accessible > 0;
  const left = buyable(store, price, command.channel, asksForSeats);
  if (left === 0) return refused("sold_out");
  if (left !== null && left < quantity) return refused("not_enough", { remaining: left });
  if (hall === null || named !== null) return named ?? ok(null);
  const blocked = seatsBlockedFor(store.memory, { area: price.area, channel: command.channel });
  const choice = hall.choose({
    quantity,
    category: price.category,
    accessible: command.accessible,
    apart: !date.keepTogether,
    ...(blocked.size === 0 ? {} : { offered: (seat: Seat) => !blocked.has(seat.id) }),
  });
  if (choice.ok) return ok(choice.value);
  return choice.reason === "not_together"
    ? refused("not_together", { largest: choice.largest })
    : choice.free === 0
      ? refused("sold_out")
      : refused("not_enough", { remaining: choice.free });
}

/** Exactly these seats, or which of them can't be had. */
function nameSeats(
  { memory }: DateStore,
  hall: Hall | null,
  price: Price,
  channel: string,
  ids: readonly string[],
): Result<readonly Seat[], PlaceRefusal> {
  const seats = ids.map((id) => hall?.seat(id) ?? null);
  const unknown = ids.filter((_, index) => seats[index]?.category !== price.category);
  if (unknown.length > 0) return refused("unknown_seats", { seats: unknown });
  const blocked = seatsBlockedFor(memory, { area: price.area, channel });
  const taken = ids.filter(
    (id, index) => hall?.isFree(id) !== true || blocked.has(id) || ids.indexOf(id) !== index,
  );
  if (taken.length > 0) return refused("seats_taken", { seats: taken });
  return ok(seats.filter((seat) => seat !== null));
}
