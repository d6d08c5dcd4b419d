/**
 * The seats of an area as flat arrays, best rows first and each row by position: what never changes
 * while seats are taken and freed. A seat's index here is also its place in any tie.
 */
import { type Point, type Seat, seatPitch, touch } from "../../core/seats.ts";
import { costOf } from "./quality.ts";

export interface Layout {
  readonly seats: readonly Seat[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly pitch: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 where a seat touches the one before it. */
  readonly joined: Uint8Array;
  readonly cost: Int32Array;
  readonly companion: Uint8Array;
  readonly bestFirst: Int32Array;
}

export function layoutOf(unsorted: readonly Seat[], focus: Point): Layout {
  // The length keeps two labels from running into each other.
  const rowOf = ({ block, row }: Seat) => `${block.length} ${block}${row}`;
  const rows = [...Map.groupBy(unsorted, rowOf).values()]
    .map((row) => row.toSorted((a, b) => a.pos - b.pos))
    .toSorted(([a], [b]) => (a?.rank ?? 0) - (b?.rank ?? 0));
  const seats = rows.flat();
  const pitch = seatPitch(seats);
  const cost = Int32Array.from(seats, (seat) => costOf(seat, focus, pitch));
  return {
    seats,
    indexOf: new Map(seats.map((seat, index) => [seat.id, index])),
    pitch,
    x: Float64Array.from(seats, ({ x }) => x),
    y: Float64Array.from(seats, ({ y }) => y),
    joined: Uint8Array.from(seats, (seat, index) => {
      const before = seats[index - 1];
      return before !== undefined && touch(before, seat) ? 1 : 0;
    }),
    cost,
    companion: Uint8Array.from(seats, (seat) => (seat.companion ? 1 : 0)),
    bestFirst: Int32Array.from(seats.keys()).toSorted((a, b) => at(cost, a) - at(cost, b) || a - b),
  };
}

/** A read that is known to be inside. */
export function at(array: Int32Array | Uint8Array | Float64Array, index: number): number {
  return array[index] ?? 0;
}
