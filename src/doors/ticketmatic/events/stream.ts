/**
 * Every ticket of an event as JSON lines (contracts/ticketmatic.md 1.9, 3.7): the numbered seats that
 * are free, then what was sold, so that no barcode that is sold meanwhile is missed. A page is in memory at a time, and the next one is read when the
 * caller has taken it. Tickets that others have sold are locked, and their barcodes are not shown.
 */
import * as z from "zod";
import { wellFormedJson } from "../../../core/json.ts";
import { TICKETMATIC_BUDGET_MS, TICKETMATIC_STREAM_PAGE_ROWS } from "../../../core/limits.ts";
import { logProblem } from "../../../core/log.ts";
import { admissionsAfter, seatsAfter } from "../../../date/client/admissions.ts";
import { askDate } from "../../../date/client/call.ts";
import type { PlacedSeat } from "../../../date/commands.ts";
import type { Admission } from "../../../date/entrance/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { notNow, type Reply, unknownId } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { areaNumber, deviceNumber, placeNumber, priceNumber, ticketNumber } from "../numbers.ts";
import { accessStatus } from "../orders/order.ts";
import { LOCK_BLOCKED, LOCK_SOLD_ELSEWHERE } from "../settings/lists.ts";
import { id, jsonParameter, writeAmount, writeInstantOrNull } from "../wire.ts";
import { type SeatedArea, seatedAreas } from "./places.ts";
import { visibleDate } from "./visible.ts";

export const ticketsQuery = z.object({
  simplefilter: jsonParameter(z.object({ tickettypeid: id.optional() })).optional(),
});

export async function streamTickets(
  call: Call<z.output<typeof ticketsQuery>, unknown>,
): Promise<Reply> {
  const { env, query, deadline } = call;
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  const state = await askDate(env, date.code, deadline, (stub) => stub.state([]));
  if (!state.ok) return state.reason === "not_configured" ? unknownId("event") : notNow(state);
  const wanted = query.simplefilter?.tickettypeid ?? 0;
  const areas = await Promise.all(
    state.value.areas.map(async (area) => ({
      id: area.id,
      label: area.label,
      seats: area.capacity ?? 0,
      number: await areaNumber(date.number, area.id),
    })),
  );
  const listed = areas.filter(({ number }) => wanted === 0 || number === wanted);
  const house = new Map(listed.map((area) => [area.id, area]));
  const seated = seatedAreas(state.value).filter(({ id }) => house.has(id));
  const pages = ticketPages(call, date, house, seated);
  // The first page is read before the head is sent: a failure is then an answer and not a torn line.
  const first = await pages.next();
  const body = new ReadableStream<Uint8Array>(new Lines(first, pages));
  const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
  return { response: new Response(body, { headers }) };
}

type Pages = AsyncGenerator<readonly object[], void>;

/** Turns pages into lines, one page for each pull. */
class Lines implements UnderlyingSource<Uint8Array> {
  readonly #encoder = new TextEncoder();
  readonly #pages: Pages;
  #first: IteratorResult<readonly object[], void> | null;

  constructor(first: IteratorResult<readonly object[], void>, pages: Pages) {
    this.#first = first;
    this.#pages = pages;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      const page = this.#first ?? (await this.#pages.next());
      this.#first = null;
      if (page.done === true) return controller.close();
      if (page.value.length === 0) continue;
      const text = page.value.map((line) => `${wellFormedJson(line)}\n`).join("");
      return controller.enqueue(this.#encoder.encode(text));
    }
  }

  async cancel(): Promise<void> {
    await this.#pages.return();
  }
}

interface Contingent {
  readonly label: string;
  readonly number: number;
  readonly seats: number;
}
type House = ReadonlyMap<string, Contingent>;

async function* ticketPages(
  call: Anything,
  date: FoundDate,
  house: House,
  seated: readonly SeatedArea[],
): Pages {
  for (const area of seated) yield* freePages(call, date, house, area);
  yield* soldPages(call, date, house);
}

