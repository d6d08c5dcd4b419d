/**
 * A seating plan: blocks of rows of numbered seats, the seats it makes, and what an operator must
 * mend before any of them is sold. The shape of a plan is checked where it comes in.
 */
import {
  NEIGHBOURS_APART_PITCHES_MAX,
  PLAN_PROBLEMS_MAX,
  SEAT_LABEL_CHARACTERS_MAX,
  SEATS_PER_AREA_MAX,
} from "./limits.ts";

export type SeatFlag = "accessible" | "companion" | "restricted_view";

export interface PlanSeat {
  readonly id: string;
  readonly label: string;
  /** `pos` and `pos + 1` touch; an aisle is a gap. The printed label may count otherwise. */
  readonly pos: number;
  readonly x: number;
  readonly y: number;
  /** Null or absent: the area's ordinary price. */
  readonly category?: string | null;
  readonly flags?: readonly SeatFlag[];
}

export interface PlanRow {
  readonly label: string;
  /** The lower, the better. */
  readonly rank: number;
  readonly seats: readonly PlanSeat[];
}

export interface PlanBlock {
  readonly label: string;
  readonly rows: readonly PlanRow[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface SeatingPlan {
  /** The best seats are near to it. */
  readonly focus: Point;
  readonly blocks: readonly PlanBlock[];
}

/** One seat as everybody behind the plan handles it. */
export interface Seat extends Point {
  readonly id: string;
  /** What is printed, and told to partners. */
  readonly label: string;
  readonly block: string;
  readonly row: string;
  readonly seat: string;
  readonly rank: number;
  readonly pos: number;
  readonly category: string | null;
  readonly accessible: boolean;
  readonly companion: boolean;
  readonly restrictedView: boolean;
}

export interface PlanProblem {
  /** The seat, the row, or the plan itself. */
  readonly where: string;
  readonly reason: string;
}

/** The seats of a plan in its own order, each row from its lowest `pos` to its highest. */
export function seatsOf(plan: SeatingPlan): Seat[] {
  return plan.blocks.flatMap((block) =>
    block.rows.flatMap((row) =>
      row.seats.toSorted((a, b) => a.pos - b.pos).map((seat) => seatOf(block, row, seat)),
    ),
  );
}

function seatOf(block: PlanBlock, row: PlanRow, seat: PlanSeat): Seat {
  const { id, pos, x, y, category = null, flags = [] } = seat;
  return {
    id,
    label: printed(block.label, row.label, seat.label),
    block: block.label,
    row: row.label,
    seat: seat.label,
    rank: row.rank,
    pos,
    x,
    y,
    category,
    accessible: flags.includes("accessible"),
    companion: flags.includes("companion"),
    restrictedView: flags.includes("restricted_view"),
  };
}

/** The plan of which these are the seats: `seatsOf` turned back. */
export function planOf(focus: Point, seats: readonly Seat[]): SeatingPlan {
  const blocks = Map.groupBy(seats, ({ block }) => block);
  return {
    focus,
    blocks: [...blocks].map(([label, inBlock]) => ({
      label,
      rows: [...Map.groupBy(inBlock, ({ row, rank }) => JSON.stringify([row, rank])).values()].map(
        (inRow) => ({
          label: inRow[0]?.row ?? "",
          rank: inRow[0]?.rank ?? 0,
          seats: inRow.map(planSeatOf),
        }),
      ),
    })),
  };
}

function planSeatOf(seat: Seat): PlanSeat {
  const { id, pos, x, y, category } = seat;
  const flags: SeatFlag[] = [];
  if (seat.accessible) flags.push("accessible");
  if (seat.companion) flags.push("companion");
  if (seat.restrictedView) flags.push("restricted_view");
  return { id, label: seat.seat, pos, x, y, category, flags };
}

/** Everything an operator must mend, in the plan's order; the first PLAN_PROBLEMS_MAX of it. */
export function checkPlan(plan: SeatingPlan): PlanProblem[] {
  const seats = seatsOf(plan);
  if (seats.length > SEATS_PER_AREA_MAX) {
    const reason = `has ${seats.length} seats; at most ${SEATS_PER_AREA_MAX} are allowed`;
    return [{ where: "the plan", reason }];
  }
  return [...problems(plan, seats)].slice(0, PLAN_PROBLEMS_MAX);
}

function* problems(plan: SeatingPlan, seats: readonly Seat[]): Generator<PlanProblem> {
  if (!isFinitePoint(plan.focus)) {
    yield { where: "the focus", reason: "has a coordinate that is not a finite number" };
  }
  yield* repeatedRows(plan);
  yield* seats.flatMap(problemsOfOne);
  yield* repeated(seats, "has the same id as", ({ id }) => id);
  yield* repeated(seats, "is printed like", ({ label }) => label);
  yield* repeated(seats, "has the same pos as", ({ block, row, pos }) =>
    JSON.stringify([block, row, pos]),
  );
  yield* repeated(
    seats.filter(isFinitePoint),
    "has the same x and y as",
    ({ x, y }) => `${x} ${y}`,
  );
  yield* tornApart(seats.filter(isFinitePoint));
}

function* repeatedRows(plan: SeatingPlan): Generator<PlanProblem> {
  const known = new Set<string>();
  for (const block of plan.blocks) {
    for (const row of block.rows) {
      const key = JSON.stringify([block.label, row.label]);
      const reason = "has the same label as another row of its block";
      if (known.has(key)) yield { where: `row ${printed(block.label, row.label)}`, reason };
      known.add(key);
    }
  }
}

function problemsOfOne(seat: Seat): PlanProblem[] {
  const reasons = [
    seat.label.length > SEAT_LABEL_CHARACTERS_MAX &&
      `is printed with ${seat.label.length} characters; at most ${SEAT_LABEL_CHARACTERS_MAX} are allowed`,
    !isFinitePoint(seat) && "has a coordinate that is not a finite number",
  ];
  return reasons.filter((reason) => reason !== false).map((reason) => problemOf(seat, reason));
}

function* repeated(
  seats: readonly Seat[],
  reason: string,
  keyOf: (seat: Seat) => string,
): Generator<PlanProblem> {
  const first = new Map<string, Seat>();
  for (const seat of seats) {
    const other = first.get(keyOf(seat));
    if (other === undefined) first.set(keyOf(seat), seat);
    else yield problemOf(seat, `${reason} ${nameOf(other)}`);
  }
}

function* tornApart(seats: readonly Seat[]): Generator<PlanProblem> {
  const pitch = seatPitch(seats);
  for (const [seat, next] of touching(seats)) {
    const pitches = Math.hypot(next.x - seat.x, next.y - seat.y) / pitch;
    if (pitches > NEIGHBOURS_APART_PITCHES_MAX) {
      const times = pitches.toFixed(1);
      const reason = `touches ${nameOf(seat)} by its pos, but lies ${times} times the usual distance from it`;
      yield problemOf(next, reason);
    }
  }
}

/** The usual distance of two seats that touch: the unit of every other distance of a plan. */
export function seatPitch(seats: readonly Seat[]): number {
  const distances = touching(seats)
    .map(([seat, next]) => Math.hypot(next.x - seat.x, next.y - seat.y))
    .filter((distance) => distance > 0)
    .toSorted((a, b) => a - b);
  return distances[Math.floor((distances.length - 1) / 2)] ?? 1;
}

/** Expects the seats of a row together and by `pos`, as `seatsOf` has them. */
function touching(seats: readonly Seat[]): [Seat, Seat][] {
  return seats.flatMap((next, index) => {
    const seat = seats[index - 1];
    return seat !== undefined && touch(seat, next) ? [[seat, next] as [Seat, Seat]] : [];
  });
}

export function touch(seat: Seat, next: Seat): boolean {
  return seat.block === next.block && seat.row === next.row && seat.pos + 1 === next.pos;
}

function printed(...labels: readonly string[]): string {
  return labels.filter((label) => label !== "").join(" ");
}

function isFinitePoint({ x, y }: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Both, because either may be what is wrong. */
function nameOf(seat: Seat): string {
  return `seat ${seat.id} (${seat.label.slice(0, SEAT_LABEL_CHARACTERS_MAX)})`;
}

function problemOf(seat: Seat, reason: string): PlanProblem {
  return { where: nameOf(seat), reason };
}
