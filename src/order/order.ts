/**
 * One order: a basket of one channel over one or more dates, named by its number. It holds places
 * in each date, and then confirms them all or releases them all. Its status goes
 *
 *   open -> confirming -> confirmed, or open -> releasing -> cancelled | expired,
 *
 * and each step is written down before the dates are asked to follow: place.ts, confirm.ts and
 * cancel.ts say what a crash leaves at each point, and the alarm takes that up. The list of methods
 * is all that can happen to an order. Commands have their turn one after the other; a command that
 * asks no date is one transaction.
 */
import { DurableObject } from "cloudflare:workers";
import { ORDER_RESUME_DELAY_MS, ORDER_RESUME_MS_MAX, PUBLISH_DELAY_MS } from "../core/limits.ts";
import { ok, refused, type Refused, type Result } from "../core/result.ts";
import { type Synchronous, transact } from "../core/sql.ts";
import type { DeadlinePassed } from "../date/commands.ts";
import { publishOrder } from "../registry/orders.ts";
import { BackOff } from "./back-off.ts";
import { expectBarcodes, expectedUntil, learnBarcodes } from "./barcodes.ts";
import { cancel } from "./cancel.ts";
import { carryOut } from "./carry-out.ts";
import type * as say from "./commands.ts";
import { confirm, goForward } from "./confirm.ts";
import type { Desk } from "./desk.ts";
import { isUnfinished, tidy } from "./ending.ts";
import { extend } from "./extend.ts";
import { carryOver, handOver, isHandingOver } from "./hand-over.ts";
import { amendPayment, recordPayment, removePayment } from "./payments.ts";
import { addLines, place } from "./place.ts";
import {
  findOrder,
  isPublished,
  markPublished,
  markUnpublished,
  readOrder,
  setDetails,
} from "./record.ts";
import { readState, toCard } from "./state.ts";
import { createTables, hasTables } from "./tables.ts";
import { takeOver } from "./take-over.ts";
import { Turns } from "./turns.ts";

type Unknown = Refused<say.UnknownOrder>;

