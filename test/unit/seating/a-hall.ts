// Halls as drawings, one character a seat: `.` ordinary, `b` of another price, `a` accessible,
// `c` companion, `r` restricted view, a blank for an aisle; `x` and capitals are taken.
import type { Point, Seat } from "../../../src/core/seats.ts";
import { Hall, type Wish } from "../../../src/date/seating/hall.ts";

export interface Drawing {
  readonly seats: readonly Seat[];
  readonly taken: ReadonlySet<string>;
  readonly focus: Point;
}

export interface DrawnRow {
  readonly cells: string;
  readonly rank: number;
  /** How far to the right the row begins, in seats. */
  readonly shift: number;
}

const ROW_PITCHES = 1.5;

/** The first row is the best one, and nearest to the focus. */
export function draw(...rows: readonly string[]): Drawing {
  return drawRows(rows.map((cells, rank) => ({ cells, rank, shift: 0 })));
}

export function drawRows(rows: readonly DrawnRow[]): Drawing {
  const taken = new Set<string>();
  const seats = rows.flatMap(({ cells, rank, shift }, index) =>
    cells.split("").flatMap((cell, pos) => {
      if (cell === " ") return [];
      const row = String.fromCharCode(65 + index);
      const seat = aSeat({
        row,
        seat: `${pos + 1}`,
        rank,
        pos,
        x: pos + shift,
        y: index * ROW_PITCHES,
      });
      if (cell === "x" || (cell === cell.toUpperCase() && cell !== ".")) taken.add(seat.id);
      return [{ ...seat, ...MEANINGS[cell.toLowerCase()] }];
    }),
  );
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  return { seats, taken, focus: { x: (width - 1) / 2, y: -2 } };
}

const MEANINGS: Readonly<Record<string, Partial<Seat>>> = {
  b: { category: "b" },
  a: { accessible: true },
  c: { companion: true },
  r: { restrictedView: true },
};

export function aSeat(given: Partial<Seat>): Seat {
  const { block = "P", row = "A", seat = "1" } = given;
  return {
    id: `${row}${seat}`,
    label: `${block} ${row} ${seat}`,
    block,
    row,
    seat,
    rank: 0,
    pos: 0,
    x: 0,
    y: 0,
    category: null,
    accessible: false,
    companion: false,
    restrictedView: false,
    ...given,
  };
}

export function aHall({ seats, taken, focus }: Drawing): Hall {
  const hall = new Hall(seats, focus);
  for (const id of taken) hall.take(id);
  return hall;
}

export function aWish(given: Partial<Wish> & { readonly quantity: number }): Wish {
  return { category: null, accessible: 0, apart: true, ...given };
}
