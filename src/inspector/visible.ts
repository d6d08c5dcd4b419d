/** A text of which every byte can be seen: a sign for what has none, escapes for what hides. */
import { decodeUtf8, toHex, utf8 } from "../core/bytes.ts";

export interface Run {
  readonly text: string;
  /** What it is, if it could be missed or mistaken; null for what shows itself. */
  readonly sign: "space" | "control" | "non-ascii" | "invalid" | "mark" | null;
  /** The bytes, where the text does not say them. */
  readonly hex: string;
}

const SIGNS: Readonly<Record<string, string>> = { " ": "·", "\t": "⇥", "\n": "↵", "\r": "←" };
const PIECE = /([\0-\x20\x7f])|(%[0-9A-Fa-f]{2}|\?)|([^\0-\x7f])/u;

export function visible(bytes: Uint8Array<ArrayBuffer>): Run[] {
  const text = decodeUtf8(bytes);
  if (text === null) return [{ text: toHex(bytes), sign: "invalid", hex: toHex(bytes) }];
  const runs: Run[] = [];
  for (const piece of text.split(PIECE)) {
    if (piece === undefined || piece === "") continue;
    runs.push(runOf(piece));
  }
  return runs;
}

function runOf(piece: string): Run {
  const hex = toHex(utf8(piece));
  if (piece === " ") return { text: "·", sign: "space", hex };
  if (piece < " " || piece === "\x7f") {
    return { text: SIGNS[piece] ?? `\\x${hex}`, sign: "control", hex };
  }
  if (/^(%[0-9A-Fa-f]{2}|\?)$/.test(piece)) return { text: piece, sign: "mark", hex };
  return /^[^\0-\x7f]$/u.test(piece)
    ? { text: piece, sign: "non-ascii", hex }
    : { text: piece, sign: null, hex: "" };
}