export class Order extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;
  readonly #turns = new Turns();
  /** When the alarm is set for, as far as this life of the object knows. */
  #armedFor: number | null = null;
  readonly #resuming = new BackOff("an order could not go on; it will be tried again");
  readonly #publishing = new BackOff("the registry could not be told; it will be tried again");

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (hasTables(this.#sql)) transact(ctx.storage, () => createTables(this.#sql));
  }

  // Commands

  place(command: say.PlaceCommand): Promise<say.PlaceOutcome> {
    return this.#turns.take(async () => {
      if (hasTables(this.#sql)) this.#write((sql, now) => tidy(sql, command.request, now));
      return place(this.#desk(), command);
    });
  }

  addLines(command: say.AddLinesCommand): Promise<say.AddLinesOutcome> {
    return this.#turn(command.deadline, command.request, (desk) => addLines(desk, command));
  }

  confirm({ deadline }: { readonly deadline: number }): Promise<say.ConfirmOutcome> {
    return this.#turn(deadline, null, (desk) => confirm(desk, deadline));
  }

  cancel(command: say.CancelOrderCommand): Promise<say.CancelOrderOutcome> {
    return this.#turn(command.deadline, null, (desk) => cancel(desk, command));
  }

  extend(command: {
    readonly deadline: number;
    readonly expiresAt: number;
  }): Promise<say.ExtendOutcome> {
    return this.#turn(command.deadline, null, (desk) => extend(desk, command));
  }

  /** Gives tickets to a new order. */
  handOver(command: say.HandOverCommand): Promise<say.HandOverOutcome> {
    return this.#turn(command.deadline, command.request, (desk) => handOver(desk, command));
  }

  takeOver(command: say.TakeOverCommand): say.TakeOverOutcome {
    return this.#write((sql, now) => takeOver(sql, command, now));
  }

  /** Said before a date replaces barcodes, so that the order asks for them, whatever happens. */
  expectBarcodes(command: say.ExpectBarcodesCommand): say.ExpectBarcodesOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    return this.#write((sql) => expectBarcodes(sql, command));
  }

  /** Said after it. */
  learnBarcodes(command: {
    readonly deadline: number;
    readonly until: number;
  }): Promise<say.LearnBarcodesOutcome> {
    const { deadline, until } = command;
    return this.#turn(deadline, null, (desk) => learnBarcodes(desk, until, deadline));
  }

  pay(payment: say.Payment): say.PayOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    const paid = this.#write((sql, now) => recordPayment(sql, payment, now));
    return paid.ok ? ok(readState(this.#sql)) : paid;
  }

  /** Replaces a payment that is known by its id. */
  amendPayment(payment: say.Payment): say.AmendOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    const amended = this.#write((sql, now) => amendPayment(sql, payment, now));
    return amended.ok ? ok(readState(this.#sql)) : amended;
  }

  /** Again is refused as unknown: nothing is remembered of it. */
  removePayment(id: string): say.AmendOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    const removed = this.#write((sql, now) => removePayment(sql, id, now));
    return removed.ok ? ok(readState(this.#sql)) : removed;
  }

  describe(details: say.OrderDetails): say.DescribeOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    this.#write((sql, now) => setDetails(sql, details, now));
    return ok(readState(this.#sql));
  }

  /** As `describe`, but only while the order is as the caller has read it. */
  redescribe(details: say.OrderDetails, version: number): say.RedescribeOutcome {
    if (!this.#isKnown()) return refused("unknown_order");
    if (readOrder(this.#sql).version !== version) return refused("changed_since");
    return this.describe(details);
  }

  // Questions

  state(): Result<say.OrderState, say.UnknownOrder> {
    if (!this.#isKnown()) return refused("unknown_order");
    // Expiry is a fact of time. While a command has its turn, that command decides about it.
    if (!this.#turns.busy && this.#isOver()) this.#write((sql, now) => tidy(sql, null, now));
    return ok(readState(this.#sql));
  }

  // Upkeep

  republish(): Result<null, say.UnknownOrder> {
    if (!this.#isKnown()) return refused("unknown_order");
    return ok(this.#write(markUnpublished));
  }

  /** Tells the registry now, for a caller who lists orders next; the alarm repeats what fails. */
  async tell(): Promise<null> {
    if (this.#isKnown()) await this.#publish();
    return null;
  }

  /** The watchdog's call: sets the alarm again when something is due, in case it was lost. */
  wake(): void {
    this.#armedFor = null;
    if (hasTables(this.#sql)) this.#schedule();
  }

  override async alarm(): Promise<void> {
    this.#armedFor = null;
    if (!hasTables(this.#sql)) return;
    const order = this.ctx.id.name;
    // Also while a date is out of reach: only from the registry does the watchdog know of the order.
    await this.#resuming.attempt(order, () => this.#turns.take(() => this.#resume()));
    await this.#publishing.attempt(order, () => this.#publish());
    this.#schedule();
  }

  /** Takes up what commands have left, of this life of the object or of an earlier one. */
  async #resume(): Promise<void> {
    const desk = this.#desk();
    const deadline = Date.now() + ORDER_RESUME_MS_MAX;
    this.#write((sql, now) => tidy(sql, null, now));
    if (readOrder(this.#sql).status === "confirming") {
      const forward = await goForward(desk, deadline);
      if (!forward.ok && forward.reason !== "expired") throw new Error(forward.reason);
    }
    const learnt = await learnBarcodes(desk, Date.now(), deadline);
    if (!learnt.ok) throw new Error(learnt.detail);
    const handed = await carryOver(desk, deadline);
    if (!handed.ok) throw new Error(handed.detail);
    const carried = await carryOut(desk, deadline);
    if (!carried.ok) throw new Error(carried.detail);
  }

  async #publish(): Promise<void> {
    if (isPublished(this.#sql)) return;
    const told = readOrder(this.#sql);
    await publishOrder(this.env.REGISTRY, toCard(readState(this.#sql)));
    this.#write((sql) => markPublished(sql, told));
  }

  #isKnown(): boolean {
    return hasTables(this.#sql) && (findOrder(this.#sql)?.version ?? 0) > 0;
  }

  #isOver(): boolean {
    const { status, expiresAt } = readOrder(this.#sql);
    return status === "open" && expiresAt <= Date.now();
  }

  #turn<Outcome>(
    deadline: number,
    request: string | null,
    work: (desk: Desk) => Promise<Outcome>,
  ): Promise<Outcome | Unknown | Refused<DeadlinePassed>> {
    return this.#turns.take(async () => {
      if (!this.#isKnown()) return refused("unknown_order");
      if (Date.now() > deadline) return refused("deadline_passed");
      this.#write((sql, now) => tidy(sql, request, now));
      return work(this.#desk());
    });
  }

  #desk(): Desk {
    return { sql: this.#sql, env: this.env, write: (work) => this.#write(work) };
  }

  #write<Value>(work: (sql: SqlStorage, now: number) => Synchronous<Value>): Value {
    const now = Date.now();
    const value = transact<Value>(this.ctx.storage, () => work(this.#sql, now));
    if (hasTables(this.#sql)) this.#schedule();
    return value;
  }

  /** Sets the one alarm to the earliest thing due, unless it is already set for then or sooner. */
  #schedule(): void {
    const now = Date.now();
    const { status, expiresAt } = readOrder(this.#sql);
    const due = Math.min(
      isPublished(this.#sql) ? Infinity : this.#publishing.due(now + PUBLISH_DELAY_MS),
      isUnfinished(this.#sql) || isHandingOver(this.#sql)
        ? this.#resuming.due(now + ORDER_RESUME_DELAY_MS)
        : Infinity,
      status === "open" ? Math.max(now, expiresAt) : Infinity,
      this.#resuming.due(Math.max(now, expectedUntil(this.#sql)) + ORDER_RESUME_DELAY_MS),
    );
    if (due === Infinity || (this.#armedFor !== null && this.#armedFor <= due)) return;
    this.#armedFor = due;
    // Not awaited: what is asked of dates waits for it at the output gate, together with the rows.
    void this.ctx.storage.setAlarm(due);
  }
}
