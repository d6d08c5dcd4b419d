// Opens an account at the Ticketmatic door, as the venue's staff does it.
import { freshId } from "./a-date.ts";
import { OPERATOR_TOKEN } from "./guichet-server.ts";
import { type Account, Ticketmatic } from "./ticketmatic-client.ts";

export interface AccountWishes {
  readonly events?: readonly string[] | null;
  readonly lacks?: readonly string[];
}

export async function operate(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly [key: string]: unknown }> {
  const response = await fetch(`${url}/operator/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as { [key: string]: unknown });
}

export async function anAccount(
  { server: { url } }: { readonly server: { readonly url: string } },
  wishes: AccountWishes = {},
): Promise<Ticketmatic> {
  const name = freshId("tm").slice(0, 12);
  const partner = await operate(url, "PUT", `/partners/${name}`, {
    door: "ticketmatic",
    label: `Account ${name}`,
    ...wishes,
  });
  const account: Account = {
    name,
    key: String(partner["publicKey"]),
    secret: String(partner["secret"]),
  };
  return new Ticketmatic(url, account);
}
