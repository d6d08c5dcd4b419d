// The objects that pass Culture sends, with every key in its order (contract 2.1 and 2.2).
import type { JsonObject } from "./wire.ts";

export interface BookingDetails {
  readonly stock: string | null;
  readonly stockId: number;
  readonly quantity: number;
  readonly price: number;
  readonly offer: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly created: string;
}

/** pass Culture lets someone cancel for 48 hours after the booking (contract 4.4). */
const CANCELLATION_WINDOW_DAYS = 2;

export function bookingRequest(details: BookingDetails): JsonObject {
  return {
    booking_confirmation_date: daysLater(details.created, CANCELLATION_WINDOW_DAYS),
    booking_creation_date: details.created,
    booking_quantity: details.quantity,
    offer_ean: null,
    offer_id: details.offer,
    offer_id_at_provider: "SAISON26-CYRANO",
    offer_name: "Cyrano « d’été »",
    offer_price: details.price,
    price_category_id: 88102,
    price_category_id_at_provider: "CYRANO-CAT1",
    price_category_label: "Catégorie 1",
    stock_id: details.stockId,
    stock_id_at_provider: details.stock,
    user_birth_date: "2008-02-29",
    user_email: details.email,
    user_first_name: details.firstName,
    user_last_name: details.lastName,
    user_phone: null,
    venue_address: "3 rue de l’Église",
    venue_department_code: "2A",
    venue_id: 4242,
    venue_name: "Théâtre de l’Île",
  };
}

export function cancellationRequest(barcodes: readonly string[]): JsonObject {
  return { barcodes };
}

/** A naive UTC time as Python writes it: six digits of fraction, or none when they are all 0. */
export function pythonTime(instant: Date): string {
  const naive = instant.toISOString().slice(0, -1);
  return naive.endsWith(".000") ? naive.slice(0, -".000".length) : `${naive}000`;
}

export function isTime(text: string): boolean {
  const matches = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|\+00:00)?$/.test(text);
  return matches && !Number.isNaN(Date.parse(text));
}

// Only the day moves, so that fraction and suffix stay as they were written.
function daysLater(time: string, days: number): string {
  const day = new Date(`${time.slice(0, "YYYY-MM-DD".length)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, "YYYY-MM-DD".length) + time.slice("YYYY-MM-DD".length);
}
