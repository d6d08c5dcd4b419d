/**
 * What can be said to an event date and what it may answer: the language between a date's object
 * and everybody else. No partner, no HTTP status and no storage here.
 */
import type {
  Area,
  DateConfig,
  DateStatus,
  EventCard,
  Listing,
  Price,
  Ticket,
  TicketState,
} from "../core/domain.ts";
import type { Ok, Reasons, Refused, Result } from "../core/result.ts";
import type { Seat } from "../core/seats.ts";

/** Who books, as far as a date may know. */
export interface Holder {
  /** A keyed hash of whom and what the partner allows only one live booking for. */
  readonly person: string;
  /** Orders the bookings of one person; microseconds since 1970 at the partner. */
  readonly requestedAt: number;
  readonly name: string | null;
  readonly email: string | null;
}

export interface BookCommand {
  /** Names what was signed, among all doors and partners: the same request has one effect. */
  readonly request: string;
  /** Milliseconds since 1970; past it the command has no effect. */
  readonly deadline: number;
  readonly channel: string;
  readonly price: string;
  /** What the partner believes a ticket costs, in minor units; null when it does not say. */
  readonly expectedAmount: number | null;
  /** One freshly minted barcode for each ticket. */
  readonly barcodes: readonly string[];
  /** Exactly these seats, by id; null leaves the choice to the date. */
  readonly seats: readonly string[] | null;
  /** How many accessible seats the party needs, where the date chooses. */
  readonly accessible: number;
  readonly holder: Holder | null;
  /** Reserves the places until then, for an order or none, instead of issuing the tickets. */
  readonly hold: { readonly expiresAt: number; readonly order: number | null } | null;
}

/** A booking to be taken back: by its request, and the first barcode that it brought; null means any. */
export interface Attempt {
  readonly request: string;
  readonly attempt: string | null;
}

/** Why there are no places for a wish. */
export type PlaceRefusal =
  | { readonly reason: "sold_out" }
  | { readonly reason: "not_enough"; readonly remaining: number }
  | { readonly reason: "not_together"; readonly largest: number }
  | { readonly reason: "unknown_seats"; readonly seats: readonly string[] }
  | { readonly reason: "seats_taken"; readonly seats: readonly string[] };

export interface BookedTicket {
  readonly serial: number;
  readonly barcode: string;
  readonly seatId: string | null;
  readonly seat: string | null;
}

export interface Booked {
  readonly tickets: readonly BookedTicket[];
  /** What the channel can still buy of this price; null when unlimited. */
  readonly remaining: number | null;
}

export type NotConfigured = { readonly reason: "not_configured" };
export type DeadlinePassed = { readonly reason: "deadline_passed" };

/** Decisions that are kept with the request, so that its repeat is answered the same. */
export type BookDecision = Result<
  Booked,
  | { readonly reason: "price_mismatch"; readonly amount: number }
  | { readonly reason: "closed" }
  | { readonly reason: "stale" }
  | PlaceRefusal
>;

export type BookOutcome =
  | BookDecision
  | Refused<NotConfigured>
  | Refused<DeadlinePassed>
  | Refused<{ readonly reason: "unknown_price" }>
  | Refused<{ readonly reason: "barcode_taken" }>;

/** Acts on holds by the requests that made them. */
export interface HoldCommand {
  readonly deadline: number;
  readonly holds: readonly string[];
  /** Only these tickets of them; null means all. */
  readonly serials: readonly number[] | null;
}

export type HoldRefusal = Reasons<"unknown_hold" | "lapsed">;

export type HoldsOutcome = Result<readonly Ticket[], NotConfigured | DeadlinePassed | HoldRefusal>;

/** Places that are not for sale, to one channel or (null) to anybody. */
export interface Block {
  readonly id: string;
  readonly area: string;
  readonly channel: string | null;
  readonly places: number;
  /** Of a seated area: which seats. */
  readonly seats: readonly string[] | null;
  readonly reason: string;
}

export type BlockOutcome = Result<
  Block,
  | NotConfigured
  | { readonly reason: "unknown_area"; readonly area: string }
  | { readonly reason: "seats_needed"; readonly area: string }
  | { readonly reason: "unknown_seats"; readonly seats: readonly string[] }
  | { readonly reason: "seats_taken"; readonly seats: readonly string[] }
  | { readonly reason: "not_enough"; readonly remaining: number }
>;

/** The first block that can't be says why. */
export type BlockAllOutcome = Ok<null> | Exclude<BlockOutcome, { ok: true }>;

export type ImportOutcome = Result<
  { readonly imported: number },
  | NotConfigured
  | { readonly reason: "unknown_area"; readonly area: string }
  | { readonly reason: "known_barcodes"; readonly barcodes: readonly string[] }
>;

export type RemoveOutcome = Result<
  null,
  | NotConfigured
  | { readonly reason: "date_in_use"; readonly tickets: number; readonly imported: number }
>;

/** With the id of its date, which its barcode names only by the code. */
export type FoundTicket = Ticket & { readonly date: string };

export interface CancelCommand {
  readonly deadline: number;
  /** Only tickets of this channel are known; null sees all (the operator). */
  readonly channel: string | null;
  readonly barcodes: readonly string[];
  /** How an order names its tickets, instead: their barcodes may have been replaced since. */
  readonly serials?: readonly number[];
}

