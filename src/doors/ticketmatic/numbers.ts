/**
 * Ticketmatic knows integers alone. What a number of a date, a ticket or a free seat stands for
 * follows from the number (design.md section 8); a place is numbered above all tickets.
 */
import { numberInDate, numberOf, partOf, readNumberInDate } from "../../core/ids.ts";
import { SERIALS_PER_DATE_MAX } from "../../core/limits.ts";

/** Dates are numbered to 2^31: with this added, a number is one of a place and not of a ticket. */
const PLACES = 2 ** 32;

export function ticketNumber(date: number, serial: number): number {
  return numberInDate(date, serial);
}

/** The place with this number at its date, from 0; null where a date has given more than there are. */
export function placeNumber(date: number, place: number): number | null {
  return place > SERIALS_PER_DATE_MAX ? null : numberInDate(date + PLACES, place);
}

export type Numbered =
  | { readonly kind: "ticket"; readonly date: number; readonly serial: number }
  | { readonly kind: "place"; readonly date: number; readonly place: number };

export function readTicketNumber(number: number): Numbered {
  const { date, part } = readNumberInDate(number);
  return date > PLACES
    ? { kind: "place", date: date - PLACES, place: part }
    : { kind: "ticket", date, serial: part };
}

export async function areaNumber(date: number, area: string): Promise<number> {
  return numberInDate(date, await partOf("area", area));
}

export async function priceNumber(date: number, price: string): Promise<number> {
  return numberInDate(date, await partOf("price", price));
}

/** Price types are the labels of prices: two dates with the same label share one. */
export function priceTypeNumber(label: string): Promise<number> {
  return numberOf("label", label);
}

export function locationNumber(venue: string): Promise<number> {
  return numberOf("venue", venue);
}

export function deviceNumber(device: string): Promise<number> {
  return numberOf("device", device);
}
