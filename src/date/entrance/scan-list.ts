/**
 * What a scanner must know to work without a connection: every ticket, then what changed. A version
 * is `<last serial>-<last change>`: new tickets are those with a higher serial, and the others lie
 * after that change. So it costs a booking no row of its own.
 */
import { readDate } from "../house.ts";
import { lastChange } from "../outbox.ts";
import { all } from "../../core/sql.ts";
import { lastSerial } from "../memory.ts";
import type { ScanList, ScanListTicket } from "./commands.ts";

const VERSION = /^(\d{1,7})-(\d{1,15})$/;

type Row = Omit<ScanListTicket, "inside"> & { readonly serial: number; readonly inside: number };
type ChangedRow = Row & { readonly change: number };

const COLUMNS = `t.serial, t.barcode, t.state, t.area, t.seat, e.inside_since IS NOT NULL AS inside`;
const TABLES = `tickets t LEFT JOIN entries e ON e.barcode = t.barcode`;

/** At most `limit` tickets: first the new ones, then the changed ones. */
export function scanList(sql: SqlStorage, since: string, limit: number): ScanList {
  const marks = parse(sql, since);
  // The first page begins with every ticket as it is now: of older changes there is nothing to tell.
  const { serial, change } = marks ?? { serial: 0, change: lastChange(sql) };
  const fresh = newTickets(sql, serial, limit);
  const changed = changedTickets(sql, change, limit - fresh.length);
  const reached = {
    serial: fresh.at(-1)?.serial ?? serial,
    change: changed.at(-1)?.change ?? change,
  };
  const rows = new Map<number, Row>([...fresh, ...changed].map((row) => [row.serial, row]));
  const old = replacedTickets(sql, change, reached.change);
  return {
    entry: readDate(sql).entry,
    whole: marks === null,
    tickets: [...old, ...rows.values()].map(({ barcode, state, inside, area, seat }) => ({
      barcode,
      state,
      inside: inside === 1,
      area,
      seat,
    })),
    version: `${reached.serial}-${reached.change}`,
    more: reached.serial < lastSerial(sql) || reached.change < lastChange(sql),
  };
}

/** Null asks for everything: without a version, and with one that this date never gave. */
function parse(sql: SqlStorage, version: string) {
  const match = VERSION.exec(version);
  if (match === null) return null;
  const [serial, change] = [Number(match[1]), Number(match[2])];
  return serial > lastSerial(sql) || change > lastChange(sql) ? null : { serial, change };
}

function newTickets(sql: SqlStorage, serial: number, limit: number): Row[] {
  return all(
    sql,
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE t.serial > ? ORDER BY t.serial LIMIT ?`,
    serial,
    limit,
  );
}

function changedTickets(sql: SqlStorage, change: number, limit: number): ChangedRow[] {
  return all(
    sql,
    `SELECT c.change, ${COLUMNS} FROM changes c JOIN ${TABLES}
      WHERE t.serial = c.serial AND c.change > ? ORDER BY c.change LIMIT ?`,
    change,
    limit,
  );
}

/** What a scanner still takes for good: the barcodes that these changes have replaced. */
function replacedTickets(sql: SqlStorage, after: number, upTo: number): Row[] {
  return all(
    sql,
    `SELECT t.serial, r.barcode, 'void' AS state, t.area, t.seat, 0 AS inside
       FROM replaced r JOIN tickets t ON t.serial = r.serial
      WHERE r.change > ? AND r.change <= ? ORDER BY r.change`,
    after,
    upTo,
  );
}
