/**
 * Proves a date's invariants (design.md section 2: 1, 4 and 5) by counting its tickets, not by
 * trusting its counters.
 */
import type { AuditReport } from "./commands.ts";
import { all, first } from "../core/sql.ts";

interface Recount {
  readonly area: string;
  readonly channel: string;
  readonly issued: number;
  readonly used: number;
  readonly held: number;
}

export function audit(sql: SqlStorage): AuditReport {
  const totals = first<{
    tickets: number;
    live: number;
    lowest: number;
    highest: number;
    barcodes: number;
  }>(
    sql,
    `SELECT count(*) AS tickets, count(*) FILTER (WHERE state <> 'void') AS live,
            coalesce(min(serial), 1) AS lowest, coalesce(max(serial), 0) AS highest,
            count(DISTINCT barcode) AS barcodes
       FROM tickets`,
  ) ?? { tickets: 0, live: 0, lowest: 1, highest: 0, barcodes: 0 };
  const problems = [
    ...counterProblems(sql),
    ...capacityProblems(sql),
    ...seatProblems(sql),
    ...holdProblems(sql),
    ...poolProblems(sql),
    ...replacedProblems(sql),
  ];
  if (totals.lowest !== 1 || totals.highest !== totals.tickets) {
    problems.push(
      `serial numbers run ${totals.lowest} to ${totals.highest} for ${totals.tickets} tickets`,
    );
  }
  if (totals.barcodes !== totals.tickets) {
    problems.push(`${totals.tickets} tickets share ${totals.barcodes} barcodes`);
  }
  return { ok: problems.length === 0, problems, tickets: totals.tickets, live: totals.live };
}

const RECOUNT = `
  SELECT area, channel, count(*) FILTER (WHERE state = 'issued') AS issued,
         count(*) FILTER (WHERE state = 'used') AS used,
         count(*) FILTER (WHERE state = 'held') AS held
    FROM tickets GROUP BY area, channel`;

/** Where a counter differs from the tickets it stands for. */
function counterProblems(sql: SqlStorage): string[] {
  const differing = all<Recount & { counter: string | null }>(
    sql,
    `SELECT area, channel, r.issued, r.used, r.held,
            c.issued || ', ' || c.used || ', ' || c.held AS counter
       FROM (${RECOUNT}) r FULL JOIN counts c USING (area, channel)
      WHERE coalesce(r.issued, 0) <> coalesce(c.issued, 0)
         OR coalesce(r.used, 0) <> coalesce(c.used, 0)
         OR coalesce(r.held, 0) <> coalesce(c.held, 0)`,
  );
  return differing.map(
    (row) =>
      `area ${row.area}, channel ${row.channel}: issued, used, held are ` +
      `${row.issued}, ${row.used}, ${row.held} by count but ${row.counter} by counter`,
  );
}

function capacityProblems(sql: SqlStorage): string[] {
  const overfull = all<{ area: string; out: number; capacity: number | null; known: number }>(
    sql,
    `SELECT o.area, sum(o.places) AS out, a.capacity, a.id IS NOT NULL AS known
       FROM (SELECT area, 1 AS places FROM tickets WHERE state <> 'void'
             UNION ALL SELECT area, places FROM blocks WHERE channel IS NULL) o
       LEFT JOIN areas a ON a.id = o.area
      GROUP BY o.area HAVING known = 0 OR out > a.capacity`,
  );
  return overfull.map((row) =>
    row.known === 0
      ? `area ${row.area} is not configured but has ${row.out} places out`
      : `area ${row.area} has ${row.out} places out of ${row.capacity}`,
  );
}

/** Two live tickets on a seat, a seat that is not in the plan, a live ticket on a blocked seat. */
function seatProblems(sql: SqlStorage): string[] {
  const seats = all<{ area: string; seat: string; live: number; known: number; blocked: number }>(
    sql,
    `SELECT t.area, t.seat_id AS seat, count(*) AS live, s.id IS NOT NULL AS known,
            EXISTS (SELECT 1 FROM blocks b, json_each(b.seats) j
                     WHERE b.area = t.area AND b.channel IS NULL AND j.value = t.seat_id) AS blocked
       FROM tickets t LEFT JOIN seats s ON s.area = t.area AND s.id = t.seat_id
      WHERE t.state <> 'void' AND t.seat_id IS NOT NULL
      GROUP BY t.area, t.seat_id HAVING live > 1 OR known = 0 OR blocked = 1`,
  );
  const seatless = all<{ area: string; live: number }>(
    sql,
    `SELECT t.area, count(*) AS live FROM tickets t JOIN focuses f ON f.area = t.area
      WHERE t.state <> 'void' AND t.seat_id IS NULL GROUP BY t.area`,
  );
  return [
    ...seats.map(
      ({ area, seat, live, known, blocked }) =>
        `seat ${seat} of area ${area} has ${live} live tickets` +
        (known === 0 ? ", and is in no plan" : "") +
        (blocked === 1 ? ", and is blocked" : ""),
    ),
    ...seatless.map(({ area, live }) => `seated area ${area} has ${live} tickets without a seat`),
  ];
}

/** A held ticket outside of an open hold would stay held for ever. */
function holdProblems(sql: SqlStorage): string[] {
  return all<{ serial: number }>(
    sql,
    `SELECT serial FROM tickets WHERE state = 'held' AND serial NOT IN (
       SELECT value FROM holds, json_each(holds.serials) WHERE holds.state = 'open')`,
  ).map(({ serial }) => `ticket ${serial} is held by no open hold`);
}

/** A pool's counter, and imported barcodes that are on another ticket than the one they say. */
function poolProblems(sql: SqlStorage): string[] {
  const counters = all<{ area: string; channel: string; unused: number; counter: number | null }>(
    sql,
    `SELECT area, channel, p.unused AS counter, coalesce(i.unused, 0) AS unused
       FROM pools p FULL JOIN (SELECT area, channel, count(*) FILTER (WHERE serial IS NULL) AS unused
                                 FROM imported WHERE given = 0
                                GROUP BY area, channel) i USING (area, channel)
      WHERE p.unused IS NOT coalesce(i.unused, 0)`,
  );
  const strays = all<{ serial: number }>(
    sql,
    `SELECT i.serial FROM imported i LEFT JOIN tickets t ON t.serial = i.serial
      WHERE i.serial IS NOT NULL AND t.barcode IS NOT i.barcode
        AND NOT EXISTS (SELECT 1 FROM replaced r
                         WHERE r.barcode = i.barcode AND r.serial = i.serial)`,
  );
  return [
    ...counters.map(
      ({ area, channel, unused, counter }) =>
        `area ${area}, channel ${channel}: ${unused} imported barcodes are unused but ` +
        `${counter} by counter`,
    ),
    ...strays.map(({ serial }) => `ticket ${serial} does not carry its imported barcode`),
  ];
}

/** A barcode that was replaced is no ticket's any more. */
function replacedProblems(sql: SqlStorage): string[] {
  return all<{ serial: number; held: number }>(
    sql,
    `SELECT r.serial, t.serial AS held FROM replaced r JOIN tickets t ON t.barcode = r.barcode`,
  ).map(({ serial, held }) => `ticket ${held} carries a barcode that ticket ${serial} had`);
}
