// Another account, by any id on any route: nothing of the first is read, changed or named.
import { beforeAll, describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import { Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let first: Ticketmatic;
let other: Ticketmatic;
let order: Json;
let contact: Json;
let event: Json;
let draft: Json;
let snapshot: unknown[];

async function everything(): Promise<unknown[]> {
  return [
    await first.get(`/orders/${order.orderid}`),
    await first.get(`/contacts/${contact.id}`),
    await first.get(`/events/${draft.id}`),
    (await first.lines(`/events/${event.id}/tickets`)).filter(({ orderid }) => orderid !== null),
  ].map(
    (one) =>
      JSON.parse(
        JSON.stringify(one).replaceAll(/"lastupdatets":"[^"]*"/g, '"lastupdatets":""'),
      ) as unknown,
  );
}

beforeAll(async () => {
  [first, other] = [await anAccount(window), await anAccount(window)];
  const date = await aDate(window.operator, { capacity: 100 });
  event = (await first.get("/events", { limit: 1000 })).data.find(
    ({ code }: Json) => code === date.id,
  );
  const { tickettypepriceid } = event.prices.contingents[0].pricetypes[0];
  const { orderid } = await first.post("/orders", { saleschannelid: 1 });
  contact = await first.post("/contacts", { firstname: "Marie", email: "marie@example.test" });
  await first.put(`/orders/${orderid}`, { customerid: contact.id });
  await first.post(`/orders/${orderid}/tickets`, {
    tickets: [{ tickettypepriceid }, { tickettypepriceid }],
  });
  order = await first.post(`/orders/${orderid}`);
  await first.post(`/orders/${orderid}/payments`, { amount: 25, paymentmethodid: 1 });
  draft = await first.post("/events", { name: "A draft", contingents: [{ amount: 5 }] });
  await operate(window.server.url, "POST", "/scans", { barcode: order.tickets[0].barcode });
  snapshot = await everything();
});

const ROUTES: readonly (readonly [method: string, path: string, body: () => Json])[] = [
  ["GET", "/orders/{order}", () => undefined],
  ["PUT", "/orders/{order}", () => ({ deliveryscenarioid: 1 })],
  ["POST", "/orders/{order}", () => undefined],
  ["DELETE", "/orders/{order}", () => undefined],
  [
    "POST",
    "/orders/{order}/tickets",
    () => ({ tickets: [{ tickettypepriceid: order.tickets[0].tickettypepriceid }] }),
  ],
  [
    "PUT",
    "/orders/{order}/tickets",
    () => ({
      operation: "setticketholders",
      params: { ticketholderids: [1] },
      tickets: [order.tickets[0].id],
    }),
  ],
  ["DELETE", "/orders/{order}/tickets", () => ({ tickets: [order.tickets[1].id] })],
  ["POST", "/orders/{order}/payments", () => ({ amount: 1, paymentmethodid: 1 })],
  ["POST", "/orders/{order}/refunds", () => ({ amount: 1, paymentid: 1 })],
  ["POST", "/orders/{order}/split", () => ({ tickets: [order.tickets[1].id] })],
  ["POST", "/orders/{order}/pdf", () => ({})],
  ["POST", "/orders/{order}/tickets/pdf", () => ({})],
  ["GET", "/orders/{order}/logs", () => undefined],
  ["GET", "/contacts/{contact}", () => undefined],
  ["PUT", "/contacts/{contact}", () => ({ firstname: "Eve" })],
  ["DELETE", "/contacts/{contact}", () => undefined],
  ["GET", "/contacts/0?email=marie@example.test", () => undefined],
  ["GET", "/events/{draft}", () => undefined],
  ["PUT", "/events/{draft}", () => ({ name: "Mine" })],
  ["GET", "/events/{draft}/tickets", () => undefined],
  ["PUT", "/events/{draft}/tickets/scanout", () => ({})],
  ["PUT", "/events/{draft}/tickets/batch", () => []],
  ["PUT", "/events/{draft}/tickets/lock", () => ({ locktypeid: 1, ticketids: [] })],
  ["PUT", "/events/{draft}/tickets/unlock", () => ({ ticketids: [] })],
  ["POST", "/events/batch", () => ({ ids: [draft.id], operation: "delete" })],
];

function pathOf(template: string): string {
  return template
    .replace("{order}", order.orderid)
    .replace("{contact}", contact.id)
    .replace("{draft}", draft.id);
}

describe("another account", () => {
  it.each(ROUTES)("%s %s is a 404 without a trace", async (method, path, body) => {
    const refused = await other.refused(method, pathOf(path), { body: body() });
    expect(refused).toMatchObject({ status: 404, code: 404 });
    expect(JSON.stringify(refused)).not.toMatch(/Marie|draft/i);
    expect(await everything()).toEqual(snapshot);
  });

  it("can't delete the first's draft, and is told no more than of one that is not there", async () => {
    const refused = await other.refused("DELETE", `/events/${draft.id}`);
    expect(refused).toMatchObject({ status: 400, code: 400 });
    expect(await other.refused("DELETE", "/events/777704")).toEqual(refused);
    expect(await everything()).toEqual(snapshot);
  });

  it("lists nothing of the first", async () => {
    const all = { includearchived: true, limit: 1000 };
    expect((await other.get("/orders", all)).data).toEqual([]);
    expect(
      (await other.get("/orders", { ...all, searchterm: String(order.orderid) })).data,
    ).toEqual([]);
    expect((await other.get("/contacts", all)).data).toEqual([]);
    const drafts = await other.get("/events", { simplefilter: { status: [19001] } });
    expect(drafts.data).toEqual([]);
  });

  it("sees of the first's tickets only that the places are taken", async () => {
    const lines = await other.lines(`/events/${event.id}/tickets`);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatchObject({
        orderid: null,
        barcode: null,
        price: null,
        accesscontrolstatus: 0,
        locktypeid: 2,
      });
    }
    expect(JSON.stringify(lines)).not.toContain(order.tickets[0].barcode);
  });

  it("names the first's customer or tickets in its own orders without effect", async () => {
    const { orderid } = await other.post("/orders", { saleschannelid: 1 });
    const refused = (method: string, path: string, body: Json) =>
      other.refused(method, path, { body });
    expect(await refused("PUT", `/orders/${orderid}`, { customerid: contact.id })).toMatchObject({
      code: 400,
    });
    expect(
      await refused("DELETE", `/orders/${orderid}/tickets`, { tickets: [order.tickets[0].id] }),
    ).toMatchObject({ code: 400 });
    const seat = {
      tickets: [
        { tickettypepriceid: order.tickets[0].tickettypepriceid, ticketid: order.tickets[0].id },
      ],
    };
    expect(await refused("POST", `/orders/${orderid}/tickets`, seat)).toMatchObject({ code: 400 });
    expect(await other.delete("/orders", [order.orderid])).toMatchObject({ nbrsucceeded: 0 });
    expect(await other.put(`/events/${event.id}/tickets/scanout`, {})).toEqual([]);
    expect(await everything()).toEqual(snapshot);
  });

  it("can't speak in the first's name: its key is not one of that account", async () => {
    const { url, account } = other;
    const posing = new Ticketmatic(url, { ...account, name: first.account.name });
    expect(await posing.refused("GET", `/orders/${order.orderid}`)).toMatchObject({
      status: 403,
      code: 403,
    });
    expect(await posing.refused("GET", "/no/such/call")).toMatchObject({ status: 403 });
  });
});
