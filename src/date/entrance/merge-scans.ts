/**
 * Scans that devices made without a connection. Each carries its own time; what follows is drawn
 * from the set of a ticket's scans (fold.ts), so the order of the uploads does not matter.
 */
import { SCAN_AGE_MS_MAX, SCAN_AHEAD_MS_MAX } from "../../core/limits.ts";
import type { DateStore } from "../store.ts";
import { findTicket, isInState, isReplaced, type StoredTicket } from "../tickets.ts";
import type { Finding, MergedScan, NotKept, OfflineScan } from "./commands.ts";
import type { KeptScan } from "./kept.ts";
import { settle, type Subject } from "./settle.ts";

/** Takes a device's scans in and answers each, in their order. Again changes nothing. */
export function mergeScans(
  store: DateStore,
  device: string,
  scans: readonly OfflineScan[],
  now: number,
): MergedScan[] {
  const byBarcode = Map.groupBy(scans, ({ barcode }) => barcode);
  const outcomes = new Map<OfflineScan, MergedScan>();
  for (const [barcode, group] of byBarcode) {
    const ticket = findTicket(store.sql, barcode);
    const obstacles = new Map(group.map((scan) => [scan, obstacle(ticket, scan, now)]));
    const takeable = group.filter((scan) => obstacles.get(scan) === null);
    const kept = keep(store, { barcode, ticket }, device, takeable, now);
    for (const scan of group) {
      const notKept = obstacles.get(scan) ?? null;
      const outcome = notKept ?? answer(kept, device, scan);
      outcomes.set(scan, { id: scan.id, outcome, kept: notKept === null });
    }
  }
  return scans.map((scan) => outcomes.get(scan)).filter((outcome) => outcome !== undefined);
}

/**
 * Why a scan is not kept. A time that can't be is refused and not bent to the time of arrival: what
 * follows would then depend on the order of the uploads.
 */
function obstacle(ticket: StoredTicket | null, scan: OfflineScan, now: number): NotKept | null {
  if (scan.at > now + SCAN_AHEAD_MS_MAX) return "clock_ahead";
  if (scan.at < now - SCAN_AGE_MS_MAX) return "too_old";
  if (ticket === null) return null;
  // A cancellation over several dates was promised that the ticket can't become used just now.
  const live = isInState(ticket, "issued") || isInState(ticket, "held");
  return live && scan.letThrough && now < ticket.frozenUntil ? "being_cancelled" : null;
}

function keep(
  store: DateStore,
  subject: Omit<Subject, "stranger">,
  device: string,
  scans: readonly OfflineScan[],
  now: number,
): KeptScan[] {
  if (scans.length === 0) return [];
  const isOld = subject.ticket === null && isReplaced(store.sql, subject.barcode);
  const stranger = isOld ? "void" : (scans[0]?.stranger ?? "unknown");
  const arrived = scans.map(({ id, direction, gate, at, letThrough }) => ({
    device,
    id,
    direction,
    gate,
    at,
    live: false,
    letThrough,
    told: null,
  }));
  return settle(store, { ...subject, stranger }, arrived, now);
}

/** What was said when the scan first arrived, so that its repeat hears the same. */
function answer(scans: readonly KeptScan[], device: string, { id }: OfflineScan): Finding {
  const kept = scans.find((scan) => scan.device === device && scan.id === id);
  if (kept === undefined) throw new Error("a scan that was taken in is kept");
  return kept.live ? kept.finding : (JSON.parse(kept.told) as Finding);
}
