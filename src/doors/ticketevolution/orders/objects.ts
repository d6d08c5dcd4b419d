/** An order in this partner's words (contracts/ticketevolution.md 5.3). */
import { NUMBERS_WITHIN } from "../../../core/ids.ts";
import { venueName } from "../../../env.ts";
import type { OrderLine, OrderTicket } from "../../../order/commands.ts";
import { datesWith, type FoundDate } from "../../../registry/date-search.ts";
import { type Customer, readCustomers } from "../../../registry/customers.ts";
import type { Call } from "../call.ts";
import { clientCard, partId, partObject, readCard } from "../clients/card.ts";
import { eventCard, groupNumber } from "../inventory/groups.ts";
import { OFFICE, BROKERAGE, officeCard, userCard } from "../parties.ts";
import { money, time } from "../scalars.ts";
import { type Found, stateOfFound } from "./found.ts";
import type { Note, State } from "./note.ts";

/** What an order object needs from the registry. */
export interface Setting {
  /** Of the venue: its only office and brokerage. */
  readonly venue: string;
  readonly dates: ReadonlyMap<string, FoundDate>;
  readonly clients: ReadonlyMap<number, Customer>;
}

export async function settingOf(call: Call, found: readonly Found[]): Promise<Setting> {
  const { REGISTRY } = call.env;
  const ids = [...new Set(found.flatMap(({ order }) => order.lines.map(({ date }) => date)))];
  const numbers = [...new Set(found.map(({ note }) => note.client).filter((n) => n !== null))];
  const [dates, clients] = await Promise.all([
    datesWith(REGISTRY, "id", ids),
    readCustomers(REGISTRY, call.partner.id, numbers),
  ]);
  return {
    venue: venueName(call.env),
    dates: new Map(dates.map((date) => [date.id, date])),
    clients: new Map(clients.map((client) => [client.number, client])),
  };
}

export async function orderObject(call: Call, found: Found) {
  return objectOf(call, found, await settingOf(call, [found]));
}

export function objectOf(call: Call, found: Found, setting: Setting) {
  const { order, note } = found;
  const { number } = order;
  const state = stateOfFound(found);
  const client = note.client === null ? undefined : setting.clients.get(note.client);
  const items = order.lines.map((line, index) => itemObject(found, setting, line, index));
  const total = totalOf(found);
  const paid = note.payments.reduce((sum, { amount }) => sum + amount, 0);
  return {
    id: number,
    url: `/orders/${number}`,
    order_group_id: number,
    state,
    seller_state: state,
    buyer_state: state,
    was_auto_pended: false,
    was_auto_accepted: false,
    was_auto_canceled: false,
    created_at: time(order.createdAt),
    updated_at: time(order.changedAt),
    created_by: {
      type: "User",
      label: userCard(call.partner).name,
      office_id: OFFICE,
      brokerage_id: BROKERAGE,
    },
    created_by_ip_address: null,
    child_orders: [],
    client: client === undefined ? null : clientCard(client.number, readCard(client)),
    buyer: null,
    seller: officeCard(call.env),
    patron_type: "Client",
    seller_is_pos: false,
    partner: false,
    billing_address: billingAddress(note.billing, client),
    total: money(total),
    balance: money(total - paid),
    shipping: money(note.fees.shipping),
    service_fee: money(note.fees.service_fee),
    additional_expense: money(note.fees.additional_expense),
    tax: money(note.fees.tax),
    discount: money(note.fees.discount),
    refunded: money(note.refunded),
    pending_non_refund_payments_total: "0.0",
    ...reasonsOf(found, state),
    items,
    shipments: [shipmentObject(found, setting)],
    payments: note.payments.map(({ type, amount }) => ({ type, amount: money(amount) })),
    substitutions: [],
    instructions: note.texts["instructions"] ?? null,
    internal_notes: note.texts["internal_notes"] ?? null,
    external_notes: note.texts["external_notes"] ?? null,
    po_number: note.texts["po_number"] ?? null,
    reference: order.reference,
    consignment: false,
    spec: false,
    oth_created: false,
    fraud_check_status: null,
  };
}

/** 4.7: what the tickets cost as they were sold, with the fees. */
export function totalOf({ order, note }: Found): number {
  const tickets = order.lines.reduce(
    (sum, line, index) => sum + line.tickets.length * (note.prices[index] ?? 0),
    0,
  );
  return withFees(tickets, note.fees);
}

export function withFees(
  tickets: number,
  { shipping, service_fee, additional_expense, tax, discount }: Note["fees"],
): number {
  return tickets + shipping + service_fee + additional_expense + tax - discount;
}

