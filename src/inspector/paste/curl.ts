/** A request out of a curl command, with what curl adds by itself where that is signed. */
import { toBase64, utf8 } from "../../core/bytes.ts";
import { ok } from "../../core/result.ts";
import { readTarget, type WrittenRequest } from "../request.ts";
import { type Pasted, wrong } from "./problem.ts";
import { shellWords } from "./shell.ts";

interface Command {
  method: string | null;
  url: string | null;
  readonly headers: [string, string][];
  readonly data: string[];
  json: boolean;
  inQuery: boolean;
  head: boolean;
}

/** Options of curl that say nothing of what is sent. */
const SILENT = new Set(
  (
    "-s -S -v -i -k -L -f -g -N -# --silent --show-error --verbose --include --insecure --location " +
    "--fail --fail-with-body --globoff --no-buffer --progress-bar --compressed --http1.1 --http2 --http1.0 " +
    "--http3 --path-as-is --tlsv1.2 --tlsv1.3 -4 -6 --ipv4 --ipv6 --no-progress-meter --tcp-nodelay --raw"
  ).split(" "),
);
/** The same, with a value behind them. */
const SILENT_WITH_VALUE = new Set(
  (
    "-o --output -w --write-out -m --max-time --connect-timeout --retry --retry-delay --resolve " +
    "--connect-to --cacert --proxy -x -c --cookie-jar --limit-rate --max-redirs -D --dump-header --trace"
  ).split(" "),
);

const LONG: Readonly<Record<string, string>> = {
  "-X": "--request",
  "-H": "--header",
  "-d": "--data",
  "-u": "--user",
  "-G": "--get",
  "-I": "--head",
  "-A": "--user-agent",
  "-e": "--referer",
  "-b": "--cookie",
};
const HEADERS: Readonly<Record<string, string>> = {
  "--user-agent": "User-Agent",
  "--referer": "Referer",
  "--cookie": "Cookie",
};
const WITHOUT_VALUE = new Set(["--get", "--head"]);

export function readCurl(text: string): Pasted<WrittenRequest> {
  const split = shellWords(text.trim().replace(/^[$%>] +/, ""));
  if (!split.ok) return split;
  const [program = "", ...words] = split.value;
  if (!/(^|\/)curl(\.exe)?$/.test(program)) return wrong("neither", program);
  const command: Command = {
    method: null,
    url: null,
    headers: [],
    data: [],
    json: false,
    inQuery: false,
    head: false,
  };
  for (let at = 0; at < words.length; at++) {
    const { name, value, isAttached } = optionOf(words[at] ?? "", words[at + 1]);
    if (name === null) {
      if (command.url !== null) return wrong("two-urls", words[at]);
      command.url = words[at] ?? "";
    } else if (!SILENT.has(name) && !WITHOUT_VALUE.has(name)) {
      if (value === undefined) return wrong("option-value", name);
      const applied = apply(command, name, value);
      if (!applied.ok) return applied;
      if (!isAttached) at++;
    } else if (name === "--get") command.inQuery = true;
    else if (name === "--head") command.head = true;
  }
  return requestOf(command);
}

interface Option {
  /** Null for what is no option. */
  readonly name: string | null;
  readonly value: string | undefined;
  readonly isAttached: boolean;
}

/** `-XPOST`, `-X POST`, `--request POST`, `--request=POST` and `-sS`. */
function optionOf(word: string, next: string | undefined): Option {
  if (!word.startsWith("-") || word === "-") return { name: null, value: word, isAttached: true };
  if (word.startsWith("--")) {
    const at = word.indexOf("=");
    return at < 0
      ? { name: word, value: next, isAttached: false }
      : { name: word.slice(0, at), value: word.slice(at + 1), isAttached: true };
  }
  const [short, rest] = [word.slice(0, 2), word.slice(2)];
  const name = LONG[short] ?? short;
  if (rest === "") return { name, value: next, isAttached: false };
  const isFlag = SILENT.has(short) || WITHOUT_VALUE.has(name);
  // Several letters behind one dash: the last may have a value.
  return isFlag ? optionOf(`-${rest}`, next) : { name, value: rest, isAttached: true };
}

function apply(command: Command, name: string, value: string): Pasted<null> {
  const named = HEADERS[name];
  if (named !== undefined) return header(command, `${named}: ${value}`);
  if (SILENT_WITH_VALUE.has(name)) return ok(null);
  switch (name) {
    case "--request":
      command.method = value;
      return ok(null);
    case "--url":
      if (command.url !== null) return wrong("two-urls", value);
      command.url = value;
      return ok(null);
    case "--header":
      return header(command, value);
    case "--user":
      return header(command, `Authorization: Basic ${toBase64(utf8(value))}`);
    case "--json":
      command.json = true;
      return data(command, value);
    case "--data":
    case "--data-ascii":
    case "--data-binary":
      return data(command, value);
    case "--data-raw":
      command.data.push(value);
      return ok(null);
    case "--data-urlencode":
      return value.includes("@") && !value.includes("=")
        ? wrong("file", value)
        : data(command, urlEncoded(value));
    case "--form":
    case "-F":
    case "--form-string":
      return wrong("form", name);
    default:
      return wrong("option", name);
  }
}

function data(command: Command, value: string): Pasted<null> {
  if (value.startsWith("@")) return wrong("file", value);
  command.data.push(value);
  return ok(null);
}

function urlEncoded(value: string): string {
  const at = value.indexOf("=");
  const name = at < 0 ? "" : value.slice(0, at);
  const escaped = encodeURIComponent(value.slice(at + 1));
  return name === "" ? escaped : `${name}=${escaped}`;
}

function header(command: Command, line: string): Pasted<null> {
  if (line.startsWith("@")) return wrong("file", line);
  const [, name = "", value = ""] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[:;](.*)$/s.exec(line) ?? [];
  if (name === "") return wrong("header", line);
  command.headers.push([name, value.trim()]);
  return ok(null);
}

function requestOf(command: Command): Pasted<WrittenRequest> {
  const { url, headers, data, json, inQuery, head, method } = command;
  if (url === null) return wrong("no-url");
  if (readTarget(url) === null) return wrong("bad-url", url);
  // curl speaks plain http to an address that names no scheme.
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  // Each --json is added as it is, each --data behind a `&`.
  const body = data.join(json ? "" : "&");
  if (inQuery && data.length > 0) {
    const between = whole.includes("?") ? "&" : "?";
    return ok({ method: method ?? "GET", url: whole + between + body, headers, body: "" });
  }
  const usual = head ? "HEAD" : data.length > 0 ? "POST" : "GET";
  return ok({ method: method ?? usual, url: whole, headers, body });
}
