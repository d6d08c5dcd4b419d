/**
 * One event date: one object that serialises everything that happens to its places. Each method is
 * a command or a question; the list of methods is all that can happen to a date. A command is one
 * synchronous function in one transaction: nothing is awaited between its first read and last write.
 */
import { DurableObject } from "cloudflare:workers";
import type { DateConfig, EventCard, Listing, Ticket } from "../core/domain.ts";
import {
  PUBLISH_BACKOFF_MS_MAX,
  PUBLISH_BACKOFF_MS_MIN,
  PUBLISH_DELAY_MS,
} from "../core/limits.ts";
import { logProblem } from "../core/log.ts";
import type { Unavailable } from "../core/remote.ts";
import { ok, refused, type Refused } from "../core/result.ts";
import { isSandbox, type Misbehaviour } from "../core/sandbox.ts";
import { holderRetentionDays } from "../env.ts";
import { registryPublisher } from "../registry/publish.ts";
import { misbehaviourFor } from "../registry/sandboxes.ts";
import { adjust, readConfig } from "./adjust.ts";
import { audit } from "./audit.ts";
import { block, blockAll, unblock } from "./block.ts";
import { book, withdraw, withdrawAll } from "./book.ts";
import { cancel, freeze } from "./cancel.ts";
import { Commits } from "./commit.ts";
import type * as say from "./commands.ts";
import { configure, describe, list, unlist } from "./configure.ts";
import { admissionsAfter, admissionsOf } from "./entrance/admissions.ts";
import type * as entrance from "./entrance/commands.ts";
import { gateCounts } from "./entrance/gates.ts";
import { attemptsOf } from "./entrance/kept.ts";
import { irregularEntries } from "./entrance/irregular.ts";
import { letOut } from "./entrance/let-out.ts";
import { mergeScans } from "./entrance/merge-scans.ts";
import { scan } from "./entrance/scan.ts";
import { scanList } from "./entrance/scan-list.ts";
import { eraseDueAt, eraseHolders } from "./erase.ts";
import { type HolderDetails, holderOf } from "./bookings.ts";
import { drain, isDrained, republish } from "./outbox.ts";
import { remove } from "./remove.ts";
import { confirm, extend, heldUntil, lapse, release } from "./hold.ts";
import { importBarcodes, knownBarcodes } from "./import.ts";
import { readPrinted } from "./printed.ts";
import { judgeRebarcoding, rebarcode } from "./rebarcode.ts";
import type { Synchronous } from "../core/sql.ts";
import { seatsNumbered } from "./seat-numbers.ts";
import { seatsAfter } from "./seat-page.ts";
import { readSeatStates, readState } from "./state.ts";
import { type DateStore, forgetAll, storeOf, writeShared } from "./store.ts";
import { createTables, hasTables } from "./tables/tables.ts";
import { assignTickets, findTicket, ticketsAfter } from "./tickets.ts";
import { traceTickets } from "./trace.ts";

const NOT_CONFIGURED: Refused<say.NotConfigured> = refused("not_configured");

