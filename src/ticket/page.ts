/**
 * The holder's page: one file that needs nothing else, so that it still shows the code when the
 * phone has no network at the entrance. No script, and nobody's name.
 */
import { html, raw } from "hono/html";
import { logoSvg } from "../core/logo.ts";
import { code128Of } from "./codes/code128.ts";
import { type Matrix, outline } from "./codes/matrix.ts";
import { qrOf } from "./codes/qr.ts";
import type { Face, Field } from "./face.ts";
import type { Language } from "./language.ts";
import { styleOf } from "./style.ts";

export interface Page {
  readonly text: string;
  /** What stands in its style element. */
  readonly style: string;
}

type Html = Awaited<ReturnType<typeof html>>;

export async function ticketPage(face: Face): Promise<Page> {
  const { words, notice, state } = face;
  const body = html`<main class="${state}">
    ${band(face)}
    ${
      notice === null
        ? ""
        : html`<div class="notice" role="status"><b>${notice.title}</b>${notice.detail}</div>`
    }
    <div class="body">
      ${state === "void" ? "" : codes(face)}
      <p class="aloud"><span>${face.grouped}</span></p>
      <dl class="fields">${face.fields.map(field)}</dl>
    </div>
    <div class="fine">
      <dl>${face.small.map(field)}</dl>
      ${face.conditions === null ? "" : html`<p>${face.conditions}</p>`}
    </div>
    ${
      state === "void"
        ? ""
        : html`<p class="more">
            <a href="/t/${encodeURIComponent(face.barcode)}.pdf">${words.pdf}</a>
          </p>`
    }
  </main>`;
  return complete(face.language, `${face.title} · ${face.day}`, styleOf(face.colour), body);
}

/** A page that has only something to say: not found, too many attempts, not available. */
export async function plainPage(language: Language, title: string, detail: string): Promise<Page> {
  const body = html`<main class="plain">
    <h1>${title}</h1>
    <p>${detail}</p>
  </main>`;
  return complete(language, title, styleOf(null), body);
}

async function complete(
  language: Language,
  title: string,
  style: string,
  body: Html | Promise<Html>,
): Promise<Page> {
  const text = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  const whole = String(text);
  return { text: whole, style: /<style>([\s\S]*?)<\/style>/.exec(whole)?.[1] ?? "" };
}

function band({ title, venue, day, time, logo }: Face) {
  return html`<header class="band">
    <p class="from">
      ${
        logo === null
          ? ""
          : html`<span class="logo">${raw(logoSvg(logo, ' aria-hidden="true"'))}</span>`
      }
      <span>${venue}</span>
    </p>
    <h1>${title}</h1>
    <p class="when">${day} · <b>${time}</b></p>
  </header>`;
}

function codes({ words, barcode, state }: Face) {
  const bars = code128Of(barcode);
  return html`${state === "issued" ? html`<p class="show">${words.show}</p>` : ""}
    <div class="code qr">${drawn(qrOf(barcode), words.qr)}</div>
    ${bars === null ? "" : html`<div class="code bars">${drawn(bars, words.bars)}</div>`}`;
}

/** With its quiet zone, on white whatever the page's colours are. */
function drawn(matrix: Matrix, name: string) {
  const { width, height, quiet } = matrix;
  const above = height === 1 ? 0 : quiet;
  const box = `${-quiet} ${-above} ${width + 2 * quiet} ${height + 2 * above}`;
  return html`<svg
    viewBox="${box}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${name}"
    shape-rendering="crispEdges"
  >
    <rect x="${-quiet}" y="${-above}" width="100%" height="100%" fill="#fff" />
    <path fill="#000" d="${outline(matrix)}" />
  </svg>`;
}

function field({ label, value }: Field) {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}
