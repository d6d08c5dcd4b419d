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

/**
 * The card with what a change names. A list of parts is replaced by what is said; those of it that
 * name a part by its id, as the Ruby gem does that sends a client back whole, stay that part.
 */
export function changed(client: number, card: Card, change: ClientChange, now: number): Card {
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
    const former = new Map<number | null, KeptPart>(
      card[kind].map((part) => [partId(client, part), part]),
    );
    next = { ...next, [kind]: [] };
    for (const { id, ...said } of parts) {
      const there = former.get(id);
      former.delete(id);
      next =
        there === undefined
          ? withPart(next, kind, said, { at: now })
          : keeping(next, kind, { ...there, ...said, at: now });
    }
  }
  return next;
}

/** The card with one part more. */
export function withPart(
  card: Card,
  kind: PartKind,
  part: Omit<KeptPart, "n" | "at">,
  made: { readonly at: number; readonly by?: string },
): Card {
  const last = card.last + 1;
  return keeping({ ...card, last }, kind, { ...part, n: last, ...made });
}

/** The card with this part, in its place if it was there; one that is to be the primary is alone. */
export function keeping(card: Card, kind: PartKind, part: KeptPart): Card {
  const parts: readonly KeptPart[] = card[kind];
  const others = part.is_primary ? parts.map((other) => ({ ...other, is_primary: false })) : parts;
  return {
    ...card,
    [kind]: parts.some(({ n }) => n === part.n)
      ? others.map((other) => (other.n === part.n ? part : other))
      : [...others, part],
  };
}

type Part<Kind extends PartKind> = Card[Kind][number];
/** What parts of every kind have. */
type KeptPart = Pick<Part<PartKind>, "n" | "at" | "by" | "is_primary">;

export function partId(client: number, { n }: Pick<KeptPart, "n">): number {
  return client * PARTS_WITHIN + n;
}

/** The one that says so, or else the first one. */
function primaryOf<Kind extends PartKind>(card: Card, kind: Kind): Part<Kind> | undefined {
  const parts: readonly Part<Kind>[] = card[kind];
  return parts.find(({ is_primary }) => is_primary) ?? parts[0];
}

/** 5.1 */
export function partObject<Kind extends PartKind>(
  client: number,
  kind: Kind,
  { n, at, by: _by, is_primary: _said, ...part }: Part<Kind>,
  card: Card,
) {
  const id = partId(client, { n });
  const is_primary = primaryOf(card, kind)?.n === n;
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
  const part = primaryOf(card, kind);
  return part === undefined ? null : partObject(client, kind, part, card);
}

export function clientCard(number: number, { name }: Pick<Card, "name">) {
  return { id: String(number), url: `/clients/${number}`, name };
}

export function clientObject(env: Env, customer: Customer) {
  const card = readCard(customer);
  const { number } = customer;
  const parts = <Kind extends PartKind>(kind: Kind) =>
    card[kind].map((part: Part<Kind>) => partObject(number, kind, part, card));
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
