/** The inspector's page: the form. What it says to it is put together in the browser. */
import { html, raw } from "hono/html";
import { SIGNATURE_SCHEMES } from "../core/calls.ts";
import { STYLE } from "./style.ts";
import type { Language } from "./words/language.ts";
import { PAGE_WORDS, SCHEME_NAMES } from "./words/page-words.ts";

type Words = (typeof PAGE_WORDS)[Language];

export async function inspectorPage(language: Language): Promise<string> {
  const words = PAGE_WORDS[language];
  const page = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title} · Guichet</title>
        <style>
          ${raw(STYLE)}
        </style>
        <script type="module" src="/inspect/script.js"></script>
      </head>
      <body>
        <main>
          <header>
            <h1>${words.title}</h1>
            <a
              class="switch"
              href="?lang=${words.other.language}"
              lang="${words.other.language}"
              hreflang="${words.other.language}"
              >${words.other.name}</a
            >
            <p>${words.lead}</p>
            <p class="private">${words.private}</p>
          </header>
          <noscript><p>${words.needsScript}</p></noscript>
          <div class="columns">
            <form id="form" autocomplete="off" novalidate>
              ${schemes(words)} ${request(words)} ${keys(words)}
            </form>
            <section class="answer" aria-labelledby="answer-title">
              <h2 id="answer-title">${words.answer}</h2>
              <div id="verdict" class="verdict" role="status" aria-live="polite"></div>
              <div id="steps"></div>
            </section>
          </div>
        </main>
      </body>
    </html>`;
  return String(page);
}

function schemes({ scheme, paste, pasteHint }: Words) {
  return html`<fieldset>
      <legend>${scheme}</legend>
      <div class="schemes">
        ${SIGNATURE_SCHEMES.map((name, index) => {
          const [partner, how] = SCHEME_NAMES[name];
          return html`<label
            ><input
              type="radio"
              name="scheme"
              value="${name}"
              ${index === 0 ? raw("checked") : ""}
            />
            <span>${partner}</span><small>${how}</small></label
          >`;
        })}
      </div>
    </fieldset>
    <fieldset>
      <legend><label for="paste">${paste}</label></legend>
      ${area("paste", 3, "paste-hint paste-state")}
      <small id="paste-hint">${pasteHint}</small>
      <p id="paste-state" class="status" role="status"></p>
    </fieldset>`;
}

function request(words: Words) {
  return html`<fieldset>
    <legend>${words.request}</legend>
    <div class="row">
      ${field("method", words.method, { value: "POST" })} ${field("url", words.url)}
    </div>
    <div class="field">
      <label for="headers">${words.headers}</label>
      ${area("headers", 2, "headers-hint")}
      <small id="headers-hint">${words.headersHint}</small>
    </div>
    <div class="field">
      <label for="body">${words.body}</label>
      ${area("body", 5, "body-hint")}
      <small id="body-hint">${words.bodyHint}</small>
    </div>
  </fieldset>`;
}

function keys(words: Words) {
  return html`<fieldset>
    <legend>${words.credentials}</legend>
    <div class="field" data-for="sapiti ticketmatic ticketevolution" hidden>
      <label for="key">
        ${Object.entries(words.key).map(
          ([scheme, label]) => html`<span data-for="${scheme}" hidden>${label}</span>`,
        )}
      </label>
      ${input("key")}
    </div>
    <div class="field" data-for="sapiti ticketmatic" hidden>
      <label for="timestamp">${words.timestamp}</label>
      <div class="with">
        ${input("timestamp")}
        <button type="button" id="now">${words.now}</button>
      </div>
    </div>
    <div class="field">
      <label for="secret">
        <span data-for="passculture-hmac sapiti ticketmatic ticketevolution">${words.secret}</span>
        <span data-for="passculture-ed25519" hidden>${words.pem}</span>
      </label>
      <div class="with">
        <input
          id="secret"
          type="password"
          autocomplete="off"
          spellcheck="false"
          autocapitalize="off"
          aria-describedby="secret-hint"
        />
        <label class="check"><input type="checkbox" id="show" />${words.show}</label>
      </div>
      <small id="secret-hint">${words.secretHint}</small>
    </div>
    <div class="field">
      <label for="given">${words.given}</label>
      ${input("given", "", "given-hint")}
      <small id="given-hint">${words.givenHint}</small>
    </div>
    <button type="button" id="clear">${words.clear}</button>
  </fieldset>`;
}

function field(id: string, label: string, { value = "" } = {}) {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${input(id, value)}
  </div>`;
}

function input(id: string, value = "", hint = "") {
  return html`<input
    id="${id}"
    value="${value}"
    autocomplete="off"
    spellcheck="false"
    autocapitalize="off"
    ${hint === "" ? "" : raw(`aria-describedby="${hint}"`)}
  />`;
}

function area(id: string, rows: number, describedBy: string) {
  return html`<textarea
    id="${id}"
    rows="${rows}"
    spellcheck="false"
    autocomplete="off"
    autocapitalize="off"
    aria-describedby="${describedBy}"
  ></textarea>`;
}
