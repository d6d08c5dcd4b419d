/**
 * Giving issued tickets other barcodes, which their seller brings: all that are named, or none. The
 * old ones are no ticket's from then on, and never will be again.
 */
import { ok, refused } from "../core/result.ts";
import { all, first, run } from "../core/sql.ts";
import type { Rebarcoded, RebarcodeCommand, RebarcodeOutcome } from "./commands.ts";
import { lastChange } from "./outbox.ts";
import type { DateStore } from "./store.ts";

interface Named {
  readonly serial: number;
  /** The one that it is to have. */
  readonly wanted: string;
  readonly barcode: string | null;
  readonly area: string;
  readonly channel: string;
  readonly state: string;
  readonly order: number | null;
  readonly frozenUntil: number;
}

export function rebarcode(
  store: DateStore,
  command: RebarcodeCommand,
  now: number,
): RebarcodeOutcome {
  const { sql } = store;
  const judged = judgeRebarcoding(store, command, now);
  if (!judged.ok || judged.value.changes.length === 0) return judged;
  const { changes, orders } = judged.value;
  for (const { barcode } of changes) store.barcodes.add(barcode);
  replace(sql, command.channel, changes, now);
  run(
    sql,
    `INSERT INTO rebarcodings (request, orders) VALUES (?, ?)`,
    command.request,
    JSON.stringify(orders),
  );
  return judged;
}

/**
 * The same judgement without the effect. A request that had its effect has none any more, whatever
 * became of its tickets; one that was refused is judged anew.
 */
export function judgeRebarcoding(
  { sql }: DateStore,
  command: RebarcodeCommand,
  now: number,
): RebarcodeOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  const earlier = ordersOf(sql, command.request);
  if (earlier !== null) return ok({ changes: [], orders: earlier });
  const named = readNamed(sql, command);
  const changes: Rebarcoded["changes"][number][] = [];
  for (const { serial, barcode, wanted, area, channel, state, order, frozenUntil } of named) {
    const isOwn = channel === command.channel && order !== null && state !== "void";
    if (!isOwn) return refused("unknown_ticket", { serial });
    if (barcode === wanted) continue;
    if (state === "held") return refused("not_issued", { serial });
    if (state === "used") return refused("already_used", { serial });
    if (now < frozenUntil) return refused("being_cancelled", { serial });
    changes.push({ serial, barcode: wanted, area, order });
  }
  const taken = takenAmong(sql, changes);
  if (taken !== null) return refused("barcode_taken", { barcode: taken });
  return ok({ changes, orders: [...new Set(named.flatMap(({ order }) => order ?? []))] });
}

function ordersOf(sql: SqlStorage, request: string): number[] | null {
  const row = first<{ orders: string }>(
    sql,
    `SELECT orders FROM rebarcodings WHERE request = ?`,
    request,
  );
  return row === null ? null : (JSON.parse(row.orders) as number[]);
}

function readNamed(sql: SqlStorage, { tickets }: RebarcodeCommand): Named[] {
  return all(
    sql,
    `SELECT j.value ->> 'serial' AS serial, j.value ->> 'barcode' AS wanted, t.barcode, t.area,
            t.channel, t.state, t.order_number AS "order", t.frozen_until AS frozenUntil
       FROM json_each(?) j LEFT JOIN tickets t ON t.serial = j.value ->> 'serial'
      ORDER BY j.key`,
    JSON.stringify(tickets),
  );
}

/**
 * A barcode that is, was or will be a ticket's here, that two of these tickets are to have, or that
 * somebody came in with already: its entry would become the ticket's.
 */
function takenAmong(sql: SqlStorage, changes: Rebarcoded["changes"]): string | null {
  const row = first<{ barcode: string }>(
    sql,
    `SELECT value AS barcode FROM json_each(?) j
      WHERE value IN (SELECT barcode FROM tickets WHERE barcode = j.value)
         OR value IN (SELECT barcode FROM imported WHERE barcode = j.value)
         OR value IN (SELECT barcode FROM replaced WHERE barcode = j.value)
         OR value IN (SELECT barcode FROM entries WHERE barcode = j.value)
      ORDER BY key LIMIT 1`,
    JSON.stringify(changes.map(({ barcode }) => barcode)),
  );
  const last = new Map(changes.map(({ serial, barcode }) => [barcode, serial]));
  const twice = changes.find(({ serial, barcode }) => last.get(barcode) !== serial);
  return row?.barcode ?? twice?.barcode ?? null;
}

/** A change of its own for each: the registry and the scanners hear of it. */
function replace(
  sql: SqlStorage,
  channel: string,
  changes: Rebarcoded["changes"],
  now: number,
): void {
  const before = lastChange(sql);
  const rows = JSON.stringify(
    changes.map((one, index) => ({ ...one, change: before + 1 + index })),
  );
  run(
    sql,
    `INSERT INTO replaced (barcode, serial, change)
     SELECT t.barcode, t.serial, j.value ->> 'change'
       FROM json_each(?) j JOIN tickets t ON t.serial = j.value ->> 'serial'`,
    rows,
  );
  run(
    sql,
    `INSERT INTO changes (change, serial)
     SELECT value ->> 'change', value ->> 'serial' FROM json_each(?)`,
    rows,
  );
  run(
    sql,
    `UPDATE tickets SET barcode = j.value ->> 'barcode', changed_at = ?2, version = version + 1
       FROM json_each(?1) j WHERE tickets.serial = j.value ->> 'serial'`,
    rows,
    now,
  );
  // As an imported one it leads to its date through the registry: nothing in it names it.
  run(
    sql,
    `INSERT INTO imported (barcode, area, channel, serial, given)
     SELECT value ->> 'barcode', value ->> 'area', ?2, value ->> 'serial', 1 FROM json_each(?1)`,
    rows,
    channel,
  );
}