/** Gives tickets of a channel's orders barcodes of its own; who calls has seen that no date has them. */
export interface RebarcodeCommand {
  /** SHA-256 of what was signed, plus door and partner. */
  readonly request: string;
  readonly deadline: number;
  readonly channel: string;
  readonly tickets: readonly { readonly serial: number; readonly barcode: string }[];
}

export interface Rebarcoded {
  /** What changed, or would; none where every ticket has its barcode already. */
  readonly changes: readonly {
    readonly serial: number;
    readonly barcode: string;
    readonly area: string;
    readonly order: number;
  }[];
  /** Whose tickets they all are. */
  readonly orders: readonly number[];
}

export type RebarcodeOutcome = Result<
  Rebarcoded,
  | NotConfigured
  | DeadlinePassed
  | {
      readonly reason: "unknown_ticket" | "not_issued" | "already_used" | "being_cancelled";
      readonly serial: number;
    }
  | { readonly reason: "barcode_taken"; readonly barcode: string }
>;

export interface Cancelled {
  readonly cancelled: number;
  readonly remaining: number | null;
}

export type CancelOutcome = Result<
  Cancelled,
  NotConfigured | DeadlinePassed | Reasons<"unknown_barcode" | "already_used">
>;

export type ConfigureOutcome = Result<
  DateState,
  | { readonly reason: "other_date"; readonly id: string }
  /** A date of the sandbox belongs to an event of the sandbox, and a real one to a real one. */
  | { readonly reason: "other_world" }
  | { readonly reason: "already_cancelled" }
  | { readonly reason: "capacity_below_sold"; readonly area: string; readonly out: number }
  | { readonly reason: "area_in_use"; readonly area: string; readonly out: number }
  | { readonly reason: "price_in_use"; readonly price: string }
  | { readonly reason: "seats_in_use"; readonly area: string; readonly seats: readonly string[] }
  | { readonly reason: "seating_in_use"; readonly area: string; readonly out: number }
>;

/** Left out stays as it is. */
export interface AdjustChange {
  readonly status?: DateStatus;
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** Left out, sales that ended with the date, or as it began, still do. */
  readonly salesEndAt?: number;
  /** Null: unlimited. Only of counted areas. */
  readonly capacities?: readonly { readonly area: string; readonly places: number | null }[];
}

export type AdjustOutcome =
  | ConfigureOutcome
  | Refused<
      | NotConfigured
      | { readonly reason: "unknown_area"; readonly area: string }
      | { readonly reason: "seated"; readonly area: string }
      /** The time that comes too early or too late for the others. */
      | { readonly reason: "times_cross"; readonly time: "endsAt" | "salesEndAt" }
    >;

/** A ticket with the order it belongs to (null: none) and its last entry, if anybody came in. */
export interface TicketTrace {
  readonly ticket: Ticket;
  readonly order: number | null;
  readonly entry: { readonly device: string; readonly at: number } | null;
}

export type ListOutcome = Result<
  Listing,
  NotConfigured | { readonly reason: "unknown_price"; readonly price: string }
>;

/** Places of one channel in one area. */
export interface ChannelCount {
  readonly area: string;
  readonly channel: string;
  readonly issued: number;
  readonly used: number;
  readonly held: number;
}

export interface AreaState extends Area {
  readonly issued: number;
  readonly used: number;
  readonly held: number;
  readonly blocked: number;
  readonly free: number | null;
  readonly seated: boolean;
}

/** A seat as a seating map shows it. */
export interface SeatState extends Seat {
  readonly state: "free" | "taken" | "blocked";
}

export interface NumberedSeat {
  readonly number: number;
  readonly area: string;
  /** Its id. */
  readonly seat: string;
}

/** A seat and its place in the order of its area. */
export interface PlacedSeat {
  readonly position: number;
  /** The same for as long as the seat is there, and never another's. */
  readonly number: number;
  readonly seat: Seat;
  readonly free: boolean;
  /** The block that keeps everybody out of it. */
  readonly block: string | null;
}

export interface PriceState extends Price {
  /** For each channel what it can still buy of this price; null when unlimited. */
  readonly remaining: Readonly<Record<string, number | null>>;
}

export interface DateState extends Omit<DateConfig, "areas"> {
  readonly areas: readonly AreaState[];
  readonly prices: readonly PriceState[];
  readonly channels: readonly ChannelCount[];
  readonly listings: readonly Listing[];
  readonly blocks: readonly Block[];
  /** Imported barcodes that were not handed out yet. */
  readonly pools: readonly {
    readonly area: string;
    readonly channel: string;
    readonly unused: number;
  }[];
  readonly version: number;
  /** Tickets that the registry must still be told about. */
  readonly unpublished: number;
}

/** What is printed on a ticket, beside what is printed on all tickets of its date. */
export interface PrintedTicket {
  readonly barcode: string;
  readonly serial: number;
  readonly area: string;
  readonly seat: string | null;
  readonly price: string;
  readonly amount: number;
  readonly currency: string;
  readonly channel: string;
  readonly state: Exclude<TicketState, "held">;
  readonly issuedAt: number;
  readonly changedAt: number;
}

export interface PrintedDate {
  readonly event: EventCard;
  readonly startsAt: number;
  readonly opensAt: number | null;
  readonly tickets: readonly PrintedTicket[];
}

export interface AuditReport {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly tickets: number;
  readonly live: number;
}

export type Answered<Value> = Ok<Value> | Refused<NotConfigured>;