export class EventDate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;
  readonly #store = storeOf(this.#sql);
  readonly #commits = new Commits(this.ctx.storage, {
    closing: () => writeShared(this.#store),
    undone: () => this.#forget(),
    committed: () => this.#schedule(Date.now()),
  });
  #configured = hasTables(this.#sql);
  /** When the alarm is set for, as far as this life of the object knows. */
  #armedFor: number | null = null;
  #failures = 0;
  #publishNotBefore = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (this.#configured) this.#commits.alone(() => createTables(this.#sql));
  }

  // Commands

  configure(config: DateConfig, channels: readonly string[]): Promise<say.ConfigureOutcome> {
    return this.#commits.run<say.ConfigureOutcome>(() => {
      const now = Date.now();
      if (this.#configured) this.#settle(now);
      const outcome = configure(this.#store, config, now);
      if (!outcome.ok) return outcome;
      this.#configured = true;
      return ok(readState(this.#store, channels, now));
    });
  }

  /** Changes one thing and leaves the rest as it is. */
  adjust(change: say.AdjustChange, channels: readonly string[]): Promise<say.AdjustOutcome> {
    return this.#command(({ store, now }) => {
      const outcome = adjust(store, change, now);
      return outcome.ok ? ok(readState(store, channels, now)) : outcome;
    });
  }

  /** Takes the date away, if it never had a ticket; it can be configured anew. */
  remove(): Promise<say.RemoveOutcome> {
    return this.#command(({ store }) => {
      const outcome = remove(store);
      if (outcome.ok) this.#configured = false;
      return outcome;
    });
  }

  describe(event: EventCard): Promise<say.Answered<null>> {
    return this.#command(({ store }) => ok(describe(store, event)));
  }

  list(listing: Listing): Promise<say.ListOutcome> {
    return this.#command(({ store }) => list(store, listing));
  }

  unlist(listing: Pick<Listing, "door" | "kind" | "id">): Promise<say.Answered<null>> {
    return this.#command(({ store: { sql } }) => ok(unlist(sql, listing)));
  }

  book(command: say.BookCommand): Promise<say.BookOutcome> {
    if (isSandbox(command.channel)) return this.#bookInSandbox(command);
    return this.#commits.run<say.BookOutcome>(this.#booking(command));
  }

  /** Bookings that came in one call: each is decided for itself, and all share one write to disk. */
  async bookAll(
    commands: readonly say.BookCommand[],
  ): Promise<(say.BookOutcome | Refused<Unavailable>)[]> {
    const outcomes = commands.some(({ channel }) => isSandbox(channel))
      ? await Promise.allSettled(commands.map((command) => this.book(command)))
      : await this.#commits.runAll<say.BookOutcome>(
          commands.map((command) => this.#booking(command)),
        );
    return outcomes.map((outcome) =>
      outcome.status === "fulfilled"
        ? outcome.value
        : refused("unavailable", { cause: "failed", detail: String(outcome.reason) }),
    );
  }

  async #bookInSandbox(command: say.BookCommand): Promise<say.BookOutcome> {
    const played = await misbehaviourFor(this.env.REGISTRY, command.channel);
    return this.#commits.run<say.BookOutcome>(this.#booking(command, played));
  }

  /** `attempt`: the first barcode that the booking to be taken back brought; null means any. */
  withdraw(request: string, attempt: string | null = null): Promise<say.Answered<number>> {
    return this.#command(({ store, now }) => ok(withdraw(store, request, attempt, now)));
  }

  withdrawAll(bookings: readonly say.Attempt[]): Promise<say.Answered<number>> {
    return this.#command(({ store, now }) => ok(withdrawAll(store, bookings, now)));
  }

  cancel(command: say.CancelCommand): Promise<say.CancelOutcome> {
    return this.#command(({ store, now }) => cancel(store, command, now));
  }

  freeze(command: say.CancelCommand): Promise<say.CancelOutcome> {
    return this.#command(({ store, now }) => freeze(store, command, now));
  }

  rebarcode(command: say.RebarcodeCommand): Promise<say.RebarcodeOutcome> {
    return this.#command(({ store, now }) => rebarcode(store, command, now));
  }

  scan(command: entrance.ScanCommand): Promise<entrance.ScanOutcome> {
    return this.#command(({ store, now }) => scan(store, command, now));
  }

  letOut(command: entrance.LetOutCommand): Promise<entrance.LetOutOutcome> {
    return this.#command(({ store, now }) => letOut(store, command, now));
  }

  /** Scans that a device made without a connection. */
  mergeScans(
    device: string,
    scans: readonly entrance.OfflineScan[],
  ): Promise<entrance.MergeOutcome> {
    return this.#command(({ store, now }) => ok(mergeScans(store, device, scans, now)));
  }

  confirm(command: say.HoldCommand): Promise<say.HoldsOutcome> {
    return this.#command(({ store, now }) => confirm(store, command, now));
  }

  release(command: say.HoldCommand): Promise<say.HoldsOutcome> {
    return this.#command(({ store, now }) => release(store, command, now));
  }

  extend(command: say.HoldCommand & { readonly expiresAt: number }): Promise<say.HoldsOutcome> {
    return this.#command(({ store, now }) => extend(store, command, now));
  }

  /** These tickets belong to that order from now on. */
  assign(serials: readonly number[], order: number): Promise<say.Answered<null>> {
    return this.#command(({ store: { sql } }) => ok(assignTickets(sql, serials, order)));
  }

  block(wanted: say.Block): Promise<say.BlockOutcome> {
    return this.#command(({ store }) => block(store, wanted));
  }

  blockAll(wanted: readonly say.Block[]): Promise<say.BlockAllOutcome> {
    return this.#command(({ store }) => blockAll(store, wanted));
  }

  unblock(id: string): Promise<say.Answered<null>> {
    return this.#command(({ store }) => ok(unblock(store, id)));
  }

  importBarcodes(
    place: { readonly area: string; readonly channel: string },
    barcodes: readonly string[],
  ): Promise<say.ImportOutcome> {
    return this.#command(({ store }) => importBarcodes(store, place, barcodes));
  }

  // Questions

  state(channels: readonly string[]): say.Answered<say.DateState> {
    return this.#question(({ store, now }) => readState(store, channels, now));
  }

  /** Every seat of an area with who has it; null when the area is not seated. */
  seats(area: string): say.Answered<readonly say.SeatState[] | null> {
    return this.#question(({ store }) => readSeatStates(store, area));
  }

  seatsAfter(
    area: string,
    position: number,
    limit: number,
  ): say.Answered<readonly say.PlacedSeat[]> {
    return this.#question(({ store }) => seatsAfter(store, area, position, limit));
  }

  seatsNumbered(numbers: readonly number[]): say.Answered<readonly say.NumberedSeat[]> {
    return this.#question(({ store: { sql } }) => seatsNumbered(sql, numbers));
  }

  tickets(afterSerial: number, limit: number): say.Answered<readonly Ticket[]> {
    return this.#question(({ store: { sql } }) => ticketsAfter(sql, afterSerial, limit));
  }

  ticket(barcode: string): say.Answered<say.FoundTicket | null> {
    return this.#question(({ store: { sql, memory } }) => {
      const ticket = findTicket(sql, barcode);
      return ticket === null ? null : { ...ticket, date: memory.date.id };
    });
  }

  /** When a hold ends, in milliseconds since 1970; null for one that never was. */
  heldUntil(hold: string): say.Answered<number | null> {
    return this.#question(({ store: { sql } }) => heldUntil(sql, hold));
  }

  /** The last attempts to come in with a barcode, however it was read. */
  attempts(readings: readonly string[], limit: number): say.Answered<readonly entrance.Attempt[]> {
    return this.#question(({ store: { sql } }) => attemptsOf(sql, readings, limit));
  }

  /** What holders and printers see of these tickets; those that are not issued yet are left out. */
  printed(barcodes: readonly string[]): say.Answered<say.PrintedDate> {
    return this.#question(({ store: { sql } }) => readPrinted(sql, barcodes));
  }

  /** What `rebarcode` would do now. */
  judgeRebarcoding(command: say.RebarcodeCommand): say.RebarcodeOutcome {
    const judged = this.#question(({ store, now }) => judgeRebarcoding(store, command, now));
    return judged.ok ? judged.value : judged;
  }

  /** The known ones among the barcodes, with their orders and entries. */
  traces(barcodes: readonly string[]): say.Answered<readonly say.TicketTrace[]> {
    return this.#question(({ store: { sql } }) => traceTickets(sql, barcodes));
  }

  /** As it was configured: what a copy of it is made of. */
  config(): say.Answered<DateConfig> {
    return this.#question(({ store }) => readConfig(store));
  }

  scanList(since: string, limit: number): say.Answered<entrance.ScanList> {
    return this.#question(({ store: { sql } }) => scanList(sql, since, limit));
  }

  admissionsAfter(serial: number, limit: number): say.Answered<readonly entrance.Admission[]> {
    return this.#question(({ store: { sql } }) => admissionsAfter(sql, serial, limit));
  }

  admissionsOf(serials: readonly number[]): say.Answered<readonly entrance.Admission[]> {
    return this.#question(({ store: { sql } }) => admissionsOf(sql, serials));
  }

  gates(): say.Answered<readonly entrance.GateCount[]> {
    return this.#question(({ store: { sql } }) => gateCounts(sql));
  }

  irregularEntries(after: string, limit: number): say.Answered<entrance.IrregularEntries> {
    return this.#question(({ store: { sql } }) => irregularEntries(sql, after, limit));
  }

  /** The only way a holder's name leaves this object. */
  holder(barcode: string): say.Answered<HolderDetails | null> {
    return this.#question(({ store: { sql } }) => {
      const ticket = findTicket(sql, barcode);
      return ticket === null ? null : holderOf(sql, ticket.serial);
    });
  }

  /** Which of these the date has already: what an import must not bring again. */
  knownBarcodes(barcodes: readonly string[]): say.Answered<readonly string[]> {
    return this.#question(({ store: { sql } }) => knownBarcodes(sql, barcodes));
  }

  audit(): say.Answered<say.AuditReport> {
    return this.#question(({ store: { sql } }) => audit(sql));
  }

  // Upkeep

  republish(): Promise<say.Answered<null>> {
    return this.#command(({ store: { sql } }) => ok(republish(sql)));
  }

  /** The watchdog's call: sets the alarm again when something is due, in case it was lost. */
  async wake(): Promise<void> {
    this.#armedFor = null;
    await this.#command(() => null);
  }

  override async alarm(): Promise<void> {
    this.#armedFor = null;
    if (!this.#configured) return;
    const now = Date.now();
    this.#commits.alone(() => {
      lapse(this.#store, now);
      return this.#eraseIfDue(now);
    });
    try {
      await drain(this.ctx.storage, registryPublisher(this.env.REGISTRY));
      this.#failures = 0;
      this.#publishNotBefore = 0;
    } catch (error) {
      this.#backOff(error);
    }
    this.#schedule(Date.now());
  }

  #eraseIfDue(now: number): null {
    const due = eraseDueAt(this.#sql, holderRetentionDays(this.env));
    if (due !== null && due <= now) eraseHolders(this.#store, now);
    return null;
  }

  #backOff(error: unknown): void {
    const wait = Math.min(PUBLISH_BACKOFF_MS_MAX, PUBLISH_BACKOFF_MS_MIN * 2 ** this.#failures);
    this.#failures += 1;
    this.#publishNotBefore = Date.now() + wait * (0.5 + Math.random() / 2);
    logProblem("the registry could not be told; it will be tried again", {
      date: this.ctx.id.name,
      failures: this.#failures,
      error: String(error),
    });
  }

  /** Sets the one alarm to the earliest thing due, unless it is already set for then or sooner. */
  #schedule(now: number): void {
    if (!this.#configured) return;
    // Whatever may have come up, the outbox included, is due no sooner than that.
    if (this.#armedFor !== null && this.#armedFor <= now + PUBLISH_DELAY_MS) return;
    const publish = isDrained(this.#sql)
      ? Infinity
      : Math.max(now + PUBLISH_DELAY_MS, this.#publishNotBefore);
    const erase = eraseDueAt(this.#sql, holderRetentionDays(this.env)) ?? Infinity;
    const expire = this.#store.memory.nextExpiry ?? Infinity;
    const due = Math.min(publish, Math.max(expire, now), Math.max(erase, now));
    if (due === Infinity || (this.#armedFor !== null && this.#armedFor <= due)) return;
    this.#armedFor = due;
    // Not awaited: the answer waits for it at the output gate, together with the command's rows.
    void this.ctx.storage.setAlarm(due);
  }

  /** The tables are as they were before: what is kept in memory beside them is read again. */
  #forget(): void {
    forgetAll(this.#store);
    this.#configured = hasTables(this.#sql);
  }

  #command<Value>(
    work: (at: Moment) => Synchronous<Value>,
  ): Promise<Value | Refused<say.NotConfigured>> {
    return this.#commits.run<Value | Refused<say.NotConfigured>>(this.#work(work));
  }

  #work<Value>(
    work: (at: Moment) => Synchronous<Value>,
  ): () => Synchronous<Value> | Refused<say.NotConfigured> {
    return () => {
      if (!this.#configured) return NOT_CONFIGURED;
      const now = Date.now();
      this.#settle(now);
      return work({ store: this.#store, now });
    };
  }

  /** Before any command but a booking: the tables say all that happened until now. */
  #settle(now: number): void {
    lapse(this.#store, now);
    writeShared(this.#store);
  }

  /** The one command that leaves to the end of its commit what it shares with others. */
  #booking(command: say.BookCommand, played: Misbehaviour | null = null): () => say.BookOutcome {
    return () => {
      if (!this.#configured) return NOT_CONFIGURED;
      const now = Date.now();
      lapse(this.#store, now);
      return book(this.#store, command, now, played);
    };
  }

  /** A question changes nothing but what time has changed already: holds that are over. */
  #question<Value>(work: (at: Moment) => Value): say.Answered<Value> {
    if (!this.#configured) return NOT_CONFIGURED;
    const now = Date.now();
    if ((this.#store.memory.nextExpiry ?? Infinity) <= now) {
      this.#commits.alone(() => lapse(this.#store, now));
      this.#schedule(now);
    }
    return ok(work({ store: this.#store, now }));
  }
}

interface Moment {
  readonly store: DateStore;
  readonly now: number;
}
