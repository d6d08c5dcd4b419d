/**
 * Runs: seats of a row that touch and could go to one party, and what a piece cut out of a run
 * leaves of it.
 */
import { at, type Layout } from "./layout.ts";

/** What a free seat is to the party that asks: nothing, or one of these. */
export const ORDINARY = 1;
export const ACCESSIBLE = 2;

/** From `first` to `last` for this party, within `freeFirst` to `freeLast` for any buyer. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly freeFirst: number;
  readonly freeLast: number;
}

export function lengthOf(run: Run): number {
  return run.last - run.first + 1;
}

/** All runs of seats that are one of `kinds`, the best row first. */
export function runsOf(
  layout: Layout,
  taken: Uint8Array,
  kindOf: Uint8Array,
  kinds: number,
): Run[] {
  const runs: Run[] = [];
  const isWanted = (index: number) => (at(kindOf, index) & kinds) !== 0;
  const continues = (index: number) => taken[index] === 0 && layout.joined[index] === 1;
  for (let index = 0; index < taken.length; index++) {
    if (taken[index] === 1) continue;
    const freeFirst = index;
    while (continues(index + 1)) index += 1;
    const freeLast = index;
    for (let first = freeFirst; first <= freeLast; first++) {
      if (!isWanted(first)) continue;
      let last = first;
      while (last < freeLast && isWanted(last + 1)) last += 1;
      runs.push({ first, last, freeFirst, freeLast });
      first = last;
    }
  }
  return runs;
}

/**
 * How many seats are free between taken ones once this piece is taken, and were not before. Judged
 * on the row as any buyer sees it: a free neighbour of another price, or of another channel, is one.
 */
export function newLoneSeats(run: Run, first: number, last: number): number {
  return (first - run.freeFirst === 1 ? 1 : 0) + (run.freeLast - last === 1 ? 1 : 0);
}

/** How well a piece fits its run: 0 fills it, 1 leaves 2 or more at a side, 2 leaves just one. */
export function fitOf(run: Run, first: number, last: number): number {
  const before = first - run.first;
  const after = run.last - last;
  if (before === 1 || after === 1) return 2;
  return before === 0 && after === 0 ? 0 : 1;
}

export function isLone(run: Run): boolean {
  return run.freeFirst === run.freeLast;
}
