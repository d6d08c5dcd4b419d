/**
 * What the entrance of a date is told and what it may answer: a scan made now, scans made offline,
 * and what follows from all of them.
 */
import type { EntryRules, Ticket, TicketState } from "../../core/domain.ts";
import type { Ok, Reasons, Refused, Result } from "../../core/result.ts";
import type { DeadlinePassed, NotConfigured } from "../commands.ts";

export type Direction = "in" | "out";

/** What a barcode is when this date has no such ticket, as far as it can be told without one. */
export type Stranger = "unknown" | "forged" | "other_date";

/** A scan by a device that can ask: the date decides. */
export interface ScanCommand {
  /** Milliseconds since 1970; past it nobody waits at the gate for the answer. */
  readonly deadline: number;
  readonly device: string;
  /** The device's own: the same scan sent again counts once. */
  readonly id: string;
  readonly barcode: string;
  readonly direction: Direction;
  /** Null where nobody said: the venue's staff may, a device at a date with gates may not. */
  readonly gate: string | null;
  readonly mayOmitGate: boolean;
  /** Null while it is still to be found out: a barcode that the date lacks is then not judged. */
  readonly stranger: Stranger | null;
}

export type ScanRefusal =
  | Reasons<Stranger>
  | Reasons<"void" | "not_paid" | "being_cancelled" | "not_inside">
  | { readonly reason: "already_inside"; readonly since: number; readonly gate: string | null }
  | { readonly reason: "too_early"; readonly opensAt: number }
  | { readonly reason: "too_late"; readonly closesAt: number }
  /** The gates that would be right. */
  | { readonly reason: "wrong_gate"; readonly gates: readonly string[] };

export interface Passed {
  /** The id of the date that let it through. */
  readonly date: string;
  readonly ticket: Ticket;
  /** When the date let the ticket through, in milliseconds since 1970. */
  readonly at: number;
}

export type ScanOutcome = Result<Passed, NotConfigured | DeadlinePassed | ScanRefusal>;

/** A scan that a device decided alone. */
export interface OfflineScan {
  readonly id: string;
  readonly barcode: string;
  readonly direction: Direction;
  readonly gate: string | null;
  /** By the device's own clock. */
  readonly at: number;
  /** Did the device let the person through? */
  readonly letThrough: boolean;
  readonly stranger: Stranger;
}

/** What is wrong with letting a ticket through, judged by all scans that are known. */
export type Irregularity = "double_entry" | "not_inside" | "void" | "not_paid" | Stranger;

export type Finding = "admitted" | "left" | "turned_away" | Irregularity;

/** Why an uploaded scan is not kept. */
export type NotKept =
  /** Its time lies too far ahead or back: the device's clock is wrong. */
  | "clock_ahead"
  | "too_old"
  /** Its ticket's cancellation is under way: the same scan can be uploaded in a moment. */
  | "being_cancelled";

export interface MergedScan {
  readonly id: string;
  readonly outcome: Finding | NotKept;
  readonly kept: boolean;
}

export type MergeOutcome = Ok<readonly MergedScan[]> | Refused<NotConfigured>;

/** A scan as a report names it. */
export interface ReportedScan {
  readonly device: string;
  readonly id: string;
  readonly gate: string | null;
  readonly at: number;
}

/** Someone was let in who should not have been. */
export interface IrregularEntry {
  readonly irregularity: Exclude<Irregularity, "not_inside">;
  /** Null when the date has no such ticket. */
  readonly ticket: Ticket | null;
  readonly barcode: string;
  readonly scan: ReportedScan;
  /** Of a double entry: the scan by which the ticket was inside already. */
  readonly first: ReportedScan | null;
}

export interface IrregularEntries {
  readonly entries: readonly IrregularEntry[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
}

/** What passed at a gate; a gate of null is where nobody said which. */
export interface GateCount {
  readonly gate: string | null;
  readonly label: string | null;
  readonly in: number;
  readonly out: number;
  /** Tickets that are inside now and came in here. */
  readonly inside: number;
  /** Of those that passed in: how many should not have. */
  readonly irregular: number;
  readonly turnedAway: number;
}

/** One attempt on a barcode, as it is kept. */
export interface Attempt extends ReportedScan {
  readonly direction: Direction;
  /** When it became known here; of a scan made offline, when it was first uploaded. */
  readonly receivedAt: number;
  /** Decided by the date, at once; else by the device alone. */
  readonly live: boolean;
  readonly letThrough: boolean;
  readonly finding: Finding;
  /** Why the date did not let it through; null where it did, or where the device decided. */
  readonly refusal: ScanRefusal["reason"] | null;
}

/** A ticket as a scanner without a connection must know it. */
export interface ScanListTicket {
  readonly barcode: string;
  readonly state: TicketState;
  readonly inside: boolean;
  readonly area: string;
  readonly seat: string | null;
}

export interface ScanList {
  /** By which a scanner without a connection decides, beside the tickets. */
  readonly entry: EntryRules;
  /** Forget what is known: this begins with the first ticket. */
  readonly whole: boolean;
  readonly tickets: readonly ScanListTicket[];
  /** Ask again with it: what changed since then follows. */
  readonly version: string;
  /** There is more now. */
  readonly more: boolean;
}

/** A live ticket with what happened to it at the entrance. */
export interface Admission extends Omit<Ticket, "issuedAt" | "version"> {
  /** The order it was held for; null when it was sold without one. */
  readonly order: number | null;
  readonly inside: boolean;
  /** When and by which device it was last let in, in milliseconds since 1970. */
  readonly enteredAt: number | null;
  readonly enteredBy: string | null;
  readonly leftAt: number | null;
  readonly leftBy: string | null;
  /** Of a numbered seat: what its row and the seat itself are called, and its place in the order. */
  readonly seatRow: string | null;
  readonly seatNumber: string | null;
  readonly position: number | null;
}

/** Lets out everybody of a channel who is inside, in some areas or (null) in all. */
export interface LetOutCommand {
  readonly deadline: number;
  readonly device: string;
  /** The same scan sent again counts once. */
  readonly id: string;
  readonly channel: string;
  readonly areas: readonly string[] | null;
}

/** The serial numbers of those who were let out. */
export type LetOutOutcome = Result<readonly number[], NotConfigured | DeadlinePassed>;
