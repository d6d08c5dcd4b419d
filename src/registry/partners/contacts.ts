/**
 * Contacts of partners: the same customer file, each with its owner. A partner finds, reads and
 * changes its own alone. Personal data: never logged.
 */
import { within } from "../../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../../core/limits.ts";
import type { Contact } from "../contacts.ts";

export interface PartnerContact extends Contact {
  readonly channel: string;
  /** What the partner says of the person beside, a JSON object as text. */
  readonly details: string;
}

const COLUMNS = `id, name, email, phone, language, changed_at AS changedAt, channel,
  coalesce(details, '{}') AS details`;

export async function readPartnerContact(
  registry: D1Database,
  channel: string,
  id: string,
): Promise<PartnerContact | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT ${COLUMNS} FROM contacts WHERE id = ? AND channel = ?`)
      .bind(id, channel)
      .first<PartnerContact>(),
  );
}

/** Writes the whole contact. False when the id is somebody else's. */
export async function writePartnerContact(
  registry: D1Database,
  contact: PartnerContact,
): Promise<boolean> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO contacts (id, name, email, phone, language, changed_at, channel, details)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email,
           phone = excluded.phone, language = excluded.language,
           changed_at = excluded.changed_at, details = excluded.details
         WHERE contacts.channel = excluded.channel RETURNING id`,
      )
      .bind(
        contact.id,
        contact.name,
        contact.email,
        contact.phone,
        contact.language,
        contact.changedAt,
        contact.channel,
        contact.details,
      )
      .all(),
  );
  return results.length === 1;
}

/** Those whose details have all the wanted texts, whatever their case; in the order of their making. */
export async function findPartnerContacts(
  registry: D1Database,
  channel: string,
  wanted: Readonly<Record<string, string>>,
  page: { readonly start: number; readonly count: number },
): Promise<PartnerContact[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${COLUMNS} FROM contacts
          WHERE channel = ?1 AND NOT EXISTS (
                SELECT 1 FROM json_each(?2) AS wanted
                 WHERE lower(coalesce(json_extract(contacts.details, '$.' || wanted.key), ''))
                    <> lower(wanted.value))
          ORDER BY id LIMIT ?3 OFFSET ?4`,
      )
      .bind(channel, JSON.stringify(wanted), page.count, page.start)
      .all<PartnerContact>(),
  );
  return results;
}
