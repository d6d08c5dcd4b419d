/** Bash's `$'...'`: what a browser copies when a body holds line ends, quotes or other characters. */
import { decodeUtf8, utf8 } from "../../core/bytes.ts";
import { ok } from "../../core/result.ts";
import { type Pasted, wrong } from "./problem.ts";

/** Part of a word, and where the command goes on behind it. */
export interface Piece {
  readonly text: string;
  readonly end: number;
}

const LETTERS: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  E: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
  "'": 39,
  '"': 34,
  "?": 63,
};
const CODES =
  /^(?:x([0-9a-fA-F]{1,2})|(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/;
const LAST_CODE_POINT = 0x10ffff;

/** Its `\x` are bytes, so that several of them may make one character. */
export function ansiQuoted(command: string, start: number): Pasted<Piece> {
  const bytes: number[] = [];
  let at = start + 2;
  while (at < command.length) {
    const character = String.fromCodePoint(command.codePointAt(at) ?? 0);
    if (character === "'") return finished(command.slice(start), bytes, at + 1);
    if (character !== "\\") {
      bytes.push(...utf8(character));
      at += character.length;
      continue;
    }
    const letter = LETTERS[command.charAt(at + 1)];
    const [code = "", x, halves, u, longU, octal] = CODES.exec(command.slice(at + 1)) ?? [];
    const point = halves === undefined ? Number.parseInt(u ?? longU ?? "0", 16) : joined(halves);
    if (letter !== undefined) bytes.push(letter);
    else if (code === "" || point > LAST_CODE_POINT || isHalf(point)) {
      return wrong("escape", command.slice(at));
    } else if (x !== undefined) bytes.push(Number.parseInt(x, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else bytes.push(...utf8(String.fromCodePoint(point)));
    at += letter === undefined ? 1 + code.length : 2;
  }
  return wrong("quote-open", command.slice(start));
}

/** Browsers write what is beyond U+FFFF as two halves. */
function joined(halves: string): number {
  const [high = 0, low = 0] = halves.split("\\").map((half) => Number.parseInt(half.slice(1), 16));
  return String.fromCharCode(high, low).codePointAt(0) ?? 0;
}

function isHalf(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

function finished(quoted: string, bytes: readonly number[], end: number): Pasted<Piece> {
  const text = decodeUtf8(Uint8Array.from(bytes));
  return text === null ? wrong("escape", quoted) : ok({ text, end });
}
