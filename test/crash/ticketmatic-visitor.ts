// An account that sells through Ticketmatic's door: an order, places in it, then confirmed, deleted or
// both. Until it is confirmed nobody is told a barcode, so no order is left without an end.
import type { Answer } from "../support/passculture-client.ts";
import { signed } from "../support/ticketmatic-client.ts";
import { expectStatus, type Visit } from "./visit.ts";

interface Order {
  readonly orderid: number;
  readonly tickets: readonly { readonly barcode: string; readonly seatdescription?: string }[];
}

export async function ticketmaticShop(at: Visit): Promise<void> {
  const { dice, ledger, house, partners } = at;
  // Of these dates no seat is named, as the ledger wants to know it.
  const date = dice.oneOf(house.dates.filter(({ id }) => id !== house.seated.id));
  const made = await said(at, "POST", "/orders", { saleschannelid: 1 });
  const { orderid } = JSON.parse(made.text) as Order;
  const price = { tickettypepriceid: partners.prices.get(date.id) };
  const tickets = Array.from({ length: dice.whole(1, 2) }, () => price);
  const added = await said(at, "POST", `/orders/${orderid}/tickets`, { tickets });
  if (added.status !== 200 && date.id === house.large.id) {
    ledger.contradictions.push(`${date.id}: no place where there is always one: ${added.text}`);
  }
  const end = dice.oneOf(["confirm", "delete", "confirm, then delete"]);
  const promised = [];
  if (added.status === 200 && end.startsWith("confirm")) {
    const confirmed = await said(at, "POST", `/orders/${orderid}`);
    expectStatus(at, "Ticketmatic's confirmation", confirmed, 200);
    const { tickets: given } = JSON.parse(confirmed.text) as Order;
    promised.push(...given.map(({ barcode }) => ledger.promise(date.id, barcode, null, "issued")));
  }
  if (!end.endsWith("delete")) return;
  expectStatus(at, "Ticketmatic's deletion", await said(at, "DELETE", `/orders/${orderid}`), 200);
  for (const ticket of promised) ticket.state = "void";
}

/** The signature is made once: the same bytes again are the same request. */
function said(at: Visit, method: string, path: string, body?: object): Promise<Answer> {
  const { account } = at.partners.ticketmatic;
  return at.caller.insist(`ticketmatic ${method} ${path.replaceAll(/\/\d+/g, "/…")}`, {
    method,
    path: `/api/1/${account.name}${path}`,
    headers: { Authorization: signed(account), "Content-Type": "application/json" },
    body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
  });
}
