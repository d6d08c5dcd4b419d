/** Live tickets with what happened to them at the entrance: who is in, and the last way in and out. */
import { all } from "../../core/sql.ts";
import type { Admission } from "./commands.ts";

type Row = Omit<Admission, "inside"> & { readonly inside: number };

/** The scan that last let a ticket through in a direction. */
function lastScan(column: string, direction: "in" | "out"): string {
  return `(SELECT s.${column} FROM scans s
            WHERE s.barcode = t.barcode AND s.direction = '${direction}' AND s.let_through = 1
            ORDER BY s.at DESC, s.device DESC, s.id DESC LIMIT 1)`;
}

const ADMISSIONS = `
  SELECT t.serial, t.barcode, t.area, t.price, t.amount, t.currency, t.channel,
         t.seat_id AS seatId, t.seat, t.state, t.order_number AS "order",
         t.changed_at AS changedAt, e.inside_since IS NOT NULL AS inside,
         ${lastScan("at", "in")} AS enteredAt, ${lastScan("device", "in")} AS enteredBy,
         ${lastScan("at", "out")} AS leftAt, ${lastScan("device", "out")} AS leftBy,
         p.seat ->> 'row' AS seatRow, p.seat ->> 'seat' AS seatNumber, p.position
    FROM tickets t LEFT JOIN entries e ON e.barcode = t.barcode
         LEFT JOIN seats p ON p.area = t.area AND p.id = t.seat_id
   WHERE t.state <> 'void'`;

function toAdmission(row: Row): Admission {
  return { ...row, inside: row.inside === 1 };
}

export function admissionsAfter(sql: SqlStorage, serial: number, limit: number): Admission[] {
  return all<Row>(
    sql,
    `${ADMISSIONS} AND t.serial > ? ORDER BY t.serial LIMIT ?`,
    serial,
    limit,
  ).map(toAdmission);
}

/** Those among the serial numbers that are live, in their order. */
export function admissionsOf(sql: SqlStorage, serials: readonly number[]): Admission[] {
  return all<Row>(
    sql,
    `${ADMISSIONS} AND t.serial IN (SELECT value FROM json_each(?)) ORDER BY t.serial`,
    JSON.stringify(serials),
  ).map(toAdmission);
}
