// The sandbox of the doors with partners: who belongs to it sees and sells nothing real, who does not
// neither sees nor sells anything of it, and each door says a failure in its own words.
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { anOrder, eventOf, aClient } from "../../support/a-sale.ts";
import { aSandboxDate, type Misbehaviour, tellSandbox } from "../../support/a-sandbox.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { OPERATOR_TOKEN } from "../../support/guichet-server.ts";
import { Sapiti } from "../../support/sapiti-client.ts";
import type { Json } from "../../support/json.ts";
import { TicketEvolution, told } from "../../support/ticketevolution-client.ts";
import { Ticketmatic } from "../../support/ticketmatic-client.ts";
import { sandboxId } from "../../support/a-sandbox.ts";
import { freshId } from "../../support/a-date.ts";
import { wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
type Door = "sapiti" | "ticketmatic" | "ticketevolution";

async function aPartner(door: Door, id: string, events: readonly string[] | null = null) {
  const body = { door, label: "A partner", events };
  const { publicKey, secret } = await window.operator.putPartner(id, body);
  const [key, hidden] = [publicKey ?? "", secret ?? ""];
  const { url } = window.server;
  return {
    id,
    sapiti: new Sapiti(url, { publicKey: key, privateKey: hidden }),
    ticketmatic: new Ticketmatic(url, { name: id, key, secret: hidden }),
    ticketevolution: new TicketEvolution(url, { token: key, secret: hidden }),
  };
}
type Partner = Awaited<ReturnType<typeof aPartner>>;

/** The codes or ids of the dates that the partner is told of. */
const listed: Readonly<Record<Door, (partner: Partner) => Promise<readonly string[]>>> = {
  sapiti: async ({ sapiti }) =>
    (await sapiti.ask<Json[]>("GET", "agenda/events", { entry_count: 200 })).map(({ id }) => id),
  ticketmatic: async ({ ticketmatic }) =>
    (await ticketmatic.get("/events", { limit: 1000 })).data.map(({ code }: Json) => code),
  ticketevolution: async ({ ticketevolution }) => {
    const { events } = told(await ticketevolution.get("/events", { per_page: 100 }));
    return events.map(({ id }: Json) => String(id));
  },
};

describe.each(["sapiti", "ticketmatic", "ticketevolution"] as const)("at the door %s", (door) => {
  it("a partner of the sandbox is told of its date alone, and others of all but it", async () => {
    const real = await aDate(window.operator, { event: freshId("event") });
    const played = await aSandboxDate(window.operator);
    const names = async (id: string) =>
      door === "ticketevolution" ? String((await window.operator.date(id)).number) : id;
    const inside = await aPartner(door, sandboxId(), [played.configuration.event]);
    const outside = await aPartner(door, freshId("p").slice(0, 12));
    expect(await listed[door](inside)).toEqual([await names(played.id)]);
    const seen = await listed[door](outside);
    expect(seen).toContain(await names(real.id));
    expect(seen).not.toContain(await names(played.id));
  });

  it("no partner is admitted to both worlds", async () => {
    const put = async (id: string, events: readonly string[] | null) => {
      const response = await fetch(`${window.server.url}/operator/v1/partners/${id}`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
        body: JSON.stringify({ door, label: "A partner", events }),
      });
      await response.text();
      return response.status;
    };
    expect(await put(sandboxId(), null)).toBe(422);
    expect(await put(sandboxId(), ["sandbox-a", "cyrano"])).toBe(422);
    expect(await put(freshId("p"), ["sandbox-a"])).toBe(422);
  });
});

async function tell(partner: Partner, kind: Misbehaviour): Promise<void> {
  expect(await tellSandbox(window.server.url, partner.id, kind)).toBe(200);
}

async function ticketEvolutionSale() {
  const date = await aSandboxDate(window.operator);
  const partner = await aPartner("ticketevolution", sandboxId(), [date.id]);
  const client = partner.ticketevolution;
  const seller = { ...partner, number: 0, credentials: { token: "", secret: "" }, client };
  const event = await eventOf(window, date.id, seller);
  const { ticket_groups } = told(await client.get("/ticket_groups", { event_id: event.id }));
  const clientId = await aClient(seller);
  const sale = { ...seller, date, event, group: ticket_groups[0], clientId };
  return {
    partner,
    date,
    two: (order = anOrder(sale, 2)) => client.post("/orders", order),
    order: anOrder(sale, 2),
  };
}

describe("a misbehaviour", () => {
  it.each(["sapiti", "ticketmatic", "ticketevolution"] as const)(
    "of %s: an answer that is lost on its way",
    async (door) => {
      const played = await aSandboxDate(window.operator);
      const partner = await aPartner(door, sandboxId(), [played.configuration.event]);
      await tell(partner, "lost");
      await expect(listed[door](partner)).rejects.toThrow();
      await tell(partner, null);
      expect(await listed[door](partner)).toHaveLength(1);
    },
  );

  it("of Ticket Evolution's: the order is there though its answer was lost", async () => {
    const { partner, two, date, order } = await ticketEvolutionSale();
    await tell(partner, "lost");
    await expect(two(order)).rejects.toThrow();
    expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ held: 2 });
    await tell(partner, null);
    expect((await two(order)).status).toBe(201);
    expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ held: 2 });
  });

  it("of Sapiti's: an error, a sold-out house, one product instead of two", async () => {
    const date = await aSandboxDate(window.operator);
    const house = { event: date.id, stock: `STK-${date.id}` };
    const partner = await aPartner("sapiti", sandboxId(), [date.id]);
    const two = () => {
      const requests = [wish({ ...house, date }, { quantity: 2 })];
      return partner.sapiti.call("POST", "shop/products", { requests });
    };
    await tell(partner, "error");
    expect((await two()).envelope).toMatchObject({ success: false, error: { code: 1900 } });
    await tell(partner, "sold_out");
    expect((await two()).envelope).toMatchObject({ success: true, response: [] });
    await tell(partner, "one_less");
    expect((await two()).envelope.response).toHaveLength(1);
    await tell(partner, null);
    expect((await two()).envelope.response).toHaveLength(2);
  });

  it("of Ticketmatic's: an error, a sold-out house, one ticket instead of two", async () => {
    const date = await aSandboxDate(window.operator);
    const partner = await aPartner("ticketmatic", sandboxId(), [date.id]);
    const tm = partner.ticketmatic;
    const [event] = (await tm.get("/events")).data;
    const price = event.prices.contingents[0].pricetypes[0].tickettypepriceid;
    const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
    const another = await tm.post("/orders", { saleschannelid: 1 });
    const two = (order = orderid) => {
      const tickets = [{ tickettypepriceid: price }, { tickettypepriceid: price }];
      return tm.send("POST", `/orders/${order}/tickets`, { body: { tickets } });
    };
    await tell(partner, "error");
    expect((await two()).status).toBe(500);
    await tell(partner, "sold_out");
    expect(JSON.parse((await two()).text)).toMatchObject({ code: 400, applicationcode: 1203 });
    await tell(partner, "one_less");
    // An order remembers what it was refused, so this is asked of another one.
    const { order }: Json = JSON.parse((await two(another.orderid)).text);
    expect(order.tickets).toHaveLength(1);
  });

  it("of Ticket Evolution's: an error, a sold-out house, one ticket instead of two", async () => {
    const { partner, two, date } = await ticketEvolutionSale();
    await tell(partner, "error");
    expect((await two()).status).toBe(500);
    await tell(partner, "sold_out");
    expect((await two()).status).toBe(422);
    await tell(partner, "one_less");
    expect((await two()).status).toBe(201);
    expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ held: 1 });
  });
});
