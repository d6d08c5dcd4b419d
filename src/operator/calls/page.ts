/** The last calls of partners as a page: the form that asks, and what it finds. */
import { html, raw } from "hono/html";
import { doors } from "../../doors/index.ts";
import { OUTCOMES } from "../call-schema.ts";
import type { CallList, ShownCall } from "./find.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";
import { visible } from "./visible.ts";
import { type Language, SCHEMES, type Words, WORDS } from "./words.ts";

type Detail = NonNullable<ShownCall["detail"]>;
type Signature = NonNullable<Detail["signature"]>;

/** `list` is null for who has not shown a token. */
export async function callsPage(language: Language, list: CallList | null): Promise<string> {
  const words = WORDS[language];
  const page = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${words.title}</h1>
          <p>${words.intro}</p>
          ${form(words)}
          <noscript><p>${words.needsScript}</p></noscript>
          <p
            id="state"
            role="status"
            data-loading="${words.loading}"
            data-wrong="${words.wrongToken}"
            data-unreachable="${words.unreachable}"
          ></p>
          <div id="calls">${list === null ? "" : found(words, list)}</div>
        </main>
        <script type="module">
          ${raw(SCRIPT)};
        </script>
      </body>
    </html>`;
  return String(page);
}

function form(words: Words) {
  return html`<form>
    <label
      >${words.token}
      <input name="token" type="password" autocomplete="off" spellcheck="false" required
    /></label>
    <label
      >${words.partner}
      <input name="partner" type="text" maxlength="40" pattern="[A-Za-z0-9_-]*" spellcheck="false"
    /></label>
    <label
      >${words.door}
      <select name="door">
        <option value="">${words.any}</option>
        ${doors.map(({ name }) => html`<option>${name}</option>`)}
      </select></label
    >
    <label
      >${words.outcome}
      <select name="outcome">
        <option value="">${words.any}</option>
        ${OUTCOMES.map((outcome) => html`<option value="${outcome}">${words[outcome]}</option>`)}
      </select></label
    >
    <button type="submit">${words.show}</button>
    <small>${words.tokenNote}</small>
  </form>`;
}

function found(words: Words, { calls, next, omitted }: CallList) {
  return html`${omitted === 0 ? "" : html`<p class="bad">${words.omitted(omitted)}</p>`}
    ${calls.length === 0 ? html`<p>${words.none}</p>` : ""}
    <ol>
      ${calls.map((call) => html`<li>${line(words, call)}${more(words, call)}</li>`)}
    </ol>
    ${
      next === null ? "" : html`<button type="button" data-cursor="${next}">${words.older}</button>`
    }`;
}

function line(words: Words, call: ShownCall) {
  const bad = call.outcome === "accepted" ? "" : "bad";
  return html`<div class="call">
    <span class="status ${bad}">${call.status}</span>
    <span class="who">${who(words, call)}</span>
    <time class="when" datetime="${call.at}">${call.at.replace("T", " ").slice(0, 19)} UTC</time>
    <span class="what"
      ><code>${call.method} ${call.route}</code> ${call.explanation ?? call.reason ?? ""}</span
    >
    <span class="ms">${call.ms} ms</span>
  </div>`;
}

function who(words: Words, { partner, proven, key }: ShownCall): string {
  if (partner !== null) return proven ? partner : `${words.saysToBe} ${partner}`;
  return key === null ? words.unknown : `${words.unknown} (${key})`;
}

function more(words: Words, { detail, requestId }: ShownCall) {
  if (detail === null) return "";
  const { said, body, signature, inspector } = detail;
  return html`<details>
    <summary>${words.request} <code>${requestId.slice(0, 8)}</code></summary>
    ${said === null ? "" : html`<p>${words.said}: “${said}”</p>`}
    ${signature === null ? "" : comparison(words, signature)}
    ${
      body === null
        ? ""
        : html`<b>${words.body}</b>
            <pre>${visible(body)}</pre>`
    }
    ${signature === null && body === null ? "" : html`<p><small>${words.visible}</small></p>`}
    ${
      inspector === null
        ? ""
        : html`<a class="inspector" href="${inspector}">${words.inspector}</a>`
    }
  </details>`;
}

function comparison(words: Words, { scheme, received, expected, aheadMs }: Signature) {
  return html`<dl>
    <dt>${words.received} (${SCHEMES[scheme]})</dt>
    <dd>
      ${
        received === null
          ? words.nothing
          : html`<code>${received.start}…</code> (${received.length} ${words.characters})`
      }
    </dd>
    ${
      aheadMs === null
        ? ""
        : html`<dt>${aheadMs < 0 ? words.behind : words.ahead}</dt>
            <dd>${(Math.abs(aheadMs) / 1_000).toFixed(1)} s</dd>`
    }
    ${expected.map(
      ({ rule, text, start }) =>
        html`<dt>${words.toSign}${rule === "" ? "" : ` (${rule})`}</dt>
          <dd><pre>${visible(text)}</pre></dd>
          ${
            start === null
              ? ""
              : html`<dt>${words.expected}</dt>
                  <dd><code>${start}…</code></dd>`
          }`,
    )}
  </dl>`;
}
