/**
 * A page before it is drawn: marks at their places, in points (1/72 inch) from the top left corner.
 * Laying out is pure, so a page knows its height before there is a page.
 */
import type { Logo } from "../../core/logo.ts";
import type { Matrix } from "../codes/matrix.ts";
import type { Measure, Weight } from "./typeface.ts";

export const MM = 72 / 25.4;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Mark =
  | {
      readonly kind: "text";
      readonly x: number;
      /** Of the baseline. */
      readonly y: number;
      readonly text: string;
      readonly weight: Weight;
      readonly size: number;
      readonly colour: string;
    }
  | ({ readonly kind: "area"; readonly colour: string } & Box)
  | ({ readonly kind: "code"; readonly matrix: Matrix } & Box)
  | ({ readonly kind: "logo"; readonly logo: Logo } & Box);

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export interface Style {
  readonly weight: Weight;
  readonly size: number;
  readonly colour: string;
}

/** A column that is filled from the top. */
export class Column {
  readonly marks: Mark[] = [];
  readonly #measure: Measure;
  readonly x: number;
  readonly width: number;
  y: number;

  constructor(measure: Measure, place: { readonly x: number; readonly y: number; width: number }) {
    this.#measure = measure;
    this.x = place.x;
    this.y = place.y;
    this.width = place.width;
  }

  space(height: number): void {
    this.y += height;
  }

  /** A paragraph, broken where it has to be. */
  text(text: string, style: Style, align: "left" | "centre" = "left"): void {
    const { weight, size } = style;
    const widthOf = (line: string) => this.#measure(line, weight, size);
    for (const line of linesOf(text, this.width, widthOf)) {
      const slack = align === "left" ? 0 : (this.width - widthOf(line)) / 2;
      // Ascent and line spacing of the font, as shares of its size.
      const y = this.y + 0.95 * size;
      this.marks.push({ kind: "text", x: this.x + slack, y, text: line, ...style });
      this.y += 1.25 * size;
    }
  }

  /** A thin line over the whole width. */
  rule(height: number, colour: string): void {
    const { x, y, width } = this;
    this.marks.push({ kind: "area", x, y, width, height, colour });
    this.y += height;
  }

  /** In the middle of the column; `x` at most `step` away from it, so that bars meet the dots. */
  code(matrix: Matrix, size: { readonly width: number; readonly height: number }, step = 0): void {
    const middle = this.x + (this.width - size.width) / 2;
    const x = step === 0 ? middle : Math.round(middle / step) * step;
    this.marks.push({ kind: "code", matrix, x, y: this.y, ...size });
    this.y += size.height;
  }

  /** As large as fits into the box, at the left or in the middle of the column. */
  logo(
    logo: Logo,
    most: { readonly width: number; readonly height: number },
    centre = false,
  ): void {
    const { width, height } = fitted(logo, most);
    const x = centre ? this.x + (this.width - width) / 2 : this.x;
    this.marks.push({ kind: "logo", logo, x, y: this.y, width, height });
    this.y += height;
  }
}

export function fitted(
  { viewBox }: Logo,
  most: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(most.width / viewBox.width, most.height / viewBox.height);
  return { width: viewBox.width * scale, height: viewBox.height * scale };
}

/** The mark drawn smaller, as seen from the point that lies `from` right of and below the corner. */
export function shrunk(mark: Mark, from: number, scale: number): Mark {
  const moved = (at: number) => from + (at - from) * scale;
  const place = { x: moved(mark.x), y: moved(mark.y) };
  return mark.kind === "text"
    ? { ...mark, ...place, size: mark.size * scale }
    : { ...mark, ...place, width: mark.width * scale, height: mark.height * scale };
}

/** Lines no wider than the column: broken between words, and within a word that is wider alone. */
export function linesOf(
  text: string,
  width: number,
  widthOf: (line: string) => number,
): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/[ \t]+/).flatMap((it) => piecesOf(it, width, widthOf))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line === "" || widthOf(longer) <= width) {
        line = longer;
      } else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line];
  });
}

function piecesOf(word: string, width: number, widthOf: (line: string) => number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && widthOf(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}
