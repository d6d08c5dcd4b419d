/**
 * A date as Ticketmatic's event (contracts/ticketmatic.md 4): the areas are its contingents, the
 * prices its ticket type prices, our event its production.
 */
import { CAPACITY_PLACES_MAX, TICKETMATIC_TICKETS_PER_ORDER_MAX } from "../../../core/limits.ts";
import type { AreaState, DateState } from "../../../date/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { areaNumber, locationNumber, priceNumber, priceTypeNumber } from "../numbers.ts";
import { SALES_CHANNEL, SEAT_RANK } from "../settings/lists.ts";
import { writeAmount, writeInstant, writeInstantOrNull } from "../wire.ts";

export const DRAFT = 19001;
export const ACTIVE = 19002;
export const CLOSED = 19003;

export function statusOf({ isDraft, status }: Pick<FoundDate, "isDraft" | "status">): number {
  if (isDraft) return DRAFT;
  return status === "on_sale" ? ACTIVE : CLOSED;
}

export async function eventBody(
  date: FoundDate,
  state: DateState,
  channel: string,
  now: number,
): Promise<Record<string, unknown>> {
  const { number } = date;
  const areas = await Promise.all(
    state.areas.map(async (area) => ({ ...area, number: await areaNumber(number, area.id) })),
  );
  const salesPeriod = {
    salestartts: writeInstant(date.createdAt),
    saleendts: writeInstantOrNull(known(date.salesEndAt)),
  };
  return {
    ...(await titleBody(date)),
    ...salesPeriod,
    publishedts: date.isDraft ? null : writeInstant(date.createdAt),
    saleschannels: [
      {
        eventid: number,
        saleschannelid: SALES_CHANNEL,
        isactive: isOnSale(state, now),
        haswaitinglist: false,
        ...salesPeriod,
      },
    ],
    contingents: areas
      .filter(({ seated }) => !seated)
      .map((area) => ({
        ...contingent(area, number),
        pricelistid: null,
        eventspecificprices: null,
        locks: [],
        withimportedbarcodes: state.pools.some(
          (pool) => pool.area === area.id && pool.channel === channel,
        ),
      })),
    seatingplancontingents: areas
      .filter(({ seated }) => seated)
      .map((area) => ({ ...contingent(area, number), seatrankid: SEAT_RANK })),
    seatingplanid: areas.some(({ seated }) => seated) ? number : null,
    seatselection: areas.some(({ seated }) => seated),
    seatallowsingle: true,
    availability: areas.map((area) => availability(area, state, channel, now)),
    prices: await pricesBody(number, state),
  };
}

/** A date that partners prepare may not know its times yet. */
function known(millis: number): number | null {
  return millis === 0 ? null : millis;
}

async function titleBody(date: FoundDate): Promise<Record<string, unknown>> {
  return {
    id: date.number,
    name: date.event.title,
    code: date.id,
    externalcode: null,
    currentstatus: statusOf(date),
    startts: writeInstantOrNull(known(date.startsAt)),
    endts: writeInstantOrNull(known(date.endsAt)),
    productionid: date.event.number,
    locationid: await locationNumber(date.event.venue.name),
    locationname: date.event.venue.name,
    ...UNUSED,
    createdts: writeInstant(date.createdAt),
    lastupdatets: writeInstant(date.changedAt),
  };
}

/** Keys of the contract of which a venue here sets none. */
const UNUSED = {
  subtitle: null,
  subtitle2: null,
  description: null,
  shortdescription: null,
  info: null,
  schedule: null,
  webremark: null,
  image: null,
  audiopreviewurl: null,
  previews: [],
  layout: null,
  tags: [],
  segmentationtags: [],
  seated_contingents: [],
  seated_chartkey: null,
  seatingplanpricelistid: null,
  seatingplaneventspecificprices: null,
  seatingplanlocktemplate: null,
  socialdistance: null,
  maxnbrofticketsperbasket: TICKETMATIC_TICKETS_PER_ORDER_MAX,
  totalmaxtickets: null,
  ticketfeeid: null,
  ticketlayoutid: null,
  ticketinfoid: null,
  optinsetid: null,
  upsellid: null,
  waitinglisttype: null,
  servicemailids: [],
  queuetoken: 0,
  translations: {},
};

type NumberedArea = AreaState & { readonly number: number };

/** The strict client wants a number where we have none: an unlimited area says the most there is. */
function placesOf({ capacity }: AreaState): number {
  return capacity ?? CAPACITY_PLACES_MAX;
}

function contingent(area: NumberedArea, eventid: number) {
  return { id: area.number, name: area.label, amount: placesOf(area), eventid };
}

function isOnSale({ status, salesEndAt }: DateState, now: number): boolean {
  return status === "on_sale" && now < salesEndAt;
}

/** What is neither free to this account nor taken is locked: the sum is always the total. */
function availability(area: NumberedArea, state: DateState, channel: string, now: number) {
  const total = placesOf(area);
  const taken = area.issued + area.used + area.held;
  const free = Math.max(0, Math.min(total - taken, freeTo(area, state, channel, now)));
  return {
    tickettypeid: area.number,
    total,
    free,
    reserved: area.held,
    sold_paid: area.issued + area.used,
    sold_unpaid: 0,
    complimentary: 0,
    locked_hard: Math.max(0, total - taken - free),
    locked_soft: 0,
    lastupdatets: writeInstant(now),
  };
}

/** What the channel can still buy: of a seated area the sum over its categories of seats. */
function freeTo(area: AreaState, state: DateState, channel: string, now: number): number {
  const free = area.free ?? Infinity;
  const prices = state.prices.filter((price) => price.area === area.id);
  if (!isOnSale(state, now) || prices.length === 0) return free;
  const byCategory = new Map<string | null, number>();
  for (const { category, remaining } of prices) {
    byCategory.set(category, remaining[channel] ?? Infinity);
  }
  return Math.min(
    free,
    [...byCategory.values()].reduce((sum, places) => sum + places, 0),
  );
}

async function pricesBody(date: number, state: DateState) {
  const contingents = await Promise.all(
    state.areas.map(async (area) => ({
      contingentid: await areaNumber(date, area.id),
      pricetypes: await Promise.all(
        state.prices
          .filter((price) => price.area === area.id)
          .map(async (price) => {
            const tickettypepriceid = await priceNumber(date, price.id);
            return {
              pricetypeid: await priceTypeNumber(price.label),
              tickettypepriceid,
              saleschannels: [
                {
                  saleschannelid: SALES_CHANNEL,
                  price: writeAmount(price.amount),
                  servicecharge: 0,
                  tickettypepriceid,
                  costs: [],
                  conditions: [
                    { type: "orderticketlimit", value: TICKETMATIC_TICKETS_PER_ORDER_MAX },
                  ],
                },
              ],
            };
          }),
      ),
    })),
  );
  return { contingents: contingents.filter(({ pricetypes }) => pricetypes.length > 0) };
}
