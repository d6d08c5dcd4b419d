/**
 * Our agenda in Sapiti's shapes (contracts/sapiti.md 4.1 to 4.6): an attraction is an event, an
 * event is a date. `venue`, `attraction` and `serie` are always there and never empty.
 */
import { toHex, utf8 } from "../../../core/bytes.ts";
import type { DateStatus, EventCard } from "../../../core/domain.ts";
import { sha256 } from "../../../core/hmac.ts";
import type { AgendaEvent } from "../../../registry/agenda.ts";
import { toSapitiDate } from "../answers.ts";
import { eventStatus, type Language } from "../language.ts";

const VENUE_ID_CHARACTERS = 12;

export const EVENT_PUBLISHED = 10;
export const EVENT_NOT_ON_SALE = 11;
export const EVENT_CANCELLED = 20;
export const EVENT_SOLD_OUT = 30;

export interface SapitiDate {
  readonly id: string;
  readonly event: EventCard;
  readonly status: DateStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
}

/** `remaining` is what the partner can still buy: null when unlimited or not known. */
export function statusId(date: SapitiDate, remaining: number | null, now: number): number {
  if (date.status === "cancelled") return EVENT_CANCELLED;
  if (date.status === "closed" || now >= date.salesEndAt) return EVENT_NOT_ON_SALE;
  return remaining === 0 ? EVENT_SOLD_OUT : EVENT_PUBLISHED;
}

export async function eventShape(
  date: SapitiDate,
  { status, attraction, language }: { status: number; attraction: object; language: Language },
) {
  return {
    id: date.id,
    label: date.event.title,
    starttime: toSapitiDate(date.startsAt),
    endtime: toSapitiDate(date.endsAt),
    hastimeslots: false,
    // The window knows no seasons: an event is the series of its dates.
    serie: { id: date.event.id, label: date.event.title, shop_url: "" },
    status: eventStatus(status, language),
    notes: "",
    metadata: {},
    shop_url: "",
    venue: await venueShape(date.event.venue),
    attraction,
  };
}

export async function venueShape({ name, timeZone }: EventCard["venue"]) {
  return {
    id: await venueId(name),
    label: name,
    addressl1: "",
    addressl2: "",
    postalcode: "",
    city: "",
    country: "",
    map_url: "",
    metadata: { timezone: timeZone },
  };
}

/** A venue has no id of its own: events with the same name of it share one. */
async function venueId(name: string): Promise<string> {
  return `VEN-${toHex(await sha256(utf8(name))).slice(0, VENUE_ID_CHARACTERS)}`;
}

/** An event as its dates know it; the registry adds how many they are. */
export function attractionShape(event: EventCard | AgendaEvent) {
  const known = "dates" in event;
  return {
    id: event.id,
    label: event.title,
    description: "",
    additionaldescription: "",
    duration: "",
    cast: "",
    agelimit: "",
    externalid: event.id,
    image_url: "",
    image_url_small: "",
    categories: [],
    metadata: {},
    firstevent_date: known && event.firstAt !== null ? toSapitiDate(event.firstAt) : null,
    lastevent_date: known && event.lastAt !== null ? toSapitiDate(event.lastAt) : null,
    nb_events: known ? event.dates : 0,
    organizer: null,
    distributor: null,
  };
}
