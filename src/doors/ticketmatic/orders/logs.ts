/**
 * The log of an order, told from what the order and the entrance remember (contracts/ticketmatic.md
 * 4): what happened without leaving its own time behind is not in it.
 */
import { json, type Reply } from "../answers.ts";
import type { Anything } from "../endpoint.ts";
import { writeAmount, writeInstant } from "../wire.ts";
import { describeOrders } from "./context.ts";
import { findOrder } from "./find.ts";
import { readMethod } from "./ledger.ts";
import { liveTickets } from "./order.ts";

const CREATED = 18001;
const PAYMENT = 18011;
const SCANNED = 18019;

interface Entry {
  readonly typeid: number;
  readonly at: number;
  readonly info: Readonly<Record<string, unknown>>;
}

export async function getLogs(call: Anything): Promise<Reply> {
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const { order } = found;
  const described = await describeOrders(call, [order]);
  if ("problem" in described) return described;
  const entries: Entry[] = [{ typeid: CREATED, at: order.createdAt, info: {} }];
  for (const { amount, at, method } of order.payments) {
    const { paymentmethodid } = readMethod(method);
    entries.push({ typeid: PAYMENT, at, info: { amount: writeAmount(amount), paymentmethodid } });
  }
  for (const { ticket, number } of await liveTickets(order)) {
    const scanned = described.context.admissions.get(ticket.barcode);
    const info = { ticketid: number };
    if (scanned?.enteredAt != null) {
      entries.push({ typeid: SCANNED, at: scanned.enteredAt, info: { ...info, direction: "in" } });
    }
    if (scanned?.leftAt != null) {
      entries.push({ typeid: SCANNED, at: scanned.leftAt, info: { ...info, direction: "out" } });
    }
  }
  return json(
    entries
      .toSorted((a, b) => a.at - b.at)
      .map(({ typeid, at, info }, index) => ({
        id: index + 1,
        orderid: order.number,
        typeid,
        userid: 0,
        username: "",
        ts: writeInstant(at),
        info,
        lookupinfo: {},
        model: {},
      })),
  );
}
