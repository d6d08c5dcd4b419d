/** The order's own row: who placed it, what is said about it, its status, and how far it was told. */
import type { OrderStatus } from "../core/orders.ts";
import { first, run } from "../core/sql.ts";
import type { OrderDetails, PlaceCommand } from "./commands.ts";

export interface OrderRow extends OrderDetails {
  readonly number: number;
  readonly request: string;
  readonly channel: string;
  readonly status: OrderStatus;
  readonly endsAs: "cancelled" | "expired" | null;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly version: number;
  readonly publishedVersion: number;
  /** How often everything was marked as untold. */
  readonly republished: number;
}

export function findOrder(sql: SqlStorage): OrderRow | null {
  return first(
    sql,
    `SELECT number, request, channel, reference, contact, metadata, status, ends_as AS endsAs,
            expires_at AS expiresAt, created_at AS createdAt, changed_at AS changedAt, version,
            published_version AS publishedVersion, republished
       FROM the_order`,
  );
}

export function readOrder(sql: SqlStorage): OrderRow {
  const order = findOrder(sql);
  if (order === null) throw new Error("an order with tables has its row");
  return order;
}

export function insertOrder(sql: SqlStorage, command: PlaceCommand, now: number): void {
  run(
    sql,
    `INSERT INTO the_order (one, number, request, channel, reference, contact, metadata, status,
                            expires_at, created_at, changed_at)
     VALUES (1, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`,
    command.number,
    command.request,
    command.channel,
    command.reference,
    command.contact,
    command.metadata,
    command.expiresAt,
    now,
    now,
  );
}

/** From now on the order is known: its placing was decided. */
export function announce(sql: SqlStorage): void {
  run(sql, `UPDATE the_order SET version = 1 WHERE version = 0`);
}

/** To be called with every change that the outside can see; an order nobody knows stays unknown. */
export function touch(sql: SqlStorage, now: number): void {
  run(sql, `UPDATE the_order SET version = version + 1, changed_at = ? WHERE version > 0`, now);
}

export function setStatus(
  sql: SqlStorage,
  status: OrderStatus,
  endsAs: OrderRow["endsAs"],
  now: number,
): void {
  run(sql, `UPDATE the_order SET status = ?, ends_as = ?`, status, endsAs);
  touch(sql, now);
}

export function setExpiry(sql: SqlStorage, expiresAt: number, now: number): void {
  run(sql, `UPDATE the_order SET expires_at = ?`, expiresAt);
  touch(sql, now);
}

export function setDetails(sql: SqlStorage, details: OrderDetails, now: number): void {
  run(
    sql,
    `UPDATE the_order SET reference = ?, contact = ?, metadata = ?`,
    details.reference,
    details.contact,
    details.metadata,
  );
  touch(sql, now);
}

export function isPublished(sql: SqlStorage): boolean {
  const order = readOrder(sql);
  return order.publishedVersion === order.version;
}

/** Moves the mark on; not when a republish in the meantime has set it back: then it stays. */
export function markPublished(sql: SqlStorage, told: OrderRow): null {
  run(
    sql,
    `UPDATE the_order SET published_version = ? WHERE republished = ?`,
    told.version,
    told.republished,
  );
  return null;
}

export function markUnpublished(sql: SqlStorage): null {
  run(sql, `UPDATE the_order SET published_version = 0, republished = republished + 1`);
  return null;
}
