// The load: each visitor plays a story from its beginning to its end, whatever dies in between, and
// notes in the ledger what it was told.
import { FULL_PRICE } from "../support/a-date.ts";
import { aBooking, type Answer } from "../support/passculture-client.ts";
import type { Expected, Promised } from "./ledger.ts";
import { order } from "./order-visitor.ts";
import { sapitiShop } from "./sapiti-visitor.ts";
import { ticketevolutionBroker } from "./ticketevolution-visitor.ts";
import { ticketmaticShop } from "./ticketmatic-visitor.ts";
import { expectStatus, reference, type Visit } from "./visit.ts";

const BOOKING = "/passculture/booking";
const CANCELLATION = "/passculture/cancellation";

type Story = (visit: Visit) => Promise<void>;

/** A new kind of load (such as another door) is one more story here. */
const STORIES: readonly Story[] = [
  bookAndPerhapsCancel,
  bookAndPerhapsCancel,
  bookAgain,
  sellAtTheBoxOffice,
  holdAndThen,
  comeIn,
  order,
  sapitiShop,
  ticketevolutionBroker,
  ticketmaticShop,
];

export async function visit(at: Visit): Promise<void> {
  await at.dice.oneOf(STORIES)(at);
}

async function bookAndPerhapsCancel(at: Visit): Promise<void> {
  const { caller, dice } = at;
  const date = dice.oneOf(at.house.dates);
  const wish = aBooking(date.stock, { booking_quantity: dice.whole(1, 2) });
  const answer = await caller.passCulture(BOOKING, wish);
  const tickets = promisedBy(at, date.id, answer, 200, "issued");
  if (dice.chance(0.3)) repeated(at, answer, await caller.passCulture(BOOKING, wish));
  if (tickets.length === 0 || dice.chance(0.5)) return;
  const barcodes = tickets.map(({ barcode }) => barcode);
  const calls = dice.chance(0.3) ? 2 : 1;
  for (let call = 1; call <= calls; call++) {
    const cancelled = await caller.passCulture(CANCELLATION, { barcodes });
    expectStatus(at, "a cancellation", cancelled, 200);
  }
  for (const ticket of tickets) ticket.state = "void";
}

/** One live booking per person and offer: the second takes the place of the first. */
async function bookAgain(at: Visit): Promise<void> {
  const date = at.dice.oneOf(at.house.dates);
  const early = "2026-03-10T19:04:07.000001";
  const first = aBooking(date.stock, { booking_creation_date: early, offer_price: FULL_PRICE });
  const answer = await at.caller.passCulture(BOOKING, first);
  const older = promisedBy(at, date.id, answer, 200, "issued");
  const later = { ...first, booking_creation_date: "2026-03-11T19:04:07.000001" };
  const second = await at.caller.passCulture(BOOKING, later);
  for (const ticket of older) ticket.state = "void";
  promisedBy(at, date.id, second, 200, "issued");
}

async function sellAtTheBoxOffice(at: Visit): Promise<void> {
  const { dice } = at;
  const date = dice.oneOf(at.house.dates);
  const wish = { price: "full", quantity: dice.whole(1, 3), reference: reference(dice) };
  const answer = await at.caller.operator("POST", `/dates/${date.id}/sales`, wish);
  const tickets = promisedBy(at, date.id, answer, 201, "issued");
  if (dice.chance(0.3)) {
    const again = await at.caller.operator("POST", `/dates/${date.id}/sales`, wish);
    repeated(at, answer, again);
  }
  for (const ticket of tickets) {
    if (dice.chance(0.6)) continue;
    const path = `/tickets/${ticket.barcode}/cancellation`;
    expectStatus(at, "an operator's cancellation", await at.caller.operator("POST", path), 200);
    ticket.state = "void";
  }
}

async function holdAndThen(at: Visit): Promise<void> {
  const { dice, caller } = at;
  const date = dice.oneOf(at.house.dates);
  const holds = `/dates/${date.id}/holds`;
  const wish = { price: "full", quantity: dice.whole(1, 3), reference: reference(dice) };
  const answer = await caller.operator("POST", holds, { ...wish, minutes: 600 });
  const tickets = promisedBy(at, date.id, answer, 201, "held");
  if (tickets.length === 0) return;
  const { hold } = JSON.parse(answer.text) as { hold: string };
  const end = dice.oneOf(["confirm", "release", "leave"] as const);
  if (end === "leave") return;
  const path = `${holds}/${hold}`;
  const ended =
    end === "confirm"
      ? await caller.operator("POST", `${path}/confirmation`)
      : await caller.operator("DELETE", path);
  expectStatus(at, `to ${end} a hold`, ended, 200);
  for (const ticket of tickets) ticket.state = end === "confirm" ? "issued" : "void";
}

async function comeIn(at: Visit): Promise<void> {
  const date = at.dice.oneOf(at.house.dates);
  const wish = { price: "full", quantity: 1, reference: reference(at.dice) };
  const sold = await at.caller.operator("POST", `/dates/${date.id}/sales`, wish);
  for (const ticket of promisedBy(at, date.id, sold, 201, "issued")) {
    const { barcode } = ticket;
    const scan = { barcode, id: reference(at.dice) };
    expectStatus(at, "a scan", await at.caller.operator("POST", "/scans", scan), 200);
    ticket.state = "used";
    const late = await at.caller.passCulture(CANCELLATION, { barcodes: [barcode] });
    // The box office's ticket: pass Culture does not know it.
    expectStatus(at, "another channel's cancellation", late, 404);
  }
}

/** The tickets of a booking; none where places were refused, which a house that is large never does. */
function promisedBy(
  { ledger, house }: Visit,
  date: string,
  answer: Answer,
  success: number,
  state: Expected,
): Promised[] {
  if (answer.status === success) {
    const body = JSON.parse(answer.text) as {
      tickets: { barcode: string; seat: string | null }[];
    };
    return body.tickets.map(({ barcode, seat }) => ledger.promise(date, barcode, seat, state));
  }
  if (answer.status !== 409 || date === house.large.id) {
    ledger.contradictions.push(`${date}: a booking was answered ${answer.status} ${answer.text}`);
  }
  return [];
}

function repeated({ ledger }: Visit, first: Answer, again: Answer): void {
  // The hold's expiry is told from now, the request's id is new: neither is here.
  if (first.status === again.status && first.text === again.text) return;
  if (first.status === again.status && first.status === 409 && isProblem(first)) return;
  ledger.contradictions.push(`${first.text} was answered again as ${again.status} ${again.text}`);
}

/** A problem document carries its own request id. */
function isProblem({ headers }: Answer): boolean {
  return headers["content-type"]?.includes("problem") ?? false;
}
