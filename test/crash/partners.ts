// The partners of one round, one for each door beside pass Culture's, admitted before the first death,
// with what they have to know of each date.
import { anApplication } from "../support/a-sapiti-house.ts";
import {
  aTicketEvolutionPartner,
  type TicketEvolutionPartner,
} from "../support/a-ticketevolution-partner.ts";
import type { OperatorClient } from "../support/operator-client.ts";
import type { Sapiti } from "../support/sapiti-client.ts";
import { told } from "../support/ticketevolution-client.ts";
import { anAccount } from "../support/ticketmatic-account.ts";
import type { Ticketmatic } from "../support/ticketmatic-client.ts";
import type { House } from "./house.ts";

/** A Ticket Evolution date: its event's number, and its only ticket group. */
export interface Offer {
  readonly event: number;
  readonly group: number;
}

export interface Partners {
  /** An application of Sapiti's that may sell everything. */
  readonly sapiti: Sapiti;
  readonly ticketmatic: Ticketmatic;
  /** By the date's id: what Ticketmatic calls its only price. */
  readonly prices: ReadonlyMap<string, number>;
  readonly ticketevolution: TicketEvolutionPartner & { readonly host: string; buyer: number };
  /** By the date's id. */
  readonly offers: ReadonlyMap<string, Offer>;
}

export async function admitPartners(
  url: string,
  operator: OperatorClient,
  { dates }: House,
): Promise<Partners> {
  const window = { server: { url }, operator };
  const { client: sapiti } = await anApplication(window);
  const ticketmatic = await anAccount(window);
  const broker = await aTicketEvolutionPartner(window);
  const prices = new Map<string, number>();
  const offers = new Map<string, Offer>();
  for (const { id } of dates) {
    const { number } = await operator.date(id);
    const { prices: sold } = await ticketmatic.get(`/events/${number}`);
    prices.set(id, sold.contingents[0].pricetypes[0].tickettypepriceid);
    const groups = told(await broker.client.get("/ticket_groups", { event_id: number }));
    offers.set(id, { event: number, group: groups.ticket_groups[0].id });
  }
  const clients = told(await broker.client.post("/clients", { clients: [{ name: "Ada" }] }));
  const ticketevolution = { ...broker, host: new URL(url).host, buyer: clients.clients[0].id };
  return { sapiti, ticketmatic, prices, ticketevolution, offers };
}
