// Ticket groups and listings: filters, order, seats, and what a partner takes off its own sale.
import { describe, expect, it } from "vitest";
import { aPrice } from "../../support/a-date.ts";
import { anOrder, aSale, left, type Sale } from "../../support/a-sale.ts";
import { aTicketEvolutionPartner } from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();

/** Three groups: 2 at 30, 5 at 12.50 and at 8 in the same area. */
function aHouse(): Promise<Sale> {
  return aSale(window, {
    areas: [
      { id: "box", label: "Box", capacity: 2 },
      { id: "parterre", label: "Parterre", capacity: 5 },
    ],
    prices: [
      aPrice("best", "box", 3000),
      aPrice("full", "parterre", 1250),
      aPrice("reduced", "parterre", 800),
    ],
  });
}

describe.each(["ticket_groups", "listings"])("%s", (name) => {
  const path = `/${name}`;

  it("are one for each price, filtered and sorted, never paged", async () => {
    const { client, event } = await aHouse();
    const prices = async (query: Readonly<Record<string, string | number>>) => {
      const body = told(await client.get(path, { event_id: event.id, per_page: 1, ...query }));
      expect(body.total_entries).toBe(body[name].length);
      expect(body).not.toHaveProperty("current_page");
      return body[name].map(({ retail_price }: Json) => retail_price) as string[];
    };
    expect(await prices({})).toEqual(["8.0", "12.5", "30.0"]);
    expect(await prices({ order_by: "retail_price DESC" })).toEqual(["30.0", "12.5", "8.0"]);
    expect(await prices({ order_by: "section" })).toEqual(["30.0", "8.0", "12.5"]);
    expect(await prices({ section: "Box" })).toEqual(["30.0"]);
    expect(await prices({ section: "box" })).toEqual([]);
    expect(await prices({ quantity: 3 })).toEqual(["8.0", "12.5"]);
    expect(await prices({ quantity: 6 })).toEqual([]);
    expect(await prices({ type: "event" })).toHaveLength(3);
    expect(await prices({ type: "parking" })).toEqual([]);
    expect(await prices({ wheelchair: "true" })).toEqual([]);
    expect(await prices({ eticket: "true" })).toHaveLength(3);
    expect(await prices({ eticket: "false" })).toEqual([]);
    expect(await prices({ format: "Physical,Eticket" })).toHaveLength(3);
    expect(await prices({ format: "Physical" })).toEqual([]);
    expect(await prices({ office_id: 2 })).toEqual([]);
    expect(await prices({ exclude_office_id: 1 })).toEqual([]);
    expect(await prices({ owned: "false" })).toEqual([]);
  });

  it("need an event, and one that there is", async () => {
    const { client } = await aTicketEvolutionPartner(window);
    expect((await client.get(path)).status).toBe(400);
    for (const event_id of ["1", "word", ""]) {
      expect((await client.get(path, { event_id })).status).toBe(404);
    }
    for (const id of ["1", "word", "9007199254740993"]) {
      expect((await client.get(`${path}/${id}`)).status).toBe(404);
    }
  });

  it("are told by id as they are in the list", async () => {
    const { client, event } = await aHouse();
    for (const row of told(await client.get(path, { event_id: event.id }))[name]) {
      expect(told(await client.get(`${path}/${row.id}`))).toMatchObject(row);
    }
  });
});

it("a closed date has nothing to sell, and include_unavailable shows what it had", async () => {
  const { client, event, date } = await aHouse();
  await window.operator.putDate(date.id, { ...date.configuration, status: "closed" });
  const query = { event_id: event.id };
  expect(told(await client.get("/ticket_groups", query)).ticket_groups).toEqual([]);
  const all = told(await client.get("/ticket_groups", { ...query, include_unavailable: "true" }));
  expect(all.ticket_groups).toHaveLength(3);
  expect(all.ticket_groups[0]).toMatchObject({ available_quantity: 0, splits: [] });
});

it("an allotment is the most that its partner is told of, and can buy", async () => {
  const partner = await aTicketEvolutionPartner(window);
  const allotments = [{ channel: partner.id, area: "parterre", places: 2 }];
  const sale = await aSale(window, { capacity: 5, allotments }, partner);
  expect(sale.group.splits).toEqual([1, 2]);
  expect((await sale.client.post("/orders", anOrder(sale, 3))).status).toBe(422);
  const other = { ...sale, ...(await aTicketEvolutionPartner(window)) };
  expect(await left(other)).toBe(5);
});

describe("what a partner takes off its own sale", () => {
  it("is on sale to others, and comes back when it is broadcast again", async () => {
    const sale = await aSale(window, { capacity: 4 });
    const path = `/ticket_groups/${sale.group.id}`;
    const other = { ...sale, ...(await aTicketEvolutionPartner(window)) };
    const unlisted = told(await sale.client.post(`${path}/broadcast`, { broadcast: false }));
    expect(unlisted).toMatchObject({ id: sale.group.id, available_quantity: 0 });
    expect(await left(sale)).toBe(0);
    expect((await sale.client.post("/orders", anOrder(sale, 1))).status).toBe(422);
    expect(await left(other)).toBe(4);
    told(await sale.client.post(`${path}/broadcast`, { broadcast: "true" }));
    expect(await left(sale)).toBe(4);
  });

  it("is gone for good when it is wasted", async () => {
    const sale = await aSale(window, { capacity: 4 });
    const path = `/ticket_groups/${sale.group.id}`;
    expect((await sale.client.post(`${path}/waste`, { wasted_reason: "Bored" })).status).toBe(422);
    expect(await left(sale)).toBe(4);
    told(await sale.client.post(`${path}/waste`, { wasted_reason: "Did not sell" }));
    expect(await left(sale)).toBe(0);
    expect((await sale.client.post(`${path}/broadcast`, { broadcast: true })).status).toBe(422);
    expect((await window.operator.date(sale.date.id)).areas[0]?.free).toBe(4);
  });
});
