// What the buyer of one order asked for and was told. What was told is so, from then on.
import { expect } from "vitest";
import type { OrderState, OrderTicket, Payment } from "../../../src/order/commands.ts";
import type { OrderStatus } from "../../../src/core/orders.ts";

export class Told {
  /** How the order ended or was confirmed, once that was answered. */
  fate: OrderStatus | null = null;
  askedToConfirm = false;
  readonly askedToEnd = new Set<string>();
  readonly askedToPay = new Set<string>();
  state: OrderState | null = null;
  readonly #had = new Set<string>();
  readonly #issued = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #paid = new Map<string, Payment>();
  readonly #answers = new Map<string, string>();

  hear(state: OrderState): void {
    if (state.version >= (this.state?.version ?? 0)) this.state = state;
    for (const { barcode, state: is } of ticketsOf(state)) {
      this.#had.add(barcode);
      if (is === "issued") this.#issued.add(barcode);
      if (is === "void") this.#ended.add(barcode);
    }
    for (const payment of state.payments) this.#paid.set(payment.id, payment);
  }

  /** The same request is answered the same, however often it was sent. */
  hearAgain(request: string, answer: string): void {
    expect(this.#answers.get(request) ?? answer).toBe(answer);
    this.#answers.set(request, answer);
  }

  live(): OrderTicket[] {
    return this.ticketsOf("all").filter(isLive);
  }

  ticketsOf(lines: readonly number[] | "all"): OrderTicket[] {
    const known = this.state?.lines ?? [];
    return known
      .filter(({ id }) => lines === "all" || lines.includes(id))
      .flatMap(({ tickets }) => tickets);
  }

  /** Compares all of it with the order and with the tickets of the dates, by barcode. */
  expectTrue(order: OrderState | null, dates: ReadonlyMap<string, string>): void {
    if (this.state !== null) expect(order).not.toBeNull();
    if (order === null) return;
    const tickets = new Map(ticketsOf(order).map((ticket) => [ticket.barcode, ticket.state]));
    for (const [barcode, state] of tickets) expect(state).toBe(dates.get(barcode));
    for (const barcode of this.#had) expect(tickets.has(barcode)).toBe(true);
    for (const barcode of this.#ended) expect(tickets.get(barcode)).toBe("void");
    for (const barcode of this.#issued) {
      if (!this.askedToEnd.has(barcode)) expect(tickets.get(barcode)).toBe("issued");
    }
    this.#expectAllOrNothing(order);
    const payments = new Map(order.payments.map((payment) => [payment.id, payment]));
    for (const [id, payment] of this.#paid) expect(payments.get(id)).toEqual(payment);
    expect(payments.size).toBe(order.payments.length);
    for (const id of payments.keys()) expect(this.askedToPay.has(id)).toBe(true);
  }

  /** Confirmed in every date, but for what was cancelled; or in none. */
  #expectAllOrNothing(order: OrderState): void {
    const tickets = ticketsOf(order);
    expect(["confirmed", "cancelled", "expired"]).toContain(order.status);
    if (order.status === "confirmed") {
      expect(this.askedToConfirm).toBe(true);
      const missing = tickets.filter(({ state }) => state !== "issued");
      for (const { barcode, state } of missing) {
        expect(state).toBe("void");
        expect(this.askedToEnd.has(barcode)).toBe(true);
      }
    } else {
      expect(tickets.filter(({ state }) => state !== "void")).toEqual([]);
    }
    if (this.fate === "expired") expect(order.status).toBe("expired");
    if (this.fate === "confirmed") expect(order.status).not.toBe("expired");
  }
}

function ticketsOf({ lines }: OrderState): OrderTicket[] {
  return lines.flatMap(({ tickets }) => tickets);
}

function isLive({ state }: OrderTicket): boolean {
  return state === "held" || state === "issued";
}
