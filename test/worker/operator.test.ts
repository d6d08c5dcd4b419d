// The operator API inside the runtime: who may call it, what it says about wrong input, and its
// document.
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  DATES_PER_EVENT_MAX,
  INPUT_PROBLEMS_NAMED_MAX,
  OPERATOR_BODY_BYTES_MAX,
} from "../../src/core/limits.ts";
import { numbersWithin, partOf } from "../../src/core/ids.ts";
import { operations } from "../../src/operator/operations/index.ts";
import type { openApiDocument } from "../../src/operator/openapi.ts";
import { reserveDate } from "../../src/registry/dates.ts";
import { readBody } from "../../src/web/body.ts";
import { readEventOf } from "./event-of.ts";

const BASE = "https://window.test/operator/v1";

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await exports.default.fetch(
    new Request(BASE + path, {
      method,
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
  return { response, json: await response.json<Record<string, unknown>>() };
}

const aName = () => `t-${crypto.randomUUID().slice(0, 18)}`;
const venue = { name: "Théâtre de l’Île", timeZone: "Europe/Paris" };

function dateBody(event: string, changes: object = {}): object {
  return {
    event,
    startsAt: "2027-03-12T20:30:00+01:00",
    endsAt: "2027-03-12T23:00:00+01:00",
    areas: [{ id: "parterre", label: "Parterre", capacity: 100 }],
    prices: [{ id: "full", area: "parterre", label: "Plein", amount: 1250, currency: "EUR" }],
    ...changes,
  };
}

/** Two ids that have the same number: among some thousand there are. */
async function ofOneNumber(of: (id: string) => Promise<number>): Promise<[string, string]> {
  const known = new Map<number, string>();
  for (let index = 0; ; index++) {
    const id = `id-${index}`;
    const number = await of(id);
    const other = known.get(number);
    if (other !== undefined) return [other, id];
    known.set(number, id);
  }
}

async function aSeason(): Promise<{ event: string; date: string }> {
  const season = { event: aName(), date: aName() };
  await call("PUT", `/events/${season.event}`, { title: "Cyrano", venue });
  const { response } = await call("PUT", `/dates/${season.date}`, dateBody(season.event));
  expect(response.status).toBe(200);
  return season;
}

describe("the operator token", () => {
  it.each([
    ["missing", {}],
    ["wrong", { Authorization: "Bearer wrong" }],
    ["empty", { Authorization: "Bearer " }],
  ])("(%s) is asked for, on known and unknown paths alike", async (_name, headers) => {
    for (const path of ["/events", "/dates/x/audit", "/nowhere"]) {
      const response = await exports.default.fetch(new Request(BASE + path, { headers }));
      expect(response.status).toBe(401);
      expect(response.headers.get("Content-Type")).toBe("application/problem+json");
      expect(await response.text()).not.toContain(env.OPERATOR_TOKEN);
    }
  });

  it("wrong too often from one address is slowed down, and the right one never", async () => {
    const from = { "CF-Connecting-IP": "192.0.2.7" };
    let status = 401;
    for (let tries = 0; tries < 100 && status === 401; tries++) {
      const headers = { ...from, Authorization: "Bearer guess" };
      const response = await exports.default.fetch(new Request(`${BASE}/events`, { headers }));
      await response.text();
      status = response.status;
    }
    expect(status).toBe(429);
    expect((await call("GET", "/events", undefined, from)).response.status).toBe(200);
  });
});

describe("input that is not as described", () => {
  it("is answered 400 with every wrong field named", async () => {
    const { response, json } = await call("PUT", `/dates/${aName()}`, {
      ...dateBody("x"),
      startsAt: "tomorrow",
      areas: [{ id: "é", label: "", capacity: -1 }],
      surplus: 1,
    });
    expect(response.status).toBe(400);
    const fields = (json["errors"] as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(["startsAt", "areas.0.id", "areas.0.label", "areas.0.capacity"]),
    );
    expect(JSON.stringify(json)).toContain("surplus");
  });

  it("is answered with a problem document, and nothing of ours beside it", async () => {
    const { response, json } = await call("PUT", `/events/${aName()}`, { title: 1 });
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    const members = ["detail", "errors", "requestId", "status", "title", "type"];
    expect(Object.keys(json).toSorted()).toEqual(members);
  });

  it.each([
    ["endsAt", { endsAt: "2027-03-12T20:30:00+01:00" }],
    ["salesEndAt", { salesEndAt: "2027-03-13T20:30:00+01:00" }],
    ["prices.0.area", { areas: [{ id: "balcon", label: "Balcon", capacity: 1 }] }],
    [
      "areas.1",
      { areas: Array.from({ length: 2 }, () => ({ id: "parterre", label: "P", capacity: 1 })) },
    ],
    ["allotments.0.area", { allotments: [{ channel: "passculture", area: "nowhere", places: 1 }] }],
  ])("between its fields is named too (%s)", async (field, changes) => {
    const { response, json } = await call("PUT", `/dates/${aName()}`, dateBody("x", changes));
    expect(response.status).toBe(400);
    expect((json["errors"] as { field: string }[]).map((error) => error.field)).toContain(field);
  });

  it.each([
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["too much", JSON.stringify("x".repeat(9_000_000)), 413],
  ])("(%s) changes nothing", async (_name, body, status) => {
    const event = aName();
    expect((await call("PUT", `/events/${event}`, body)).response.status).toBe(status);
    expect((await call("GET", `/events/${event}`)).response.status).toBe(404);
  });

  it("nested deeper than any is needs to be is refused, wherever in a body", async () => {
    const nested = (levels: number) => '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
    const details = (levels: number) => {
      const body = `{"reference":null,"contact":null,"metadata":${nested(levels)}}`;
      return call("PUT", "/orders/1/details", body);
    };
    expect((await details(90)).response.status).toBe(404);
    for (const levels of [100, 10_000, 100_000]) {
      const { response, json } = await details(levels);
      expect([response.status, json["detail"]]).toEqual([
        400,
        "It is nested deeper than 100 levels.",
      ]);
    }
  });

  it("with half a surrogate pair is refused: no partner's PHP would read a list with it", async () => {
    const path = `/events/${aName()}`;
    const deep = "[".repeat(50) + "]".repeat(50);
    for (const half of [`\\ud83d","x":${deep},"y":"`, String.raw`\\\udC00x`]) {
      const body = `{"title":"Cyrano ${half}","venue":${JSON.stringify(venue)}}`;
      const { response, json } = await call("PUT", path, body);
      expect(response.status).toBe(400);
      expect(json["detail"]).toContain("surrogate pair");
    }
    const whole = String.raw`\ud83c\udfad \\ud83d`;
    const body = `{"title":"${whole}","venue":${JSON.stringify(venue)}}`;
    expect((await call("PUT", path, body)).json["title"]).toBe("🎭 \\ud83d");
  });

  it("in a path or a query is named", async () => {
    expect((await call("GET", "/events/%C3%A9")).json).toMatchObject({
      status: 400,
      errors: [{ field: "event" }],
    });
    expect((await call("GET", "/dates?limit=0")).json).toMatchObject({
      status: 400,
      errors: [{ field: "limit" }],
    });
  });

  it("of an event that does not exist is 422", async () => {
    const { json } = await call("PUT", `/dates/${aName()}`, dateBody(aName()));
    expect(json).toMatchObject({ status: 422, errors: [{ field: "event" }] });
  });
});

describe("a path with another method", () => {
  it("says which there are", async () => {
    const { response, json } = await call("POST", "/dates/x", {});
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("GET, PUT, PATCH, DELETE");
    expect(json).toMatchObject({ status: 405, title: "Method not allowed" });
  });

  it("is nobody's business without a token", async () => {
    const response = await exports.default.fetch(`${BASE}/dates/x`, { method: "POST" });
    expect(response.status).toBe(401);
  });
});

describe("a body that is too large", () => {
  const tooLarge = " ".repeat(OPERATOR_BODY_BYTES_MAX + 1);

  it("is refused by the length that it announces, before it is read", async () => {
    const headers = { "Content-Length": String(tooLarge.length) };
    const unread = new ReadableStream({
      pull() {
        throw new Error("it was read");
      },
    });
    const body = await readBody(bodyOf(unread, headers), OPERATOR_BODY_BYTES_MAX);
    // Not the body itself: the difference to 8 MB would take minutes to print.
    expect(body.ok ? "taken" : body.reason).toBe("too_large");
  });

  it("is refused once it is, when it announces nothing", async () => {
    const chunks = new Response(tooLarge).body ?? new ReadableStream();
    const body = await readBody(bodyOf(chunks), OPERATOR_BODY_BYTES_MAX);
    expect(body.ok ? "taken" : body.reason).toBe("too_large");
  });

  it("is answered 413", async () => {
    expect((await call("PUT", "/events/x", tooLarge)).response.status).toBe(413);
  });

  function bodyOf(body: ReadableStream, headers: Record<string, string> = {}): Request {
    return new Request(`${BASE}/events/x`, { method: "PUT", body, headers });
  }
});

describe("an answer to wrong input", () => {
  it("names keys that are not known, and repeats no long one", async () => {
    const key = "k".repeat(150);
    const { response, json } = await call("PUT", "/events/x", {
      title: "x",
      venue,
      short: 1,
      [key]: 1,
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(json)).toContain("short");
    expect(JSON.stringify(json)).not.toContain("k".repeat(101));
  });

  it("says of a field that is left out that it is missing", async () => {
    const { json } = await call("PUT", `/events/${aName()}`, { venue: { ...venue, extra: 1 } });
    expect(json["errors"]).toEqual([
      { field: "title", reason: "is missing" },
      { field: "venue.extra", reason: "is not known here" },
    ]);
  });

  it("names the first of many problems and not all", async () => {
    const { date } = await aSeason();
    const barcodes = Array.from({ length: 5_000 }, () => "");
    const path = `/dates/${date}/imports?area=parterre&channel=partner`;
    const { response, json } = await call("POST", path, { barcodes });
    expect(response.status).toBe(400);
    expect(json["errors"]).toHaveLength(INPUT_PROBLEMS_NAMED_MAX);
  });
});

describe("a season", () => {
  it("can be put again without changing what is sold, and is listed in pages", async () => {
    const { event, date } = await aSeason();
    const sale = await call("POST", `/dates/${date}/sales`, { price: "full", quantity: 2 });
    expect(sale.response.status).toBe(201);
    await call("PUT", `/dates/${date}`, dateBody(event));
    const { json } = await call("GET", `/dates/${date}`);
    expect(json).toMatchObject({
      areas: [{ issued: 2, used: 0, held: 0, blocked: 0, free: 98 }],
      prices: [{ remaining: { boxoffice: 98, passculture: 98 } }],
    });
    await call("PUT", `/dates/${date}b`, dateBody(event));
    const first = await call("GET", `/dates?event=${event}&limit=1`);
    expect(first.json).toMatchObject({ dates: [{ id: date }], next: date });
    const second = await call("GET", `/dates?event=${event}&limit=1&after=${date}`);
    expect(second.json).toMatchObject({ dates: [{ id: `${date}b` }] });
  });

  it("lists a date as it was when its change is refused", async () => {
    const { event, date } = await aSeason();
    await call("POST", `/dates/${date}/sales`, { price: "full", quantity: 2 });
    const areas = [{ id: "parterre", label: "Parterre", capacity: 1 }];
    const refused = await call("PUT", `/dates/${date}`, dateBody(event, { areas }));
    expect(refused.response.status).toBe(409);
    const { json } = await call("GET", `/dates?event=${event}`);
    expect(json).toMatchObject({ dates: [{ id: date, areas: [{ capacity: 100 }] }] });
  });

  it("has no date under a code or a number that another date has", async () => {
    const { date } = await aSeason();
    const row = await env.REGISTRY.prepare(`SELECT code, number FROM dates WHERE id = ?`)
      .bind(date)
      .first<{ code: string; number: number }>();
    const fields = {
      event: "e",
      status: "on_sale",
      startsAt: 1,
      endsAt: 2,
      salesEndAt: 2,
    } as const;
    const other = { id: aName(), code: row?.code ?? "", number: 1, ...fields };
    expect(await reserveDate(env.REGISTRY, other)).toBe(false);
    const third = { ...other, code: "ANOTHER1", number: row?.number ?? 0 };
    expect(await reserveDate(env.REGISTRY, third)).toBe(false);
  });

  it("has as many dates of an event as it says, and each of them can be put again", async () => {
    const { event, date } = await aSeason();
    const others = Array.from({ length: DATES_PER_EVENT_MAX - 1 }, () => aName());
    await env.REGISTRY.prepare(
      `INSERT INTO dates (id, code, number, event_id, status, starts_at, ends_at, sales_end_at,
                          areas, prices, version)
       SELECT value, value, 5000000000 + key, ?2, 'on_sale', 1, 2, 2,
              '[]', '[]', 1
         FROM json_each(?1)`,
    )
      .bind(JSON.stringify(others), event)
      .run();
    expect(await call("PUT", `/dates/${aName()}`, dateBody(event))).toMatchObject({
      json: { status: 422, title: "Too many dates" },
    });
    expect((await call("PUT", `/dates/${date}`, dateBody(event))).response.status).toBe(200);
  });

  it("keeps nothing of a date that belongs to the other world than its event", async () => {
    const { event, date } = await aSeason();
    await call("DELETE", `/dates/${date}`);
    const crossed = await call("PUT", `/dates/sandbox-${date}`, dateBody(event));
    expect(crossed.json).toMatchObject({ status: 409, errors: [{ field: "event" }] });
    expect((await call("DELETE", `/events/${event}`)).response.status).toBe(200);
  });

  it.each([
    ["areas", "Ticketmatic", (id: string) => partOf("area", id)],
    ["prices", "Ticketmatic", (id: string) => partOf("price", id)],
    ["prices", "Ticket Evolution", async (id: string) => numbersWithin([id]).get(id) ?? 0],
  ] as const)(
    "has no two %s of one number at %s, which would be taken for each other",
    async (list, _door, of) => {
      const { event, date } = await aSeason();
      const [one, other] = await ofOneNumber(of);
      const areas = ["parterre", one, other].map((id) => ({ id, label: id, capacity: 1 }));
      const price = { area: "parterre", label: "Plein", amount: 1250, currency: "EUR" };
      const prices = ["full", one, other].map((id) => ({ id, ...price }));
      const both = list === "areas" ? { areas } : { prices };
      expect((await call("PUT", `/dates/${date}`, dateBody(event, both))).json).toMatchObject({
        status: 409,
        errors: [{ field: `${list}.2.id`, reason: expect.stringContaining(other) }],
      });
    },
  );

  it("tells its dates when the event is renamed", async () => {
    const { event, date } = await aSeason();
    await call("PUT", `/events/${event}`, { title: "Roxane", venue });
    const { json } = await call("GET", `/events/${event}`);
    expect(json).toMatchObject({ title: "Roxane" });
    expect(await readEventOf(date)).toMatchObject({ title: "Roxane" });
  });

  it("sells at the box office once for each reference", async () => {
    const { date } = await aSeason();
    const sale = { price: "full", quantity: 1, reference: `till-1-${date}` };
    const once = await call("POST", `/dates/${date}/sales`, sale);
    const again = await call("POST", `/dates/${date}/sales`, sale);
    expect(again.json).toEqual(once.json);
    expect((await call("GET", `/dates/${date}`)).json).toMatchObject({ areas: [{ issued: 1 }] });
  });
});

describe("a hold", () => {
  it("that is asked for again ends when it did, however much later that is", async () => {
    const { date } = await aSeason();
    const hold = (minutes: number) =>
      call("POST", `/dates/${date}/holds`, { price: "full", minutes, reference: `till-${date}` });
    const once = await hold(5);
    expect(once.response.status).toBe(201);
    expect((await hold(60)).json).toEqual(once.json);
    const at = `/dates/${date}/holds/${String(once.json["hold"])}`;
    await call("POST", `${at}/extension`, { minutes: 60 });
    expect(Date.parse(String((await hold(5)).json["expiresAt"]))).toBeGreaterThan(
      Date.parse(String(once.json["expiresAt"])) + 30 * 60_000,
    );
  });
});

describe("a listing", () => {
  it("is put, found, moved to another date and forgotten", async () => {
    const [one, other] = [await aSeason(), await aSeason()];
    const path = `/listings/passculture/stock_id/${Math.floor(Math.random() * 2 ** 40)}`;
    const put = await call("PUT", path, { date: one.date, price: "full" });
    expect(put.response.status).toBe(201);
    await call("PUT", path, { date: other.date, price: "full" });
    expect((await call("GET", path)).json).toMatchObject({ date: other.date, price: "full" });
    expect((await call("GET", `/dates/${one.date}`)).json).toMatchObject({ listings: [] });
    expect((await call("DELETE", path)).response.status).toBe(200);
    expect((await call("GET", path)).response.status).toBe(404);
    expect((await call("GET", `/dates/${other.date}`)).json).toMatchObject({ listings: [] });
  });

  it("of a price or a date that does not exist is refused by name", async () => {
    const { date } = await aSeason();
    const path = "/listings/passculture/stock_id/1";
    expect((await call("PUT", path, { date, price: "nope" })).json).toMatchObject({
      status: 422,
      errors: [{ field: "price" }],
    });
    expect((await call("PUT", path, { date: aName(), price: "full" })).json).toMatchObject({
      status: 422,
      errors: [{ field: "date" }],
    });
  });
});

describe("the API's document", () => {
  it("describes every operation with its input, its answer and its refusals", async () => {
    const response = await exports.default.fetch(`${BASE}/openapi.json`);
    expect(response.status).toBe(200);
    const document = await response.json<ReturnType<typeof openApiDocument>>();
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(
      operations.map(({ id }) => id).toSorted(),
    );
    for (const { responses, parameters } of described) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["401", "429", "503"]));
      for (const { schema } of parameters) expect(schema).not.toEqual({});
    }
    const needed = described.flatMap(({ operationId, parameters }) =>
      parameters
        .filter((one) => one.in === "query" && one.required)
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(needed.toSorted()).toEqual([
      "importBarcodes area",
      "importBarcodes channel",
      "listAttempts barcode",
    ]);
    const inPath = described.flatMap((one) => one.parameters.filter((p) => p.in === "path"));
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(JSON.stringify(document.paths["/dates/{date}"])).toContain("date-time");
    const refused = JSON.stringify(document.paths["/scans"]?.["post"]?.responses["409"]);
    expect(refused).toContain('"reason":"already_inside"');
  });

  it("is a page that says every operation and what each field of a body is", async () => {
    const page = await (await exports.default.fetch(`${BASE}/docs`)).text();
    expect(page).toContain("<code>channel</code> (query, needed)");
    for (const { id } of operations) {
      expect(page).toContain(`<section id="${id}">`);
      expect(page).toContain(`href="#${id}"`);
    }
    const fields = [
      "keepTogether?: boolean // Refuse a party that fits nowhere side by side, instead of " +
        "splitting it; false when left out",
      "status?: &quot;on_sale&quot; | &quot;closed&quot; | &quot;cancelled&quot;",
      "areas: [{ // at least 1 of them",
      "    capacity?: integer | null // Places of a counted area",
      "salesEndAt: date and time",
    ];
    for (const field of fields) expect(page).toContain(field);
  });

  it("is a page that needs nothing from elsewhere and runs no script", async () => {
    const response = await exports.default.fetch(`${BASE}/docs`);
    const page = await response.text();
    expect(page).toContain("/operator/v1/dates/{date}");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|url\(/);
    expect(response.headers.get("Content-Security-Policy")).toMatch(
      /^default-src 'none';.*style-src 'sha256-/,
    );
  });
});
