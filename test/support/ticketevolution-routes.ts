// Every route of the Ticket Evolution door that names something of one partner, with its ids in
// place: what another partner would try. test/worker/ticketevolution compares it with the door's own.

import type { Json } from "./json.ts";

const REVIEWER = { reviewer_id: 61, reason: "Test Order" } as const;

/** What one partner has: ids, or parts under their names, of which a route's path is made. */
export interface Belongings {
  readonly client: Json;
  readonly order: Json;
  readonly hold: Json;
  readonly take: Json;
  readonly ticket: Json;
  readonly group: string;
  readonly user: string;
}

export type Attempt = readonly [method: string, path: string, body?: Json];

const LATER = { hold_until: "2031-01-01T00:00:00Z" };
const PDF = btoa("%PDF-1.4\n");
const VERBS = ["accept", "reject", "complete", "cancel", "return", "pend_to_seller"];

export function attempts(of: Belongings): Attempt[] {
  return [...clientAttempts(of), ...orderAttempts(of), ...inventoryAttempts(of)];
}

function clientAttempts({ client, user }: Belongings): Attempt[] {
  const kinds = ["email_addresses", "phone_numbers", "addresses"] as const;
  const path = `/clients/${client.id}`;
  return [
    ["GET", path],
    ["PUT", path, { name: "Mine" }],
    ...kinds.flatMap((kind): Attempt[] => [
      ["GET", `${path}/${kind}`],
      ["POST", `${path}/${kind}`, { [kind]: [{}] }],
      ["GET", `${path}/${kind}/${client[kind][0].id}`],
      ["PUT", `${path}/${kind}/${client[kind][0].id}`, {}],
      ["DELETE", `${path}/${kind}/${client[kind][0].id}`],
    ]),
    ["GET", `/users/${user}`],
  ];
}

function orderAttempts({ order }: Belongings): Attempt[] {
  const path = `/orders/${order.id}`;
  const item = `${path}/items/${order.items[0].id}`;
  const etickets = { etickets: [{ item_id: 1, eticket: PDF }] };
  return [
    ["GET", path],
    ["PATCH", path, { reference: "mine" }],
    ["PUT", path, { reference: "mine" }],
    ...VERBS.map((verb): Attempt => ["POST", `${path}/${verb}`, { ...REVIEWER, amount: 0 }]),
    ["POST", `${path}/deliver_etickets`, etickets],
    ["POST", `${path}/store_etickets`, etickets],
    ["GET", `${path}/print_etickets`],
    ["GET", `${path}/items`],
    ["GET", item],
    ["GET", `${item}/print_etickets`],
    ["GET", `${item}/remove_etickets`],
    ["POST", `${item}/finalize_etickets`, {}],
    ["POST", `${item}/add_etickets`, { files: [PDF] }],
    ["GET", `/requests${path}`],
    ["GET", `/shipments/${order.id}`],
    ["GET", `/shipments/${order.id}/deliver`],
    ["GET", `/shipments/${order.id}/pend`],
  ];
}

function inventoryAttempts({ group, hold, take, ticket }: Belongings): Attempt[] {
  const path = `/ticket_groups/${group}`;
  return [
    ["POST", `${path}/hold/${hold.id}`],
    ["POST", `${path}/hold/${hold.id}`, LATER],
    ["POST", `${path}/update_hold/${hold.id}`, LATER],
    ["POST", `${path}/release_hold/${hold.id}`],
    ["POST", `${path}/release_take/${take.id}`],
    ["GET", `/tickets/${ticket.id}`],
  ];
}
