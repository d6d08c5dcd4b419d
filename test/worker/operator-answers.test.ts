// The operator API's document against what is really answered: every operation, and what refuses.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { callId } from "../../src/core/calls.ts";
import { dateCode } from "../../src/core/ids.ts";
import { tellCalls } from "../../src/registry/calls.ts";
import type { JsonSchema, OpenApiDocument, OpenApiOperation } from "../../src/operator/openapi.ts";

const BASE = "https://window.test/operator/v1";
const venue = { name: "Théâtre de l’Île", timeZone: "Europe/Paris" };
const answered = new Set<string>();
let document: OpenApiDocument;

beforeAll(async () => {
  const response = await exports.default.fetch(`${BASE}/openapi.json`);
  document = await response.json();
});

function described(method: string, path: string): OpenApiOperation {
  for (const [pattern, methods] of Object.entries(document.paths)) {
    const operation = methods[method.toLowerCase()];
    const parts = pattern.replaceAll(/\{\w+\}/g, "[^/]+");
    if (operation !== undefined && new RegExp(`^${parts}$`).test(path)) return operation;
  }
  throw new Error(`the document has no ${method} ${path}`);
}

/** As it is, and with nothing beside what it names. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)]);
  const closed = Object.hasOwn(schema, "properties") ? { additionalProperties: false } : {};
  return { ...closed, ...Object.fromEntries(entries) };
}

function schemaOf({ $ref: reference, ...schema }: JsonSchema): z.ZodType {
  // A problem may have members of its own (RFC 9457, 3.2): only ours are checked.
  if (typeof reference === "string") {
    const schemas = document.components["schemas"] as Record<string, JsonSchema>;
    return z.fromJSONSchema(schemas[reference.split("/").at(-1) ?? ""] ?? {});
  }
  return z.fromJSONSchema(strict(schema) as Parameters<typeof z.fromJSONSchema>[0]);
}

type Json = Record<string, unknown>;

/** Calls, and expects the status and an answer that fits the document. */
async function ask(
  status: number,
  method: string,
  path: string,
  body?: unknown,
  token: string = env.OPERATOR_TOKEN,
): Promise<Json> {
  const response = await exports.default.fetch(BASE + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(typeof body === "string" ? { "Content-Type": "text/csv" } : {}),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const json = await response.json<Json>();
  expect([response.status, json]).toEqual([status, json]);
  const operation = described(method, path.split("?")[0] ?? "");
  if (status < 300) answered.add(operation.operationId);
  const type = response.headers.get("Content-Type") ?? "";
  const schema = operation.responses[status]?.content[type]?.schema;
  if (schema === undefined)
    throw new Error(`${method} ${path}: ${status} ${type} is not described`);
  const fits = schemaOf(schema).safeParse(json);
  const wrong = fits.success ? null : z.prettifyError(fits.error);
  expect({ call: `${method} ${path}`, wrong, json }).toEqual({
    call: `${method} ${path}`,
    wrong: null,
    json,
  });
  return json;
}

const aName = () => `a-${crypto.randomUUID().slice(0, 18)}`;

function dateBody(event: string, changes: object = {}): object {
  return {
    event,
    startsAt: "2030-03-12T20:30:00+01:00",
    endsAt: "2030-03-12T23:00:00+01:00",
    areas: [{ id: "parterre", label: "Parterre", capacity: 40 }],
    prices: [{ id: "full", area: "parterre", label: "Plein", amount: 1250, currency: "EUR" }],
    allotments: [{ channel: "passculture", area: "parterre", places: 10 }],
    entry: { gates: [{ id: "north", label: "Nord", areas: ["parterre"] }] },
    ...changes,
  };
}

const plan = {
  focus: { x: 0, y: -3 },
  blocks: [
    {
      label: "Parterre",
      rows: [
        {
          label: "A",
          rank: 0,
          seats: [0, 1, 2].map((pos) => ({ id: `A${pos}`, label: String(pos), pos, x: pos, y: 0 })),
        },
      ],
    },
  ],
};
const LOGO = '<svg viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>';

async function aDate(changes: object = {}): Promise<string> {
  const name = aName();
  await ask(201, "PUT", `/events/${name}`, { title: "Cyrano", venue });
  await ask(200, "PUT", `/dates/${name}`, dateBody(name, changes));
  return name;
}

async function sold(date: string, quantity = 1): Promise<string[]> {
  const sale = await ask(201, "POST", `/dates/${date}/sales`, { price: "full", quantity });
  return (sale["tickets"] as { barcode: string }[]).map(({ barcode }) => barcode);
}

/** An empty list would fit any description. */
async function expectListed(path: string, key: string): Promise<void> {
  expect((await ask(200, "GET", path))[key]).not.toEqual([]);
}

describe("what is answered is what the document describes", () => {
  it("of events and dates", async () => {
    const date = await aDate();
    const presentation = { colour: "#a81e32", logo: LOGO, address: ["1 rue"] };
    await ask(200, "PUT", `/events/${date}`, { title: "Cyrano", venue, presentation });
    await ask(400, "PUT", `/events/${date}`, { title: "" });
    await ask(200, "GET", `/events/${date}`);
    await ask(404, "GET", `/events/${aName()}`);
    await expectListed("/events?limit=1", "events");
    await ask(400, "GET", "/events?limit=0");
    await ask(422, "PUT", `/dates/${date}`, dateBody(aName()));
    await ask(200, "GET", `/dates/${date}`);
    await ask(404, "GET", `/dates/${aName()}`);
    await expectListed(`/dates?event=${date}`, "dates");
    await ask(200, "PATCH", `/dates/${date}`, { status: "closed" });
    await ask(404, "PATCH", `/dates/${aName()}`, {});
    await ask(422, "PATCH", `/dates/${date}`, { capacities: [{ area: "x", capacity: 1 }] });
    await ask(200, "GET", `/dates/${date}/audit`);
    await ask(202, "POST", `/dates/${date}/republish`);
    await ask(200, "PATCH", `/dates/${date}`, { status: "cancelled" });
    await ask(409, "PUT", `/dates/${date}`, dateBody(date));
    await ask(409, "DELETE", `/events/${date}`);
    await ask(200, "DELETE", `/dates/${date}`);
    await ask(404, "DELETE", `/dates/${date}`);
    await ask(200, "DELETE", `/events/${date}`);
    await ask(404, "DELETE", `/events/${date}`);
    const kept = await aDate();
    await sold(kept);
    await ask(409, "DELETE", `/dates/${kept}`);
    await ask(401, "GET", `/dates/${kept}`, undefined, "wrong");
  });

  it("of the house", async () => {
    const date = await aDate();
    const seated = await aDate({
      areas: [{ id: "parterre", label: "Parterre", plan }],
      allotments: [],
    });
    await ask(200, "GET", `/dates/${seated}/areas/parterre/seats`);
    await ask(404, "GET", `/dates/${date}/areas/parterre/seats`);
    const block = { area: "parterre", reason: "Regie" };
    await ask(200, "PUT", `/dates/${seated}/blocks/b`, { ...block, seats: ["A1"] });
    const strange = Array.from({ length: 30 }, (_, index) => `Z${index}`);
    expect(
      await ask(422, "PUT", `/dates/${seated}/blocks/c`, { ...block, seats: strange }),
    ).toMatchObject({
      detail: "The area has no such seats.",
      errors: [{ field: "seats", reason: expect.stringMatching(/^Z0, .*Z19 and 10 more$/) }],
    });
    await ask(200, "PUT", `/dates/${date}/blocks/b`, { ...block, places: 2 });
    await ask(409, "PUT", `/dates/${date}/blocks/c`, { ...block, places: 99 });
    await ask(200, "GET", `/dates/${date}`);
    await ask(200, "DELETE", `/dates/${date}/blocks/b`);
    const imports = `/dates/${date}/imports?area=parterre&channel=partner`;
    await ask(201, "POST", imports, { barcodes: [aName(), aName()] });
    await ask(201, "POST", imports, `barcode\n${aName()}\n`);
    const twice = aName();
    await ask(409, "POST", imports, { barcodes: [twice, twice] });
    await ask(200, "GET", `/dates/${date}`);
  });

  it("of sales, holds and tickets", async () => {
    const date = await aDate();
    const [first = "", second = ""] = await sold(date, 2);
    await sold(date, 20);
    await ask(409, "POST", `/dates/${date}/sales`, { price: "full", quantity: 20 });
    await ask(422, "POST", `/dates/${date}/sales`, { price: "none" });
    const { hold } = await ask(201, "POST", `/dates/${date}/holds`, { price: "full", quantity: 2 });
    const at = `/dates/${date}/holds/${String(hold)}`;
    await ask(200, "POST", `${at}/extension`, { minutes: 5 });
    await ask(200, "POST", `${at}/confirmation`);
    const other = await ask(201, "POST", `/dates/${date}/holds`, { price: "full" });
    await ask(200, "DELETE", `/dates/${date}/holds/${String(other["hold"])}`);
    await ask(404, "POST", `/dates/${date}/holds/${"0".repeat(64)}/confirmation`);
    await expectListed(`/dates/${date}/tickets?limit=1`, "tickets");
    expect(await ask(200, "GET", `/tickets/${first}`)).toMatchObject({ date, serial: 1 });
    await ask(404, "GET", "/tickets/nobody-has-this");
    await ask(200, "GET", `/tickets/${first}/holder`);
    await ask(200, "POST", "/ticket-links", { barcodes: [first, second] });
    await ask(200, "POST", `/tickets/${first}/cancellation`);
    await runDurableObjectAlarm(env.EVENT_DATE.getByName(await dateCode(date)));
    await expectListed("/channels", "channels");
  });

  it("of orders and contacts", async () => {
    const [date, contact] = [await aDate(), aName()];
    await ask(200, "PUT", `/contacts/${contact}`, { name: "Zoé", email: "zoe@example.org" });
    await ask(200, "GET", `/contacts/${contact}`);
    await expectListed("/contacts", "contacts");
    const placed = await ask(201, "POST", "/orders", {
      lines: [{ date, price: "full", quantity: 2 }],
      contact,
      metadata: { till: 3 },
    });
    const order = `/orders/${String(placed["number"])}`;
    const nowhere = {
      lines: [
        { date, price: "full" },
        { date: aName(), price: "full" },
      ],
    };
    for (const path of ["/orders", `${order}/lines`]) {
      expect(await ask(422, "POST", path, nowhere)).toMatchObject({
        errors: [{ field: "lines.1.date" }],
      });
    }
    await ask(200, "POST", `${order}/lines`, { lines: [{ date, price: "full" }] });
    await ask(200, "POST", `${order}/extension`, { minutes: 20 });
    await ask(200, "PUT", `${order}/details`, { reference: "r", contact, metadata: {} });
    await ask(200, "POST", `${order}/confirmation`);
    await ask(200, "PUT", `${order}/payments/p`, { amount: 10, currency: "EUR", method: "card" });
    await ask(409, "PUT", `${order}/payments/p`, { amount: 11, currency: "EUR", method: "card" });
    await ask(200, "GET", order);
    await ask(202, "POST", `${order}/republish`);
    await runDurableObjectAlarm(env.ORDER.getByName(String(placed["number"])));
    await expectListed(`/orders?after=${Number(placed["number"]) - 1}`, "orders");
    await ask(200, "POST", `${order}/cancellation`, {});
    await ask(404, "GET", "/orders/1");
    await ask(200, "DELETE", `/contacts/${contact}`);
    await ask(404, "GET", `/contacts/${contact}`);
  });

  it("of the entrance", async () => {
    const [date, device] = [await aDate(), aName()];
    const [one = "", two = "", three = ""] = await sold(date, 3);
    const { token } = await ask(201, "PUT", `/devices/${device}`, { label: "Nord", date });
    await ask(200, "GET", `/devices/${device}`);
    await expectListed("/devices", "devices");
    const gate = { date, gate: "north" };
    const passed = await ask(200, "POST", "/scans", { barcode: one, ...gate }, String(token));
    expect(passed).toMatchObject({ date, barcode: one, state: "used" });
    await ask(409, "POST", "/scans", { barcode: one, ...gate }, String(token));
    await ask(404, "POST", "/scans", { barcode: "nobody-has-this", ...gate }, String(token));
    await ask(403, "GET", `/dates/${date}`, undefined, String(token));
    const at = new Date().toISOString();
    const scan = { barcode: two, at, gate: "north", letThrough: true };
    const scans = ["1", "2"].map((id) => ({ ...scan, id }));
    await ask(200, "POST", `/dates/${date}/scans`, { scans }, String(token));
    await ask(200, "GET", `/dates/${date}/scanlist`, undefined, String(token));
    await expectListed(`/dates/${date}/double-entries`, "entries");
    await expectListed(`/dates/${date}/gates`, "gates");
    await ask(200, "GET", `/dates/${date}/scans?barcode=${two}`);
    await ask(409, "POST", `/tickets/${two}/cancellation`);
    await ask(200, "GET", `/tickets/${three}`);
    await ask(200, "DELETE", `/devices/${device}`);
    await ask(404, "DELETE", `/devices/${device}`);
  });

  it("of listings and partners", async () => {
    const [date, partner] = [await aDate(), aName()];
    const listing = `/listings/passculture/stock_id_at_provider/${date}`;
    await ask(201, "PUT", listing, { date, price: "full" });
    await ask(200, "PUT", listing, { date, price: "full" });
    await ask(422, "PUT", listing, { date, price: "none" });
    await ask(400, "PUT", "/listings/passculture/stock_id/abc", { date, price: "full" });
    await ask(200, "GET", listing);
    await expectListed("/listings/passculture", "listings");
    await ask(200, "DELETE", listing);
    await ask(404, "DELETE", listing);
    await ask(201, "PUT", `/partners/${partner}`, { door: "sapiti", label: "Web" });
    await ask(200, "PUT", `/partners/${partner}`, { door: "sapiti", label: "Shop" });
    await ask(409, "PUT", `/partners/${partner}`, { door: "ticketmatic", label: "Shop" });
    await ask(200, "GET", `/partners/${partner}`);
    await expectListed("/partners", "partners");
    await ask(200, "POST", `/partners/${partner}/rotation`, {});
    await ask(200, "POST", `/partners/${partner}/revocation`);
    await ask(200, "DELETE", `/partners/${partner}`);
  });

  it("of the last calls of partners", async () => {
    const [requestId, at] = [crypto.randomUUID(), Date.now()];
    const who = { door: "sapiti", partner: "shop", proven: true, key: null };
    const what = { method: "GET", route: "/v1/*", status: 404, ms: 3, reason: "unknown_id" };
    const call = { id: callId(at, requestId), requestId, at, ...who, ...what, detail: null };
    await tellCalls(env.REGISTRY, [{ ...call, omitted: 0 }], at);
    await expectListed("/calls", "calls");
    await ask(400, "GET", "/calls?door=nowhere");
  });

  it("of the sandbox", async () => {
    await ask(200, "PUT", "/sandboxes/sandbox-acme", { misbehaviour: "late" });
    await ask(200, "GET", "/sandboxes/sandbox-acme");
    await ask(400, "PUT", "/sandboxes/passculture", { misbehaviour: "late" });
  });

  it("of every operation: none was left out above", () => {
    const all = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(all.filter((id) => !answered.has(id))).toEqual([]);
  });
});
