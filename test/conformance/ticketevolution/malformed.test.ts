// Bad input, signed and unsigned: an answer in this partner's words, a JSON object, and no effect.
import { beforeAll, expect, it } from "vitest";
import { aPrice } from "../../support/a-date.ts";
import { aSale, left, type Sale } from "../../support/a-sale.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { exchange, php, sign } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
let sale: Sale;

beforeAll(async () => {
  sale = await aSale(window, { capacity: 5 });
});

const host = () => new URL(window.server.url).host;

function post(path: string, body: string, signature?: string, headers = {}) {
  const { token, secret } = sale.credentials;
  return exchange(window.server.url, {
    method: "POST",
    target: `/v9${path}`,
    headers: {
      ...headers,
      "X-Token": token,
      "X-Signature": signature ?? sign(secret, `POST ${host()}/v9${path}?${body}`),
    },
    body,
  });
}

const PATHS = () => [
  "/clients",
  "/orders",
  "/orders/open",
  `/ticket_groups/${sale.group.id}/hold`,
  `/ticket_groups/${sale.group.id}/take`,
  `/ticket_groups/${sale.group.id}/waste`,
  `/ticket_groups/${sale.group.id}/broadcast`,
  `/clients/${sale.clientId}/addresses`,
];

it.each([
  ["no JSON", "{"],
  ["two values", "{}{}"],
  ["an array", "[]"],
  ["a number", "1"],
  ["a text", '"orders"'],
  ["null", "null"],
  ["false", "false"],
  ["a NUL", '{"orders":"\\u0000"}'],
  ["a prototype", '{"__proto__":{"orders":[]},"constructor":1}'],
  ["a deep nest", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ["numbers without end", '{"orders":[{"seller_id":1e999}],"clients":[{"name":1e999}]}'],
  ["nulls in lists", '{"orders":[null],"clients":[null],"addresses":[null]}'],
])("%s is refused wherever a body is read", async (_name, body) => {
  for (const path of PATHS()) {
    const reply = await post(path, body);
    expect([path, [400, 422].includes(reply.status), reply.status]).toEqual([
      path,
      true,
      reply.status,
    ]);
    expect(reply.type).toContain("application/vnd.ticketevolution.api+json");
    expect(Array.isArray(reply.body)).toBe(false);
  }
  expect(await left(sale)).toBe(5);
});

it("more than 1 MiB is a 413, signed or not", async () => {
  const body = JSON.stringify({ clients: [{ name: "x".repeat(1024 * 1024) }] });
  // In chunks, for a length that is too great is refused before the rest is read, and who is still
  // sending may lose the answer with the connection.
  const chunked = { "Transfer-Encoding": "chunked" };
  expect((await post("/clients", body, undefined, chunked)).status).toBe(413);
  expect((await post("/clients", body, "wrong", chunked)).status).toBe(413);
});

it("the same bodies unsigned are a 401 and nothing else", async () => {
  const signature = Buffer.alloc(32).toString("base64");
  for (const body of ["{", "null", '{"orders":[]}']) {
    for (const path of PATHS()) expect((await post(path, body, signature)).status).toBe(401);
  }
});

it("questions with odd values are answered, never with a 500", async () => {
  const odd = [
    "",
    "-1",
    "1e3",
    "NaN",
    "9".repeat(40),
    "'; DROP TABLE dates; --",
    "%",
    "\u0000",
    "🎭",
  ];
  const names = [
    "page",
    "per_page",
    "order_by",
    "occurs_at.gte",
    "venue_id",
    "id",
    "name",
    "q",
    "state",
  ];
  const paths = ["/events", "/events/search", "/venues", "/clients", "/orders", "/brokerages"];
  for (const path of paths) {
    for (const value of odd) {
      const query = Object.fromEntries(names.map((name) => [name, value]));
      const reply = await sale.client.get(path, query);
      expect([path, value, reply.status]).toEqual([path, value, 200]);
    }
  }
});

it("the names that every object has are neither filters nor orders", async () => {
  const two = await aSale(window, {
    areas: [{ id: "parterre", label: "Parterre", capacity: 2 }],
    prices: [aPrice("full", "parterre", 1250), aPrice("cheap", "parterre", 500)],
  });
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    for (const path of ["/events", "/events/search", "/ticket_groups", "/listings"]) {
      const event_id = two.event.id;
      // Written so, for an object would not keep a key `__proto__`.
      const pairs = [name, `${name}.gte`].map((key) => [key, "1"] as const);
      const wire = php(window.server.url, {
        method: "GET",
        path: `/v9${path}`,
        pairs: [...pairs, ["order_by", name], ["event_id", String(event_id)]],
        body: "",
      });
      const { status, body } = await two.client.send(wire);
      expect([path, name, status, body.total_entries > 0]).toEqual([path, name, 200, true]);
    }
  }
});

it("calls of the contract that are not offered say so", async () => {
  const calls: readonly (readonly [string, string])[] = [
    ["GET", "/accounts"],
    ["GET", "/credentials/me"],
    ["POST", "/ticket_groups"],
    ["DELETE", "/ticket_groups/501"],
    ["POST", "/payments"],
    ["GET", "/reports/sales"],
    ["GET", "/orders/balance"],
    ["GET", "/orders/show_lite"],
    ["GET", "/shipments/status"],
    ["GET", "/ticket_groups/mass_index"],
    ["GET", "/v10/events"],
    ["GET", "/"],
  ];
  for (const [method, path] of calls) {
    const { status, body }: Json = await sale.client.call(method, path);
    expect([path, status, body.error]).toEqual([path, 404, expect.stringContaining("not offer")]);
  }
});
