/** Entries that should not have been: twice on one ticket, or on one that is void, unpaid or none. */
import { all } from "../../core/sql.ts";
import { findTicket } from "../tickets.ts";
import type { IrregularEntries, IrregularEntry, ReportedScan } from "./commands.ts";
import type { Judged } from "./fold.ts";
import type { KeptScan } from "./kept.ts";
import { foldKept } from "./settle.ts";

interface Row {
  readonly barcode: string;
  readonly serial: number;
  readonly device: string;
  readonly id: string;
  readonly at: number;
}

/** By their time; `after` is the `next` of the page before. Each one is there exactly once. */
export function irregularEntries(sql: SqlStorage, after: string, limit: number): IrregularEntries {
  const [at = "0", serial = "0", device = "", id = ""] = after.split(".");
  const rows = all<Row>(
    sql,
    `SELECT barcode, serial, device, id, at FROM scans
      WHERE finding IN ('double_entry', 'void', 'not_paid', 'unknown', 'forged', 'other_date')
        AND (at, serial, device, id) > (?, ?, ?, ?)
      ORDER BY at, serial, device, id LIMIT ?`,
    Number(at) || 0,
    Number(serial) || 0,
    device,
    id,
    limit,
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    entries: rows.flatMap((row) => describe(sql, row)),
    next: last === undefined ? null : [last.at, last.serial, last.device, last.id].join("."),
  };
}

function describe(sql: SqlStorage, { barcode, device, id }: Row): IrregularEntry[] {
  const ticket = findTicket(sql, barcode);
  const { judged } = foldKept(sql, { barcode, ticket, stranger: "unknown" });
  return judged
    .filter(({ scan }) => scan.device === device && scan.id === id)
    .flatMap((one) => entryOf(one, { barcode, ticket }));
}

function entryOf(
  { scan, finding, first }: Judged<KeptScan>,
  of: Pick<IrregularEntry, "barcode" | "ticket">,
): IrregularEntry[] {
  switch (finding) {
    case "double_entry":
    case "void":
    case "not_paid":
    case "unknown":
    case "forged":
    case "other_date":
      return [{ irregularity: finding, ...of, scan: report(scan), first: first && report(first) }];
    default:
      return [];
  }
}

function report({ device, id, gate, at }: KeptScan): ReportedScan {
  return { device, id, gate, at };
}
