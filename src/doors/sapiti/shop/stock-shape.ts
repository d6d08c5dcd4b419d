/**
 * What a date offers, in Sapiti's shapes (contracts/sapiti.md 4.14 to 4.16): one stock per date, a
 * product category per area. What is free is what this partner can buy now.
 */
import { SERIALS_PER_DATE_MAX, TICKETS_PER_BOOKING_MAX } from "../../../core/limits.ts";
import type { AreaState, DateState, PriceState } from "../../../date/commands.ts";
import { type Language, placesLabel } from "../language.ts";

const STOCK = "STK-";
const PLAN = "PLAN-";
const STOCK_TYPE = 1;

export const stockIdOf = (date: string): string => STOCK + date;
export const planIdOf = (date: string): string => PLAN + date;

/** The date behind a stock's id; empty (which no date is) when it is none. */
export const dateOfStock = (stock: string): string => behind(STOCK, stock);
export const dateOfPlan = (plan: string): string => behind(PLAN, plan);

function behind(prefix: string, id: string): string {
  return id.startsWith(prefix) ? id.slice(prefix.length) : "";
}

export function stockShape(state: DateState, channel: string, language: Language) {
  const categories = state.areas.map((area) => ({
    ...categoryShape(area),
    capacity_total: totalOf(area),
    capacity_free: freeFor(state, area, channel),
    prices: state.prices.filter(({ area: of }) => of === area.id).map(priceShape),
  }));
  const sum = (key: "capacity_total" | "capacity_free") =>
    categories.reduce((total, category) => total + category[key], 0);
  return {
    id: stockIdOf(state.id),
    label: placesLabel(language),
    typeid: STOCK_TYPE,
    producttypeid: STOCK_TYPE,
    eventid: state.id,
    timeslotid: "",
    streamid: "",
    merchandisingid: "",
    packid: "",
    planid: state.areas.some(({ seated }) => seated) ? planIdOf(state.id) : "",
    priceconfigid: "",
    shop_url: "",
    notes: "",
    haspromocodes: false,
    capacity_total: sum("capacity_total"),
    capacity_free: sum("capacity_free"),
    categories,
  };
}

export function categoryShape({ id, label }: Pick<AreaState, "id" | "label">) {
  return { id, label, description: "", color: "" };
}

export function priceShape(price: Pick<PriceState, "id" | "label" | "amount" | "currency">) {
  return {
    id: price.id,
    label: price.label,
    description: "",
    quantity_min: 1,
    quantity_max: TICKETS_PER_BOOKING_MAX,
    quantity_step: 1,
    quantity_byweight: false,
    value: moneyShape(price),
    // Misspelt on the wire (4.15).
    promo: { description: "", initalprice: -1 },
    suggested_payments: [],
  };
}

export function moneyShape({ amount, currency }: Pick<PriceState, "amount" | "currency">) {
  return { amount, maxamount: -1, currency, step: 1 };
}

/**
 * Of an unlimited area as many as a date can ever issue: -1 would mean "not stated", and the
 * client's sample flow picks only a category with more free places than it wants.
 */
function totalOf({ capacity }: AreaState): number {
  return capacity ?? SERIALS_PER_DATE_MAX;
}

/** Prices of different seats add up; those of the same places do not. */
function freeFor(state: DateState, area: AreaState, channel: string): number {
  const prices = state.prices.filter((price) => price.area === area.id);
  const bySeats = Map.groupBy(prices, ({ category }) => category);
  const free = [...bySeats.values()].reduce(
    (total, group) => total + Math.max(...group.map((price) => remaining(price, area, channel))),
    0,
  );
  const places = state.allotments.find((one) => one.area === area.id && one.channel === channel);
  const taken = state.channels.find((one) => one.area === area.id && one.channel === channel);
  const out = taken === undefined ? 0 : taken.issued + taken.used + taken.held;
  const allotted = places === undefined ? Infinity : Math.max(0, places.places - out);
  return Math.min(free, totalOf(area), allotted);
}

function remaining(price: PriceState, area: AreaState, channel: string): number {
  return (
    price.remaining[channel] ?? Math.max(0, totalOf(area) - area.issued - area.used - area.held)
  );
}
