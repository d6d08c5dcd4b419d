/**
 * The first two steps of the ladder: a whole party in seats that touch, if possible without leaving
 * a new lone seat.
 */
import { at, type Layout } from "./layout.ts";
import { COMPARABLE_PITCHES, UNITS_PER_PITCH } from "./quality.ts";
import { ACCESSIBLE, fitOf, isLone, lengthOf, newLoneSeats, type Run } from "./runs.ts";

/** Above any sum of costs: 20 seats at COST_PITCHES_MAX are 20 million. */
const COSTS = 2 ** 32;

export interface Party {
  readonly quantity: number;
  /** How many of them must sit on accessible seats; the others must not. */
  readonly accessible: number;
}

export interface Piece {
  readonly first: number;
  readonly last: number;
}

interface Candidate extends Piece {
  readonly loneSeats: number;
  readonly cost: number;
  /** The whole order of preference in one number, the lowest first. */
  readonly order: number;
}

/** The best piece for the whole party, or null when no run holds it. */
export function sideBySide(
  layout: Layout,
  kindOf: Uint8Array,
  runs: readonly Run[],
  party: Party,
): Piece | null {
  if (party.quantity > 1) return best(layout, kindOf, runs, party);
  const lone = best(layout, kindOf, runs.filter(isLone), party);
  const other = best(
    layout,
    kindOf,
    runs.filter((run) => !isLone(run)),
    party,
  );
  return lone !== null && (other === null || isPreferred(lone, other)) ? lone : other;
}

/** A single buyer fills a gap that nobody else can, unless that is much worse. */
function isPreferred(lone: Candidate, other: Candidate): boolean {
  const worse = lone.cost - other.cost;
  return other.loneSeats > 0 || worse <= COMPARABLE_PITCHES * UNITS_PER_PITCH;
}

function best(
  layout: Layout,
  kindOf: Uint8Array,
  runs: readonly Run[],
  { quantity, accessible }: Party,
): Candidate | null {
  let best: Candidate | null = null;
  for (const run of runs) {
    if (lengthOf(run) < quantity) continue;
    let [cost, reserved, companions] = [0, 0, 0];
    for (let last = run.first; last <= run.last; last++) {
      cost += at(layout.cost, last);
      reserved += kindOf[last] === ACCESSIBLE ? 1 : 0;
      companions += at(layout.companion, last);
      const first = last - quantity + 1;
      if (first < run.first) continue;
      if (reserved === accessible) {
        const loneSeats = newLoneSeats(run, first, last);
        // Companion seats matter to those alone who need an accessible one.
        const missed = accessible === 0 ? 0 : quantity - companions;
        const fit = quantity === 1 ? Math.max(1, fitOf(run, first, last)) : fitOf(run, first, last);
        const order = ((loneSeats * (quantity + 1) + missed) * 3 + fit) * COSTS + cost;
        if (best === null || order < best.order) best = { first, last, loneSeats, cost, order };
      }
      cost -= at(layout.cost, first);
      reserved -= kindOf[first] === ACCESSIBLE ? 1 : 0;
      companions -= at(layout.companion, first);
    }
  }
  return best;
}

/** The most of this party that would sit side by side. */
export function largestTogether(
  kindOf: Uint8Array,
  runs: readonly Run[],
  { quantity, accessible }: Party,
): number {
  let largest = 0;
  for (const run of runs) {
    let [reserved, others, first] = [0, 0, run.first];
    for (let last = run.first; last <= run.last; last++) {
      if (kindOf[last] === ACCESSIBLE) reserved += 1;
      else others += 1;
      while (reserved > accessible || others > quantity - accessible) {
        if (kindOf[first] === ACCESSIBLE) reserved -= 1;
        else others -= 1;
        first += 1;
      }
      largest = Math.max(largest, last - first + 1);
    }
  }
  return largest;
}
