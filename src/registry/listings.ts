/**
 * Listings: partners' own ids for a price of a date. Looked up through a cache of the isolate, so
 * that a listing once seen keeps working while the registry is down.
 */
import { within } from "../core/deadline.ts";
import {
  LISTING_CACHE_ENTRIES_MAX,
  LISTING_CACHE_MS,
  LISTING_CACHE_STALE_MS,
  REGISTRY_CALL_MS_MAX,
} from "../core/limits.ts";

export interface ListingKey {
  readonly door: string;
  /** Which of the partner's ids it is, such as `stock_id`. */
  readonly kind: string;
  readonly id: string;
}

export interface ListedPrice {
  readonly dateId: string;
  readonly price: string;
}

export interface RegistryListing extends ListingKey, ListedPrice {
  readonly version: number;
}

const COLUMNS = `door, kind, id, date_id AS dateId, price, version`;

interface Cached extends ListedPrice {
  readonly readAt: number;
}
const caches = new WeakMap<D1Database, Map<string, Cached>>();

function cacheOf(registry: D1Database): Map<string, Cached> {
  const cache = caches.get(registry) ?? new Map<string, Cached>();
  caches.set(registry, cache);
  return cache;
}

function cacheKey({ door, kind, id }: ListingKey): string {
  return JSON.stringify([door, kind, id]);
}

/**
 * The date and price behind a partner's id, or null. Up to a minute old in other isolates after a
 * change; with the registry down up to a day. Throws when the registry fails and nothing is known.
 */
export async function findListing(
  registry: D1Database,
  key: ListingKey,
  now: number,
): Promise<ListedPrice | null> {
  const cache = cacheOf(registry);
  const cached = cache.get(cacheKey(key));
  if (cached !== undefined && now - cached.readAt < LISTING_CACHE_MS) return cached;
  try {
    const found = await readListing(registry, key);
    if (found === null) cache.delete(cacheKey(key));
    else remember(cache, key, found, now);
    return found;
  } catch (error) {
    if (cached !== undefined && now - cached.readAt < LISTING_CACHE_STALE_MS) return cached;
    throw error;
  }
}

function remember(
  cache: Map<string, Cached>,
  key: ListingKey,
  { dateId, price }: ListedPrice,
  now: number,
): void {
  if (cache.size >= LISTING_CACHE_ENTRIES_MAX) cache.clear();
  cache.set(cacheKey(key), { dateId, price, readAt: now });
}

export async function readListing(
  registry: D1Database,
  key: ListingKey,
): Promise<RegistryListing | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT ${COLUMNS} FROM listings WHERE door = ? AND kind = ? AND id = ?`)
      .bind(key.door, key.kind, key.id)
      .first<RegistryListing>(),
  );
}

export async function writeListing(registry: D1Database, listing: RegistryListing): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO listings (door, kind, id, date_id, price, version) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (door, kind, id) DO UPDATE SET date_id = excluded.date_id,
           price = excluded.price, version = excluded.version
         WHERE excluded.version > listings.version`,
      )
      .bind(listing.door, listing.kind, listing.id, listing.dateId, listing.price, listing.version)
      .run(),
  );
  cacheOf(registry).delete(cacheKey(listing));
}

export async function deleteListing(registry: D1Database, key: ListingKey): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`DELETE FROM listings WHERE door = ? AND kind = ? AND id = ?`)
      .bind(key.door, key.kind, key.id)
      .run(),
  );
  cacheOf(registry).delete(cacheKey(key));
}

/** Listings of a door in the order of their keys, after the given one. */
export async function listListings(
  registry: D1Database,
  door: string,
  after: { readonly kind: string; readonly id: string },
  limit: number,
): Promise<RegistryListing[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${COLUMNS} FROM listings WHERE door = ?1 AND (kind, id) > (?2, ?3)
          ORDER BY kind, id LIMIT ?4`,
      )
      .bind(door, after.kind, after.id, limit)
      .all<RegistryListing>(),
  );
  return results;
}
