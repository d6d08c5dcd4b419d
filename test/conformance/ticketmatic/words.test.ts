// What an account says of an order in its own words: where it is to be delivered, and its custom fields
// (contracts/ticketmatic.md 1.5, 4).
import { beforeAll, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import { lost } from "../../support/ticketmatic-decoder.ts";
import type { Json } from "../../support/json.ts";
import type { Ticketmatic } from "../../support/ticketmatic-client.ts";
import { until } from "../../support/until.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;
let price: number;

beforeAll(async () => {
  tm = await anAccount(window);
  const date = await aDate(window.operator, { capacity: 50 });
  const { data } = await tm.get("/events", { limit: 1000 });
  const event = data.find(({ code }: Json) => code === date.id);
  price = event.prices.contingents[0].pricetypes[0].tickettypepriceid;
});

async function aPath(): Promise<string> {
  return `/orders/${(await tm.post("/orders", { saleschannelid: 1 })).orderid}`;
}

const ADDRESS = {
  addressee: "Ada Lovelace",
  street1: "Kerkstraat",
  street2: "1",
  street3: "",
  zip: "2914 AH",
  city: "Nieuwerkerk",
  state: "",
  countrycode: "NL",
};

it("is read back, and what is not named stays", async () => {
  const path = await aPath();
  const { street3: _none, state: _neither, ...said } = ADDRESS;
  const go = { id: 0, typeid: 0, customerid: 0, type: "", country: "" };
  const first = await tm.put(path, { deliveryaddress: { ...said, ...go }, c_source: "leaflet" });
  expect(first).toMatchObject({ deliveryaddress: ADDRESS, c_source: "leaflet" });
  expect(lost("Order", first)).toEqual([]);
  const older = { customfields: { c_gift: true, seats: ["A"] }, custom_fields: { age: 5 } };
  const all = { c_source: "leaflet", c_gift: true, c_seats: ["A"], c_age: 5 };
  expect(await tm.put(path, older)).toMatchObject({ deliveryaddress: ADDRESS, ...all });
  await tm.as("go").put(path, { customerid: 0, deliveryaddress: null, customfields: null });
  await tm.put(path, { customfields: [] });
  const order = await tm.get(path);
  expect(order).toMatchObject({ deliveryaddress: ADDRESS, ...all });
  expect(await tm.put(path, order)).toMatchObject({ deliveryaddress: ADDRESS, ...all });
  const { data } = await tm.get("/orders", { searchterm: String(order.orderid) });
  expect(data).toMatchObject([{ deliveryaddress: ADDRESS, ...all }]);
});

it("is not kept with the order, whose answers stay when it is deleted", async () => {
  const path = await aPath();
  await tm.put(path, { deliveryaddress: ADDRESS, c_name: "Ada" });
  await tm.post(`${path}/tickets`, { tickets: [{ tickettypepriceid: price }] });
  const seen = await operate(window.server.url, "GET", path);
  expect(seen["metadata"]).toMatchObject({ hasWords: true });
  expect(JSON.stringify(seen)).not.toMatch(/Ada|Lovelace|Kerkstraat/);
});

it("is changed of many orders at once, of all or none", async () => {
  const paths = [await aPath(), await aPath()];
  const ids = paths.map((path) => Number(path.slice("/orders/".length)));
  await tm.put(paths[0] ?? "", { c_source: "leaflet", paymentscenarioid: 3 });
  const batch = (updatefields: Json, numbers = ids, operation = "update") => ({
    body: { ids: numbers, operation, parameters: { updatefields } },
  });
  const fields = [
    { key: "deliveryscenarioid", updatetype: "set", value: "2" },
    { key: "c_gift", updatetype: "", value: true },
  ];
  expect(await tm.call("POST", "/orders/batch", batch(fields))).toBeNull();
  const seen = await Promise.all(paths.map((path) => tm.get(path)));
  const both = { deliveryscenarioid: 2, c_gift: true };
  expect(seen).toMatchObject([{ ...both, c_source: "leaflet", paymentscenarioid: 3 }, both]);
  const other = await anAccount(window);
  const [first = 0] = ids;
  for (const [by, wrong, status] of [
    [tm, batch([{ key: "deliveryscenarioid", value: 99 }]), 400],
    [tm, batch([{ key: "customerid", value: 5 }]), 400],
    [tm, batch([{ key: "c_gift", updatetype: "add", value: 5 }]), 400],
    [tm, batch(fields, ids, "pdf"), 400],
    [tm, batch([{ key: "deliveryscenarioid", value: 3 }], [first, 5]), 404],
    [other, batch([{ key: "deliveryscenarioid", value: 3 }], [first]), 404],
  ] as const) {
    expect(await by.refused("POST", "/orders/batch", wrong)).toMatchObject({ status });
  }
  expect(await Promise.all(paths.map((path) => tm.get(path)))).toEqual(seen);
});

it("goes with the tickets of a split order", async () => {
  const path = await aPath();
  const tickets = [{ tickettypepriceid: price }, { tickettypepriceid: price }];
  const { ids } = await tm.post(`${path}/tickets`, { tickets });
  await tm.post(path);
  await tm.put(path, { deliveryaddress: ADDRESS, c_source: "leaflet" });
  const split = await tm.post(`${path}/split`, { tickets: [ids[0]] });
  expect(split).toMatchObject({ deliveryaddress: ADDRESS, c_source: "leaflet" });
});

it("is taken back by an address of nothing, and forgotten with the order", async () => {
  const path = await aPath();
  await tm.put(path, { deliveryaddress: ADDRESS, c_name: "Ada" });
  expect(await tm.put(path, { deliveryaddress: { street1: "" } })).toMatchObject({
    deliveryaddress: null,
    c_name: "Ada",
  });
  await tm.put(path, { deliveryaddress: ADDRESS });
  await tm.delete(path);
  const gone = await tm.get(path);
  expect(gone).toMatchObject({ status: 21003, deliveryaddress: null });
  expect(gone).not.toHaveProperty("c_name");
  expect(await tm.delete(path)).toBeNull();
  await until("the deletion in the list", 10_000, async () => {
    const query = { searchterm: path.slice("/orders/".length), simplefilter: { status: 21003 } };
    return (await tm.get("/orders", query)).nbrofresults === 1;
  });
});

it.each<[what: string, body: Json]>([
  ["a longer address than is kept", { deliveryaddress: { ...ADDRESS, street1: "x".repeat(501) } }],
  ["more custom fields than are kept", { c_text: "x".repeat(3_000) }],
  ["an address that is none", { deliveryaddress: "Kerkstraat" }],
  ["a fee, which would be money that nobody asks for", { ordercosts: [{ amount: 5 }] }],
])("is not %s", async (_what, body) => {
  const path = await aPath();
  expect(await tm.refused("PUT", path, { body })).toMatchObject({ status: 400, code: 400 });
  const { lastupdatets: _then, ...order } = await tm.get(path);
  expect(order).toMatchObject({ deliveryaddress: null, ordercosts: [] });
  expect(Object.keys(order).filter((key) => key.startsWith("c_"))).toEqual([]);
});

it("may name no fee, and take one away that is not there", async () => {
  const path = await aPath();
  const none = { ordercosts: [{ servicechargedefinitionid: 3, amount: 0 }] };
  for (const body of [{ ordercosts: [] }, { ordercosts: null }, none]) {
    expect(await tm.put(path, body)).toMatchObject({ ordercosts: [] });
  }
});
