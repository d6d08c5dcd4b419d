/** What a snippet signs, as named values put together: the same for every language. */
import type { Explanation } from "../explanation.ts";

export interface Message {
  /** Each with a value of its own; what is always the same stands there as it is. */
  readonly values: readonly { readonly name: string; readonly text: string }[];
  readonly pieces: readonly ({ readonly name: string } | { readonly literal: string })[];
  readonly digest: "hex" | "base64" | "ed25519";
}

const NAMES: Readonly<Record<string, string>> = {
  "inner-string": "inner",
  publickey: "publickey",
  accesskey: "accesskey",
};
const LITERAL = new Set(["space", "question-mark"]);

export function messageOf(parts: Explanation["parts"], digest: Message["digest"]): Message {
  const named = parts.map(({ name, text }) => ({ name: NAMES[name] ?? name, text }));
  return {
    values: named.filter(({ name }) => !LITERAL.has(name)),
    pieces: named.map(({ name, text }) => (LITERAL.has(name) ? { literal: text } : { name })),
    digest,
  };
}
