/** The steps from the request to its signature: string, parts, digest, what to send, ready to paste. */
import { toHex, utf8 } from "../../core/bytes.ts";
import type { SignatureScheme } from "../../core/calls.ts";
import { curlLine, signedRequest } from "../curl-line.ts";
import type { Explanation } from "../explanation.ts";
import type { Question } from "../request.ts";
import { type Language, LANGUAGES, snippet } from "../snippets/languages.ts";
import { type Message, messageOf } from "../snippets/message.ts";
import { type Run, visible } from "../visible.ts";
import type { AnswerWords } from "../words/answer-words.ts";
import { element } from "./element.ts";

const DIGESTS: Readonly<Record<SignatureScheme, Message["digest"]>> = {
  "passculture-hmac": "hex",
  "passculture-ed25519": "ed25519",
  sapiti: "hex",
  ticketmatic: "hex",
  ticketevolution: "base64",
};

let language: Language = "PHP";

export function steps(
  words: AnswerWords,
  question: Question,
  explanation: Explanation,
): HTMLElement[] {
  const { parts, texts, digest, sent } = explanation;
  const [usual, ...others] = texts;
  if (usual === undefined) return [];
  const shown: HTMLElement[] = [
    heading(words.text, words.bytes(usual.text.length)),
    element("pre", { id: "signed", tabindex: "0", "aria-label": words.text }, ...runs(usual.text)),
    element("p", { class: "hint" }, words.legend),
  ];
  if (others.length > 0) shown.push(accepted(words, others));
  if (parts.length > 1) {
    const rows = parts.map(({ name, text }): Row => [name, ...partOf(words, text)]);
    shown.push(heading(words.parts), list(rows));
  }
  if (digest !== null) {
    shown.push(
      heading(words.digest),
      element("pre", { id: "digest", tabindex: "0", "aria-label": words.digest }, toHex(digest)),
    );
  }
  if (sent.length > 0) {
    const request = signedRequest(question.request, sent);
    shown.push(
      heading(words.send),
      list(sent.map(({ name, value, where }) => [`${name} (${words[where]})`, value])),
      heading(words.curl),
      copyable(words, "curl", curlLine(request)),
    );
  }
  shown.push(heading(words.snippets), ...snippets(words, question.scheme, parts));
  return shown;
}

function heading(text: string, more = ""): HTMLElement {
  return more === ""
    ? element("h3", {}, text)
    : element("h3", {}, text, " ", element("small", {}, more));
}

function runs(bytes: Uint8Array<ArrayBuffer>): Node[] {
  return visible(bytes).flatMap((run) => runElement(run));
}

function runElement({ text, sign, hex }: Run): Node[] {
  if (sign === null) return [document.createTextNode(text)];
  const shown = element("i", { class: sign, title: hex }, text);
  return text === "↵" ? [shown, document.createTextNode("\n")] : [shown];
}

function accepted(words: AnswerWords, others: Explanation["texts"]): HTMLElement {
  const all = others.flatMap(({ rule, text }) => [
    element("h3", {}, rule),
    element("pre", { tabindex: "0", "aria-label": rule }, ...runs(text)),
  ]);
  return element("details", {}, element("summary", {}, words.accepted(others.length)), ...all);
}

type Row = readonly [name: string, ...value: (Node | string)[]];

function partOf(words: AnswerWords, text: string): (Node | string)[] {
  return text === "" ? [words.empty] : runs(utf8(text));
}

function list(rows: readonly Row[]): HTMLElement {
  const items = rows.flatMap(([name, ...value]) => {
    const shown = element("dd", {}, ...value);
    // Longer values scroll, and must then be within reach of the keyboard.
    if ((shown.textContent ?? "").length > LONG_CHARACTERS) shown.tabIndex = 0;
    return [element("dt", {}, name), shown];
  });
  return element("dl", {}, ...items);
}

const LONG_CHARACTERS = 200;

function copyable(words: AnswerWords, id: string, text: string): HTMLElement {
  const button = element("button", { type: "button" }, words.copy);
  button.addEventListener("click", () => {
    void copy(text).then((copied) => (button.textContent = copied ? words.copied : words.copy));
  });
  return element(
    "div",
    { class: "copyable" },
    element("pre", { id, tabindex: "0", "aria-label": id }, text),
    button,
  );
}

/** A browser may refuse it. */
function copy(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function snippets(
  words: AnswerWords,
  scheme: SignatureScheme,
  parts: Explanation["parts"],
): HTMLElement[] {
  const message = messageOf(parts, DIGESTS[scheme]);
  const place = element("div");
  const buttons = LANGUAGES.map((name) => {
    const button = element("button", { type: "button" }, name);
    button.addEventListener("click", () => choose(name));
    return button;
  });
  const choose = (name: Language) => {
    language = name;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.textContent === name));
    }
    place.replaceChildren(copyable(words, "snippet", snippet(name, message)));
  };
  choose(language);
  const row = element("div", { class: "languages", role: "group", "aria-label": words.snippets });
  row.append(...buttons);
  return [row, place];
}
