/** The account's contacts: its own customer file (contracts/ticketmatic.md 3.3). */
import * as z from "zod";
import { TICKETMATIC_PAGE_ROWS_MAX } from "../../../core/limits.ts";
import * as customers from "../../../registry/customers.ts";
import type { Condition } from "../../../registry/search.ts";
import { json, nothing, problem, type Reply, unknownId } from "../answers.ts";
import { type Anything, type Call, endpoint, type Routes } from "../endpoint.ts";
import type { Table } from "../filter.ts";
import { listParameters, pageRows, searchOf } from "../parameters.ts";
import { batchBody, batchContacts } from "./batch.ts";
import { changed, contactBody, contactInput, fits, readDetails } from "./contact.ts";
import { importBody, importContacts } from "./import.ts";
import { makeCustomers, NO_NUMBER } from "./make.ts";

const listQuery = z.object({
  ...listParameters,
  // The official tests count a whole customer file without saying how much of it they want.
  limit: pageRows.default(TICKETMATIC_PAGE_ROWS_MAX),
  orderby: z.enum(["name", "createdts", "lastupdatets"]).default("createdts"),
  output: z.enum(["ids", "minimal", "default"]).default("default"),
});
const getQuery = z.object({ email: z.string().max(320).optional() });

const TABLE: Table = {
  name: "contact",
  keys: ["id"],
  columns: {
    id: { field: "number", kind: "number" },
    email: { field: "email", kind: "text" },
    firstname: { field: "firstname", kind: "text" },
    lastname: { field: "lastname", kind: "text" },
    createdts: { field: "createdAt", kind: "instant" },
    lastupdatets: { field: "changedAt", kind: "instant" },
  },
};
const ORDERS = { name: "name", createdts: "createdAt", lastupdatets: "changedAt" } as const;

export function mountContacts(routes: Routes): void {
  const right = "sell" as const;
  endpoint(routes, "post", "/contacts/batch", { right, body: batchBody, run: batchContacts });
  endpoint(routes, "post", "/contacts/import", { right, body: importBody, run: importContacts });
  endpoint(routes, "get", "/contacts", { right, query: listQuery, run: list });
  endpoint(routes, "post", "/contacts", { right, body: contactInput, run: create });
  endpoint(routes, "get", "/contacts/:id{[0-9]+}", { right, query: getQuery, run: get });
  endpoint(routes, "put", "/contacts/:id{[0-9]+}", { right, body: contactInput, run: update });
  endpoint(routes, "delete", "/contacts/:id{[0-9]+}", { right, run: remove });
}

function own({ partner }: Pick<Anything, "partner">): Condition {
  return { field: "channel", is: "=", value: partner.id };
}

async function list(call: Call<z.output<typeof listQuery>, unknown>): Promise<Reply> {
  const { query, env } = call;
  const live: Condition | null =
    query.includearchived === true ? null : { field: "deletedAt", is: "is null" };
  const order = { orderBy: ORDERS[query.orderby], descending: false };
  const term = query.searchterm;
  const named: Condition | null =
    term === undefined ? null : { field: "anything", is: "contains", value: term };
  const search = searchOf(TABLE, query, [own(call), live, named], order);
  if ("problem" in search) return search;
  const { rows, total: nbrofresults } = await customers.searchCustomers(env.REGISTRY, search);
  const data = rows.map((row) => (query.output === "ids" ? { id: row.number } : contactBody(row)));
  return json({ data, nbrofresults });
}

/** By number, or as number 0 by the address. */
async function get(call: Call<z.output<typeof getQuery>, unknown>): Promise<Reply> {
  const { env, partner, query } = call;
  const customer =
    call.id === 0 && query.email !== undefined
      ? await byEmail(call, query.email)
      : await customers.readCustomer(env.REGISTRY, partner.id, call.id);
  return customer === null ? unknownId("contact") : json(contactBody(customer));
}

async function byEmail(call: Anything, email: string): Promise<customers.Customer | null> {
  const conditions: Condition[] = [
    own(call),
    { field: "address", is: "=", value: email.toLowerCase() },
    { field: "deletedAt", is: "is null" },
  ];
  const page = { orderBy: "createdAt", descending: false, limit: 1, offset: 0 };
  const { rows } = await customers.searchCustomers(call.env.REGISTRY, { conditions, ...page });
  return rows[0] ?? null;
}

async function create(call: Call<unknown, z.output<typeof contactInput>>): Promise<Reply> {
  const [customer = null] = await makeCustomers(call, [call.body]);
  return customer === null ? NO_NUMBER : json(contactBody(customer));
}

/** What is not named stays. */
async function update(call: Call<unknown, z.output<typeof contactInput>>): Promise<Reply> {
  const { env, partner, body, now } = call;
  const which = { channel: partner.id, number: call.id };
  const known = await customers.readCustomer(env.REGISTRY, which.channel, which.number);
  if (known === null || known.deletedAt !== null) return unknownId("contact");
  if (!fits(changed(readDetails(known), body)))
    return problem(400, "This is more than can be kept of a contact");
  const changes = JSON.stringify(body);
  const customer = await customers.changeCustomer(env.REGISTRY, which, changes, now);
  return customer === null ? unknownId("contact") : json(contactBody(customer));
}

async function remove(call: Anything): Promise<Reply> {
  const { env, partner, now } = call;
  const known = await customers.readCustomer(env.REGISTRY, partner.id, call.id);
  if (known === null) return unknownId("contact");
  await customers.forgetCustomers(env.REGISTRY, partner.id, [call.id], now);
  return nothing;
}
