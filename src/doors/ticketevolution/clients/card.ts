/** A client as it is kept, and as it is told: parts have numbers within their client. */
import * as z from "zod";
import type { Customer } from "../../../registry/customers.ts";
import { officeCard } from "../parties.ts";
import { time } from "../scalars.ts";
import { address, type ClientChange, email, phone } from "./schema.ts";

/** A part's id is its client's x 1,000 and its own number. */
export const PARTS_WITHIN = 1_000;

/** `by`: the request that made it, by which its repeat is known. */
const kept = { n: z.int(), at: z.number(), by: z.string().optional() };
const cardSchema = z.object({
  name: z.string(),
  tags: z.array(z.string()),
  company: z.string().nullable(),
  notes: z.string().nullable(),
  email_addresses: z.array(email.extend(kept)),
  phone_numbers: z.array(phone.extend(kept)),
  addresses: z.array(address.extend(kept)),
  /** The number of the last part that ever was. */
  last: z.int(),
});
export type Card = z.infer<typeof cardSchema>;
export type PartKind = "email_addresses" | "phone_numbers" | "addresses";

export const EMPTY: Card = {
  name: "",
  tags: [],
  company: null,
  notes: null,
  email_addresses: [],
  phone_numbers: [],
  addresses: [],
  last: 0,
};

export function readCard({ details }: Pick<Customer, "details">): Card {
  return cardSchema.parse(JSON.parse(details));
}

/** The card with what a change names; lists of parts are replaced by new ones. */
export function changed(card: Card, change: ClientChange, now: number): Card {
  const { name, tags, company, notes } = change;
  let next: Card = {
    ...card,
    ...(name === undefined ? {} : { name }),
    ...(tags === undefined ? {} : { tags }),
    ...(company === undefined ? {} : { company: company?.name ?? null }),
    ...(notes === undefined ? {} : { notes }),
  };
  for (const kind of ["email_addresses", "phone_numbers", "addresses"] as const) {
    const parts = change[kind];
    if (parts === undefined) continue;
    next = { ...next, [kind]: [] };
    for (const part of parts) next = withPart(next, kind, part, { at: now });
  }
  return next;
}

export function withPart(
  card: Card,
  kind: PartKind,
  part: object,
  made: { readonly at: number; readonly by?: string },
): Card {
  const last = card.last + 1;
  return { ...card, last, [kind]: [...card[kind], { ...part, n: last, ...made }] };
}

type Part<Kind extends PartKind> = Card[Kind][number];

/** 5.1, and the first one is the primary one unless another says so. */
export function partObject<Kind extends PartKind>(
  client: number,
  kind: Kind,
  { n, at, by: _by, is_primary, ...part }: Part<Kind>,
) {
  const id = client * PARTS_WITHIN + n;
  const told = {
    id: String(id),
    url: `/clients/${client}/${kind}/${id}`,
    ...part,
    updated_at: time(at),
  };
  return kind === "addresses"
    ? { ...told, latitude: null, longitude: null, primary: is_primary }
    : { ...told, is_primary };
}

function primary<Kind extends PartKind>(client: number, kind: Kind, card: Card) {
  const parts: readonly Part<Kind>[] = card[kind];
  const part = parts.find(({ is_primary }) => is_primary) ?? parts[0];
  return part === undefined ? null : partObject(client, kind, part);
}

export function clientCard(number: number, { name }: Pick<Card, "name">) {
  return { id: String(number), url: `/clients/${number}`, name };
}

export function clientObject(env: Env, customer: Customer) {
  const card = readCard(customer);
  const { number } = customer;
  const parts = <Kind extends PartKind>(kind: Kind) =>
    card[kind].map((part: Part<Kind>) => partObject(number, kind, part));
  return {
    ...clientCard(number, card),
    updated_at: time(customer.changedAt),
    tags: card.tags,
    company: card.company === null ? null : { name: card.company },
    notes: card.notes,
    balance: "0.0",
    office: officeCard(env),
    email_addresses: parts("email_addresses"),
    phone_numbers: parts("phone_numbers"),
    addresses: parts("addresses"),
    primary_email_address: primary(number, "email_addresses", card),
    primary_phone_number: primary(number, "phone_numbers", card),
    primary_billing_address: primary(number, "addresses", card),
    primary_shipping_address: primary(number, "addresses", card),
    primary_credit_card: null,
  };
}
