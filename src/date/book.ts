/** Booking: the one function that gives places away, and taking a booking back unheard. */
import { refused, ok } from "../core/result.ts";
import { SERIALS_PER_DATE_MAX } from "../core/limits.ts";
import { isSandbox, type Misbehaviour } from "../core/sandbox.ts";
import {
  decidedBefore,
  earlierDecision,
  forget,
  isOvertaken,
  record,
  serialsOf,
} from "./bookings.ts";
import type { PastBooking } from "./bookings.ts";
import type { Price } from "../core/domain.ts";
import type { Attempt, BookCommand, BookDecision, BookOutcome } from "./commands.ts";
import { remainingOf } from "./counts.ts";
import { forgetHold, openHold } from "./hold.ts";
import { isOnSale } from "./house.ts";
import { changeState, give, isInState, ticketBySerial } from "./tickets.ts";
import { findPlaces } from "./places.ts";
import type { DateStore } from "./store.ts";

/**
 * Gives one ticket for each barcode of the command, or refuses. Inside a transaction of the caller:
 * places, tickets, serial numbers, request record and what the registry must be told go together.
 */
export function book(
  store: DateStore,
  wanted: BookCommand,
  now: number,
  played: Misbehaviour | null = null,
): BookOutcome {
  // Nobody of the sandbox books anything real, and nobody else anything of the sandbox.
  const isPlayed = isSandbox(store.memory.date.id);
  if (isPlayed !== isSandbox(wanted.channel)) return refused("not_configured");
  const command = isPlayed && played === "one_less" ? oneLess(wanted) : wanted;
  // Too late: better no ticket than a ticket the partner never hears of.
  if (now > command.deadline) return refused("deadline_passed");
  const past = decidedBefore(store, command);
  const earlier = earlierDecision(store, command, past);
  if (earlier !== null) return earlier;
  if (isPlayed && played === "sold_out") return refused("sold_out");
  if (command.seats !== null && command.seats.length !== command.barcodes.length) {
    throw new Error("a booking that names seats brings a barcode for each");
  }
  const price = store.memory.price(command.price);
  if (price === null) return refused("unknown_price");
  if (store.barcodes.anyExists(command.barcodes)) return refused("barcode_taken");
  const decision = decide(store, price, command, past, now);
  record(store, command, decision, now);
  return decision;
}

/** A party of one stays one. */
function oneLess(command: BookCommand): BookCommand {
  const { barcodes, seats } = command;
  const fewer = Math.max(1, barcodes.length - 1);
  return {
    ...command,
    barcodes: barcodes.slice(0, fewer),
    seats: seats === null ? null : seats.slice(0, fewer),
    accessible: Math.min(command.accessible, fewer),
  };
}

function decide(
  store: DateStore,
  price: Price,
  command: BookCommand,
  past: readonly PastBooking[],
  now: number,
): BookDecision {
  const { date } = store.memory;
  if (command.expectedAmount !== null && command.expectedAmount !== price.amount) {
    return refused("price_mismatch", { amount: price.amount });
  }
  if (!isOnSale(date, now)) return refused("closed");
  if (command.holder !== null) {
    if (isOvertaken(past, command.holder)) return refused("stale");
    supersede(store, past, now);
  }
  if (store.memory.lastSerial + command.barcodes.length > SERIALS_PER_DATE_MAX) {
    return refused("sold_out");
  }
  const places = findPlaces(store, date, price, command);
  if (!places.ok) return places;
  const { channel, barcodes, hold } = command;
  const state = hold === null ? "issued" : "held";
  const order = hold?.order ?? null;
  const gift = { price, channel, barcodes, seats: places.value, state, order } as const;
  const tickets = give(store, gift, now);
  if (hold !== null) {
    const serials = tickets.map(({ serial }) => serial);
    openHold(store, { ...hold, id: command.request, serials, channel }, now);
  }
  return ok({ tickets, remaining: remainingOf(store, date, price, channel, now) });
}

/**
 * The partner allows a person one live booking here and asks for a new one, so the earlier one is
 * dead on its side: its places are free, also when the new wish is then refused
 * (contracts/passculture.md 4.3 and 4.6). A used ticket keeps its place: someone sits there.
 */
function supersede(store: DateStore, past: readonly PastBooking[], now: number): void {
  voidIssued(
    store,
    past.flatMap(({ decision }) => serialsOf(decision)),
    now,
  );
}

function voidIssued(store: DateStore, serials: readonly number[], now: number): number {
  let voided = 0;
  for (const serial of serials) {
    const ticket = ticketBySerial(store.sql, serial);
    if (ticket !== null && isInState(ticket, "issued")) {
      changeState(store, ticket, "void", now);
      voided += 1;
    }
  }
  return voided;
}

/**
 * Takes a booking back whose answer is known to have reached nobody: its tickets are void and its
 * request is forgotten, so that a repeat books anew. Nothing happens when a repeat was answered.
 */
export function withdraw(
  store: DateStore,
  request: string,
  attempt: string | null,
  now: number,
): number {
  const serials = forget(store.sql, request, attempt);
  if (serials === null) return 0;
  forgetHold(store, request, now);
  return voidIssued(store, serials, now);
}

/** How many tickets are void now. */
export function withdrawAll(store: DateStore, bookings: readonly Attempt[], now: number): number {
  return bookings
    .map(({ request, attempt }) => withdraw(store, request, attempt, now))
    .reduce((sum, voided) => sum + voided, 0);
}
