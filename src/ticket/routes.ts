/** What holders open: a ticket's page, its PDF, and the PDF of several by a signed link. */
import { Hono } from "hono";
import { TICKET_BUDGET_MS } from "../core/limits.ts";
import { logProblem } from "../core/log.ts";
import { linkedTickets } from "../core/ticket-link.ts";
import { type Reasons, refused, type Result, unreachable } from "../core/result.ts";
import type { Located } from "../date/client/locate.ts";
import type { PrintedDate } from "../date/commands.ts";
import { secret } from "../env.ts";
import { onlyThisStyle, pageHeaders } from "../web/page.ts";
import type { AppContext, AppEnv } from "../web/request.ts";
import { faceOf } from "./face.ts";
import {
  type FindRefusal,
  importedBarcode,
  ownBarcode,
  printedAt,
  printedTickets,
} from "./find.ts";
import { type Language, languageOf } from "./language.ts";
import { type Page, plainPage, ticketPage } from "./page.ts";
import { asPaper } from "./pdf/paper.ts";
import { WORDS, type Words } from "./words.ts";

type Refusal = FindRefusal | Reasons<"too_many">;
type Found = Result<readonly PrintedDate[], Refusal>;

const PDF = ".pdf";
const RETRY_AFTER_SECONDS = "60";

export const ticket = new Hono<AppEnv>();
ticket.get("/", (c) => several(c));
ticket.get("/:name", (c) => one(c));
ticket.all("*", (c) => refuse(c, refused("unknown_barcode")));
ticket.onError((error, c) => {
  logProblem("a ticket could not be shown", { requestId: c.var.requestId, error: String(error) });
  return refuse(c, refused("unavailable", { cause: "failed", detail: String(error) }));
});

async function one(c: AppContext): Promise<Response> {
  const name = c.req.param("name") ?? "";
  const isPdf = name.endsWith(PDF);
  const found = await find(c, isPdf ? name.slice(0, -PDF.length) : name);
  if (!found.ok) return refuse(c, found);
  if (isPdf) return pdf(c, found.value);
  const [date] = found.value;
  const [printed] = date?.tickets ?? [];
  if (date === undefined || printed === undefined) return refuse(c, refused("unknown_barcode"));
  return page(c, 200, await ticketPage(faceOf(date, printed, languageFor(c))));
}

async function several(c: AppContext): Promise<Response> {
  const { tickets = "", mac = "" } = c.req.query();
  const key = secret(c.env, "BARCODE_KEY");
  if (!key.ok) return refuse(c, key);
  const barcodes = await linkedTickets(key.value, tickets, mac);
  const allowed = await isAllowed(c, barcodes === null ? strangerOf(c) : mac);
  if (!allowed) return refuse(c, refused("too_many"));
  if (barcodes === null) return refuse(c, refused("unknown_barcode"));
  const found = await printedTickets(c.env, barcodes, deadlineOf(c));
  return found.ok ? pdf(c, found.value) : refuse(c, found);
}

/**
 * A right barcode is counted by itself, so that a whole audience may come from one address; a wrong
 * one by the address, before the registry is asked about it.
 */
async function find(c: AppContext, text: string): Promise<Found> {
  const own = await ownBarcode(c.env, text);
  if (!own.ok) return own;
  const allowed = await isAllowed(c, own.value?.barcode ?? strangerOf(c));
  if (!allowed) return refused("too_many");
  const place: Result<Located, FindRefusal> =
    own.value === null
      ? await importedBarcode(c.env, text, deadlineOf(c))
      : { ok: true, value: own.value };
  return place.ok ? printedAt(c.env, [place.value], deadlineOf(c)) : place;
}

async function isAllowed(c: AppContext, key: string): Promise<boolean> {
  return (await c.env.TICKET_VIEWS.limit({ key })).success;
}

function strangerOf(c: AppContext): string {
  return `stranger ${c.req.header("CF-Connecting-IP") ?? "unknown"}`;
}

function deadlineOf(c: AppContext): number {
  return c.var.arrivedAt + TICKET_BUDGET_MS;
}

function languageFor(c: AppContext): Language {
  return languageOf(c.req.header("Accept-Language") ?? "");
}

async function pdf(c: AppContext, dates: readonly PrintedDate[]): Promise<Response> {
  // Only who prints waits for the PDF writer, which is most of the Worker's size.
  const { ticketsPdf } = await import("./pdf/tickets-pdf.ts");
  const paper = asPaper(c.req.query("format") ?? "");
  const bytes = await ticketsPdf({ dates, paper, language: languageFor(c) });
  return new Response(bytes, {
    headers: {
      ...headersFor(""),
      // A stricter one blanks the PDF: Safari's own viewer is an object that it would not let in.
      "Content-Security-Policy": "frame-ancestors 'none'",
      "Content-Type": "application/pdf",
      "Content-Disposition": 'inline; filename="ticket.pdf"',
    },
  });
}

async function refuse(c: AppContext, refusal: { readonly ok: false } & Refusal): Promise<Response> {
  if (refusal.reason === "setting") {
    logProblem(`tickets can't be shown: ${refusal.setting} ${refusal.problem}`, {
      requestId: c.var.requestId,
      setting: refusal.setting,
    });
  }
  const language = languageFor(c);
  const { status, title, detail } = said(refusal, WORDS[language]);
  return page(c, status, await plainPage(language, title, detail));
}

interface Said {
  readonly status: 404 | 429 | 503;
  readonly title: string;
  readonly detail: string;
}

/** Why there is no ticket is between us and the log; only what can be done about it is said. */
function said({ reason }: Refusal, words: Words): Said {
  switch (reason) {
    case "unknown_barcode":
      return { status: 404, title: words.missing, detail: words.missingDetail };
    case "too_many":
      return { status: 429, title: words.tooMany, detail: words.tooManyDetail };
    case "setting":
    case "unavailable":
      return { status: 503, title: words.unavailable, detail: words.unavailableDetail };
    default:
      return unreachable(reason);
  }
}

async function page(c: AppContext, status: 200 | 404 | 429 | 503, it: Page): Promise<Response> {
  const retry = status === 429 || status === 503 ? { "Retry-After": RETRY_AFTER_SECONDS } : {};
  return c.html(it.text, status, { ...headersFor(await onlyThisStyle(it.style)), ...retry });
}

/**
 * Asked for again each time, since a ticket may be void by now; but kept, so that a phone without a
 * network can still open what it has.
 */
function headersFor(policy: string): Record<string, string> {
  return {
    ...pageHeaders(policy),
    "Cache-Control": "private, no-cache",
    Vary: "Accept-Language",
  };
}
