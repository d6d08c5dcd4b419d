/** Payments of an order: kept as they were said, once for each of the caller's ids. */
import { ORDER_PAYMENTS_MAX } from "../core/limits.ts";
import { type Ok, ok, refused, type Refused, type Reasons } from "../core/result.ts";
import { all, count, first, run } from "../core/sql.ts";
import type { Payment } from "./commands.ts";
import { touch } from "./record.ts";

const COLUMNS = `id, amount, currency, method, at, details`;

export function readPayments(sql: SqlStorage): Payment[] {
  return all(sql, `SELECT ${COLUMNS} FROM payments ORDER BY position`);
}

/** The status of the order does not matter: money that came late, or goes back, is a fact too. */
export function recordPayment(
  sql: SqlStorage,
  payment: Payment,
  now: number,
): Ok<null> | Refused<Reasons<"payment_differs" | "too_many_payments">> {
  const known = first<Payment>(sql, `SELECT ${COLUMNS} FROM payments WHERE id = ?`, payment.id);
  if (known !== null) return isSame(known, payment) ? ok(null) : refused("payment_differs");
  if (count(sql, `SELECT count(*) AS n FROM payments`) >= ORDER_PAYMENTS_MAX) {
    return refused("too_many_payments");
  }
  run(
    sql,
    `INSERT INTO payments (id, amount, currency, method, at, details) VALUES (?, ?, ?, ?, ?, ?)`,
    payment.id,
    payment.amount,
    payment.currency,
    payment.method,
    payment.at,
    payment.details ?? null,
  );
  touch(sql, now);
  return ok(null);
}

type Amended = Ok<null> | Refused<Reasons<"unknown_payment">>;

export function amendPayment(sql: SqlStorage, payment: Payment, now: number): Amended {
  if (!isKnown(sql, payment.id)) return refused("unknown_payment");
  run(
    sql,
    `UPDATE payments SET amount = ?, currency = ?, method = ?, at = ?, details = ? WHERE id = ?`,
    payment.amount,
    payment.currency,
    payment.method,
    payment.at,
    payment.details ?? null,
    payment.id,
  );
  touch(sql, now);
  return ok(null);
}

export function removePayment(sql: SqlStorage, id: string, now: number): Amended {
  if (!isKnown(sql, id)) return refused("unknown_payment");
  run(sql, `DELETE FROM payments WHERE id = ?`, id);
  touch(sql, now);
  return ok(null);
}

function isKnown(sql: SqlStorage, id: string): boolean {
  return count(sql, `SELECT count(*) AS n FROM payments WHERE id = ?`, id) > 0;
}

/** The instant may differ: a repeat whose caller did not name one has its own. */
function isSame(a: Payment, b: Payment): boolean {
  return a.amount === b.amount && a.currency === b.currency && a.method === b.method;
}
