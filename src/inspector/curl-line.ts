/** The signed request as a command to paste into a terminal. */
import { parseJson } from "../core/json.ts";
import type { Sent } from "./explanation.ts";
import { headerOf, type WrittenRequest, withHeader } from "./request.ts";

/** The request with what is to be sent in it: as headers, or as members of the JSON in its body. */
export function signedRequest(request: WrittenRequest, sent: readonly Sent[]): WrittenRequest {
  const fields = sent.filter(({ where }) => where === "field");
  const headers = sent.filter(({ where }) => where === "header");
  const withHeaders = headers.reduce(
    (before, { name, value }) => withHeader(before, name, value),
    request,
  );
  if (fields.length === 0) return withHeaders;
  const json = parseJson(request.body)?.parsed;
  const members = typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
  const signed = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return { ...withHeaders, body: JSON.stringify({ ...members, ...signed }) };
}

export function curlLine(request: WrittenRequest): string {
  const { method, url, headers, body } = request;
  const lines = [`curl -X ${quoted(method)} ${quoted(url)}`];
  const isTyped = headerOf(request, "Content-Type") !== null;
  // curl writes the length itself, and the Host of the address; another Host is sent as it stands.
  const own = headers.filter(([name]) => !/^(content-length|connection)$/i.test(name));
  const typed = body === "" || isTyped ? own : [...own, ["Content-Type", "application/json"]];
  for (const [name, value] of typed) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== "") lines.push(`--data-raw ${quoted(body)}`);
  return lines.join(" \\\n  ");
}

/** Nothing is special within single quotes but their own end. */
function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
