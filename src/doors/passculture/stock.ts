/** Which price of which date is meant: by arithmetic when the stock's id names them, else by a listing. */
import { within } from "../../core/deadline.ts";
import { dateCode, parseDirectStock } from "../../core/ids.ts";
import { findListing } from "../../registry/listings.ts";
import type { BookingRequest } from "./schema.ts";

export const LISTING_KINDS = ["stock_id_at_provider", "stock_id"] as const;

export interface Stock {
  readonly code: string;
  readonly price: string;
}

/**
 * The places where the stock may be found, in the order of trust. Lazy: the registry is asked only
 * when the steps before found nothing. Throws when the registry is needed and does not
 * answer by the deadline.
 */
export async function* stocks(
  registry: D1Database,
  { stock_id, stock_id_at_provider }: BookingRequest,
  deadline: number,
): AsyncGenerator<Stock> {
  const atProvider = stock_id_at_provider ?? "";
  const direct = parseDirectStock(atProvider);
  if (direct !== null) yield { code: await dateCode(direct.dateId), price: direct.priceId };
  const [byProvider, byStock] = LISTING_KINDS;
  if (atProvider !== "") yield* listed(registry, byProvider, atProvider, deadline);
  yield* listed(registry, byStock, String(stock_id), deadline);
}

async function* listed(
  registry: D1Database,
  kind: string,
  id: string,
  deadline: number,
): AsyncGenerator<Stock> {
  const now = Date.now();
  const key = { door: "passculture", kind, id };
  const listing = await within(deadline - now, findListing(registry, key, now));
  if (listing !== null) yield { code: await dateCode(listing.dateId), price: listing.price };
}
