/** The words of one command as a POSIX shell splits them, with bash's `$'...'`, which browsers copy. */
import { ok } from "../../core/result.ts";
import { ansiQuoted, type Piece } from "./ansi-quoted.ts";
import { type Pasted, wrong } from "./problem.ts";

export function shellWords(command: string): Pasted<string[]> {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < command.length) {
    const character = command.charAt(at);
    if (command.startsWith("\\\n", at) || command.startsWith("\\\r\n", at)) {
      at = command.indexOf("\n", at) + 1;
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
      at++;
      if (character === "\n" && words.length > 0) break;
    } else if (character === "#" && word === null) {
      const end = command.indexOf("\n", at);
      at = end < 0 ? command.length : end;
    } else if (/[;|&<>()]/.test(character)) {
      return wrong("several-commands", command.slice(at));
    } else {
      const piece = pieceAt(command, at);
      if (!piece.ok) return piece;
      word = (word ?? "") + piece.value.text;
      at = piece.value.end;
    }
  }
  const rest = command.slice(at).trim();
  if (rest !== "" && !rest.startsWith("#")) return wrong("several-commands", rest);
  return ok(word === null ? words : [...words, word]);
}

function pieceAt(command: string, at: number): Pasted<Piece> {
  if (command.startsWith("$'", at)) return ansiQuoted(command, at);
  // Bash translates it, which does nothing in most languages.
  if (command.startsWith('$"', at)) return doubleQuoted(command, at + 1);
  switch (command.charAt(at)) {
    case "'": {
      const end = command.indexOf("'", at + 1);
      if (end < 0) return wrong("quote-open", command.slice(at));
      return ok({ text: command.slice(at + 1, end), end: end + 1 });
    }
    case '"':
      return doubleQuoted(command, at);
    case "\\":
      return ok({ text: command.charAt(at + 1), end: at + 2 });
    case "`":
      return wrong("substitution", command.slice(at));
    case "$":
      return isSubstitution(command, at)
        ? wrong("substitution", command.slice(at))
        : ok({ text: "$", end: at + 1 });
    default:
      return ok({ text: command.charAt(at), end: at + 1 });
  }
}

function doubleQuoted(command: string, start: number): Pasted<Piece> {
  let text = "";
  for (let at = start + 1; at < command.length; at++) {
    const character = command.charAt(at);
    if (character === '"') return ok({ text, end: at + 1 });
    if (character === "`" || (character === "$" && isSubstitution(command, at))) {
      return wrong("substitution", command.slice(at));
    }
    const next = command.charAt(at + 1);
    if (character === "\\" && '"\\$`\n'.includes(next) && next !== "") {
      text += next === "\n" ? "" : next;
      at++;
    } else {
      text += character;
    }
  }
  return wrong("quote-open", command.slice(start));
}

/** What stands for it can't be known here. */
function isSubstitution(command: string, at: number): boolean {
  return /^\$[A-Za-z_0-9({@*#?!$-]/.test(command.slice(at, at + 2));
}
