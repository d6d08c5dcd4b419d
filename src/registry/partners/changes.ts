/** Partners as operators make, change, rotate and revoke them. */
import { within } from "../../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../../core/limits.ts";
import type { Partner } from "../../core/partners.ts";
import type { StoredCredentials } from "./keyring.ts";
import { forgetRoster } from "./roster.ts";

/** Makes a new partner. False when another one has its id, its number or its key. */
export async function insertPartner(
  registry: D1Database,
  partner: Partner & StoredCredentials,
  now: number,
): Promise<boolean> {
  const { results } = await change(
    registry,
    `INSERT INTO partners (id, door, kind, number, label, key, secret, events, lacks, changed_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT DO NOTHING RETURNING id`,
    partner.id,
    partner.door,
    partner.kind,
    partner.number,
    partner.label,
    partner.key,
    partner.secret,
    partner.events === null ? null : JSON.stringify(partner.events),
    JSON.stringify(partner.lacks),
    now,
  );
  return results.length === 1;
}

/** Changes what may be changed of a partner at any time: not who it is. */
export async function updatePartner(
  registry: D1Database,
  partner: Pick<Partner, "id" | "label" | "events" | "lacks">,
  now: number,
): Promise<void> {
  await change(
    registry,
    `UPDATE partners SET label = ?2, events = ?3, lacks = ?4, changed_at = ?5 WHERE id = ?1`,
    partner.id,
    partner.label,
    partner.events === null ? null : JSON.stringify(partner.events),
    JSON.stringify(partner.lacks),
    now,
  );
}

/**
 * Gives the partner new credentials; the present ones go on until then (null: they end now, and
 * with them those before). A revoked partner is admitted again. False when the new key is taken.
 */
export async function replaceCredentials(
  registry: D1Database,
  id: string,
  { key, secret }: StoredCredentials,
  previousUntil: number | null,
  now: number,
): Promise<boolean> {
  const { results } = await change(
    registry,
    `UPDATE OR IGNORE partners
        SET previous_key = CASE WHEN ?4 IS NULL THEN NULL ELSE key END,
            previous_secret = CASE WHEN ?4 IS NULL THEN NULL ELSE secret END,
            previous_until = ?4, key = ?2, secret = ?3, revoked_at = NULL, changed_at = ?5
      WHERE id = ?1 RETURNING id`,
    id,
    key,
    secret,
    previousUntil,
    now,
  );
  return results.length === 1;
}

/** From now on nothing of the partner is accepted; what it sold stays. */
export async function revokePartner(registry: D1Database, id: string, now: number): Promise<void> {
  await change(
    registry,
    `UPDATE partners SET revoked_at = coalesce(revoked_at, ?2), previous_key = NULL,
            previous_secret = NULL, previous_until = NULL, changed_at = ?2
      WHERE id = ?1`,
    id,
    now,
  );
}

export async function deletePartner(registry: D1Database, id: string): Promise<void> {
  await change(registry, `DELETE FROM partners WHERE id = ?`, id);
}

async function change(registry: D1Database, query: string, ...values: (string | number | null)[]) {
  const changed = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(query)
      .bind(...values)
      .all(),
  );
  forgetRoster(registry);
  return changed;
}
