/**
 * The face of a ticket: everything that it says, as texts in one language. The page and the PDF both
 * show this, so they can't disagree.
 */
import type { Presentation, TicketState } from "../core/domain.ts";
import type { PrintedDate, PrintedTicket } from "../date/commands.ts";
import type { Language } from "./language.ts";
import { WORDS, type Words } from "./words.ts";

export interface Field {
  readonly label: string;
  readonly value: string;
}

/** On one line, as its language writes it. */
export function asLine({ label, value }: Field, { language }: Face): string {
  return `${label}${language === "fr" ? "\u00a0:" : ":"} ${value}`;
}

export interface Face {
  readonly language: Language;
  readonly words: Words;
  readonly title: string;
  readonly venue: string;
  /** In the venue's time zone. */
  readonly day: string;
  readonly time: string;
  /** The session, the place, the price: what the holder and the usher look for. */
  readonly fields: readonly Field[];
  /** What the rules want, and nobody looks for. */
  readonly small: readonly Field[];
  readonly conditions: string | null;
  readonly colour: string | null;
  readonly logo: Presentation["logo"];
  readonly barcode: string;
  /** For reading aloud. */
  readonly grouped: string;
  readonly state: Exclude<TicketState, "held">;
  /** What makes it no ticket to enter with: void, or used. */
  readonly notice: { readonly title: string; readonly detail: string } | null;
}

const NOTHING: Presentation = {
  address: [],
  organiser: null,
  licence: null,
  conditions: null,
  colour: null,
  logo: null,
};
const SELLERS: Readonly<Record<string, string>> = { passculture: "pass Culture" };
const GROUP_CHARACTERS = 4;

export function faceOf(date: PrintedDate, ticket: PrintedTicket, language: Language): Face {
  const words = WORDS[language];
  const { event, startsAt, opensAt } = date;
  const { address, organiser, licence, conditions, colour, logo } = event.presentation ?? NOTHING;
  const clock = clockOf(language, event.venue.timeZone);
  return {
    language,
    words,
    title: event.title,
    venue: event.venue.name,
    day: clock.day(startsAt),
    time: clock.time(startsAt),
    fields: [
      { label: words.place, value: ticket.area },
      ...fieldIf(words.seat, ticket.seat),
      { label: words.rate, value: ticket.price },
      { label: words.price, value: amountOf(ticket, language) },
      ...fieldIf(words.doors, opensAt === null ? null : clock.time(opensAt)),
    ],
    small: [
      { label: words.number, value: String(ticket.serial) },
      { label: words.sold, value: `${clock.stamp(ticket.issuedAt)} · ${sellerOf(ticket, words)}` },
      { label: words.organiser, value: organiser ?? event.venue.name },
      ...fieldIf(words.licence, licence),
      ...fieldIf(words.venue, address.length === 0 ? null : address.join(", ")),
    ],
    conditions,
    colour,
    logo,
    barcode: ticket.barcode,
    grouped: grouped(ticket.barcode),
    state: ticket.state,
    notice: noticeOf(ticket, words, clock),
  };
}

function fieldIf(label: string, value: string | null): Field[] {
  return value === null ? [] : [{ label, value }];
}

function noticeOf({ state, changedAt }: PrintedTicket, words: Words, clock: Clock): Face["notice"] {
  if (state === "void") return { title: words.void, detail: words.voidDetail };
  if (state === "issued") return null;
  return { title: words.used, detail: `${words.usedDetail} · ${clock.stamp(changedAt)}` };
}

/** What was paid, or the word that French rules want when nothing was. */
function amountOf({ amount, currency }: PrintedTicket, language: Language): string {
  if (amount === 0) return WORDS[language].free;
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

function sellerOf({ channel }: PrintedTicket, words: Words): string {
  return channel === "boxoffice" ? words.boxOffice : (SELLERS[channel] ?? channel);
}

interface Clock {
  readonly day: (millis: number) => string;
  readonly time: (millis: number) => string;
  readonly stamp: (millis: number) => string;
}

function clockOf(language: Language, timeZone: string): Clock {
  const locale = language === "en" ? "en-GB" : language;
  const as = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (millis: number) => format.format(millis);
  };
  const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return {
    day: as({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    time: as(hours),
    stamp: as({ day: "2-digit", month: "2-digit", year: "numeric", ...hours }),
  };
}

function grouped(barcode: string): string {
  return barcode.replaceAll(new RegExp(`.{${GROUP_CHARACTERS}}(?=.)`, "g"), "$& ");
}
