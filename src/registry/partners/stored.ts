/** Partners as the registry keeps them. Their secrets are sealed. */
import { within } from "../../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../../core/limits.ts";
import type { Partner, Permission } from "../../core/partners.ts";
import type { StoredCredentials } from "./keyring.ts";

export interface StoredPartner extends Partner, StoredCredentials {
  readonly previousKey: string | null;
  readonly previousSecret: string | null;
  /** Until when the replaced credentials go on; null without any. */
  readonly previousUntil: number | null;
  readonly revokedAt: number | null;
  readonly changedAt: number;
}

type PartnerRow = Omit<StoredPartner, "publicKey" | "events" | "lacks"> & {
  readonly events: string | null;
  readonly lacks: string;
};

const COLUMNS = `id, door, kind, number, label, key, secret, previous_key AS previousKey,
  previous_secret AS previousSecret, previous_until AS previousUntil, events, lacks,
  revoked_at AS revokedAt, changed_at AS changedAt`;

function toPartner(row: PartnerRow): StoredPartner {
  return {
    ...row,
    publicKey: row.kind === "device" ? null : row.key,
    events: row.events === null ? null : (JSON.parse(row.events) as string[]),
    lacks: JSON.parse(row.lacks) as Permission[],
  };
}

export async function readPartner(registry: D1Database, id: string): Promise<StoredPartner | null> {
  const row = await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`SELECT ${COLUMNS} FROM partners WHERE id = ?`).bind(id).first<PartnerRow>(),
  );
  return row === null ? null : toPartner(row);
}

export async function listPartners(
  registry: D1Database,
  after: string,
  limit: number,
  milliseconds = REGISTRY_CALL_MS_MAX,
): Promise<StoredPartner[]> {
  const { results } = await within(
    milliseconds,
    registry
      .prepare(`SELECT ${COLUMNS} FROM partners WHERE id > ? ORDER BY id LIMIT ?`)
      .bind(after, limit)
      .all<PartnerRow>(),
  );
  return results.map(toPartner);
}

export async function countPartners(registry: D1Database): Promise<number> {
  const row = await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`SELECT count(*) AS n FROM partners`).first<{ n: number }>(),
  );
  return row?.n ?? 0;
}