async function* soldPages({ env, partner }: Anything, date: FoundDate, house: House): Pages {
  for (let serial: number | undefined = 0; serial !== undefined;) {
    const page = await admissionsAfter(env, placeOf(date), serial, TICKETMATIC_STREAM_PAGE_ROWS);
    if (!page.ok) throw torn(page.reason);
    const here = page.value.filter(({ area }) => house.has(area));
    yield await Promise.all(here.map((one) => soldLine(one, date, house, partner.id)));
    serial = page.value.at(-1)?.serial;
  }
}

async function* freePages(
  { env }: Anything,
  date: FoundDate,
  house: House,
  area: SeatedArea,
): Pages {
  for (let position: number | undefined = -1; position !== undefined;) {
    const rows = TICKETMATIC_STREAM_PAGE_ROWS;
    const page = await seatsAfter(env, placeOf(date), area.id, position, rows);
    if (!page.ok) throw torn(page.reason);
    const open = page.value.filter(({ free, block }) => free || block !== null);
    yield open.flatMap((seat) => freeLine(seat, date, house, area) ?? []);
    position = page.value.at(-1)?.position;
  }
}

/** Each page has the time of a call: a long stream is no slow call. */
function placeOf({ code }: FoundDate) {
  return { code, deadline: Date.now() + TICKETMATIC_BUDGET_MS };
}

function torn(reason: string): Error {
  logProblem("a stream of tickets was cut short", { reason });
  return new Error(`the date does not answer: ${reason}`);
}

async function soldLine(
  ticket: Admission,
  { number: date }: FoundDate,
  house: House,
  channel: string,
) {
  const isOwn = ticket.channel === channel;
  const [price, entered, left] = await Promise.all([
    priceNumber(date, ticket.price),
    device(ticket.enteredBy),
    device(ticket.leftBy),
  ]);
  const area = house.get(ticket.area);
  return {
    id: ticketNumber(date, ticket.serial),
    orderid: isOwn ? ticket.order : null,
    tickettypeid: area?.number ?? 0,
    tickettypepriceid: isOwn ? price : null,
    price: isOwn ? writeAmount(ticket.amount) : null,
    orderfee: isOwn ? 0 : null,
    barcode: isOwn && ticket.state !== "held" ? ticket.barcode : null,
    accesscontrolstatus: isOwn ? accessStatus(ticket) : 0,
    accesscontrollastenteredts: isOwn ? writeInstantOrNull(ticket.enteredAt) : null,
    accesscontrollastenteredscandeviceid: isOwn ? entered : null,
    accesscontrollastexitts: isOwn ? writeInstantOrNull(ticket.leftAt) : null,
    accesscontrollastexitscandeviceid: isOwn ? left : null,
    locktypeid: isOwn ? null : LOCK_SOLD_ELSEWHERE,
    seatid: ticket.seatId,
    seatdescription: ticket.seat,
    seatrownumber: ticket.seatRow,
    seatseatnumber: ticket.seatNumber,
    seatzonename: ticket.seatId === null ? null : (area?.label ?? null),
    seatpriority: ticket.position === null ? null : (area?.seats ?? 0) - ticket.position,
    ticketholderid: null,
    ticketname: null,
    bundleid: null,
    vouchercodeid: null,
    properties: {},
  };
}

function device(name: string | null): Promise<number | null> {
  return name === null ? Promise.resolve(null) : deviceNumber(name);
}

/** Null for a seat beyond the first million that a date ever had: it has no number here. */
function freeLine(
  { seat, position, number, free }: PlacedSeat,
  { number: date }: FoundDate,
  house: House,
  { id: areaId }: SeatedArea,
) {
  const area = house.get(areaId);
  const id = placeNumber(date, number);
  if (id === null) return null;
  return {
    id,
    orderid: null,
    tickettypeid: area?.number ?? 0,
    tickettypepriceid: null,
    price: null,
    orderfee: null,
    barcode: null,
    accesscontrolstatus: 0,
    locktypeid: free ? null : LOCK_BLOCKED,
    seatid: seat.id,
    seatdescription: seat.label,
    seatrownumber: seat.row,
    seatseatnumber: seat.seat,
    seatzonename: area?.label ?? null,
    seatpriority: (area?.seats ?? 0) - position,
    ticketholderid: null,
    ticketname: null,
    bundleid: null,
    vouchercodeid: null,
    properties: {},
  };
}
