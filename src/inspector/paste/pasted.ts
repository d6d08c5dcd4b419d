/** What was pasted, whichever of the two it is. */
import { INSPECTOR_PASTE_CHARACTERS_MAX } from "../../core/limits.ts";
import type { WrittenRequest } from "../request.ts";
import { readCurl } from "./curl.ts";
import { readHttp } from "./http.ts";
import { type Pasted, wrong } from "./problem.ts";

export function readPasted(text: string): Pasted<WrittenRequest> {
  if (text.trim() === "") return wrong("empty");
  if (text.length > INSPECTOR_PASTE_CHARACTERS_MAX) return wrong("too-long");
  if (/^\s*([$%>] +)?(\S*\/)?curl(\.exe)?\s/.test(text)) return readCurl(text);
  const first = text.trimStart().split("\n", 1)[0] ?? "";
  return /^\S+ +\S+/.test(first) ? readHttp(text) : wrong("neither", first.trim());
}
