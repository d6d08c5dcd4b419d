/**
 * The places of an order in Sapiti's shapes (contracts/sapiti.md 4.13, 4.18, 4.19): a product and a
 * ticket are two views of one place. What the order does not know is asked of its dates.
 */
import { ok } from "../../../core/result.ts";
import { parseJson } from "../../../core/json.ts";
import { dateCode } from "../../../core/ids.ts";
import { askDate } from "../../../date/client/call.ts";
import type { DateState, PriceState, TicketTrace } from "../../../date/commands.ts";
import type { OrderState, OrderTicket } from "../../../order/commands.ts";
import { readPartnerContact } from "../../../registry/partners/contacts.ts";
import { type Answer, toSapitiDate } from "../answers.ts";
import type { Call } from "../call.ts";
import { noAnswer } from "../dates.ts";
import { productId, ticketNumber } from "./product-id.ts";
import { categoryShape, moneyShape, priceShape, stockIdOf } from "./stock-shape.ts";

const TYPE = "1";
const USED = 1;
const NOT_USED = 0;

/** A live place of an order, with all that its shapes say. */
export interface Place {
  readonly order: OrderState;
  readonly date: DateState;
  readonly price: PriceState;
  readonly ticket: OrderTicket;
  readonly trace: TicketTrace | null;
  readonly person: Person;
}

interface Person {
  readonly id: string;
  readonly label: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
}

const NOBODY: Person = { id: "", label: "", firstname: "", lastname: "", email: "" };

/**
 * The live places of an order, in the order in which they were asked for. A ticket that the venue
 * has cancelled is live no more, though the order was not told.
 */
export async function placesOf(call: Call, order: OrderState): Promise<Answer<readonly Place[]>> {
  const { env, partner, deadline } = call;
  const person = await personOf(call, order);
  const places: Place[] = [];
  const dates = new Map<string, DateState>();
  const traces = new Map<string, TicketTrace>();
  const live = order.lines
    .map((line) => ({ line, tickets: line.tickets.filter(isLive) }))
    .filter(({ tickets }) => tickets.length > 0);
  for (const [id, group] of Map.groupBy(live, ({ line }) => line.date)) {
    const code = await dateCode(id);
    const barcodes = group.flatMap(({ tickets }) => tickets.map(({ barcode }) => barcode));
    const [state, traced] = await Promise.all([
      askDate(env, code, deadline, (stub) => stub.state([partner.id])),
      askDate(env, code, deadline, (stub) => stub.traces(barcodes)),
    ]);
    if (!state.ok) return noAnswer(call, state.reason);
    if (!traced.ok) return noAnswer(call, traced.reason);
    dates.set(id, state.value);
    for (const trace of traced.value) traces.set(trace.ticket.barcode, trace);
  }
  for (const { line, tickets } of live) {
    const date = dates.get(line.date);
    const price = date?.prices.find(({ id }) => id === line.price);
    if (date === undefined || price === undefined) continue;
    for (const ticket of tickets) {
      const trace = traces.get(ticket.barcode) ?? null;
      if (trace?.ticket.state === "void") continue;
      places.push({ order, date, price, ticket, trace, person });
    }
  }
  return ok(places);
}

function isLive({ state }: OrderTicket): boolean {
  return state === "held" || state === "issued";
}

/** Who it is for, if the registry answers: a ticket without a name is better than none. */
async function personOf({ env }: Call, { channel, contact }: OrderState): Promise<Person> {
  if (contact === null) return NOBODY;
  const known = await readPartnerContact(env.REGISTRY, channel, contact).catch(() => null);
  if (known === null) return { ...NOBODY, id: contact };
  const details = (parseJson(known.details)?.parsed ?? {}) as Record<string, unknown>;
  const text = (key: string) => (typeof details[key] === "string" ? details[key] : "");
  return {
    id: contact,
    label: known.name ?? "",
    firstname: text("firstname"),
    lastname: text("lastname"),
    email: known.email ?? "",
  };
}

export function idOfPlace({ order, date, ticket }: Pick<Place, "order" | "date" | "ticket">) {
  return productId(order.number, ticketNumber(date.number, ticket.serial));
}

export function productShape(place: Place) {
  const { order, date, price, ticket, trace } = place;
  const area = date.areas.find(({ id }) => id === price.area) ?? { id: price.area, label: "" };
  const used = trace?.ticket.state === "used";
  return {
    id: idOfPlace(place),
    label: [area.label, ticket.seat].filter(Boolean).join(" "),
    orderid: String(order.number),
    stockid: stockIdOf(date.id),
    typeid: TYPE,
    positionid: ticket.seatId ?? "",
    quantity: 1,
    mainproductid: "",
    category: categoryShape(area),
    price: priceShape({ ...price, ...moneyOf(ticket) }),
    ticket: ticketShape(place),
    usage: {
      statusid: used ? USED : NOT_USED,
      by: "",
      date: used && trace.entry !== null ? toSapitiDate(trace.entry.at) : null,
    },
  };
}

/** What it was sold at, whatever the price is by now. */
function moneyOf({ amount, currency }: OrderTicket) {
  return { amount, currency };
}

export function ticketShape(place: Place) {
  const { order, date, price, ticket, person } = place;
  const area = date.areas.find(({ id }) => id === price.area);
  return {
    id: idOfPlace(place),
    label: ticket.barcode,
    typeid: TYPE,
    spectatorlabel: person.label,
    spectatorfirstname: person.firstname,
    spectatorlastname: person.lastname,
    spectatoremail: person.email,
    spectatorid: person.id,
    positionlabel: ticket.seat ?? "",
    categorylabel: area?.label ?? "",
    entrycount: 1,
    pricelabel: price.label,
    price: moneyShape(moneyOf(ticket)),
    orderreference: String(order.number),
    orderdate: toSapitiDate(order.createdAt),
    qrcode: ticket.barcode,
    attractionlabel: date.event.title,
    presentinglabel: date.event.venue.name,
    eventstarttime: toSapitiDate(date.startsAt),
    eventendtime: toSapitiDate(date.endsAt),
    validitydate: toSapitiDate(date.endsAt),
    notes: "",
    venuelabel: date.event.venue.name,
    venueaddressL1: "",
    venueaddressL2: "",
    metadata: {},
  };
}
