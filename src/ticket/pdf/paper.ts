/** What tickets are printed on. */

/** An A4 sheet, or the roll of an 80 mm ticket printer. */
export type Paper = "a4" | "80mm";

/** A4 unless the roll is asked for. */
export function asPaper(text: string): Paper {
  return text === "80mm" ? "80mm" : "a4";
}
