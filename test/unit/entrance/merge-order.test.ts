// Scans made offline end the same in whatever order they are handed in: proven on the pure fold.
import { describe, expect, it } from "vitest";
import { fold, merge, type ScanFact } from "../../../src/date/entrance/fold.ts";
import { aNight, type NightScan, randomFrom, standingOf, uploadsOf } from "./a-night.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const [TICKETS, SCANNERS, ORDERS] = [5_000, 20, 200];
const DOORS_OPEN = 1_800_000_000_000;
const UPLOAD_SCANS_MAX = 500;

/** What is known after these uploads: by ticket its scans with their findings, and who is inside. */
function handIn(uploads: readonly (readonly NightScan[])[]): Map<number, string> {
  const kept = new Map<number, readonly NightScan[]>();
  for (const upload of uploads) {
    for (const [ticket, arrived] of Map.groupBy(upload, (scan) => scan.ticket)) {
      kept.set(ticket, merge(kept.get(ticket) ?? [], arrived));
    }
  }
  return new Map([...kept].map(([ticket, scans]) => [ticket, stateOf(ticket, scans)]));
}

function stateOf(ticket: number, scans: readonly NightScan[]): string {
  const { judged, inside, entered } = fold(scans, standingOf(ticket, TICKETS));
  const name = (scan: NightScan | null) => scan && `${scan.device}/${scan.id}`;
  const findings = judged.map(({ scan, finding, first }) => [name(scan), finding, name(first)]);
  return JSON.stringify({ findings, inside: name(inside), entered });
}

describe(`offline scans of ${SCANNERS} scanners and ${TICKETS} tickets (SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  const night = aNight(random, TICKETS, SCANNERS, DOORS_OPEN);
  const known = handIn([night]);

  it(`end in one state after ${ORDERS} random orders with every upload twice`, () => {
    for (let order = 0; order < ORDERS; order++) {
      const end = handIn(uploadsOf(random, night, UPLOAD_SCANS_MAX));
      const differing = [...known].find(([ticket, state]) => end.get(ticket) !== state);
      expect(differing && [differing, end.get(differing[0])]).toBeUndefined();
      expect(end.size).toBe(known.size);
    }
  });

  it("report each double entry exactly once, and the earliest entry as the right one", () => {
    const onlyIn = [...Map.groupBy(night, ({ ticket }) => ticket).values()]
      .map((scans) => scans.filter(({ letThrough }) => letThrough))
      .filter((scans) => scans.length > 0 && scans.every(({ direction }) => direction === "in"));
    for (const scans of onlyIn) {
      const { judged, inside } = fold(scans, "good");
      const doubles = judged.filter(({ finding }) => finding === "double_entry");
      expect(doubles).toHaveLength(scans.length - 1);
      expect(new Set(doubles.map(({ scan }) => scan)).size).toBe(doubles.length);
      expect(inside?.at).toBe(Math.min(...scans.map(({ at }) => at)));
    }
    expect(onlyIn.some((scans) => scans.length > 1)).toBe(true);
  });
});

function aScan(changes: Partial<ScanFact>): ScanFact {
  const at = DOORS_OPEN;
  const fact = { device: "d1", id: "1", direction: "in", gate: null, at, live: false } as const;
  return { ...fact, letThrough: true, ...changes };
}

function findings(scans: readonly ScanFact[], standing: Parameters<typeof fold>[1] = "good") {
  return fold(scans, standing).judged.map(({ finding }) => finding);
}

describe("the scans of one ticket", () => {
  const later = (minutes: number) => ({ at: DOORS_OPEN + minutes * 60_000, id: `${minutes}` });

  it("let it in again after it went out", () => {
    const scans = [aScan({}), aScan({ ...later(1), direction: "out" }), aScan(later(2))];
    expect(findings(scans)).toEqual(["admitted", "left", "admitted"]);
  });

  it("leave it inside after a double entry, once for both", () => {
    const scans = [aScan({}), aScan(later(1)), aScan({ ...later(2), direction: "out" })];
    expect(findings(scans)).toEqual(["admitted", "double_entry", "left"]);
    expect(fold(scans, "good").inside).toBeNull();
  });

  it("do not count where nobody was let through", () => {
    const scans = [aScan({ letThrough: false }), aScan(later(1))];
    expect(findings(scans)).toEqual(["turned_away", "admitted"]);
  });

  it("at one and the same time are told apart by device and id", () => {
    const scans = [aScan({ device: "d2" }), aScan({ device: "d1", id: "2" }), aScan({})];
    const [first] = fold(scans, "good").judged;
    expect(first?.scan).toMatchObject({ device: "d1", id: "1" });
  });

  it.each([
    ["void", ["void", "double_entry", "left", "void"]],
    ["not_paid", ["not_paid", "double_entry", "left", "admitted"]],
  ] as const)("of a %s ticket are named as that", (standing, expected) => {
    const scans = [aScan({}), aScan(later(1)), aScan({ ...later(2), direction: "out" })];
    expect(findings([...scans, aScan(later(3))], standing)).toEqual(expected);
  });

  it("under one id are one: that the person was let through outweighs that they were not", () => {
    const refused = aScan({ live: true, letThrough: false });
    const letIn = aScan(later(1));
    const same = { ...letIn, id: refused.id };
    expect(merge([refused], [same])).toEqual([same]);
    expect(merge([same], [refused])).toEqual([same]);
  });
});
