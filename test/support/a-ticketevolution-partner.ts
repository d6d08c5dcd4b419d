// A partner of the Ticket Evolution door, made by the operator as a venue makes one.
import { freshId } from "./a-date.ts";
import { OPERATOR_TOKEN } from "./guichet-server.ts";
import { type Client, type Credentials, TicketEvolution } from "./ticketevolution-client.ts";

export interface TicketEvolutionPartner {
  readonly id: string;
  readonly number: number;
  readonly credentials: Credentials;
  readonly client: TicketEvolution;
}

export async function aTicketEvolutionPartner(
  { server }: { readonly server: { readonly url: string } },
  { events = null, client }: { events?: readonly string[] | null; client?: Client } = {},
): Promise<TicketEvolutionPartner> {
  const id = freshId("te");
  const response = await fetch(`${server.url}/operator/v1/partners/${id}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}`, "Content-Type": "application/json" },
    body: JSON.stringify({ door: "ticketevolution", label: `Broker ${id}`, events }),
  });
  const made = (await response.json()) as { publicKey: string; secret: string; number: number };
  if (!response.ok) throw new Error(`no partner: ${response.status} ${JSON.stringify(made)}`);
  const credentials = { token: made.publicKey, secret: made.secret };
  return {
    id,
    number: made.number,
    credentials,
    client: new TicketEvolution(server.url, credentials, client),
  };
}
