/**
 * The third step of the ladder: a party that fits nowhere side by side gathers around one seat, on
 * the fewest pieces. Being near to one seat is what brings the pieces into rows that overlap.
 */
import { add, type Gathered, type Gathering, gather, isBetter, NOBODY } from "./gather.ts";
import { at, type Layout } from "./layout.ts";
import { ACCESSIBLE, lengthOf, ORDINARY, type Run, runsOf } from "./runs.ts";
import type { Party, Piece } from "./side-by-side.ts";

/** How many of the nearest runs are tried around one seat. */
export const RUNS_AROUND_MAX = 32;
/** No further seat to gather around is tried after so many steps; the best seats come first. */
export const SPLIT_STEPS_MAX = 15_000;

/** Those of a party who need the same kind of seat, and the runs that are of use to them. */
interface Part extends Gathered {
  readonly runs: readonly Run[];
  /** The longest runs: with these among them, some runs always hold the part. */
  readonly enough: readonly Run[];
}

/**
 * Who needs an accessible seat and who must not have one are two
 * parts, each on its fewest pieces, and both around the same seat. Expects enough free seats.
 */
export function split(
  layout: Layout,
  taken: Uint8Array,
  kindOf: Uint8Array,
  { quantity, accessible }: Party,
): readonly Piece[] {
  const parts = [
    { kind: ACCESSIBLE, people: accessible },
    { kind: ORDINARY, people: quantity - accessible },
  ]
    .filter(({ people }) => people > 0)
    .map(({ kind, people }) =>
      partOf(runsOf(layout, taken, kindOf, kind), people, kind === ORDINARY && accessible > 0),
    );
  let best: Gathering | null = null;
  let steps = 0;
  for (const around of seatsToGatherAround(layout, parts[0])) {
    const found = gatherAll(layout, around, parts);
    steps += found.steps;
    if (found.party !== null && (best === null || isBetter(found.party, best))) best = found.party;
    if (steps > SPLIT_STEPS_MAX) break;
  }
  return best?.pieces ?? [];
}

/** A run is of use when the longest of the others make up for what it lacks. */
function partOf(runs: readonly Run[], people: number, prefersCompanion: boolean): Part {
  const longestFirst = longest(runs, people);
  let [pieces, seats] = [0, 0];
  for (const run of longestFirst) {
    if (seats >= people) break;
    pieces += 1;
    seats += lengthOf(run);
  }
  const enough = longestFirst.slice(0, pieces);
  const lengths = enough.map(lengthOf);
  const others = seats - (lengths.at(-1) ?? 0);
  return {
    people,
    pieces,
    longest: lengths[0] ?? 0,
    prefersCompanion,
    enough,
    runs: runs.filter((run) => lengthOf(run) + others >= people),
  };
}

/** The longest `count` runs, the first of equals first. */
function longest(runs: readonly Run[], count: number): Run[] {
  const byLength = Array.from({ length: count + 1 }, (): Run[] => []);
  for (const run of runs) byLength[Math.min(lengthOf(run), count)]?.push(run);
  return byLength
    .toReversed()
    .flatMap((same) => same.slice(0, count))
    .slice(0, count);
}

function* seatsToGatherAround(layout: Layout, part: Part | undefined): Generator<number> {
  const useful = new Uint8Array(layout.seats.length);
  for (const { first, last } of part?.runs ?? []) useful.fill(1, first, last + 1);
  for (const index of layout.bestFirst) if (useful[index] === 1) yield index;
}

function gatherAll(layout: Layout, around: number, parts: readonly Part[]) {
  let party: Gathering | null = NOBODY;
  let steps = 0;
  for (const part of parts) {
    const near = nearest(layout, around, part.runs);
    const runs = [...new Set([...near.runs, ...part.enough])];
    const found = gather(layout, around, runs, part);
    steps += near.steps + found.steps;
    party = party === null || found.party === null ? null : add(party, found.party);
  }
  return { party, steps };
}

/** The RUNS_AROUND_MAX runs whose middle is nearest to a seat. */
function nearest(layout: Layout, around: number, runs: readonly Run[]) {
  if (runs.length <= RUNS_AROUND_MAX) return { runs, steps: 0 };
  const near: { run: Run; distance: number }[] = [];
  let steps = runs.length / 4;
  const [x, y] = [at(layout.x, around), at(layout.y, around)];
  for (const run of runs) {
    const middle = (run.first + run.last) >> 1;
    const distance = (at(layout.x, middle) - x) ** 2 + (at(layout.y, middle) - y) ** 2;
    const farthest = near[RUNS_AROUND_MAX - 1];
    if (farthest !== undefined && distance >= farthest.distance) continue;
    let place = near.length;
    while (place > 0 && (near[place - 1]?.distance ?? 0) > distance) place -= 1;
    near.splice(place, 0, { run, distance });
    if (near.length > RUNS_AROUND_MAX) near.pop();
    steps += near.length - place;
  }
  return { runs: near.map(({ run }) => run), steps };
}