function reasonsOf({ note }: Found, state: State) {
  const rejected = state === "rejected" ? note.reason : null;
  const canceled = state === "rejected" ? null : note.reason;
  return {
    seller_rejection_reason: rejected,
    buyer_rejection_reason: null,
    seller_cancellation_reason: canceled,
    seller_cancellation_notes: canceled === null ? null : note.reasonNotes,
    buyer_cancellation_reason: null,
    buyer_cancellation_notes: null,
  };
}

function billingAddress(id: number | null, client: Customer | undefined) {
  if (id === null || client === undefined) return null;
  const card = readCard(client);
  const part = card.addresses.find((part) => partId(client.number, part) === id);
  return part === undefined ? null : partObject(client.number, "addresses", part, card);
}

/** A ticket's number is its date's x 1,000,000 and its serial; an item's is its first ticket's. */
export function ticketNumber(date: FoundDate | undefined, { serial }: OrderTicket): number {
  return (date?.number ?? 0) * NUMBERS_WITHIN + serial;
}

export function itemNumber({ dates }: Setting, line: OrderLine): number {
  const [first] = line.tickets;
  return first === undefined ? line.id : ticketNumber(dates.get(line.date), first);
}

/** Where there are no seats, the places are counted by their tickets. */
export function seatOf({ seat, serial }: OrderTicket): string {
  return seat ?? String(serial);
}

/** Fit to enter with, or about to be. */
function isGood({ state }: OrderTicket): boolean {
  return state === "issued";
}

export function itemObject(found: Found, setting: Setting, line: OrderLine, index: number) {
  const { order, note } = found;
  const number = itemNumber(setting, line);
  const amount = line.tickets[0]?.amount ?? 0;
  const price = note.prices[index] ?? amount;
  const available = line.tickets.some(isGood);
  const seats = line.tickets.map(seatOf);
  return {
    id: String(number),
    order_item_id: number,
    order_item_link_id: number,
    delivery_id: order.number,
    url: `/orders/${order.number}/items/${number}`,
    quantity: line.tickets.length,
    price: money(price),
    cost: money(amount * line.tickets.length),
    seats,
    has_spec_tickets: false,
    needs_sub: false,
    needs_eticket: !available,
    eticket_available: available,
    eticket_delivery: true,
    eticket_finalized: note.finalizedAt !== null,
    eticket_finalized_at: note.finalizedAt === null ? null : time(note.finalizedAt),
    eticket_downloaded_at: null,
    eticket_updated_at: available ? time(order.changedAt) : null,
    eticket_pdf_pages: available ? line.tickets.filter(isGood).length : null,
    eticket_file_size: null,
    eticket_thumbnails: [],
    eticket_downloads_by_broker: [],
    eticket_downloads_by_customer: [],
    created_at: time(order.createdAt),
    updated_at: time(order.changedAt),
    ticket_group: soldGroup(setting, line, seats, amount, price),
  };
}

function soldGroup(
  { venue, dates }: Setting,
  line: OrderLine,
  seats: readonly string[],
  amount: number,
  price: number,
) {
  const date = dates.get(line.date);
  const sold = date?.prices.find(({ id }) => id === line.price);
  const area = date?.areas.find(({ id }) => id === sold?.area);
  const number = date === undefined ? null : groupNumber(date, line.price);
  const event = date === undefined ? null : eventCard(date);
  return {
    id: number === null ? null : String(number),
    url: number === null ? null : `/ticket_groups/${number}`,
    section: area?.label ?? null,
    row: "GA",
    quantity: line.tickets.length,
    seats,
    retail_price: money(price),
    wholesale_price: money(amount),
    remote_id: `${line.date}:${line.price}`,
    external_notes: null,
    format: "Eticket",
    in_hand: true,
    in_hand_on: null,
    office_id: OFFICE,
    office_name: venue,
    brokerage_id: BROKERAGE,
    brokerage_name: venue,
    event:
      event === null
        ? null
        : { ...event, venue: { ...event.venue, address: { locality: null, region: null } } },
    tickets: seats.map((seat) => ({ seat, purchase_order_id: null })),
  };
}

/** An order has one shipment, under its own number: the e-tickets. */
export function shipmentObject(found: Found, setting: Setting) {
  const { order, note } = found;
  const { number } = order;
  const client = note.client === null ? undefined : setting.clients.get(note.client);
  return {
    id: String(number),
    url: `/shipments/${number}`,
    type: note.delivery,
    state: note.finalizedAt === null ? "pending" : "delivered",
    service_type: null,
    service_type_display: null,
    tracking_number: null,
    airbill: null,
    ship_to_name: client === undefined ? null : readCard(client).name,
    ship_to_company_name: null,
    phone_number: null,
    address: null,
    signature_type: null,
    name: null,
    items: order.lines.map((line) => ({ id: String(itemNumber(setting, line)) })),
    order: { id: String(number), url: `/orders/${number}` },
    updated_at: time(order.changedAt),
  };
}
