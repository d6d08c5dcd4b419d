// A broker that sells through Ticket Evolution's door: an order, accepted or rejected, and of some that
// were accepted cancelled. Barcodes are told with the tickets of an accepted order.
import type { Answer } from "../support/passculture-client.ts";
import { FULL_PRICE } from "../support/a-date.ts";
import { sign } from "../support/ticketevolution-client.ts";
import type { Promised } from "./ledger.ts";
import type { Offer } from "./partners.ts";
import { expectStatus, reference, type Visit } from "./visit.ts";

const REVIEW = { reviewer_id: 1, reason: "Other" } as const;
const TICKETS_PER_EVENT = 1_000_000;

interface Order {
  readonly oid: number;
  readonly id: string;
  readonly items: readonly { readonly seats: readonly string[] }[];
}

export async function ticketevolutionBroker(at: Visit): Promise<void> {
  const { dice, ledger, house, partners } = at;
  // Where no seat is named, a place is told by its serial number.
  const date = dice.oneOf(house.dates.filter(({ id }) => id !== house.seated.id));
  const offer = partners.offers.get(date.id);
  if (offer === undefined) throw new Error(`${date.id} is not offered`);
  const placed = await say(at, "POST", "/orders", { orders: [wishOf(at, offer)] });
  if (placed.status !== 201) {
    const isFull = placed.status === 422 && date.id !== house.large.id;
    if (!isFull) ledger.contradictions.push(`${date.id}: no order: ${placed.text}`);
    return;
  }
  const [order] = (JSON.parse(placed.text) as { orders: readonly Order[] }).orders;
  if (order === undefined) throw new Error(`no order in ${placed.text}`);
  const path = `/orders/${order.id}`;
  if (dice.chance(0.3)) {
    expectStatus(at, "a rejection", await say(at, "POST", `${path}/reject`, REVIEW), 200);
    return;
  }
  const accepted = await say(at, "POST", `${path}/accept`, { reviewer_id: 1 });
  expectStatus(at, "an acceptance", accepted, 200);
  const tickets = await promisedBy(at, date.id, offer, order);
  if (dice.chance(0.5)) return;
  // Both parties have to say so.
  for (const reviewer_id of [1, 2]) {
    const said = { ...REVIEW, reviewer_id };
    expectStatus(at, "a cancellation", await say(at, "POST", `${path}/cancel`, said), 200);
  }
  for (const ticket of tickets) ticket.state = "void";
}

function wishOf({ dice, partners }: Visit, { group }: Offer) {
  const quantity = dice.whole(1, 2);
  const item = { ticket_group_id: group, quantity, price: FULL_PRICE / 100 };
  return {
    seller_id: 1,
    client_id: partners.ticketevolution.buyer,
    shipped_items: [{ type: "Eticket", items: [item] }],
    reference: reference(dice).slice(0, 30),
  };
}

async function promisedBy(at: Visit, date: string, offer: Offer, order: Order) {
  const promised: Promised[] = [];
  for (const seat of order.items.flatMap(({ seats }) => seats)) {
    const number = offer.event * TICKETS_PER_EVENT + Number(seat);
    const shown = await say(at, "GET", `/tickets/${number}`);
    expectStatus(at, "a ticket", shown, 200);
    const { barcode } = JSON.parse(shown.text) as { barcode: string };
    promised.push(at.ledger.promise(date, barcode, null, "issued"));
  }
  return promised;
}

function say(at: Visit, method: "GET" | "POST", path: string, body?: object): Promise<Answer> {
  const { host, credentials } = at.partners.ticketevolution;
  const text = body === undefined ? "" : JSON.stringify(body);
  const signature = sign(credentials.secret, `${method} ${host}/v9${path}?${text}`);
  return at.caller.insist(`ticketevolution ${method} ${path.replaceAll(/\/\d+/g, "/…")}`, {
    method,
    path: `/v9${path}`,
    headers: {
      Host: host,
      "X-Token": credentials.token,
      "X-Signature": signature,
      "Content-Type": "application/json",
    },
    body: Buffer.from(text),
  });
}
