// The ladder once more, plain and slow: every set of seats is tried and judged by what the row looks
// like before and after. Shares nothing with the chooser but what a seat is worth.
import { type Seat, seatPitch } from "../../../src/core/seats.ts";
import type { Wish } from "../../../src/date/seating/hall.ts";
import {
  COMPARABLE_PITCHES,
  costOf,
  distanceOf,
  UNITS_PER_PITCH,
} from "../../../src/date/seating/quality.ts";
import type { Drawing } from "./a-hall.ts";

export interface Judged {
  readonly seats: readonly Seat[];
  /** Compared from the left; the lower, the better. */
  readonly score: readonly number[];
}

export class BruteForce {
  readonly #drawing: Drawing;
  readonly #wish: Wish;
  readonly #pitch: number;
  /** In the order of ties: the better row first, then by position. */
  readonly #seats: readonly Seat[];

  constructor(drawing: Drawing, wish: Wish) {
    this.#drawing = drawing;
    this.#wish = wish;
    this.#pitch = seatPitch(drawing.seats);
    this.#seats = drawing.seats.toSorted((a, b) => a.rank - b.rank);
  }

  mayHave(seat: Seat): boolean {
    const { category, accessible, offered } = this.#wish;
    if (this.#drawing.taken.has(seat.id) || seat.category !== category) return false;
    return (!seat.accessible || accessible > 0) && (offered?.(seat) ?? true);
  }

  candidates(): readonly Seat[] {
    return this.#seats.filter((seat) => this.mayHave(seat));
  }

  /** Every way to sit side by side. */
  blocks(quantity = this.#wish.quantity, accessible = this.#wish.accessible): Seat[][] {
    return this.#seats
      .map((start) => this.#from(start, quantity))
      .filter((block) => block.length === quantity && block.every((seat) => this.mayHave(seat)))
      .filter((block) => block.filter((seat) => seat.accessible).length === accessible);
  }

  largestBlock(): number {
    const { quantity, accessible } = this.#wish;
    let largest = 0;
    for (let size = 1; size <= quantity; size++) {
      for (let reserved = 0; reserved <= Math.min(size, accessible); reserved++) {
        const fits = size - reserved <= quantity - accessible;
        if (fits && this.blocks(size, reserved).length > 0) largest = size;
      }
    }
    return largest;
  }

  bestBlock(): Judged | null {
    const judged = this.blocks().map((block) => this.#judge(block));
    if (this.#wish.quantity > 1) return best(judged);
    const lone = best(judged.filter(({ seats }) => seats.every((seat) => this.#isLone(seat))));
    const other = best(judged.filter(({ seats }) => !seats.every((seat) => this.#isLone(seat))));
    if (lone === null || other === null) return lone ?? other;
    const worse = this.#cost(lone.seats) - this.#cost(other.seats);
    const leavesLone = (other.score[0] ?? 0) > 0;
    return leavesLone || worse <= COMPARABLE_PITCHES * UNITS_PER_PITCH ? lone : other;
  }

  #judge(block: readonly Seat[]): Judged {
    const order = block[0] === undefined ? 0 : this.#seats.indexOf(block[0]);
    const fit = this.#wish.quantity === 1 ? Math.max(1, this.#fit(block)) : this.#fit(block);
    const score = [this.newLone(block), this.#strangers(block), fit, this.#cost(block), order];
    return { seats: block, score };
  }

  /** Every set of the fewest pieces, judged. Only for parties without accessible seats. */
  splits(): Judged[] {
    const sets = subsets(this.candidates(), this.#wish.quantity).map((seats) => ({
      seats,
      pieces: this.pieces(seats),
    }));
    const fewest = Math.min(...sets.map(({ pieces }) => pieces.length));
    const parties = sets.filter(({ pieces }) => pieces.length === fewest);
    const meetingPoints = new Set(parties.flatMap(({ seats }) => seats));
    return parties.map(({ seats, pieces }) => {
      const total = (of: (piece: readonly Seat[]) => number) =>
        pieces.map(of).reduce((sum, value) => sum + value, 0);
      const distances = [...meetingPoints].map((point) =>
        seats.reduce((sum, seat) => sum + distanceOf(seat, point, this.#pitch), 0),
      );
      const alone = pieces.filter((piece) => piece.length === 1).length;
      const lone = total((piece) => this.newLone(piece));
      const fit = total((piece) => this.#fit(piece));
      return { seats, score: [alone, lone, Math.min(...distances), fit, this.#cost(seats)] };
    });
  }

  pieces(seats: readonly Seat[]): Seat[][] {
    const pieces: Seat[][] = [];
    for (const seat of this.#seats.filter((seat) => seats.includes(seat))) {
      const piece = pieces.at(-1);
      const last = piece?.at(-1);
      if (last !== undefined && this.#next(last) === seat) piece?.push(seat);
      else pieces.push([seat]);
    }
    return pieces;
  }

  newLone(taking: readonly Seat[]): number {
    const rest = this.#seats.filter((seat) => !taking.includes(seat));
    return rest.filter((seat) => this.#isLone(seat, taking) && !this.#isLone(seat)).length;
  }

  #isLone(seat: Seat, taking: readonly Seat[] = []): boolean {
    const isFree = (other: Seat | undefined) =>
      other !== undefined && !this.#drawing.taken.has(other.id) && !taking.includes(other);
    return isFree(seat) && !isFree(this.#next(seat)) && !isFree(this.#previous(seat));
  }

  #fit(block: readonly Seat[]): number {
    const [left, right] = [this.#stretch(block[0], -1), this.#stretch(block.at(-1), 1)];
    if (left === 1 || right === 1) return 2;
    return left + right === 0 ? 0 : 1;
  }

  /** How many more seats the party could have had in this direction. */
  #stretch(from: Seat | undefined, direction: 1 | -1): number {
    let length = 0;
    let seat = from;
    for (;;) {
      seat = seat && (direction === 1 ? this.#next(seat) : this.#previous(seat));
      if (seat === undefined || !this.mayHave(seat)) return length;
      length += 1;
    }
  }

  #strangers(block: readonly Seat[]): number {
    return this.#wish.accessible === 0 ? 0 : block.filter((seat) => !seat.companion).length;
  }

  #cost(seats: readonly Seat[]): number {
    return seats.reduce((sum, seat) => sum + costOf(seat, this.#drawing.focus, this.#pitch), 0);
  }

  #from(start: Seat, quantity: number): Seat[] {
    const block: Seat[] = [];
    for (let seat: Seat | undefined = start; seat !== undefined; seat = this.#next(seat)) {
      if (block.length === quantity) break;
      block.push(seat);
    }
    return block;
  }

  #next(seat: Seat): Seat | undefined {
    return this.#seats.find((other) => other.row === seat.row && other.pos === seat.pos + 1);
  }

  #previous(seat: Seat): Seat | undefined {
    return this.#seats.find((other) => other.row === seat.row && other.pos === seat.pos - 1);
  }
}

export function best(judged: readonly Judged[]): Judged | null {
  return judged.toSorted((a, b) => compare(a.score, b.score))[0] ?? null;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
