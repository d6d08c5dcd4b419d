// A seating plan on its way in: each slip is named with its seat and a reason an operator can act on.
import { describe, expect, it } from "vitest";
import { PLAN_PROBLEMS_MAX, SEATS_PER_AREA_MAX } from "../../../src/core/limits.ts";
import {
  checkPlan,
  type PlanRow,
  type PlanSeat,
  type SeatingPlan,
  seatsOf,
} from "../../../src/core/seats.ts";

function aRow(label: string, seats: readonly PlanSeat[], rank = 0): PlanRow {
  return { label, rank, seats };
}

function aSeat(given: Partial<PlanSeat> = {}): PlanSeat {
  const pos = given.pos ?? 1;
  return { id: `A${pos}`, label: `${pos}`, pos, x: pos, y: 0, ...given };
}

function aPlan(...rows: readonly PlanRow[]): SeatingPlan {
  return { focus: { x: 0, y: 0 }, blocks: [{ label: "Parterre", rows }] };
}

const FIVE = [1, 2, 3, 4, 5].map((pos) => aSeat({ pos }));

/** One line for each problem of a row that begins with five good seats. */
function problemsWith(...seats: readonly PlanSeat[]): string[] {
  const plan = aPlan(aRow("A", [...FIVE, ...seats]));
  return checkPlan(plan).map(({ where, reason }) => `${where} ${reason}`);
}

describe("a plan is refused", () => {
  it("for a seat id that occurs twice, in whatever row", () => {
    const second = aRow("B", [aSeat({ y: 2 })], 1);
    expect(checkPlan(aPlan(aRow("A", FIVE), second))).toEqual([
      { where: "seat A1 (Parterre B 1)", reason: "has the same id as seat A1 (Parterre A 1)" },
    ]);
  });

  it("for a printed label that occurs twice", () => {
    expect(problemsWith(aSeat({ id: "A6", label: "1", pos: 6, x: 6 }))).toEqual([
      "seat A6 (Parterre A 1) is printed like seat A1 (Parterre A 1)",
    ]);
  });

  it("for two seats on one pos of a row", () => {
    expect(problemsWith(aSeat({ id: "A6", label: "6", pos: 5, x: 6 }))).toEqual([
      "seat A6 (Parterre A 6) has the same pos as seat A5 (Parterre A 5)",
    ]);
  });

  it("for two rows of a block with one label", () => {
    const again = aRow("A", [aSeat({ id: "B1", label: "11", pos: 11, x: 1, y: 1 })]);
    expect(checkPlan(aPlan(aRow("A", FIVE), again))).toEqual([
      { where: "row Parterre A", reason: "has the same label as another row of its block" },
    ]);
  });

  it("for two seats at one place", () => {
    expect(problemsWith(aSeat({ id: "A7", label: "7", pos: 7, x: 5 }))).toEqual([
      "seat A7 (Parterre A 7) has the same x and y as seat A5 (Parterre A 5)",
    ]);
  });

  it("for neighbours implausibly far apart", () => {
    expect(problemsWith(aSeat({ pos: 6, x: 9 }))).toEqual([
      "seat A6 (Parterre A 6) touches seat A5 (Parterre A 5) by its pos, but lies 4.0 times the usual distance from it",
    ]);
    expect(problemsWith(aSeat({ pos: 6, x: 8 }))).toEqual([]);
  });

  it("for a label that is too long for a partner", () => {
    const label = "x".repeat(90);
    const [problem, ...others] = problemsWith(aSeat({ pos: 6, label }));
    expect(problem).toContain("is printed with 101 characters; at most 100 are allowed");
    expect(others).toEqual([]);
    expect(problemsWith(aSeat({ pos: 6, label: label.slice(1) }))).toEqual([]);
  });

  it("for a coordinate that is not a finite number, also of the focus", () => {
    expect(problemsWith(aSeat({ pos: 6, x: Number.NaN }), aSeat({ pos: 7, y: Infinity }))).toEqual([
      "seat A6 (Parterre A 6) has a coordinate that is not a finite number",
      "seat A7 (Parterre A 7) has a coordinate that is not a finite number",
    ]);
    const [problem] = checkPlan({ focus: { x: 0, y: -Infinity }, blocks: [] });
    expect(problem?.where).toBe("the focus");
  });

  it("for too many seats", () => {
    const seats = Array.from({ length: SEATS_PER_AREA_MAX + 1 }, (_, pos) => aSeat({ pos }));
    expect(checkPlan(aPlan(aRow("A", seats)))).toEqual([
      { where: "the plan", reason: "has 20001 seats; at most 20000 are allowed" },
    ]);
    expect(checkPlan(aPlan(aRow("A", seats.slice(1))))).toEqual([]);
  });

  it("with a bounded list", () => {
    const twice = Array.from({ length: 200 }, (_, pos) => aSeat({ id: "same", pos }));
    expect(checkPlan(aPlan(aRow("A", twice)))).toHaveLength(PLAN_PROBLEMS_MAX);
  });
});

describe("a plan is accepted", () => {
  it("with odd numbers, an aisle, numbers from the middle, and the same numbers in the next row", () => {
    const odd = [1, 3, 5, 7].map((label, pos) =>
      aSeat({ id: `A${label}`, label: `${label}`, pos, x: pos }),
    );
    const across = [8, 6, 4].map((label, index) =>
      aSeat({ id: `A${label}`, label: `${label}`, pos: 6 + index, x: 40 + index }),
    );
    const next = odd.map((seat) => ({ ...seat, id: seat.id.replace("A", "B"), y: 1 }));
    expect(checkPlan(aPlan(aRow("A", [...odd, ...across]), aRow("B", next, 1)))).toEqual([]);
  });

  it("with the same row label in another block", () => {
    const rows = [aRow("A", FIVE)];
    const others = [
      aRow(
        "A",
        FIVE.map((seat) => ({ ...seat, id: `b-${seat.id}`, y: 20 })),
      ),
    ];
    const blocks = [
      { label: "Parterre", rows },
      { label: "Balcony", rows: others },
    ];
    expect(checkPlan({ focus: { x: 0, y: 0 }, blocks })).toEqual([]);
  });
});

describe("the seats of a plan", () => {
  it("carry their printed label, their row's rank and their flags, each row by position", () => {
    const [first, second] = seatsOf(
      aPlan(
        aRow(
          "C",
          [aSeat({ pos: 2, category: "b" }), aSeat({ flags: ["accessible", "restricted_view"] })],
          3,
        ),
      ),
    );
    expect(first).toEqual({
      id: "A1",
      label: "Parterre C 1",
      block: "Parterre",
      row: "C",
      seat: "1",
      rank: 3,
      pos: 1,
      x: 1,
      y: 0,
      category: null,
      accessible: true,
      companion: false,
      restrictedView: true,
    });
    expect(second).toMatchObject({ label: "Parterre C 2", category: "b", accessible: false });
  });

  it("leave an empty label out of what is printed", () => {
    const plan = { focus: { x: 0, y: 0 }, blocks: [{ label: "", rows: [aRow("A", FIVE)] }] };
    expect(seatsOf(plan)[0]?.label).toBe("A 1");
  });
});
