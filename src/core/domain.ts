/**
 * The nouns of the system (design.md section 1) as types: what an event, a date, an area, a price,
 * a listing and a ticket are to everybody. Instants are milliseconds since 1970; amounts are minor
 * units (euro cents).
 */
import type { Logo } from "./logo.ts";
import type { SeatingPlan } from "./seats.ts";

export type DateStatus = "on_sale" | "closed" | "cancelled";
export type TicketState = "held" | "issued" | "used" | "void";

/** What the venue wants on the tickets of an event. Null where it says nothing. */
export interface Presentation {
  /** One line each. */
  readonly address: readonly string[];
  /** Who runs the show, by its legal name: French tickets must say it. */
  readonly organiser: string | null;
  readonly licence: string | null;
  readonly conditions: string | null;
  /** `#rrggbb`. */
  readonly colour: string | null;
  readonly logo: Logo | null;
}

/** What a date knows of its event, so that the registry can be rebuilt from the dates alone. */
export interface EventCard {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly venue: { readonly name: string; readonly timeZone: string };
  /** Absent until the venue gives one. */
  readonly presentation?: Presentation | null;
  /** Grows with every change. */
  readonly version: number;
}

export interface Area {
  readonly id: string;
  readonly label: string;
  /** Places, or null when unlimited. */
  readonly capacity: number | null;
}

/** A seated area has a plan, and as many places as seats. */
export interface AreaConfig extends Area {
  readonly plan: SeatingPlan | null;
}

export interface Price {
  readonly id: string;
  readonly area: string;
  /** Which seats of the area it is for; null for its ordinary ones, and for a counted area. */
  readonly category: string | null;
  readonly label: string;
  readonly amount: number;
  readonly currency: string;
}

/** The most places of an area that a channel may take. */
export interface Allotment {
  readonly channel: string;
  readonly area: string;
  readonly places: number;
}

/** A way in, for the tickets of some areas or of all. */
export interface Gate {
  readonly id: string;
  readonly label: string;
  readonly areas: readonly string[] | null;
}

/** When and where one may enter; null means always, and no gates mean any. */
export interface EntryRules {
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  readonly gates: readonly Gate[];
}

/** A date as its operator wants it. */
export interface DateConfig {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly event: EventCard;
  readonly status: DateStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  /** A party that fits nowhere side by side is refused, not split. */
  readonly keepTogether: boolean;
  readonly entry: EntryRules;
  readonly areas: readonly AreaConfig[];
  readonly prices: readonly Price[];
  readonly allotments: readonly Allotment[];
}

/** A partner's own id for a price of this date. */
export interface Listing {
  readonly door: string;
  readonly kind: string;
  readonly id: string;
  readonly price: string;
  readonly version: number;
}

export interface Ticket {
  readonly serial: number;
  readonly barcode: string;
  readonly area: string;
  readonly price: string;
  readonly amount: number;
  readonly currency: string;
  readonly channel: string;
  /** The seat's id in its area's plan. */
  readonly seatId: string | null;
  /** What is printed of it. */
  readonly seat: string | null;
  readonly state: TicketState;
  readonly issuedAt: number;
  readonly changedAt: number;
  readonly version: number;
}

/** A date as the registry knows it: enough to find, list and sell it without asking its object. */
export interface DateCard extends Omit<
  DateConfig,
  "areas" | "allotments" | "keepTogether" | "entry"
> {
  readonly areas: readonly (Area & { readonly seated?: boolean })[];
  readonly listings: readonly Listing[];
  readonly version: number;
}

/**
 * Tickets of a date as the registry is told of them, as one JSON text, so that the many of an evening
 * cost little: a list of those that are alike, each of which is a list of area, price, amount, currency,
 * channel, state, version and the tickets, each as barcode, serial number, seat, and when it was
 * issued and changed. Nothing about their holders.
 */
export type ToldTickets = string;

/** A barcode of the venue's own system, before and after it is handed out. */
export interface ImportedBarcode {
  readonly number: number;
  readonly barcode: string;
  readonly area: string;
  readonly channel: string;
}
