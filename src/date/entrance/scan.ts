/** A scan at the entrance now: the date decides on what it knows at this moment. */
import { type Ok, ok, refused } from "../../core/result.ts";
import type { DateStore } from "../store.ts";
import { findTicket, isReplaced, type StoredTicket, ticketBySerial } from "../tickets.ts";
import type { Passed, ScanCommand, ScanOutcome } from "./commands.ts";
import type { Folded } from "./fold.ts";
import { type KeptScan, keptScan, type Told } from "./kept.ts";
import { objection } from "./rules.ts";
import { foldKept, settle, type Subject } from "./settle.ts";

/**
 * Lets the ticket through or says why not. The attempt is kept, and again it is answered the same;
 * only when nobody knows yet what a barcode is that the date lacks, it is `unknown` and not kept.
 */
export function scan(store: DateStore, command: ScanCommand, now: number): ScanOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  const { barcode } = command;
  const ticket = findTicket(store.sql, barcode);
  const isOld = ticket === null && isReplaced(store.sql, barcode);
  const stranger = isOld ? "void" : command.stranger;
  if (ticket === null && stranger === null) return refused("unknown");
  return decide(store, { barcode, ticket, stranger: stranger ?? "unknown" }, command, now);
}

function decide(
  store: DateStore,
  subject: Subject,
  command: ScanCommand,
  now: number,
): ScanOutcome {
  const { barcode, ticket, stranger } = subject;
  const repeated = keptScan(store.sql, barcode, command);
  if (repeated?.live === true) return again(store, ticket, repeated);
  // Its device let the person through by itself in the meantime, and has said so.
  if (repeated?.letThrough === true && ticket !== null) {
    return passed(store, ticket, repeated.receivedAt);
  }
  const known = foldKept(store.sql, subject);
  const told: Told =
    ticket === null
      ? refused(stranger)
      : (objection(store.memory.date, ticket, known.inside, command, now) ?? { ok: true });
  const { device, id, direction, gate } = command;
  const fact = { device, id, direction, gate, at: moment(known, now), live: true };
  const arrived = { ...fact, letThrough: told.ok, told: JSON.stringify(told) };
  settle(store, subject, [arrived], now);
  if (!told.ok) return told;
  const after = ticket === null ? null : ticketBySerial(store.sql, ticket.serial);
  if (after === null) throw new Error("only a ticket of this date is let through");
  return passed(store, after, now);
}

function again(
  store: DateStore,
  ticket: StoredTicket | null,
  { told, receivedAt }: KeptScan,
): ScanOutcome {
  const before = JSON.parse(told) as Told;
  if (!before.ok) return before;
  if (ticket === null) throw new Error("only a ticket of this date is let through");
  return passed(store, ticket, receivedAt);
}

function passed({ memory }: DateStore, ticket: StoredTicket, at: number): Ok<Passed> {
  return ok({ date: memory.date.id, ticket, at });
}

/**
 * Its place in the order of the ticket's scans: after all that were looked at to decide it, even
 * where the clock of a device that uploaded one runs ahead.
 */
export function moment(known: Folded<KeptScan>, now: number): number {
  const last = known.judged.at(-1)?.scan.at ?? 0;
  return Math.max(now, last + 1);
}
