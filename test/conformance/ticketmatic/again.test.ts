// The same call again in the same second, once something has changed in between: it is asked anew.
import { beforeAll, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import { signed, type Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
let authorization: string;

beforeAll(async () => {
  tm = await anAccount(window);
  authorization = signed(tm.account);
});

async function aPriceOf(capacity: number): Promise<number> {
  const date = await aDate(window.operator, { capacity });
  const { data } = await tm.get("/events", { limit: 1000 });
  const event = data.find(({ code }: Json) => code === date.id);
  return event.prices.contingents[0].pricetypes[0].tickettypepriceid;
}

it("a ticket that was deleted from a basket is had anew by the words that brought it", async () => {
  const body = { tickets: [{ tickettypepriceid: await aPriceOf(1) }] };
  const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
  const path = `/orders/${orderid}/tickets`;
  const first = await tm.call("POST", path, { authorization, body });
  await tm.delete(path, { tickets: first.ids });
  const second = await tm.call("POST", path, { authorization, body });
  expect(second.ids).not.toEqual(first.ids);
  expect(second.order.tickets.map(({ id }: Json) => id)).toEqual(second.ids);
  const again = await tm.call("POST", path, { authorization, body });
  expect(again.ids).toEqual(second.ids);
  expect((await tm.get(`/orders/${orderid}`)).nbroftickets).toBe(1);
});

it("a place that was taken and is free again is had by the words that were refused", async () => {
  const body = { tickets: [{ tickettypepriceid: await aPriceOf(1) }] };
  const orders = [1, 2].map(() => tm.post("/orders", { saleschannelid: 1 }));
  const [mine, other] = await Promise.all(orders);
  const path = `/orders/${mine.orderid}/tickets`;
  await tm.post(`/orders/${other.orderid}/tickets`, body);
  const refused = { status: 400, applicationcode: 1203 };
  expect(await tm.refused("POST", path, { authorization, body })).toMatchObject(refused);
  await tm.delete(`/orders/${other.orderid}`);
  const added = await tm.call("POST", path, { authorization, body });
  expect(added.order.nbroftickets).toBe(1);
  expect((await tm.call("POST", path, { authorization, body })).ids).toEqual(added.ids);
});
