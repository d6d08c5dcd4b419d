/** The venue's colour on a ticket, and which ink can be read on it. */

/** Where a venue has chosen none. */
export const INK = "#1f2a4d";

/** Black or white, whichever is the easier to read: always above WCAG's 4.5 to 1. */
export function inkOn(colour: string): "#000000" | "#ffffff" {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** Red, green and blue of `#rrggbb`, each from 0 to 1. */
export function channels(colour: string): readonly [number, number, number] {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** WCAG 2.2, relative luminance: 0 is black, 1 is white. */
function luminance(colour: string): number {
  const linear = (part: number) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const [red, green, blue] = channels(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
