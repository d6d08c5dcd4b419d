/** Keeps scans of one barcode and draws what follows: who is inside, and a ticket that is now used. */
import { run } from "../../core/sql.ts";
import type { DateStore } from "../store.ts";
import { changeState, isInState, type StoredTicket } from "../tickets.ts";
import type { Stranger } from "./commands.ts";
import { fold, type Folded, merge, type ScanFact, type Standing } from "./fold.ts";
import { keepScan, type KeptScan, keptScan, passagesOf, readEntry, writeEntry } from "./kept.ts";

/** Whose scans they are: a ticket of this date, or a barcode that is none. */
export interface Subject {
  readonly barcode: string;
  readonly ticket: StoredTicket | null;
  /** What it is where it is no ticket's; void is one that was replaced by another. */
  readonly stranger: Stranger | "void";
}

export interface ArrivedScan extends ScanFact {
  /** What the caller is answered, as JSON; null where that is the finding. */
  readonly told: string | null;
}

/** What follows from the passages of a barcode as they are known now. */
export function foldKept(sql: SqlStorage, subject: Subject): Folded<KeptScan> {
  return fold(passagesOf(sql, subject.barcode), standingOf(sql, subject));
}

/** Merges these into the scans of the barcode; answers its passages and these, as they are kept. */
export function settle(
  store: DateStore,
  subject: Subject,
  arrived: readonly ArrivedScan[],
  now: number,
): KeptScan[] {
  const { sql } = store;
  const { barcode, ticket } = subject;
  const standing = standingOf(sql, subject);
  const before = arrived
    .map((scan) => keptScan(sql, barcode, scan))
    .filter((scan) => scan !== null);
  const known = [...passagesOf(sql, barcode), ...before];
  const folded = fold(merge<KeptScan | ArrivedScan>(known, arrived), standing);
  const scans = folded.judged.map(({ scan, finding }) => {
    if ("finding" in scan && scan.finding === finding) return scan;
    const kept = { receivedAt: now, ...scan, finding, told: scan.told ?? JSON.stringify(finding) };
    keepScan(sql, { barcode, serial: ticket?.serial ?? 0 }, kept);
    return kept;
  });
  const hadEntered = readEntry(sql, barcode) !== null;
  if (folded.entered || hadEntered) settleTicket(store, subject, standing, folded, now);
  return scans;
}

/** What the ticket was when its first entry became known stays the judgement on its entries. */
function standingOf(sql: SqlStorage, { barcode, ticket, stranger }: Subject): Standing {
  const known = readEntry(sql, barcode)?.standing;
  const wasNone = known === "unknown" || known === "forged" || known === "other_date";
  if (known !== undefined && (ticket === null || !wasNone)) return known;
  if (ticket === null) return stranger;
  if (ticket.state === "void") return "void";
  return ticket.state === "held" ? "not_paid" : "good";
}

/**
 * A ticket is used from its first entry on, a held one too: somebody takes its place, paid or not.
 * A void one stays void, since its place may be another's by now.
 */
function settleTicket(
  store: DateStore,
  { barcode, ticket }: Subject,
  standing: Standing,
  folded: Folded<ScanFact>,
  now: number,
): void {
  const { sql } = store;
  const wasInside = (readEntry(sql, barcode)?.insideSince ?? null) !== null;
  writeEntry(sql, barcode, standing, folded);
  if (ticket === null) return;
  if (isInState(ticket, "issued") || isInState(ticket, "held")) {
    changeState(store, ticket, "used", now);
  } else if (wasInside !== (folded.inside !== null)) {
    // Scanners must hear of it, though the ticket itself is as it was.
    run(sql, `INSERT INTO changes (serial) VALUES (?)`, ticket.serial);
  }
}
