// The customer files of partners: who was slower is told so, and nobody's change is written over.
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import {
  type Customer,
  forgetCustomers,
  insertCustomer,
  readCustomer,
  readCustomers,
  replaceCustomer,
} from "../../src/registry/customers.ts";

const NOW = Date.parse("2026-05-01T12:00:00Z");

async function aCustomer(channel = crypto.randomUUID()): Promise<Customer> {
  const made = { channel, number: 7, details: `{"name":"A"}`, createdAt: NOW, changedAt: NOW };
  const customer = { ...made, deletedAt: null };
  expect(await insertCustomer(env.REGISTRY, customer)).toBe(true);
  return customer;
}

it("of two changes of what both have read, the second changes nothing, even in one millisecond", async () => {
  const known = await aCustomer();
  const first = await replaceCustomer(env.REGISTRY, known, `{"name":"B"}`, NOW);
  expect(first).toMatchObject({ details: `{"name":"B"}`, changedAt: NOW + 1 });
  expect(await replaceCustomer(env.REGISTRY, known, `{"name":"C"}`, NOW)).toBeNull();
  expect(await readCustomer(env.REGISTRY, known.channel, 7)).toEqual(first);
});

it("a number is each partner's own, and made once", async () => {
  const [mine, theirs] = [await aCustomer(), await aCustomer()];
  expect(await insertCustomer(env.REGISTRY, { ...mine, details: "{}" })).toBe(false);
  expect(await readCustomers(env.REGISTRY, mine.channel, [7, 8])).toEqual([mine]);
  expect(await readCustomers(env.REGISTRY, theirs.channel, [7])).toEqual([theirs]);
});

it("nothing can be said any more of who is forgotten", async () => {
  const known = await aCustomer();
  expect(await forgetCustomers(env.REGISTRY, known.channel, [7], NOW)).toBe(1);
  expect(await replaceCustomer(env.REGISTRY, known, `{"name":"B"}`, NOW)).toBeNull();
  expect(await readCustomer(env.REGISTRY, known.channel, 7)).toMatchObject({ details: "{}" });
});
