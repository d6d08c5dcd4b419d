/**
 * A given number of people on a given number of pieces, one of a run, as near to one seat as can be:
 * the best such party among a few runs, found piece by piece.
 */
import { at, type Layout } from "./layout.ts";
import { distanceOf } from "./quality.ts";
import { fitOf, lengthOf, newLoneSeats, type Run } from "./runs.ts";
import type { Piece } from "./side-by-side.ts";

/** Above any sum of distances or costs: 20 seats at COST_PITCHES_MAX are 20 million. */
const UNITS = 2 ** 26;
/** Above any count of pieces, of lone seats, or of fits of pieces. */
const COUNTS = 64;

/** Pieces and what they are worth, the lowest first: `nearness` decides, then `quality`. */
export interface Gathering {
  /** People alone, then new lone seats, then the distance to the seat they gather around. */
  readonly nearness: number;
  /** Companion seats missed, then fit, then cost. */
  readonly quality: number;
  readonly pieces: readonly Piece[];
}

export interface Gathered {
  readonly people: number;
  readonly pieces: number;
  /** The length of the longest run there is. */
  readonly longest: number;
  readonly prefersCompanion: boolean;
}

export const NOBODY: Gathering = { nearness: 0, quality: 0, pieces: [] };

export function isBetter(one: Gathering, other: Gathering): boolean {
  return (
    one.nearness < other.nearness ||
    (one.nearness === other.nearness && one.quality < other.quality)
  );
}

export function add(one: Gathering, other: Gathering): Gathering {
  return {
    nearness: one.nearness + other.nearness,
    quality: one.quality + other.quality,
    pieces: [...one.pieces, ...other.pieces],
  };
}

/** The pieces so far, the last one first. */
interface Step {
  readonly nearness: number;
  readonly quality: number;
  readonly piece: Piece | null;
  readonly before: Step | null;
}

/** The best party, or null when these runs do not hold it; and how many steps it took to find. */
export function gather(
  layout: Layout,
  around: number,
  runs: readonly Run[],
  wanted: Gathered,
): { readonly party: Gathering | null; readonly steps: number } {
  const { people, pieces, longest } = wanted;
  const width = people + 1;
  const table: (Step | undefined)[] = Array.from({ length: (pieces + 1) * width });
  table[0] = { nearness: 0, quality: 0, piece: null, before: null };
  let steps = 0;
  for (const run of runs) {
    const choices = bestPieces(layout, around, run, wanted);
    for (let used = pieces - 1; used >= 0; used--) {
      for (let seated = used; seated < people; seated++) {
        const before = table[used * width + seated];
        if (before === undefined) continue;
        const needed = people - seated - (pieces - used - 1) * longest;
        for (
          let size = Math.max(1, needed);
          size <= Math.min(people - seated, lengthOf(run));
          size++
        ) {
          const choice = choices[size];
          if (choice === undefined) continue;
          steps += 1;
          const slot = (used + 1) * width + seated + size;
          table[slot] = better(table[slot], before, choice);
        }
      }
    }
    steps += choices.length * lengthOf(run);
  }
  const found = table[pieces * width + people];
  return { party: found === undefined ? null : partyOf(found), steps };
}

function better(known: Step | undefined, before: Step, choice: Step): Step {
  const nearness = before.nearness + choice.nearness;
  const quality = before.quality + choice.quality;
  const isKnownBetter =
    known !== undefined &&
    (known.nearness < nearness || (known.nearness === nearness && known.quality <= quality));
  return isKnownBetter ? known : { nearness, quality, piece: choice.piece, before };
}

function partyOf(last: Step): Gathering {
  const pieces: Piece[] = [];
  for (let step: Step | null = last; step !== null; step = step.before) {
    if (step.piece !== null) pieces.push(step.piece);
  }
  return { nearness: last.nearness, quality: last.quality, pieces };
}

/** By its size, the best piece of a run that is of use to a party of the fewest pieces. */
function bestPieces(
  layout: Layout,
  around: number,
  run: Run,
  { people, pieces, longest, prefersCompanion }: Gathered,
): (Step | undefined)[] {
  const length = lengthOf(run);
  const distances = distancesOf(layout, around, run);
  const best: (Step | undefined)[] = [];
  const smallest = Math.max(1, people - (pieces - 1) * longest);
  for (let size = smallest; size <= Math.min(length, people); size++) {
    let [distance, cost, companions] = [0, 0, 0];
    for (let last = run.first; last <= run.last; last++) {
      distance += at(distances, last - run.first);
      cost += at(layout.cost, last);
      companions += at(layout.companion, last);
      const first = last - size + 1;
      if (first < run.first) continue;
      const counts = (size === 1 ? 1 : 0) * COUNTS + newLoneSeats(run, first, last);
      const nearness = counts * UNITS + distance;
      const missed = prefersCompanion ? size - companions : 0;
      const quality = (missed * COUNTS + fitOf(run, first, last)) * UNITS + cost;
      const known = best[size];
      if (
        known === undefined ||
        nearness < known.nearness ||
        (nearness === known.nearness && quality < known.quality)
      ) {
        best[size] = { nearness, quality, piece: { first, last }, before: null };
      }
      distance -= at(distances, first - run.first);
      cost -= at(layout.cost, first);
      companions -= at(layout.companion, first);
    }
  }
  return best;
}

function distancesOf({ x, y, pitch }: Layout, around: number, run: Run): Int32Array {
  const centre = { x: at(x, around), y: at(y, around) };
  return Int32Array.from({ length: lengthOf(run) }, (_, index) => {
    const seat = run.first + index;
    return distanceOf({ x: at(x, seat), y: at(y, seat) }, centre, pitch);
  });
}
