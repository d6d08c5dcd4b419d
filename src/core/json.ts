/** JSON.parse as a value instead of a throw. */
export function parseJson(text: string): { readonly parsed: unknown } | null {
  try {
    return { parsed: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Does it have more lists and objects within each other? Asked level by level: any depth may come. */
export function nestsDeeper(value: unknown, levels: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; depth < levels && level.length > 0; depth++) {
    level = level.flatMap((container) => Object.values(container)).filter(isContainer);
  }
  return level.length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What JSON.stringify makes of half a surrogate pair, after any whole number of backslashes. */
const HALF_A_PAIR = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON that every decoder reads: PHP's refuses a whole text for half a surrogate pair in it, so one
 * is replaced as UTF-8 would. Whoever wrote it, into a title or a note, spoils no list of a partner.
 */
export function wellFormedJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(String.raw`\ud`) ? text.replaceAll(HALF_A_PAIR, String.raw`$1\ufffd`) : text;
}

const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Does this text, which says that value, write half a surrogate pair? Other decoders refuse it. */
export function hasHalfPair(text: string, parsed: unknown): boolean {
  return SURROGATE.test(text) && wellFormedJson(parsed) !== JSON.stringify(parsed);
}
