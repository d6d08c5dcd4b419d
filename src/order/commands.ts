/**
 * What can be said to an order and what it may answer. What could act twice carries the digest of
 * its request (placing, adding lines) or the caller's own id (a payment), so a repeat has one effect
 * and one answer; the other commands say what shall be.
 *
 * A door places an order with `placeOrder` of client.ts and says everything else by `askOwnOrder`,
 * to which the orders of other channels do not exist:
 *
 *   place, addLines   an empty order is a basket; lines can be added while it is open
 *   extend            how long it is held; the answer says which expiry it became
 *   confirm           every place in every date, or nothing
 *   cancel            all, some lines, some tickets; before and after it is confirmed
 *   pay               money that came, or went back; it decides nothing about the tickets
 *   describe          reference, contact and metadata, all three at once
 *   state             everything in one call: each line's tickets with seat, amount, barcode, serial
 *
 * A refusal leaves all as it was; but `expired` says that the order is over, and after one of `NotNow`
 * nobody knows: the same command again finds out, and what was decided is carried out in any case.
 */
import type { OrderStatus, OrderTotal } from "../core/orders.ts";
import type { Unavailable } from "../core/remote.ts";
import type { Reasons, Refused, Result } from "../core/result.ts";
import type {
  BookDecision,
  BookedTicket,
  DeadlinePassed,
  NotConfigured,
} from "../date/commands.ts";
import type { SettingProblem } from "../env.ts";

/** One price of one date, so many times. */
export interface LineWish {
  readonly date: string;
  readonly price: string;
  readonly quantity: number;
  /** Exactly these seats, by id; null leaves the choice to the date. */
  readonly seats: readonly string[] | null;
  /** How many accessible seats are needed, where the date chooses. */
  readonly accessible: number;
  /** What the partner believes a ticket costs, in minor units; null when it does not say. */
  readonly expectedAmount: number | null;
}

/** What the channel may say about an order, and change at any time. */
export interface OrderDetails {
  /** The partner's own name for it. */
  readonly reference: string | null;
  /** The id of a contact; who that is, only the registry knows. */
  readonly contact: string | null;
  /** The partner's own, a JSON object as text. */
  readonly metadata: string;
}

export interface PlaceCommand extends OrderDetails {
  /** SHA-256 of what was signed, plus door and partner. */
  readonly request: string;
  /** Milliseconds since 1970; past it the command has no effect. */
  readonly deadline: number;
  readonly number: number;
  readonly channel: string;
  readonly expiresAt: number;
  /** None at all is an empty order, to be filled later. */
  readonly lines: readonly LineWish[];
}

export type AddLinesCommand = Pick<PlaceCommand, "request" | "deadline" | "lines">;

/** What to cancel: everything, or these lines and these tickets by barcode. */
export interface CancelOrderCommand {
  readonly deadline: number;
  readonly what: "all" | { readonly lines: readonly number[]; readonly tickets: readonly string[] };
}

/** Money that came, or went back (a negative amount). */
export interface Payment {
  /** The caller's own: the same payment twice counts once. */
  readonly id: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  readonly at: number;
  /** The partner's own, a JSON object as text. */
  readonly details?: string | null;
}

/** `ending`: its cancellation is decided here, and not yet heard from its date. */
export type OrderTicketState = "held" | "issued" | "ending" | "void";

export interface OrderTicket extends BookedTicket {
  readonly amount: number;
  readonly currency: string;
  readonly state: OrderTicketState;
}

export interface OrderLine {
  readonly id: number;
  readonly date: string;
  /** The date's code. */
  readonly code: string;
  readonly price: string;
  readonly tickets: readonly OrderTicket[];
}

export interface OrderState extends OrderDetails {
  readonly number: number;
  readonly channel: string;
  readonly status: OrderStatus;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly lines: readonly OrderLine[];
  readonly payments: readonly Payment[];
  readonly totals: readonly OrderTotal[];
  /** Grows with every change. */
  readonly version: number;
}

