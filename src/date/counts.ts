/**
 * Places taken, per area and channel, and what is left. The counters are kept beside the tickets;
 * audit.ts counts the tickets themselves to prove them.
 */
import type { Price, TicketState } from "../core/domain.ts";
import type { ChannelCount } from "./commands.ts";
import { type House, isOnSale } from "./house.ts";
import type { Memory, Place } from "./memory.ts";
import type { Hall } from "./seating/hall.ts";
import type { DateStore } from "./store.ts";

/** The states in which a ticket takes a place. */
export type LiveState = Exclude<TicketState, "void">;

/** Moves places between states: `null` stands for free. */
export function move(
  { memory }: DateStore,
  place: Place,
  from: LiveState | null,
  to: LiveState | null,
  places: number,
): void {
  memory.setCount(moved(memory, place, from, to, places));
  memory.writeCounts();
}

/** Places that were free. The counter is written with those of all bookings of the commit. */
export function take({ memory }: DateStore, place: Place, to: LiveState, places: number): void {
  memory.setCount(moved(memory, place, null, to, places));
}

function moved(
  memory: Memory,
  { area, channel }: Place,
  from: LiveState | null,
  to: LiveState | null,
  places: number,
): ChannelCount {
  const before = memory.count({ area, channel });
  const now = (state: LiveState) =>
    (before?.[state] ?? 0) + (to === state ? places : 0) - (from === state ? places : 0);
  return { area, channel, issued: now("issued"), used: now("used"), held: now("held") };
}

/**
 * What `channel` can still buy of a price: 0 when the date is not on sale, null when unlimited.
 * The number that a partner is told, always an integer of at least 0.
 */
export function remainingOf(
  store: DateStore,
  date: House,
  price: Price,
  channel: string,
  now: number,
): number | null {
  return isOnSale(date, now) ? buyable(store, price, channel, false) : 0;
}

/**
 * Places of a price for a channel, whatever the date's status; null when unlimited. Accessible
 * seats count only where seats are named: nobody else is offered them.
 */
export function buyable(
  { memory, halls }: DateStore,
  price: Price,
  channel: string,
  named: boolean,
): number | null {
  const place = { area: price.area, channel };
  const hall = halls.of(price.area);
  const free =
    hall !== null
      ? named
        ? null
        : freeSeats(memory, hall, price, channel)
      : minus(memory.free(price.area), placesBlockedFor(memory, place));
  const limits = [free, memory.allotmentLeft(place), memory.unusedImports(place)];
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

function minus(places: number | null, taken: number): number | null {
  return places === null ? null : places - taken;
}

/** Places of an area that a channel is kept out of, beside those that everybody is. */
function placesBlockedFor(memory: Memory, { area, channel }: Place): number {
  const own = memory.blocksOf(area).filter((block) => block.channel === channel);
  return own.reduce((sum, { places }) => sum + places, 0);
}

/** The seats of an area that only this channel is kept out of. */
export function seatsBlockedFor(memory: Memory, { area, channel }: Place): Set<string> {
  const own = memory.blocksOf(area).filter((block) => block.channel === channel);
  return new Set(own.flatMap(({ seats }) => seats ?? []));
}

function freeSeats(memory: Memory, hall: Hall, price: Price, channel: string): number {
  const blocked = seatsBlockedFor(memory, { area: price.area, channel });
  return blocked.size === 0
    ? hall.countFree(price.category)
    : hall.countFree(price.category, (seat) => !blocked.has(seat.id));
}
