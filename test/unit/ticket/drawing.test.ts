// How a ticket is drawn: lines that fit, an ink that can be read, and codes of the right shape.
import { describe, expect, it } from "vitest";
import { code128Of } from "../../../src/ticket/codes/code128.ts";
import { barsOf, type Matrix, outline } from "../../../src/ticket/codes/matrix.ts";
import { qrOf } from "../../../src/ticket/codes/qr.ts";
import { inkOn } from "../../../src/ticket/colour.ts";
import { linesOf } from "../../../src/ticket/pdf/layout.ts";
import { styleOf } from "../../../src/ticket/style.ts";

const widthOf = (line: string) => line.length;

describe("lines", () => {
  it.each([
    ["un deux trois", 8, ["un deux", "trois"]],
    ["un", 2, ["un"]],
    ["un\n\ndeux", 9, ["un", "", "deux"]],
    ["anticonstitutionnellement", 10, ["anticonsti", "tutionnell", "ement"]],
    ["à anticonstitutionnellement", 10, ["à", "anticonsti", "tutionnell", "ement"]],
    ["", 5, [""]],
    ["wide", 0, ["w", "i", "d", "e"]],
  ])("of %j in a column of %i", (text, width, lines) => {
    expect(linesOf(text, width, widthOf)).toEqual(lines);
  });

  it("are not broken at a space that must not break", () => {
    expect(linesOf("le prix 12\u00a0€", 9, widthOf)).toEqual(["le prix", "12\u00a0€"]);
  });
});

describe("the ink on a colour", () => {
  it("is at least 4.5 times as light or dark as every colour", () => {
    const parts = ["00", "33", "66", "77", "80", "99", "cc", "ff"];
    const colours = parts.flatMap((r) => parts.flatMap((g) => parts.map((b) => `#${r}${g}${b}`)));
    const tooClose = colours.filter((colour) => contrast(colour, inkOn(colour)) < 4.5);
    expect(tooClose).toEqual([]);
  });

  /** WCAG 2.2, written from its text. */
  function contrast(a: string, b: string): number {
    const [high = 0, low = 0] = [a, b].map(luminance).toSorted((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }

  function luminance(colour: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  it("and the colour are the only things in the style that a venue chooses", () => {
    expect(styleOf("#a81e32").replaceAll("#a81e32", "")).toBe(
      styleOf("#a81e33").replaceAll("#a81e33", ""),
    );
  });
});

describe("codes", () => {
  it("of our barcodes are 25 modules square, and a row of at most 255", () => {
    expect([qrOf("5WJQ2XMK8ZC41T0RV3NB").width, code128Of("5WJQ2XMK8ZC41T0RV3NB")?.width]).toEqual([
      25, 255,
    ]);
    expect(code128Of("00000000000000000000")?.width).toBeLessThan(255);
  });

  it("leave the bars out where a barcode is too long for them", () => {
    expect(code128Of("~".repeat(24))).not.toBeNull();
    expect(code128Of("~".repeat(25))).toBeNull();
    expect(qrOf("~".repeat(100)).width).toBeGreaterThan(25);
  });

  it("are drawn as the runs of their dark modules", () => {
    const rows = ["##.#", "....", "...#"];
    const isDark = (x: number, y: number) => rows[y]?.[x] === "#";
    const matrix: Matrix = { width: 4, height: 3, quiet: 0, isDark };
    expect(barsOf(matrix)).toEqual([
      { x: 0, y: 0, width: 2 },
      { x: 3, y: 0, width: 1 },
      { x: 3, y: 2, width: 1 },
    ]);
    expect(outline(matrix)).toBe("M0 0h2v1h-2zM3 0h1v1h-1zM3 2h1v1h-1z");
  });
});
