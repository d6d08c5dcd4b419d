/**
 * The data of an SVG path (SVG 2, 9.3), read command by command and written out again. Readers of
 * paths disagree about what is malformed or written without gaps; of what this writes none can.
 */

/** A command with as many numbers as it takes; the flags of an arc are 0 or 1. */
const NUMBERS: Readonly<Record<string, number>> = {
  M: 2,
  L: 2,
  H: 1,
  V: 1,
  C: 6,
  S: 4,
  Q: 4,
  T: 2,
};
const ARC_NUMBERS = 7;
const ARC_FLAGS: readonly number[] = [3, 4];
/** A drawing that needs larger numbers than this is none. */
export const COORDINATE_MAX = 1_000_000;
const DECIMALS = 6;

const GAP = /[\s,]*/y;
const COMMAND = /[MmZzLlHhVvCcSsQqTtAa]/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const FLAG = /[01]/y;

/** The same path with every command and every gap written; null when it can't be drawn. */
export function readPath(data: string): string | null {
  const reader = new Reader(data);
  const segments: string[] = [];
  let command = reader.command();
  if (command !== "M" && command !== "m") return null;
  while (command !== null) {
    if (command === "Z" || command === "z") {
      segments.push(command);
    } else {
      const numbers = reader.numbersOf(command);
      if (numbers === null) return null;
      segments.push(command + numbers.join(" "));
    }
    if (reader.isAtEnd()) return segments.join("");
    command = reader.command() ?? repeated(command);
  }
  return null;
}

/** Numbers without a command repeat the last one; after a move they are lines. */
function repeated(command: string): string | null {
  if (command === "M") return "L";
  if (command === "m") return "l";
  return command === "Z" || command === "z" ? null : command;
}

class Reader {
  readonly #data: string;
  #at = 0;

  constructor(data: string) {
    this.#data = data;
  }

  isAtEnd(): boolean {
    this.#take(GAP);
    return this.#at >= this.#data.length;
  }

  command(): string | null {
    this.#take(GAP);
    return this.#take(COMMAND);
  }

  numbersOf(command: string): number[] | null {
    const isArc = command === "A" || command === "a";
    const count = isArc ? ARC_NUMBERS : (NUMBERS[command.toUpperCase()] ?? 0);
    const numbers: number[] = [];
    for (let index = 0; index < count; index++) {
      this.#take(GAP);
      const text = this.#take(isArc && ARC_FLAGS.includes(index) ? FLAG : NUMBER);
      if (text === null || Math.abs(Number(text)) > COORDINATE_MAX) return null;
      // Not every reader knows exponents, and six decimals are finer than any printer.
      numbers.push(Number(Number(text).toFixed(DECIMALS)));
    }
    return numbers;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#data)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }
}
