/** Letting everybody out at once, as when the doors open after the show. */
import type { DateStore } from "../store.ts";
import { ok, refused } from "../../core/result.ts";
import { all } from "../../core/sql.ts";
import { findTicket } from "../tickets.ts";
import type { LetOutCommand, LetOutOutcome } from "./commands.ts";
import { moment } from "./scan.ts";
import { foldKept, settle } from "./settle.ts";

/** A scan out for each ticket of the channel that is inside. Again finds nobody. */
export function letOut(store: DateStore, command: LetOutCommand, now: number): LetOutOutcome {
  if (now > command.deadline) return refused("deadline_passed");
  const { device, id, channel, areas } = command;
  const inside = all<{ serial: number; barcode: string }>(
    store.sql,
    `SELECT t.serial, t.barcode FROM entries e JOIN tickets t ON t.barcode = e.barcode
      WHERE e.inside_since IS NOT NULL AND t.channel = ?1 AND t.state <> 'void'
        AND (?2 IS NULL OR t.area IN (SELECT value FROM json_each(?2)))
      ORDER BY t.serial`,
    channel,
    areas === null ? null : JSON.stringify(areas),
  );
  for (const { barcode } of inside) {
    const subject = {
      barcode,
      ticket: findTicket(store.sql, barcode),
      stranger: "unknown",
    } as const;
    const at = moment(foldKept(store.sql, subject), now);
    const fact = { device, id, direction: "out", gate: null, at, live: true } as const;
    const told = JSON.stringify({ ok: true });
    settle(store, subject, [{ ...fact, letThrough: true, told }], now);
  }
  return ok(inside.map(({ serial }) => serial));
}
