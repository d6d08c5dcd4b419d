/**
 * What an account says of an order in its own words (contracts/ticketmatic.md 4): where it is to be
 * delivered, and its custom fields. They may name people, so they are kept in the registry beside the
 * account's customers and not with the order, whose answers stay; when it is deleted they are forgotten.
 */
import * as z from "zod";
import { ORDER_METADATA_BYTES_MAX } from "../../../core/limits.ts";
import { utf8 } from "../../../core/bytes.ts";
import { parseJson } from "../../../core/json.ts";
import type { OrderState } from "../../../order/commands.ts";
import * as customers from "../../../registry/customers.ts";
import { type Problem, problem } from "../answers.ts";
import type { Anything } from "../endpoint.ts";
import { readNotes } from "./notes.ts";

type Asked = Pick<Anything, "env" | "partner">;
type Refusal = { readonly problem: Problem };

const text = z.string().max(500).default("");

export const deliveryAddress = z.object({
  addressee: text,
  street1: text,
  street2: text,
  street3: text,
  zip: text,
  city: text,
  state: text,
  countrycode: z.string().max(2).default(""),
});

const kept = z.object({
  deliveryaddress: deliveryAddress.nullable().default(null),
  custom: z.record(z.string(), z.unknown()).default({}),
});
export type Words = z.output<typeof kept>;

export const NO_WORDS: Words = { deliveryaddress: null, custom: {} };

/** No partner's id has a space: nobody's contact is among them. */
function channelOf({ partner }: Asked): string {
  return `${partner.id} orders`;
}

function readRow(row: customers.Customer | undefined): Words {
  const read = kept.safeParse(parseJson(row?.details ?? "{}")?.parsed);
  return read.success ? read.data : NO_WORDS;
}

/** By the order's number; only orders of which something was said are looked up. */
export async function readWords(
  call: Asked,
  orders: readonly OrderState[],
): Promise<ReadonlyMap<number, Words>> {
  const numbers = orders.filter((one) => readNotes(one).hasWords).map(({ number }) => number);
  if (numbers.length === 0) return new Map();
  const rows = await customers.readCustomers(call.env.REGISTRY, channelOf(call), numbers);
  return new Map(rows.map((row) => [row.number, readRow(row)]));
}

/** Why this can't be said of the order; null when it can. What is not named stays. */
export async function wordsObjection(
  call: Asked,
  order: number,
  words: Partial<Words>,
): Promise<Refusal | null> {
  const [row] = await customers.readCustomers(call.env.REGISTRY, channelOf(call), [order]);
  if (row !== undefined && row.deletedAt !== null) return ARCHIVED;
  const known = readRow(row);
  const next = { ...known, ...words, custom: { ...known.custom, ...words.custom } };
  if (utf8(JSON.stringify(next)).length <= ORDER_METADATA_BYTES_MAX) return null;
  return problem(400, "This is more than can be kept of an order");
}

const ARCHIVED = problem(400, "The order is archived", "wrongStatus");

export async function keepWords(
  call: Asked & Pick<Anything, "now">,
  order: number,
  words: Partial<Words>,
): Promise<Refusal | null> {
  const { env, now } = call;
  const channel = channelOf(call);
  const details = JSON.stringify(words);
  const row = { channel, number: order, details, createdAt: now, changedAt: now, deletedAt: null };
  if (await customers.insertCustomer(env.REGISTRY, row)) return null;
  const changed = await customers.changeCustomer(env.REGISTRY, row, details, now);
  return changed === null ? ARCHIVED : null;
}

export async function forgetWords(call: Asked & Pick<Anything, "now">, order: OrderState) {
  if (!readNotes(order).hasWords) return;
  await customers.forgetCustomers(call.env.REGISTRY, channelOf(call), [order.number], call.now);
}
