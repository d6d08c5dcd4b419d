/** New contacts, each under a number of its own. */
import { TICKETMATIC_CUSTOMERS_PER_INSERT_MAX } from "../../../core/limits.ts";
import { type Customer, insertCustomers } from "../../../registry/customers.ts";
import { problem } from "../answers.ts";
import type { Anything } from "../endpoint.ts";
import type { ContactDetails } from "./contact.ts";

/** Numbers are random to 2^31; a number that is taken is drawn again. */
const DRAWS_MAX = 5;

export const NO_NUMBER = problem(503, "No number was found for the contact, try again");

/** Beside each the customer that was made of it; null where no number was found. */
export async function makeCustomers(
  call: Pick<Anything, "env" | "partner" | "now">,
  people: readonly ContactDetails[],
): Promise<(Customer | null)[]> {
  const made: (Customer | null)[] = [];
  for (let start = 0; start < people.length; start += TICKETMATIC_CUSTOMERS_PER_INSERT_MAX) {
    const group = people.slice(start, start + TICKETMATIC_CUSTOMERS_PER_INSERT_MAX);
    made.push(...(await makeGroup(call, group)));
  }
  return made;
}

async function makeGroup(
  { env, partner, now }: Pick<Anything, "env" | "partner" | "now">,
  people: readonly ContactDetails[],
): Promise<(Customer | null)[]> {
  const { id: channel } = partner;
  const drawn = new Set<number>();
  let made: (Customer | null)[] = people.map(() => null);
  for (let draw = 1; draw <= DRAWS_MAX && made.includes(null); draw++) {
    const tried = made.map((known, index) => ({
      channel,
      number: known?.number ?? freshNumber(drawn),
      details: JSON.stringify(people[index]),
      createdAt: now,
      changedAt: now,
      deletedAt: null,
    }));
    const missing = tried.filter((_, index) => made[index] === null);
    const rows = missing.map(({ number, details }) => ({ number, details }));
    const inserted = await insertCustomers(env.REGISTRY, channel, rows, now);
    made = tried.map((one, index) => made[index] ?? (inserted.has(one.number) ? one : null));
  }
  return made;
}

function freshNumber(drawn: Set<number>): number {
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const number = (random >>> 1) + 1;
    if (drawn.has(number)) continue;
    drawn.add(number);
    return number;
  }
}
