/** A product's id: the order's number and the ticket's, so it leads to both without a search. */
import { SERIALS_PER_DATE_MAX } from "../../../core/limits.ts";

const PRODUCT = /^(\d{1,16})-(\d{1,16})$/;
const ORDER = /^[1-9]\d{0,15}$/;

/** Of a ticket among all dates: the date's number and its serial. */
export function ticketNumber(date: number, serial: number): number {
  return date * (SERIALS_PER_DATE_MAX + 1) + serial;
}

export function productId(order: number, ticket: number): string {
  return `${order}-${ticket}`;
}

export function parseProductId(text: string): { order: string; ticket: number } | null {
  const [, order, ticket] = PRODUCT.exec(text) ?? [];
  return order === undefined ? null : { order, ticket: Number(ticket) };
}

/** The number of an order, or null when the text is the id of none. */
export function parseOrderId(text: string): number | null {
  const number = ORDER.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
