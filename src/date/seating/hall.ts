/**
 * A seated area of one date: which of its seats are taken, and which of the free ones a party gets
 * when it names none. Kept in memory; the tables are the truth.
 */
import { ok, refused, type Result } from "../../core/result.ts";
import type { Point, Seat } from "../../core/seats.ts";
import { at, type Layout, layoutOf } from "./layout.ts";
import { ACCESSIBLE, ORDINARY, runsOf } from "./runs.ts";
import { largestTogether, type Party, type Piece, sideBySide } from "./side-by-side.ts";
import { split } from "./split.ts";

/** Asked of free seats only. Absent: all are. */
export type Offered = (seat: Seat) => boolean;

export interface Wish {
  readonly quantity: number;
  readonly category: string | null;
  /** How many of the party need an accessible seat; nobody else gets one. */
  readonly accessible: number;
  /** May the party be split? */
  readonly apart: boolean;
  readonly offered?: Offered;
}

export type Choice = Result<
  readonly Seat[],
  /** `free`: the most of the party that would find a seat of its kind anywhere. */
  | { readonly reason: "not_enough"; readonly free: number }
  /** `largest`: the most of the party that would sit side by side. */
  | { readonly reason: "not_together"; readonly largest: number }
>;

export class Hall {
  readonly #layout: Layout;
  /** 1 where somebody sits, or nobody may. */
  readonly #taken: Uint8Array;

  constructor(seats: readonly Seat[], focus: Point) {
    this.#layout = layoutOf(seats, focus);
    this.#taken = new Uint8Array(seats.length);
  }

  seat(id: string): Seat | null {
    return this.#layout.seats[this.#layout.indexOf.get(id) ?? -1] ?? null;
  }

  isFree(id: string): boolean {
    return this.#taken[this.#layout.indexOf.get(id) ?? -1] === 0;
  }

  take(id: string): void {
    this.#mark(id, 1);
  }

  free(id: string): void {
    this.#mark(id, 0);
  }

  /** How many free seats of a category are left, the accessible ones only for who needs one. */
  countFree(category: string | null, offered?: Offered, accessible = false): number {
    const kindOf = this.#kinds(category, accessible, offered);
    return countOf(kindOf, ORDINARY) + countOf(kindOf, ACCESSIBLE);
  }

  /** The best seats for a party, in the order of their rows. The same hall gives the same seats. */
  choose({ quantity, category, accessible, apart, offered }: Wish): Choice {
    const party: Party = { quantity, accessible };
    const [layout, taken] = [this.#layout, this.#taken];
    const kindOf = this.#kinds(category, accessible > 0, offered);
    const free =
      Math.min(countOf(kindOf, ORDINARY), quantity - accessible) +
      Math.min(countOf(kindOf, ACCESSIBLE), accessible);
    if (free < quantity) return refused("not_enough", { free });
    const runs = runsOf(layout, taken, kindOf, ORDINARY | ACCESSIBLE);
    const together = sideBySide(layout, kindOf, runs, party);
    if (together !== null) return ok(this.#seatsOf([together]));
    if (!apart) return refused("not_together", { largest: largestTogether(kindOf, runs, party) });
    return ok(this.#seatsOf(split(layout, taken, kindOf, party)));
  }

  #kinds(category: string | null, accessible: boolean, offered: Offered = () => true): Uint8Array {
    const kindOf = new Uint8Array(this.#taken.length);
    this.#layout.seats.forEach((seat, index) => {
      if (this.#taken[index] === 1 || seat.category !== category) return;
      if (seat.accessible && !accessible) return;
      if (offered(seat)) kindOf[index] = seat.accessible ? ACCESSIBLE : ORDINARY;
    });
    return kindOf;
  }

  #seatsOf(pieces: readonly Piece[]): Seat[] {
    return pieces
      .toSorted((a, b) => a.first - b.first)
      .flatMap(({ first, last }) => this.#layout.seats.slice(first, last + 1));
  }

  #mark(id: string, taken: 0 | 1): void {
    const index = this.#layout.indexOf.get(id);
    if (index === undefined) throw new Error(`no seat ${id} in this hall`);
    this.#taken[index] = taken;
  }
}

function countOf(kindOf: Uint8Array, kind: number): number {
  let count = 0;
  for (let index = 0; index < kindOf.length; index++) if (at(kindOf, index) === kind) count += 1;
  return count;
}
