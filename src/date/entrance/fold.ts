/**
 * What follows from the scans of one ticket: who is inside, and which entries should not have been.
 * Pure, and drawn from the set of scans in a total order (time, device, id), never from the order in
 * which they arrived: so uploads may come late, twice and in any order, and end the same.
 */
import type { Direction, Finding, Stranger } from "./commands.ts";

export interface ScanFact {
  readonly device: string;
  readonly id: string;
  readonly direction: Direction;
  readonly gate: string | null;
  readonly at: number;
  /** Decided by the date, at once; else by the device alone. */
  readonly live: boolean;
  readonly letThrough: boolean;
}

/** What the ticket was when its first entry became known. */
export type Standing = "good" | "void" | "not_paid" | Stranger;

export interface Judged<Fact extends ScanFact> {
  readonly scan: Fact;
  readonly finding: Finding;
  /** Of a double entry: the scan by which the ticket was inside already. */
  readonly first: Fact | null;
}

export interface Folded<Fact extends ScanFact> {
  readonly judged: readonly Judged<Fact>[];
  /** The scan that brought the ticket in; null when it is outside. */
  readonly inside: Fact | null;
  readonly entered: boolean;
}

/** The set of both, each scan once, whatever the order in which they are merged. */
export function merge<Fact extends ScanFact>(
  kept: readonly Fact[],
  arrived: readonly Fact[],
): Fact[] {
  const merged = new Map<string, Fact>();
  for (const scan of [...kept, ...arrived]) {
    const key = JSON.stringify([scan.device, scan.id]);
    const known = merged.get(key);
    if (known === undefined || compare(rank(scan), rank(known)) < 0) merged.set(key, scan);
  }
  return [...merged.values()];
}

/**
 * Of two scans with one device and id the one that counts. A device that got no answer in time lets
 * a person in by itself and says so later, under the same id: that it did is then what happened.
 */
function rank({ letThrough, live, at, direction, gate }: ScanFact): readonly (string | number)[] {
  return [letThrough ? 0 : 1, live ? 0 : 1, at, direction, gate ?? ""];
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i++) {
    const [left = 0, right = 0] = [a[i], b[i]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

export function fold<Fact extends ScanFact>(
  scans: readonly Fact[],
  standing: Standing,
): Folded<Fact> {
  const order = ({ at, device, id }: ScanFact) => [at, device, id];
  let inside: Fact | null = null;
  let entered = false;
  const judged: Judged<Fact>[] = [];
  for (const scan of scans.toSorted((a, b) => compare(order(a), order(b)))) {
    const first: Fact | null = inside;
    if (!scan.letThrough) judged.push({ scan, finding: "turned_away", first: null });
    else if (scan.direction === "out") {
      judged.push({ scan, finding: first === null ? "not_inside" : "left", first: null });
      inside = null;
    } else if (first === null) {
      judged.push({ scan, finding: entry(standing, entered), first: null });
      [inside, entered] = [scan, true];
    } else judged.push({ scan, finding: "double_entry", first });
  }
  return { judged, inside, entered };
}

/** An unpaid ticket is settled once somebody came in with it; a void one is wrong each time. */
function entry(standing: Standing, before: boolean): Finding {
  return standing === "good" || (standing === "not_paid" && before) ? "admitted" : standing;
}
