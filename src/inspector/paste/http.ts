/** A request as it stands on the wire: request line, headers, an empty line, the body. */
import { ok } from "../../core/result.ts";
import { readTarget, type WrittenRequest } from "../request.ts";
import { type Pasted, wrong } from "./problem.ts";

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\S+)(?: +HTTP\/[0-9.]+)?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/;

/** The lines may end in CRLF or LF; of the body nothing is changed. */
export function readHttp(text: string): Pasted<WrittenRequest> {
  const start = text.replace(/^\s+/, "");
  const end = /\r?\n\r?\n/.exec(start);
  const head = end === null ? start.trimEnd() : start.slice(0, end.index);
  const body = end === null ? "" : start.slice(end.index + end[0].length);
  const [first = "", ...lines] = head.split(/\r?\n/);
  const [, method = "", target = ""] = REQUEST_LINE.exec(first.trim()) ?? [];
  if (method === "") return wrong("request-line", first);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const [, name = "", value = ""] = HEADER_LINE.exec(line) ?? [];
    if (name === "") return wrong("header-line", line);
    headers.push([name, value.trim()]);
  }
  const url = addressOf(target, headers);
  if (url === null) return wrong("no-host", target);
  if (readTarget(url) === null) return wrong("bad-url", url);
  return ok({ method, url, headers, body });
}

function addressOf(target: string, headers: readonly (readonly [string, string])[]) {
  if (/^https?:\/\//i.test(target)) return target;
  const host = headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  if (host === "" || !target.startsWith("/")) return null;
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);
  return `${isLocal ? "http" : "https"}://${host}${target}`;
}
