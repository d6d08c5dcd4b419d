/** Gathers what orders are described with: their dates, what the entrance knows, and the lookup. */
import type { Admission } from "../../../date/entrance/commands.ts";
import { admissionsOf } from "../../../date/client/admissions.ts";
import { TICKETMATIC_CALLS_AT_ONCE } from "../../../core/limits.ts";
import type { OrderState, OrderTicket } from "../../../order/commands.ts";
import { searchCustomers } from "../../../registry/customers.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { notNow, type Problem } from "../answers.ts";
import { contactBody } from "../contacts/contact.ts";
import type { Anything } from "../endpoint.ts";
import { priceTypesOf } from "../events/lookups.ts";
import { statusOf } from "../events/event.ts";
import { datesById } from "../events/visible.ts";
import { areaNumber, locationNumber } from "../numbers.ts";
import { inGroups } from "../parameters.ts";
import * as lists from "../settings/lists.ts";
import { writeInstantOrNull } from "../wire.ts";
import { type Context, orderBody } from "./order.ts";
import { readWords } from "./words.ts";

type Asked = Pick<Anything, "env" | "partner" | "deadline">;

/** The bodies of these orders, each with its lookup when that is wanted. */
export async function describeOrders(
  call: Asked,
  orders: readonly OrderState[],
): Promise<
  | { readonly bodies: Record<string, unknown>[]; readonly context: Context }
  | { readonly problem: Problem }
> {
  const dates = await datesById(
    call.env,
    orders.flatMap(({ lines }) => lines.map(({ date }) => date)),
  );
  const admissions = await readAdmissions(call, orders);
  if ("problem" in admissions) return admissions;
  const words = await readWords(call, orders);
  const context = { words, dates, admissions: admissions.known, gone: admissions.gone };
  const bodies = await Promise.all(orders.map((order) => orderBody(order, context)));
  return { bodies, context };
}

/** A single order brings its own lookup with it. */
export async function describeOrder(
  call: Asked,
  order: OrderState,
): Promise<{ readonly body: Record<string, unknown> } | { readonly problem: Problem }> {
  const described = await describeOrders(call, [order]);
  if ("problem" in described) return described;
  const lookup = await lookupOf(call, [order], described.context);
  return { body: { ...described.bodies[0], lookup } };
}

interface Admissions {
  readonly known: ReadonlyMap<string, Admission>;
  readonly gone: ReadonlySet<string>;
}

/** Only an issued ticket can have been scanned; each date is asked once. */
async function readAdmissions(
  { env, deadline }: Asked,
  orders: readonly OrderState[],
): Promise<Admissions | { readonly problem: Problem }> {
  const issued = new Map<string, OrderTicket[]>();
  for (const { code, tickets } of orders.flatMap(({ lines }) => lines)) {
    const here = tickets.filter(({ state }) => state === "issued");
    if (here.length > 0) issued.set(code, [...(issued.get(code) ?? []), ...here]);
  }
  const answers = await inGroups(
    [...issued],
    TICKETMATIC_CALLS_AT_ONCE,
    async ([code, tickets]) => ({
      tickets,
      answer: await admissionsOf(
        env,
        { code, deadline },
        tickets.map(({ serial }) => serial),
      ),
    }),
  );
  const known = new Map<string, Admission>();
  const gone = new Set<string>();
  for (const { tickets, answer } of answers) {
    if (!answer.ok && answer.reason === "unavailable") return notNow(answer);
    if (!answer.ok) continue;
    for (const admission of answer.value) known.set(admission.barcode, admission);
    const live = new Set(answer.value.map(({ serial }) => serial));
    for (const { serial, barcode } of tickets) if (!live.has(serial)) gone.add(barcode);
  }
  return { known, gone };
}

/** Each member an object keyed by the id, never a list (contracts/ticketmatic.md 1.9). */
export async function lookupOf(
  { env, partner }: Asked,
  orders: readonly OrderState[],
  { dates }: Context,
): Promise<Record<string, unknown>> {
  const customers = [
    ...new Set(orders.flatMap(({ contact }) => (contact === null ? [] : [Number(contact)]))),
  ];
  const found = await searchCustomers(env.REGISTRY, {
    conditions: [
      { field: "channel", is: "=", value: partner.id },
      { field: "number", is: "in", value: customers },
    ],
    orderBy: "number",
    descending: false,
    limit: Math.max(1, customers.length),
    offset: 0,
  });
  const events: { id: number }[] = [];
  const ticketTypes: { id: number; name: string; fulltypename: string }[] = [];
  for (const date of dates.values()) {
    const { number, event, areas } = date;
    events.push(await eventCard(date));
    for (const { id, label } of areas) {
      const fulltypename = `${event.title} - ${label}`;
      ticketTypes.push({ id: await areaNumber(number, id), name: label, fulltypename });
    }
  }
  return {
    contacts: lists.lookupOf(found.rows.map(contactBody)),
    customfieldvalues: {},
    deliveryscenarios: lists.lookupOf(lists.deliveryScenarios),
    events: lists.lookupOf(events),
    paymentmethods: lists.lookupOf(lists.paymentMethods),
    paymentscenarios: lists.lookupOf(lists.paymentScenarios),
    pricetypes: lists.lookupOf(await priceTypesOf(dates.values())),
    productcategories: {},
    products: {},
    relationtypes: {},
    saleschannels: lists.lookupOf(lists.salesChannels),
    servicecharges: {},
    tickettypes: lists.lookupOf(ticketTypes),
    vouchercodes: {},
  };
}

async function eventCard(date: FoundDate) {
  return {
    id: date.number,
    name: date.event.title,
    code: date.id,
    currentstatus: statusOf(date),
    startts: writeInstantOrNull(date.startsAt === 0 ? null : date.startsAt),
    endts: writeInstantOrNull(date.endsAt === 0 ? null : date.endsAt),
    productionid: date.event.number,
    locationid: await locationNumber(date.event.venue.name),
    locationname: date.event.venue.name,
  };
}