/** Why a line can't be held. `lapsed`: its hold ended while the other lines were asked for. */
export type LineRefusal =
  | Exclude<BookDecision, { ok: true }>
  | Refused<NotConfigured | Reasons<"unknown_price" | "lapsed">>;

export type UnknownOrder = { readonly reason: "unknown_order" };
/** The order is not in a status that allows it. */
export type WrongStatus = { readonly reason: "wrong_status"; readonly status: OrderStatus };
export type TooManyLines = { readonly reason: "too_many_lines"; readonly max: number };
/** Nothing is held for this request: the line at `index` was refused. */
export type LineRefused = {
  readonly reason: "line_refused";
  readonly index: number;
  readonly why: LineRefusal;
};

/** Refusals that say nothing about the order: repeating the command is right. */
export type NotNow = DeadlinePassed | Unavailable | SettingProblem;

export type LinesOutcome = Result<OrderState, NotNow | WrongStatus | TooManyLines | LineRefused>;
export type PlaceOutcome = LinesOutcome | Refused<Reasons<"number_taken">>;
export type AddLinesOutcome = LinesOutcome | Refused<UnknownOrder>;

/** `expired`: time was over, or a date has taken its places back; nothing of the order is live. */
export type ConfirmOutcome = Result<
  OrderState,
  NotNow | UnknownOrder | WrongStatus | Reasons<"expired" | "empty">
>;

export type CancelOrderOutcome = Result<
  OrderState,
  | NotNow
  | UnknownOrder
  | { readonly reason: "unknown_line"; readonly line: number }
  | { readonly reason: "unknown_ticket"; readonly barcode: string }
  | Reasons<"already_used">
>;

export type ExtendOutcome = Result<
  OrderState,
  NotNow | UnknownOrder | WrongStatus | Reasons<"expired">
>;

export type PayOutcome = Result<
  OrderState,
  UnknownOrder | Reasons<"payment_differs" | "too_many_payments">
>;

/** Correcting a payment that was recorded wrongly, or taking it out. */
export type AmendOutcome = Result<OrderState, UnknownOrder | Reasons<"unknown_payment">>;

export type DescribeOutcome = Result<OrderState, UnknownOrder>;

/** Some tickets of a confirmed order, by barcode, become those of a new one. */
export interface HandOverCommand {
  readonly request: string;
  readonly deadline: number;
  readonly tickets: readonly string[];
  readonly to: OrderDetails & { readonly number: number };
}

/** The number of the new order. */
export type HandOverOutcome = Result<
  { readonly number: number },
  | NotNow
  | UnknownOrder
  | WrongStatus
  | { readonly reason: "unknown_ticket"; readonly barcode: string }
  | Reasons<"nothing_left">
>;

/** A line as one order hands it to another, with the tickets that go. */
export interface HandedLine {
  readonly line: LineWish & { readonly id: number; readonly code: string; readonly hold: string };
  readonly tickets: readonly (BookedTicket & {
    readonly amount: number;
    readonly currency: string;
  })[];
}

export interface TakeOverCommand extends OrderDetails {
  /** The request of the handing over: the same again changes nothing. */
  readonly request: string;
  readonly number: number;
  readonly channel: string;
  readonly lines: readonly HandedLine[];
}

export type TakeOverOutcome = Result<null, Reasons<"number_taken">>;

/** Which tickets may get other barcodes at their date within a while. */
export interface ExpectBarcodesCommand {
  /** The date's code. */
  readonly code: string;
  readonly serials: readonly number[];
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** `unknown_ticket`: not one that this order has issued. */
export type ExpectBarcodesOutcome = Result<null, UnknownOrder | Reasons<"unknown_ticket">>;

export type LearnBarcodesOutcome = Result<null, NotNow | UnknownOrder>;

/** `changed_since`: the order is no longer at the version that the caller has read. */
export type RedescribeOutcome = Result<OrderState, UnknownOrder | Reasons<"changed_since">>;
