/**
 * The customer files of partners that keep theirs here. Personal data, with the contacts the only
 * table that names people: a partner reads its own alone, and a deleted row names nobody any more.
 */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";
import { type Search, type Searchable, search, type Searched } from "./search.ts";

export interface Customer {
  /** Whose customer it is. */
  readonly channel: string;
  /** Unique among those of the channel. */
  readonly number: number;
  /** A JSON object in the partner's own terms. */
  readonly details: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deletedAt: number | null;
}

const COLUMNS = `channel, number, details, created_at AS createdAt, changed_at AS changedAt,
  deleted_at AS deletedAt`;

const text = (key: string) => `details ->> '${key}'`;

const CUSTOMERS: Searchable = {
  from: `customers WHERE true`,
  columns: COLUMNS,
  fields: {
    channel: `channel`,
    number: `number`,
    email: text("email"),
    /** For comparing: in lower case. */
    address: `lower(${text("email")})`,
    firstname: text("firstname"),
    lastname: text("lastname"),
    /** What a partner calls them that has one name for all. */
    label: text("name"),
    name: `coalesce(${text("lastname")}, '') || ' ' || coalesce(${text("firstname")}, '')`,
    /** All that one may be searched by, each part after a line feed. */
    anything: `char(10) || coalesce(${text("lastname")}, '') || char(10) ||
      coalesce(${text("firstname")}, '') || char(10) || coalesce(${text("email")}, '')`,
    /** Every text of the details, but not what the door notes for itself. */
    texts: `(SELECT group_concat(atom, char(10)) FROM json_tree(details)
       WHERE type = 'text' AND key <> 'by')`,
    deletedAt: `deleted_at`,
    createdAt: `created_at`,
    changedAt: `changed_at`,
  },
  key: `number`,
};

export async function readCustomer(
  registry: D1Database,
  channel: string,
  number: number,
): Promise<Customer | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT ${COLUMNS} FROM customers WHERE channel = ? AND number = ?`)
      .bind(channel, number)
      .first<Customer>(),
  );
}

/** Those of the numbers that are there, in no order. */
export async function readCustomers(
  registry: D1Database,
  channel: string,
  numbers: readonly number[],
): Promise<Customer[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${COLUMNS} FROM customers
          WHERE channel = ? AND number IN (SELECT value FROM json_each(?))`,
      )
      .bind(channel, JSON.stringify(numbers))
      .all<Customer>(),
  );
  return results;
}

export function searchCustomers(registry: D1Database, wanted: Search): Promise<Searched<Customer>> {
  return search<Customer>(registry, CUSTOMERS, wanted);
}

/** False when the number is taken. */
export async function insertCustomer(registry: D1Database, customer: Customer): Promise<boolean> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO customers (channel, number, details, created_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING number`,
      )
      .bind(
        customer.channel,
        customer.number,
        customer.details,
        customer.createdAt,
        customer.changedAt,
      )
      .all(),
  );
  return results.length === 1;
}

/** The numbers that were free, of customers of one channel that are made at one time. */
export async function insertCustomers(
  registry: D1Database,
  channel: string,
  customers: readonly Pick<Customer, "number" | "details">[],
  now: number,
): Promise<ReadonlySet<number>> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO customers (channel, number, details, created_at, changed_at)
         SELECT ?1, value ->> 'number', value ->> 'details', ?3, ?3 FROM json_each(?2)
         WHERE true ON CONFLICT DO NOTHING RETURNING number`,
      )
      .bind(channel, JSON.stringify(customers), now)
      .all<{ number: number }>(),
  );
  return new Set(results.map(({ number }) => number));
}

/** Takes the keys of `changes` (a JSON object) over. Null when there is no such live customer. */
export async function changeCustomer(
  registry: D1Database,
  { channel, number }: Pick<Customer, "channel" | "number">,
  changes: string,
  now: number,
): Promise<Customer | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE customers SET details = json_patch(details, ?3), changed_at = ?4
          WHERE channel = ?1 AND number = ?2 AND deleted_at IS NULL RETURNING ${COLUMNS}`,
      )
      .bind(channel, number, changes, now)
      .first<Customer>(),
  );
}

/** The same for many at once; those that are deleted stay so. */
export async function changeCustomers(
  registry: D1Database,
  { channel, numbers }: { readonly channel: string; readonly numbers: readonly number[] },
  changes: string,
  now: number,
): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE customers SET details = json_patch(details, ?3), changed_at = ?4
          WHERE channel = ?1 AND number IN (SELECT value FROM json_each(?2))
            AND deleted_at IS NULL`,
      )
      .bind(channel, JSON.stringify(numbers), changes, now)
      .run(),
  );
}

/**
 * The details become what is said, unless somebody has changed them since `known` was read: null
 * then. No two changes of a customer have one time.
 */
export async function replaceCustomer(
  registry: D1Database,
  known: Customer,
  details: string,
  now: number,
): Promise<Customer | null> {
  return within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE customers SET details = ?3, changed_at = max(?4, changed_at + 1)
          WHERE channel = ?1 AND number = ?2 AND changed_at = ?5 AND deleted_at IS NULL
          RETURNING ${COLUMNS}`,
      )
      .bind(known.channel, known.number, details, now, known.changedAt)
      .first<Customer>(),
  );
}

/** Forgets whom they were; that there was one stays. Answers how many there were. */
export async function forgetCustomers(
  registry: D1Database,
  channel: string,
  numbers: readonly number[],
  now: number,
): Promise<number> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE customers SET details = '{}', deleted_at = ?3, changed_at = ?3
          WHERE channel = ?1 AND number IN (SELECT value FROM json_each(?2))
            AND deleted_at IS NULL RETURNING number`,
      )
      .bind(channel, JSON.stringify(numbers), now)
      .all(),
  );
  return results.length;
}
