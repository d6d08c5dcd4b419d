/** What an order looks like from outside, and to the registry. */
import type { OrderCard, OrderTotal } from "../core/orders.ts";
import type { OrderLine, OrderState, OrderTicket } from "./commands.ts";
import { linesIn } from "./lines.ts";
import { readPayments } from "./payments.ts";
import { readOrder } from "./record.ts";
import { isLive, readTickets } from "./tickets.ts";

/** Lines that were asked for but never had are nobody's business. */
export function readState(sql: SqlStorage): OrderState {
  const order = readOrder(sql);
  const tickets = Map.groupBy(readTickets(sql), ({ line }) => line);
  const lines = linesIn(sql, "held", "confirming", "confirmed", "ended").map(
    ({ id, date, code, price }): OrderLine => ({
      id,
      date,
      code,
      price,
      tickets: (tickets.get(id) ?? []).map(({ line: _line, ...ticket }) => ticket),
    }),
  );
  const payments = readPayments(sql);
  return {
    number: order.number,
    channel: order.channel,
    reference: order.reference,
    contact: order.contact,
    metadata: order.metadata,
    status: order.status,
    expiresAt: order.expiresAt,
    createdAt: order.createdAt,
    changedAt: order.changedAt,
    lines,
    payments,
    totals: totalsOf(lines.flatMap((line) => line.tickets).filter(isLive), payments),
    version: order.version,
  };
}

function totalsOf(
  live: readonly Pick<OrderTicket, "amount" | "currency">[],
  payments: OrderState["payments"],
): OrderTotal[] {
  const sum = (rows: readonly { amount: number; currency: string }[], currency: string) =>
    rows.filter((row) => row.currency === currency).reduce((total, row) => total + row.amount, 0);
  const currencies = new Set([...live, ...payments].map(({ currency }) => currency));
  return [...currencies]
    .toSorted()
    .map((currency) => ({ currency, due: sum(live, currency), paid: sum(payments, currency) }));
}

export function toCard(state: OrderState): OrderCard {
  const lines = state.lines.map(({ date, price, tickets }) => ({
    date,
    price,
    tickets: tickets.filter(isLive).length,
  }));
  return {
    number: state.number,
    channel: state.channel,
    reference: state.reference,
    contact: state.contact,
    stage: stageOf(state),
    status: state.status,
    expiresAt: state.expiresAt,
    createdAt: state.createdAt,
    changedAt: state.changedAt,
    tickets: lines.reduce((total, line) => total + line.tickets, 0),
    totals: state.totals,
    lines,
    version: state.version,
  };
}

/** A channel that tells its orders apart says so by a text in their metadata. */
function stageOf({ metadata }: OrderState): string | null {
  const said = JSON.parse(metadata) as { readonly stage?: unknown } | null;
  return typeof said?.stage === "string" ? said.stage : null;
}
