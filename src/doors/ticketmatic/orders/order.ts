/** Our order as Ticketmatic's (contracts/ticketmatic.md 4): live tickets, payments, status, lookup. */
import { numberOf } from "../../../core/ids.ts";
import type { OrderStatus } from "../../../core/orders.ts";
import { unreachable } from "../../../core/result.ts";
import type { OrderLine, OrderState, OrderTicket } from "../../../order/commands.ts";
import type { Admission } from "../../../date/entrance/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { spreadCustom } from "../contacts/custom.ts";
import { areaNumber, priceNumber, priceTypeNumber, ticketNumber } from "../numbers.ts";
import { writeAmount, writeInstant, writeInstantOrNull } from "../wire.ts";
import { paymentBodies, paymentStatus } from "./ledger.ts";
import { type OrderNotes, readNotes } from "./notes.ts";
import { NO_WORDS, type Words } from "./words.ts";

export const UNCONFIRMED = 21001;
export const CONFIRMED = 21002;
export const ARCHIVED = 21003;
const NOT_DELIVERED = 2601;

/** What was deleted, or whose time was over, is archived (3.2). */
export function orderStatus(status: OrderStatus): number {
  switch (status) {
    case "open":
    case "confirming":
      return UNCONFIRMED;
    case "confirmed":
      return CONFIRMED;
    case "releasing":
    case "cancelled":
    case "expired":
      return ARCHIVED;
    default:
      return unreachable(status);
  }
}

/** What it takes to say what orders and their tickets are. */
export interface Context {
  /** By the order's number. */
  readonly words: ReadonlyMap<number, Words>;
  /** By date id. */
  readonly dates: ReadonlyMap<string, FoundDate>;
  /** By barcode, of tickets that may have been at the entrance. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** The barcodes of tickets that the venue has cancelled, which no order is told of. */
  readonly gone: ReadonlySet<string>;
}

interface LiveTicket {
  readonly line: OrderLine;
  readonly ticket: OrderTicket;
  readonly number: number;
  /** The date's. */
  readonly date: number;
}

/** Tickets that are the order's, in the order in which they were added. */
export async function liveTickets(order: OrderState): Promise<LiveTicket[]> {
  return (await everyTicket(order)).filter(({ ticket }) => isLive(ticket));
}

/** Also those that were deleted. */
export async function everyTicket({ lines }: OrderState): Promise<LiveTicket[]> {
  const numbered = await Promise.all(
    lines.map(async (line) => {
      const date = await numberOf("date", line.date);
      return line.tickets.map((ticket) => ({
        line,
        ticket,
        date,
        number: ticketNumber(date, ticket.serial),
      }));
    }),
  );
  return numbered.flat();
}

function isLive({ state }: OrderTicket): boolean {
  return state === "held" || state === "issued";
}

export async function orderBody(order: OrderState, context: Context) {
  const notes = readNotes(order);
  const words = context.words.get(order.number) ?? NO_WORDS;
  const sold = await liveTickets(order);
  const live = sold.filter(({ ticket }) => !context.gone.has(ticket.barcode));
  const due = live.reduce((sum, { ticket }) => sum + ticket.amount, 0);
  const paid = order.totals.reduce((sum, total) => sum + total.paid, 0);
  const isOpen = order.status === "open" || order.status === "confirming";
  return {
    ...spreadCustom(words.custom),
    orderid: order.number,
    code: String(order.number),
    status: orderStatus(order.status),
    saleschannelid: notes.saleschannelid,
    customerid: order.contact === null ? null : Number(order.contact),
    deliveryscenarioid: notes.deliveryscenarioid,
    paymentscenarioid: notes.paymentscenarioid,
    deliverystatus: NOT_DELIVERED,
    paymentstatus: paymentStatus(due, paid, live.length),
    totalamount: writeAmount(due),
    amountpaid: writeAmount(paid),
    nbroftickets: live.length,
    calculate_ordercosts: true,
    tickets: await Promise.all(live.map((one) => ticketBody(order, one, notes, context))),
    products: [],
    payments: paymentBodies(order.number, order.payments),
    ordercosts: [],
    promocodes: [],
    queuetokens: [],
    deferredpaymentproperties: {},
    deliveryaddress: words.deliveryaddress,
    expiryts: isOpen ? writeInstant(order.expiresAt) : null,
    expiryhandled: order.status === "expired",
    rappelts: writeInstantOrNull(notes.rappelts),
    rappelhandled: false,
    hasopenpaymentrequest: false,
    isauthenticatedcustomer: false,
    webskinid: null,
    createdts: writeInstant(order.createdAt),
    lastupdatets: writeInstant(order.changedAt),
  };
}

async function ticketBody(
  order: OrderState,
  { line, ticket, number, date }: LiveTicket,
  { ticketholders }: OrderNotes,
  { dates, admissions }: Context,
) {
  const found = dates.get(line.date);
  const price = found?.prices.find(({ id }) => id === line.price);
  const area = found?.areas.find(({ id }) => id === price?.area);
  // A barcode is the ticket: it is shown from the confirmation on (4).
  const barcode = ticket.state === "issued" ? ticket.barcode : "";
  return {
    id: number,
    orderid: order.number,
    eventid: date,
    barcode,
    tickettypeid: area === undefined ? 0 : await areaNumber(date, area.id),
    tickettypename: area?.label ?? "",
    tickettypepriceid: await priceNumber(date, line.price),
    pricetypeid: price === undefined ? 0 : await priceTypeNumber(price.label),
    price: writeAmount(ticket.amount),
    servicecharge: 0,
    cachedaccesscontrolstatus: accessStatus(admissions.get(ticket.barcode)),
    deliveredts: null,
    seatdescription: ticket.seat,
    seatname: ticket.seatId,
    seated_ref: null,
    seatzoneid: null,
    seatcachedvisualx: null,
    seatcachedvisualy: null,
    ticketholderid: ticketholders[String(number)] ?? null,
    ticketname: null,
    bundleid: null,
    bundlevariant: null,
    transferredto: null,
    vouchercodeid: null,
  };
}

/** 0 not scanned, 1 in, 2 out (3.7). */
export function accessStatus(admission: Admission | undefined): 0 | 1 | 2 {
  if (admission === undefined || admission.enteredAt === null) return 0;
  return admission.inside ? 1 : 2;
}
