/**
 * Contacts: the venue's customer file. Personal data: no more is kept than it takes to reach
 * someone, orders know only the id, and deleting a contact forgets the person.
 */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export interface Contact {
  /** Chosen by the caller. */
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** A language tag, such as fr or nl-BE. */
  readonly language: string | null;
  readonly changedAt: number;
}

const COLUMNS = `id, name, email, phone, language, changed_at AS changedAt`;

export async function readContact(registry: D1Database, id: string): Promise<Contact | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`SELECT ${COLUMNS} FROM contacts WHERE id = ?`).bind(id).first<Contact>(),
  );
}

/** The contact becomes what is said; an older change than the stored one changes nothing. */
export async function writeContact(registry: D1Database, contact: Contact): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO contacts (id, name, email, phone, language, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email,
           phone = excluded.phone, language = excluded.language, changed_at = excluded.changed_at
         WHERE excluded.changed_at >= contacts.changed_at`,
      )
      .bind(
        contact.id,
        contact.name,
        contact.email,
        contact.phone,
        contact.language,
        contact.changedAt,
      )
      .run(),
  );
}

export async function deleteContact(registry: D1Database, id: string): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`DELETE FROM contacts WHERE id = ?`).bind(id).run(),
  );
}

export async function listContacts(
  registry: D1Database,
  after: string,
  limit: number,
): Promise<Contact[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT ${COLUMNS} FROM contacts WHERE id > ? ORDER BY id LIMIT ?`)
      .bind(after, limit)
      .all<Contact>(),
  );
  return results;
}
