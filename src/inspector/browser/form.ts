/** The fields of the form: what they say, and how they are filled in from a request. */
import { SIGNATURE_SCHEMES, type SignatureScheme } from "../../core/calls.ts";
import { SCHEMES } from "../explain.ts";
import type { Question, WrittenRequest } from "../request.ts";
import { byId } from "./element.ts";

const input = (id: string) => byId(id, HTMLInputElement);
const area = (id: string) => byId(id, HTMLTextAreaElement);

const fields = {
  method: input("method"),
  url: input("url"),
  headers: area("headers"),
  body: area("body"),
  key: input("key"),
  timestamp: input("timestamp"),
  secret: input("secret"),
  given: input("given"),
};
export const paste = area("paste");

/** A text field shows line ends as LF alone: what came with CRLF is kept until it is edited. */
let keptBody: { readonly shown: string; readonly body: string } | null = null;

export function schemeChosen(): SignatureScheme {
  const checked = document.querySelector<HTMLInputElement>("input[name=scheme]:checked");
  return SIGNATURE_SCHEMES.find((scheme) => scheme === checked?.value) ?? SIGNATURE_SCHEMES[0];
}

export function chooseScheme(scheme: SignatureScheme): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=scheme]")) {
    radio.checked = radio.value === scheme;
  }
  showFieldsOf(scheme);
}

export function showFieldsOf(scheme: SignatureScheme): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-for]")) {
    part.hidden = !(part.dataset["for"] ?? "").split(" ").includes(scheme);
  }
}

export function requestInForm(): WrittenRequest {
  const headers = fields.headers.value.split("\n").flatMap((line) => {
    const at = line.indexOf(":");
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  const shown = fields.body.value;
  const body = keptBody?.shown === shown ? keptBody.body : shown;
  return { method: fields.method.value.trim(), url: fields.url.value.trim(), headers, body };
}

export function questionInForm(): Question {
  return {
    scheme: schemeChosen(),
    request: requestInForm(),
    key: fields.key.value,
    timestamp: fields.timestamp.value,
    secret: fields.secret.value,
    given: fields.given.value,
    now: Date.now(),
  };
}

export function fillIn(request: WrittenRequest): void {
  fields.method.value = request.method;
  fields.url.value = request.url;
  fields.headers.value = request.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  fields.body.value = request.body;
  keptBody = { shown: fields.body.value, body: request.body };
  for (const name of ["key", "timestamp", "given"] as const) fields[name].value = "";
  fillInWhatIsSaid();
}

/** What the request itself says of key, time and signature, where nothing is filled in. */
export function fillInWhatIsSaid(): void {
  const said = SCHEMES[schemeChosen()].readFrom(requestInForm());
  for (const name of ["key", "timestamp", "given"] as const) {
    if (fields[name].value === "") fields[name].value = said[name];
  }
}

export function setTime(text: string): void {
  fields.timestamp.value = text;
}

export function showSecret(shown: boolean): void {
  fields.secret.type = shown ? "text" : "password";
}

export function clear(): void {
  for (const field of [...Object.values(fields), paste]) field.value = "";
  fields.method.value = "POST";
  keptBody = null;
}
