/** The same JSON as other programs would write it: what was signed by who parsed it first. */
import { nestsDeeper, parseJson } from "../core/json.ts";

/** Deeper JSON is no request of any partner. */
const LEVELS_MAX = 40;

/** Each another text than the one given; none when it is no JSON. */
export function otherForms(text: string): string[] {
  const read = parseJson(text);
  if (read === null || nestsDeeper(read.parsed, LEVELS_MAX)) return [];
  const compact = JSON.stringify(read.parsed);
  const spaced = withSpaces(read.parsed);
  const forms = [
    compact,
    spaced,
    JSON.stringify(read.parsed, null, 2),
    JSON.stringify(read.parsed, null, 4),
    ascii(compact),
    ascii(spaced),
    ascii(compact).replaceAll("/", "\\/"),
    compact.replaceAll("/", "\\/"),
    JSON.stringify(inOrder(read.parsed)),
    withSpaces(inOrder(read.parsed)),
  ];
  return [...new Set(forms)].filter((form) => form !== text);
}

/** As Python writes it. */
export function withSpaces(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(withSpaces).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${withSpaces(member)}`,
  );
  return `{${members.join(", ")}}`;
}

export function ascii(json: string): string {
  return json.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}
