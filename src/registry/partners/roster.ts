/**
 * Who may come in: the partners as an isolate knows them. All are read at once, every few seconds
 * and only while requests come, so a stranger's guesses ask the registry nothing, and a key that
 * nobody has takes as long as one that somebody has.
 */
import {
  PARTNER_CACHE_MS,
  PARTNER_CACHE_STALE_MS,
  PARTNER_LOOKUP_MS_MAX,
  PARTNER_LOOKUP_PAUSE_MS,
  PARTNERS_MAX,
} from "../../core/limits.ts";
import { logProblem } from "../../core/log.ts";
import type { Partner, PartnerDoor, PartnerKind } from "../../core/partners.ts";
import { openSecret } from "./keyring.ts";
import { listPartners, type StoredPartner } from "./stored.ts";

/** A partner that may come in now, with the secrets that are good. */
export interface AdmittedPartner {
  readonly partner: Partner;
  /** The present one, and while it is being replaced the one before; none for a device. */
  readonly secrets: readonly string[];
}

interface Roster {
  byKey: ReadonlyMap<string, StoredPartner> | null;
  /** Milliseconds since 1970. */
  readAt: number;
  freshUntil: number;
  pausedUntil: number;
}
const rosters = new WeakMap<D1Database, Roster>();

function rosterOf(registry: D1Database): Roster {
  const known = rosters.get(registry);
  const roster = known ?? { byKey: null, readAt: 0, freshUntil: 0, pausedUntil: 0 };
  rosters.set(registry, roster);
  return roster;
}

/** What an operator has just changed is seen here at once, and elsewhere after the cache's time. */
export function forgetRoster(registry: D1Database): void {
  rosterOf(registry).freshUntil = 0;
}

/**
 * The partner of a door with this key, or null when there is none or it is revoked. `keyring` is
 * the secret KEYRING_KEY. Throws when the registry fails and nothing recent enough is known.
 */
export async function findPartner(
  registry: D1Database,
  keyring: string,
  { door, kind, key }: { door: PartnerDoor; kind: PartnerKind; key: string },
  now: number,
): Promise<AdmittedPartner | null> {
  const byKey = await partnersByKey(registry, now);
  const found = byKey.get(nameOf(door, kind, key));
  if (found === undefined || found.revokedAt !== null) return null;
  const overlaps = found.previousUntil !== null && now < found.previousUntil;
  if (key !== found.key && !overlaps) return null;
  const sealed = [found.secret, overlaps ? found.previousSecret : null].filter((s) => s !== null);
  const opened = await Promise.all(sealed.map((text) => openSecret(keyring, found.id, text)));
  const secrets = opened.filter((text) => text !== null);
  if (secrets.length < sealed.length) {
    logProblem("a partner's secret can't be opened: KEYRING_KEY is not the one that sealed it", {
      partner: found.id,
    });
  }
  const { id, number, label, publicKey, events, lacks } = found;
  return { partner: { id, door, kind, number, label, publicKey, events, lacks }, secrets };
}

async function partnersByKey(
  registry: D1Database,
  now: number,
): Promise<ReadonlyMap<string, StoredPartner>> {
  const roster = rosterOf(registry);
  const { byKey, readAt } = roster;
  if (byKey !== null && now < roster.freshUntil) return byKey;
  const stale = byKey !== null && now - readAt < PARTNER_CACHE_STALE_MS ? byKey : null;
  if (stale !== null && now < roster.pausedUntil) return stale;
  try {
    const partners = await listPartners(registry, "", PARTNERS_MAX, PARTNER_LOOKUP_MS_MAX);
    roster.byKey = namedByKey(partners);
    roster.readAt = now;
    roster.freshUntil = now + PARTNER_CACHE_MS;
    return roster.byKey;
  } catch (error) {
    roster.pausedUntil = now + PARTNER_LOOKUP_PAUSE_MS;
    if (stale === null) throw error;
    return stale;
  }
}

/** A present key counts before a replaced one of somebody else. */
function namedByKey(partners: readonly StoredPartner[]): ReadonlyMap<string, StoredPartner> {
  const replaced = partners.flatMap((partner) => {
    const { door, kind, previousKey } = partner;
    return previousKey === null ? [] : ([[nameOf(door, kind, previousKey), partner]] as const);
  });
  const present = partners.map(
    (partner) => [nameOf(partner.door, partner.kind, partner.key), partner] as const,
  );
  return new Map([...replaced, ...present]);
}

function nameOf(door: string, kind: string, key: string): string {
  return JSON.stringify([door, kind, key]);
}
