/** A text of which every byte can be seen: spaces, tabs and line ends have signs of their own. */
import { html } from "hono/html";

const SIGNS: Readonly<Record<string, string>> = { " ": "·", "\t": "⇥", "\n": "↵\n", "\r": "←" };

export function visible(text: string) {
  const parts = text.split(/([\0-\x20\x7f])/);
  return parts.map((part, index) => (index % 2 === 0 ? part : html`<i>${signOf(part)}</i>`));
}

function signOf(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(2, "0");
  return SIGNS[character] ?? `\\x${code}`;
}
