// Another token's clients, orders, holds and tickets: out of reach, by any id, on any route.
import { beforeAll, describe, expect, it } from "vitest";
import { aClient, anOrder, aSale, left, ordered, type Sale } from "../../support/a-sale.ts";
import {
  aTicketEvolutionPartner,
  type TicketEvolutionPartner,
} from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";
import { type Attempt, attempts } from "../../support/ticketevolution-routes.ts";

const window = openBuiltWindow();
let sale: Sale;
let order: Json;
let hold: Json;
let take: Json;
let client: Json;
let ticket: Json;
let stranger: TicketEvolutionPartner;

beforeAll(async () => {
  sale = await aSale(window, { capacity: 10 });
  stranger = await aTicketEvolutionPartner(window);
  order = await ordered(sale, 1);
  const group = `/ticket_groups/${sale.group.id}`;
  hold = told(await sale.client.post(`${group}/hold`, { quantity: 1 })).hold;
  take = told(await sale.client.post(`${group}/take`, { quantity: 1 })).take;
  const said = {
    name: "Ada Example",
    email_addresses: [{ address: "ada@example.test" }],
    phone_numbers: [{ number: "1" }],
    addresses: [{ street_address: "1 Rue Test" }],
  };
  client = told(await sale.client.post("/clients", { clients: [said] })).clients[0];
  const tickets = told(await sale.client.get("/tickets", { ticket_group_id: sale.group.id }));
  ticket = tickets.tickets[0];
});

/** What it would look like if it were found. */
const SECRETS = ["Ada", "ada@example.test", "Rue Test", "pending"];

/** With the form in which orders are shown beside (contract 4.5). */
const tries = (): Attempt[] => [
  ...attempts({
    client,
    order,
    hold,
    take,
    ticket,
    group: sale.group.id,
    user: String(sale.number),
  }),
  ["GET", `/orders/${order.order_group_id}-${order.id}`],
];

describe("another partner's things are not found", () => {
  it("by their ids, on any route, and nothing of them changes", async () => {
    const before = [
      told(await sale.client.get(`/orders/${order.id}`)),
      told(await sale.client.get(`/clients/${client.id}`)),
      await left(sale),
    ];
    for (const [method, path, body] of tries()) {
      const reply = await stranger.client.call(method, path, {}, body);
      expect([method, path, reply.status]).toEqual([method, path, 404]);
      expect(reply.body.error).toBe("Not Found");
      for (const secret of SECRETS) expect(reply.text).not.toContain(secret);
    }
    expect([
      told(await sale.client.get(`/orders/${order.id}`)),
      told(await sale.client.get(`/clients/${client.id}`)),
      await left(sale),
    ]).toEqual(before);
  });

  it("the same routes find them for their own partner", async () => {
    const reads = tries().filter(
      ([method, path]) => method === "GET" && !/print|deliver|pend|remove/.test(path),
    );
    for (const [, path] of reads) {
      expect([path, (await sale.client.get(path)).status]).toEqual([path, 200]);
    }
  });

  it("in any list or search", async () => {
    const lists = [
      "/clients",
      "/orders",
      "/shipments",
      "/filtered_tickets/held",
      "/filtered_tickets/taken",
      `/ticket_groups/${sale.group.id}/ticket_holds`,
    ];
    for (const path of lists) {
      expect(told(await stranger.client.get(path)).total_entries).toBe(0);
      expect(told(await sale.client.get(path)).total_entries).toBeGreaterThan(0);
    }
    const q = { q: "Ada" };
    expect(told(await stranger.client.get("/clients/search", q)).total_entries).toBe(0);
    const group = { ticket_group_id: sale.group.id };
    expect(told(await stranger.client.get("/tickets", group)).tickets).toEqual([]);
  });

  it("as the buyer of an order, though the places are for everybody", async () => {
    const theirs = anOrder(sale, 1);
    const reply = await stranger.client.post("/orders", theirs);
    expect(reply.status).toBe(422);
    const own = { ...sale, ...stranger, clientId: await aClient(stranger) };
    const bought = told(await stranger.client.post("/orders", anOrder(own, 1))).orders[0];
    expect((await sale.client.get(`/orders/${bought.id}`)).status).toBe(404);
  });
});

it("events that a partner may not see are unknown to it on every route", async () => {
  const blind = await aTicketEvolutionPartner(window, { events: ["another-show"] });
  const clientId = await aClient(blind);
  for (const path of [
    `/events/${sale.event.id}`,
    `/events/${sale.event.id}/stats`,
    `/ticket_groups/${sale.group.id}`,
    `/listings/${sale.group.id}`,
    `/performers/${sale.event.performances[0].performer.id}`,
    `/venues/${sale.event.venue.id}`,
  ]) {
    expect([path, (await blind.client.get(path)).status]).toEqual([path, 404]);
  }
  for (const path of ["/ticket_groups", "/listings"]) {
    const reply = await blind.client.get(path, { event_id: sale.event.id });
    expect(reply.status).toBe(404);
  }
  expect(
    (await blind.client.post(`/ticket_groups/${sale.group.id}/hold`, { quantity: 1 })).status,
  ).toBe(404);
  const order = await blind.client.post("/orders", anOrder({ ...sale, ...blind, clientId }, 1));
  expect(order.body.error[0]).toBe("OrderGroup::Builder::NoTickets");
});
