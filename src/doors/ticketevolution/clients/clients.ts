/** Clients: the buyers of one partner, whom nobody else sees (contracts/ticketevolution.md 4.4). */
import * as z from "zod";
import { numberOf } from "../../../core/ids.ts";
import { CLIENT_CHANGE_ATTEMPTS_MAX, CLIENTS_PER_CALL_MAX } from "../../../core/limits.ts";
import {
  type Customer,
  insertCustomer,
  readCustomer,
  replaceCustomer,
  searchCustomers,
} from "../../../registry/customers.ts";
import type { Condition } from "../../../registry/search.ts";
import {
  type Answer,
  badRequest,
  created,
  done,
  notFound,
  paged,
  unavailable,
  unprocessable,
} from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { occasionsOf } from "../once.ts";
import { asFound } from "../parties.ts";
import { changedWithin, readId } from "../query.ts";
import { type Card, changed, clientObject, EMPTY, PARTS_WITHIN, readCard } from "./card.ts";
import { clientChange, errorsOf, newClient } from "./schema.ts";

async function page(call: Call, text: string | null) {
  const { env, partner, query } = call;
  const { page, perPage } = query.page;
  const name = query.text("name");
  const when = changedWithin(query);
  const conditions: Condition[] = [
    { field: "channel", is: "=", value: partner.id },
    { field: "changedAt", is: ">=", value: when.from },
    { field: "changedAt", is: "<", value: when.before },
    ...(name === null ? [] : [{ field: "label", is: "=", value: name } as const]),
    ...(text === null ? [] : [{ field: "texts", is: "contains", value: text } as const]),
  ];
  const { total, rows } = await searchCustomers(env.REGISTRY, {
    conditions,
    orderBy: "label",
    descending: false,
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  return { total, rows: rows.map((customer) => clientObject(env, customer)) };
}

export const listClients: Handler = async (call) => {
  const { rows, total } = await page(call, null);
  return paged("clients", rows, call.query.page, total);
};

export const searchClients: Handler = async (call) => {
  const { rows, total } = await page(call, call.query.text("q") ?? "");
  return paged("clients", rows.map(asFound("Client")), call.query.page, total);
};

export async function findClient(call: Call, id: unknown): Promise<Customer | null> {
  const number = readId(id);
  if (number === null) return null;
  const { env, partner } = call;
  return readCustomer(env.REGISTRY, partner.id, number);
}

export const showClient = ofClient(async ({ env }, customer) => done(clientObject(env, customer)));

const listOfNew = z.object({ clients: z.array(z.unknown()).min(1).max(CLIENTS_PER_CALL_MAX) });

/** All of them are made, or none: a row that fails says why in the place of the client. */
export const createClients: Handler = async (call) => {
  const body = listOfNew.safeParse(call.body);
  if (!body.success) return badRequest("The body must hold a list clients, of 1 to 20.");
  const parsed = body.data.clients.map((client) => newClient.safeParse(client));
  if (parsed.some(({ success }) => !success)) {
    const rows = parsed.map((row) => ({
      id: null,
      name: null,
      updated_at: null,
      addresses: [],
      email_addresses: [],
      phone_numbers: [],
      ...(row.success ? {} : { errors: errorsOf(row.error) }),
    }));
    return { status: 422, body: { clients: rows } };
  }
  const made: Customer[] = [];
  for (const [index, row] of parsed.entries()) {
    if (row.success) made.push(await make(call, index, row.data));
  }
  return created(
    "clients",
    made.map((customer) => clientObject(call.env, customer)),
  );
};

async function make(
  call: Call,
  index: number,
  client: z.infer<typeof newClient>,
): Promise<Customer> {
  const { env, partner, now } = call;
  const { present, before, since } = await occasionsOf(call, `client ${index}`);
  const earlier = await findClient(call, await numberOf("client", before));
  if (earlier !== null && earlier.changedAt > since) return earlier;
  const number = await numberOf("client", present);
  const details = JSON.stringify(changed(number, EMPTY, client, now));
  const made = { channel: partner.id, number, details, createdAt: now, changedAt: now };
  const customer = { ...made, deletedAt: null };
  if (await insertCustomer(env.REGISTRY, customer)) return customer;
  // The same call at the same time was quicker.
  const there = await readCustomer(env.REGISTRY, partner.id, number);
  if (there === null) throw new Error("a customer that is there can't be read");
  return there;
}

/** Null when somebody else has changed the client since it was read. */
type Change = (call: Call, customer: Customer, card: Card) => Promise<Answer | null>;

/** Handles a client that is there, anew with what the others have left for as long as they are quicker. */
export function ofClient(handle: Change): Handler {
  return async (call) => {
    const id = call.param("id");
    for (let attempt = 0; attempt < CLIENT_CHANGE_ATTEMPTS_MAX; attempt++) {
      const customer = await findClient(call, id);
      if (customer === null) return notFound("Client", id);
      const answer = await handle(call, customer, readCard(customer));
      if (answer !== null) return answer;
    }
    return unavailable;
  };
}

export const updateClient = ofClient(async (call, customer, card) => {
  const change = clientChange.safeParse(call.body ?? {});
  if (!change.success) {
    const errors = errorsOf(change.error);
    return { status: 422, body: { ...clientObject(call.env, customer), errors } };
  }
  const next = changed(customer.number, card, change.data, call.now);
  if (next.last >= PARTS_WITHIN) {
    return unprocessable("The client has had too many addresses; change them one by one.");
  }
  const stored = await store(call, customer, next);
  return stored && done(clientObject(call.env, stored));
});

/** Null when somebody else was quicker. */
export function store(call: Call, customer: Customer, card: Card): Promise<Customer | null> {
  return replaceCustomer(call.env.REGISTRY, customer, JSON.stringify(card), call.now);
}
