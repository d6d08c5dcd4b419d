// A Ticket Evolution partner with a date to sell: its event, its ticket group, a client, an order.
import { aDate, FULL_PRICE, type OpenDate, type Wishes } from "./a-date.ts";
import {
  aTicketEvolutionPartner,
  type TicketEvolutionPartner,
} from "./a-ticketevolution-partner.ts";
import type { OperatorClient } from "./operator-client.ts";
import type { Json } from "./json.ts";
import { type Reply, told } from "./ticketevolution-client.ts";

export const REVIEWER = { reviewer_id: 61, reason: "Test Order" } as const;

/** A running window, however it was started. */
interface Window {
  readonly server: { readonly url: string };
  readonly operator: OperatorClient;
}

export interface Sale extends TicketEvolutionPartner {
  readonly date: OpenDate;
  readonly event: Json;
  readonly group: Json;
  readonly clientId: string;
}

/** Everything that an order needs, of a date that is this sale's alone. */
export async function aSale(
  window: Window,
  wishes: Wishes = {},
  partner?: TicketEvolutionPartner,
): Promise<Sale> {
  const date = await aDate(window.operator, wishes);
  const seller = partner ?? (await aTicketEvolutionPartner(window));
  const event = await eventOf(window, date.id, seller);
  const [group] = told(await seller.client.get("/ticket_groups", { event_id: event.id }))
    .ticket_groups as Json[];
  const clientId = await aClient(seller);
  return { ...seller, date, event, group, clientId };
}

/** The event whose number the operator API tells. */
export async function eventOf(
  { operator }: Pick<Window, "operator">,
  date: string,
  { client }: TicketEvolutionPartner,
): Promise<Json> {
  const { number } = await operator.date(date);
  return told(await client.get(`/events/${number}`));
}

export async function aClient({ client }: Pick<Sale, "client">, name = "Ada Example") {
  const said = { clients: [{ name, notes: String(Math.random()) }] };
  return told(await client.post("/clients", said)).clients[0].id as string;
}

/** Contract 4.7, as section 6 writes it; `changes` are of the order. */
export function anOrder(sale: Sale, quantity: number, changes: Json = {}): Json {
  return {
    orders: [
      {
        seller_id: 1,
        client_id: Number(sale.clientId),
        shipped_items: [
          {
            type: "Eticket",
            items: [{ ticket_group_id: sale.group.id, quantity, price: FULL_PRICE / 100 }],
          },
        ],
        payments: [{ type: "offline", amount: "25.00" }],
        reference: String(Math.random()),
        ...changes,
      },
    ],
  };
}

export async function ordered(sale: Sale, quantity: number, changes: Json = {}): Promise<Json> {
  return told(await sale.client.post("/orders", anOrder(sale, quantity, changes))).orders[0];
}

/** How many the partner is told it can still buy; none is a group that is not shown. */
export async function left(sale: Sale): Promise<number> {
  const { ticket_groups } = told(
    await sale.client.get("/ticket_groups", { event_id: sale.event.id }),
  );
  return ticket_groups[0]?.available_quantity ?? 0;
}

export function refusal(reply: Reply): readonly [number, Json] {
  return [reply.status, reply.body.error];
}
