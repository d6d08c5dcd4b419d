/**
 * Ticket groups (contracts/ticketevolution.md 4.3, 5.2): one for each price of a date, as the date
 * itself says at this moment. Its number is the date's x 1,000,000 and the price's within the date.
 */
import { toBase64, utf8 } from "../../../core/bytes.ts";
import { TICKETS_PER_BOOKING_MAX } from "../../../core/limits.ts";
import { NUMBERS_WITHIN, numbersWithin } from "../../../core/ids.ts";
import type { Unavailable } from "../../../core/remote.ts";
import { ok, type Reasons, refused, type Result } from "../../../core/result.ts";
import { askDate } from "../../../date/client/call.ts";
import type { DateState, PriceState, SeatState } from "../../../date/commands.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { listWithdrawn } from "../../../registry/withdrawals.ts";
import type { Call } from "../call.ts";
import { findDate } from "../catalogue/events.ts";
import { officeCard } from "../parties.ts";
import { readId } from "../query.ts";
import { day, money, slug, time } from "../scalars.ts";

export interface Group {
  readonly number: number;
  readonly date: FoundDate;
  readonly price: PriceState;
  readonly section: string;
  readonly seated: boolean;
  /** What this partner can still buy of it, as far as one order can. */
  readonly quantity: number;
  readonly splits: readonly number[];
}

type NotFound = Reasons<"unknown_group">;

/** The groups of a date, those without anything left too, in the order of its prices. */
export async function groupsOf(
  call: Call,
  date: FoundDate,
): Promise<Result<readonly Group[], NotFound | Unavailable>> {
  const { env, partner, deadline } = call;
  const first = date.number * NUMBERS_WITHIN;
  const [state, withdrawn] = await Promise.all([
    askDate(env, date.code, deadline, (stub) => stub.state([partner.id])),
    listWithdrawn(env.REGISTRY, partner.id, { first, end: first + NUMBERS_WITHIN }),
  ]);
  if (!state.ok) return state.reason === "unavailable" ? state : refused("unknown_group");
  const numbers = numbersWithin(state.value.prices.map(({ id }) => id));
  return ok(
    state.value.prices.map((price) => {
      const number = first + (numbers.get(price.id) ?? 0);
      const group = groupOf(call, date, state.value, price, number);
      return withdrawn.has(number) ? { ...group, quantity: 0, splits: [] } : group;
    }),
  );
}

function groupOf(
  { partner }: Call,
  date: FoundDate,
  state: DateState,
  price: PriceState,
  number: number,
): Group {
  const area = state.areas.find(({ id }) => id === price.area);
  const remaining = price.remaining[partner.id] ?? null;
  const quantity = remaining ?? TICKETS_PER_BOOKING_MAX;
  return {
    number,
    date,
    price,
    section: area?.label ?? price.area,
    seated: area?.seated === true,
    quantity,
    splits: Array.from(
      { length: Math.min(quantity, TICKETS_PER_BOOKING_MAX) },
      (_, index) => index + 1,
    ),
  };
}

/** The group with this id, as far as the partner may see it. */
export async function findGroup(
  call: Call,
  id: unknown,
): Promise<Result<Group, NotFound | Unavailable>> {
  const number = readId(id);
  if (number === null) return refused("unknown_group");
  const date = await findDate(call, Math.floor(number / NUMBERS_WITHIN));
  if (date === null) return refused("unknown_group");
  const groups = await groupsOf(call, date);
  if (!groups.ok) return groups;
  const group = groups.value.find((group) => group.number === number);
  return group === undefined ? refused("unknown_group") : ok(group);
}

/** The number that a price of a date goes by; null when the date no longer has it. */
export function groupNumber(date: FoundDate, price: string): number | null {
  const number = numbersWithin(date.prices.map(({ id }) => id)).get(price);
  return number === undefined ? null : date.number * NUMBERS_WITHIN + number;
}

/** The free seats of a seated group, in the order of the plan. */
export async function freeSeats(
  { env, deadline }: Call,
  { date, price, seated }: Group,
): Promise<readonly SeatState[]> {
  if (!seated) return [];
  const seats = await askDate(env, date.code, deadline, (stub) => stub.seats(price.area));
  const known = seats.ok ? (seats.value ?? []) : [];
  return known.filter((seat) => seat.state === "free" && seat.category === price.category);
}

/** Echoed by some clients with an order: of what they saw, and at what price. */
function signatureOf({ number, price }: Group): string {
  return toBase64(utf8(`${number} ${price.amount} ${price.currency}`));
}

/** General admission: places of a counted area have no row. */
const NO_ROW = "GA";

/** What listings and ticket groups say alike. */
function offer(group: Group, seats: readonly SeatState[]) {
  const { date, price } = group;
  const amount = money(price.amount);
  const rows = [...new Set(seats.map(({ row }) => row))];
  return {
    type: "event",
    section: group.section,
    row: rows.length === 1 ? rows[0] : NO_ROW,
    quantity: group.quantity,
    available_quantity: group.quantity,
    splits: group.splits,
    retail_price: amount,
    wholesale_price: amount,
    format: "Eticket",
    eticket: true,
    instant_delivery: true,
    in_hand: true,
    wheelchair: seats.some(({ accessible }) => accessible),
    view_type: seats.some((seat) => seat.restrictedView) ? "Partially Obstructed" : "Full",
    featured: false,
    public_notes: price.label,
    signature: signatureOf(group),
    event: eventCard(date),
  };
}

export function eventCard({ number, event, wallStart }: FoundDate) {
  return {
    id: number,
    url: `/events/${number}`,
    name: event.title,
    occurs_at: time(wallStart),
    venue: { name: event.venue.name, slug: slug(event.venue.name) },
  };
}

export async function groupObject(
  call: Call,
  group: Group,
  wants: { readonly seats: boolean; readonly tickets: boolean },
) {
  const { number, date } = group;
  const seats = await freeSeats(call, group);
  return {
    id: number,
    url: `/ticket_groups/${number}`,
    ...offer(group, seats),
    in_hand_on: day(date.changedAt),
    external_notes: null,
    broker_notes: null,
    internal_notes: null,
    remote_id: `${date.id}:${group.price.id}`,
    state: group.quantity > 0 ? "available" : "unavailable",
    office: officeCard(call.env),
    updated_at: time(date.changedAt),
    ...(wants.seats ? { seats: seats.map(({ label }) => label) } : {}),
    // A place that nobody has has no ticket yet, and so no id.
    ...(wants.tickets
      ? { ticket_list: seats.map(({ label }) => ({ id: null, seat: label, state: "available" })) }
      : {}),
  };
}

export async function listingObject(call: Call, group: Group) {
  const seats = await freeSeats(call, group);
  return {
    id: group.number,
    ...offer(group, seats),
    in_hand_date: day(group.date.changedAt),
    owned: true,
    discounted: false,
    automated: false,
  };
}
