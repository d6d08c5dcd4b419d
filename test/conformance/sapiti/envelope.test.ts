// How the door talks, whatever is asked: envelopes that the client can read, slashes, empty ids, bad
// input and wrong credentials, each with its status and code (contracts/sapiti.md 1 and 2).
import { describe, expect, it } from "vitest";
import { anApplication, aDevice, aHouse, hold } from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { phpDate, phpJson, type Reply, Sapiti, send, sign } from "../../support/sapiti-client.ts";
import { wish } from "../../support/sapiti-words.ts";

const window = openBuiltWindow();
const BODY_BYTES_MAX = 256 * 1024;

function verdict({ status, envelope }: Reply): string {
  return envelope.error === undefined ? String(status) : `${status}/${envelope.error.code}`;
}

function raw(method: string, path: string, body: string | Buffer): Promise<Reply> {
  return send(window.server.url, method, path, body);
}

describe("every answer", () => {
  it("is a whole envelope of which nothing breaks the client", async () => {
    const { client } = await anApplication(window);
    const replies = [
      await raw("GET", "/v1/ping//", ""),
      await raw("GET", "/v1/nowhere/", "{}"),
      await raw("PUT", "/v1/shop/orders//", "{}"),
      await raw("POST", "/v1/shop/orders//", "{"),
      await client.call("GET", "agenda/events/"),
      await client.call("DELETE", "shop/products/"),
      await client.call("GET", "agenda/events/NOPE"),
    ];
    for (const { status, headers, text, envelope } of replies) {
      expect(headers["content-type"]).toMatch(/^application\/json/);
      expect(headers["content-encoding"]).toBeUndefined();
      expect(headers["location"]).toBeUndefined();
      expect(text.startsWith("{")).toBe(true);
      expect(envelope.status_code).toBe(status);
      expect(envelope.datetime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
      expect(envelope.success).toBe(status === 200);
      const { error } = envelope;
      expect(error === undefined).toBe(envelope.success);
      if (error !== undefined) {
        expect(Number.isInteger(error.code)).toBe(true);
        expect(typeof error.message).toBe("string");
        expect(envelope.response).toBeNull();
      }
    }
  });

  it.each(["", "/", "//", "////"])("is the same after any slashes (%j)", async (slashes) => {
    const { client } = await anApplication(window);
    const body = phpJson(client.body());
    expect(verdict(await raw("GET", `/v1/agenda/venues${slashes}`, body))).toBe("200");
  });

  it("is in the language that was asked for, and French otherwise", async () => {
    const house = await aHouse(window);
    const { client } = await anApplication(window, { events: [house.event] });
    const label = async (language: string) => {
      const { envelope } = await client.call("GET", `agenda/events/${house.date.id}`, { language });
      const { status } = envelope.response as { status: { label: string } };
      return [envelope.language, status.label];
    };
    expect(await label("en")).toEqual(["en", "published"]);
    expect(await label("NL")).toEqual(["nl", "gepubliceerd"]);
    expect(await label("de")).toEqual(["de", "veröffentlicht"]);
    expect(await label("")).toEqual(["fr", "publié"]);
    expect(await label("tlh")).toEqual(["fr", "publié"]);
  });
});

describe("ping", () => {
  it.each(['{"a":{"b":[1,2]}}', '["p","q"]', "{}"])("echoes %s", async (body) => {
    const { envelope } = await raw("GET", "/v1/ping//", body);
    expect(envelope.response).toEqual({ message: "pong", params: JSON.parse(body) as unknown });
  });

  it("answers an empty body, and refuses what is no JSON", async () => {
    expect((await raw("GET", "/v1/ping//", "")).envelope.response).toMatchObject({
      message: "pong",
    });
    expect(verdict(await raw("GET", "/v1/ping//", "{"))).toBe("400/1020");
    expect(verdict(await raw("POST", "/v1/ping//", "{}"))).toBe("400/1000");
  });
});

describe("what PHP's decoder refuses as a whole", () => {
  const DEPTH_MAX = 100;
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

  it("is never in an answer: half a surrogate pair becomes the mark of a lost character", async () => {
    const half = String.raw`a\ud83d\\ud83d`;
    const { text, envelope } = await raw("GET", "/v1/ping//", `{"${half}":["${half}"]}`);
    expect(text).not.toMatch(/[^\\]\\ud83d/);
    const [key, value] = [String.raw`a\ufffd\\ud83d`, "a\ufffd\\ud83d"];
    expect(text).toContain(`{"${key}":["${key}"]}`);
    expect(envelope.response).toMatchObject({ params: { [value]: [value] } });
    const { client } = await anApplication(window);
    const contact = await client.ask("POST", "contacts/", { lastname: "b\udc00" });
    expect(contact).toMatchObject({ label: "b\ufffd", lastname: "b\ufffd" });
  });

  it("is not taken in: nothing is nested deeper than it reads", async () => {
    expect(verdict(await raw("GET", "/v1/ping//", nested(DEPTH_MAX)))).toBe("200");
    for (const depth of [DEPTH_MAX + 1, 600, 100_000]) {
      expect(verdict(await raw("GET", "/v1/ping//", nested(depth)))).toBe("400/1051");
    }
    const { client } = await anApplication(window);
    const order = await client.ask("POST", "shop/orders/");
    const path = `shop/orders/${String(order["id"])}`;
    const metadata = nested(DEPTH_MAX - 1);
    expect(await client.ask("PATCH", path, { metadata })).toMatchObject({
      metadata: JSON.parse(metadata) as unknown,
    });
    for (const depth of [DEPTH_MAX + 1, 5_000]) {
      expect(await client.refusal("PATCH", path, { metadata: nested(depth) })).toBe("400/1051");
    }
  });
});

describe("empty ids", () => {
  it("never reach what they could destroy", async () => {
    const house = await aHouse(window, { capacity: 5 });
    const { client } = await anApplication(window);
    const [product] = await hold(client, house);
    const orderid = product?.["orderid"];
    expect(await client.refusal("DELETE", "shop/products/")).toBe("400/1050");
    expect(await client.refusal("DELETE", "shop/orders/")).toBe("400/1000");
    expect(await client.refusal("PATCH", "shop/orders/", { statusid: 1 })).toBe("400/1000");
    expect(await client.refusal("PATCH", "shop/orders/payments/", { orderid })).toBe("400/1050");
    expect(await client.refusal("DELETE", "shop/orders/payments/")).toBe("400/1000");
    const { client: scanner } = await aDevice(window);
    const codes = ["X"];
    expect(await scanner.refusal("PATCH", "accesscontrol/events//control/", { codes })).toBe(
      "404/1501",
    );
    expect(await client.ask("GET", "shop/products/", { orderid })).toHaveLength(1);
  });
});

describe("a body", () => {
  it.each([
    ["cut off", "{"],
    ["no text", Buffer.from([0xff, 0xfe, 0x7b])],
    ["in two values", "{}{}"],
  ])("that is %s is not JSON", async (_name, body) => {
    expect(verdict(await raw("POST", "/v1/shop/products//", body))).toBe("400/1020");
  });

  it.each(["", "{}", "[]", "null", "1", '"x"'])(
    "without credentials (%j) is refused",
    async (body) => {
      expect(verdict(await raw("GET", "/v1/agenda/events//", body))).toBe("401/1100");
    },
  );

  it("may be as large as the limit, and no larger", async () => {
    const { client } = await anApplication(window);
    const empty = phpJson(client.body({ filler: "" }));
    const sized = (bytes: number) =>
      phpJson(client.body({ filler: "x".repeat(bytes - empty.length) }));
    expect(verdict(await raw("GET", "/v1/agenda/venues//", sized(BODY_BYTES_MAX)))).toBe("200");
    expect(verdict(await raw("GET", "/v1/agenda/venues//", sized(BODY_BYTES_MAX + 1)))).toBe(
      "400/1051",
    );
  });

  it.each([
    ["an unknown stock", { stockid: "STK-nothing" }, "404/1501"],
    ["an unknown price", { priceid: "nothing" }, "404/1501"],
    ["an unknown category", { categoryid: "nothing" }, "404/1501"],
    ["no stock", { stockid: "" }, "400/1050"],
    ["no places", { quantity: 0 }, "400/1051"],
    ["too many places", { quantity: 21 }, "400/1051"],
    ["half a place", { quantity: 1.5 }, "400/1051"],
    ["a price of its own", { forcedpricevalue: 1 }, "400/1051"],
    ["a code for less", { promocodeids: ["HALF"] }, "400/1051"],
    ["an order that is none", { orderid: "1 OR 1=1" }, "404/1501"],
    ["an id that is a list", { stockid: [] }, "400/1051"],
  ])("that asks for %s is told what is wrong", async (_name, changes, expected) => {
    const house = await aHouse(window, { capacity: 50 });
    const { client } = await anApplication(window);
    const requests = [wish(house, changes)];
    expect(await client.refusal("POST", "shop/products/", { requests })).toBe(expected);
    const stock = await client.ask("GET", `shop/products/stocks/${house.stock}`);
    expect(stock["capacity_free"]).toBe(50);
  });

  it("of the wrong form is refused as a parameter, never with a crash", async () => {
    const { client } = await anApplication(window);
    for (const requests of [null, "x", 1, true, [null], [[]], [{}], Array(51).fill(1)]) {
      const refusal = await client.refusal("POST", "shop/products/", { requests });
      expect(["400/1050", "400/1051"]).toContain(refusal);
    }
    expect(await client.ask("POST", "shop/products/", { requests: [] })).toEqual([]);
  });
});

describe("credentials", () => {
  const keys = { publicKey: "", privateKey: "" };

  async function known() {
    const id = crypto.randomUUID();
    const [publicKey, privateKey] = [`PUB-${id}`, `secret-${id}`];
    await anApplication(window, { publicKey, secret: privateKey });
    return { publicKey, privateKey };
  }

  function ask(body: object): Promise<string> {
    return raw("GET", "/v1/system/authenticate//", phpJson(body)).then(verdict);
  }

  it("that a partner brought along sign its calls, at any offset and in UTC", async () => {
    const { publicKey, privateKey } = await known();
    const utc = new Date().toISOString().slice(0, 19);
    for (const timestamp of [
      phpDate(),
      phpDate(Date.now(), 0),
      `${utc}Z`,
      phpDate(Date.now(), 5),
    ]) {
      const signature = sign({ publicKey, privateKey }, timestamp);
      expect(await ask({ publickey: publicKey, timestamp, signature })).toBe("200");
    }
  });

  it("may be some seconds off, and not half a minute", async () => {
    const own = await known();
    const at = (seconds: number) => {
      const timestamp = phpDate(Date.now() + seconds * 1_000);
      return ask({ publickey: own.publicKey, timestamp, signature: sign(own, timestamp) });
    };
    expect(await at(-20)).toBe("200");
    expect(await at(20)).toBe("200");
    expect(await at(-40)).toBe("401/1101");
    expect(await at(40)).toBe("401/1101");
  });

  it("that are wrong in any way are refused alike", async () => {
    const own = await known();
    const timestamp = phpDate();
    const right = { publickey: own.publicKey, timestamp, signature: sign(own, timestamp) };
    const wrong = [
      { ...right, signature: sign({ ...own, privateKey: "other-secret" }, timestamp) },
      { ...right, signature: right.signature.slice(1) },
      { ...right, signature: "" },
      { ...right, signature: ["x"] },
      { ...right, timestamp: "" },
      { ...right, timestamp: phpDate(Date.now() + 1_000) },
      { ...right, publickey: "NOBODY" },
      { ...right, publickey: own.publicKey.toLowerCase() },
    ];
    const texts = new Set<string>();
    for (const body of wrong) {
      const reply = await raw("GET", "/v1/system/authenticate//", phpJson(body));
      expect(verdict(reply)).toBe("401/1101");
      texts.add(JSON.stringify(reply.envelope.error));
    }
    expect(texts.size).toBe(1);
    expect(await ask(right)).toBe("200");
  });

  it("without keys are a device's, whose signature means nothing", async () => {
    const { secret } = await aDevice(window);
    const timestamp = phpDate(0);
    const body = { publickey: "", timestamp, signature: sign(keys, timestamp), deviceid: secret };
    expect(await ask(body)).toBe("200");
    expect(await ask({ ...body, deviceid: `${secret}X` })).toBe("401/1100");
    expect(await ask({ deviceid: [secret] })).toBe("401/1100");
  });

  it("of a device open the agenda and the entrance, not the shop", async () => {
    const { client } = await aDevice(window);
    for (const path of ["agenda/events/", "agenda/venues/", "accesscontrol/events/"]) {
      expect(await client.ask("GET", path)).toBeInstanceOf(Array);
    }
    for (const path of ["shop/orders/", "shop/products/stocks/", "contacts/", "shop/promocodes/"]) {
      expect(await client.refusal("GET", path)).toBe("403/1100");
    }
  });

  it("of an application need a device's id at the entrance", async () => {
    const { client } = await anApplication(window);
    const { secret } = await aDevice(window);
    const path = "accesscontrol/deviceinfo/";
    expect(await client.ask("GET", path, { deviceid: secret })).toMatchObject({ label: "Gate A" });
    expect(await client.refusal("GET", path, { deviceid: "NOPE" })).toBe("401/1100");
    expect(await client.refusal("GET", path)).toBe("400/1050");
  });

  it("go on beside new ones while they are replaced, and end when they are revoked", async () => {
    const { id, client } = await anApplication(window);
    const { publicKey, secret } = await window.operator.rotatePartner(id);
    const fresh = new Sapiti(window.server.url, {
      publicKey: String(publicKey),
      privateKey: String(secret),
    });
    for (const one of [client, fresh]) await one.ask("GET", "system/authenticate/");
    await window.operator.revokePartner(id);
    for (const one of [client, fresh]) {
      expect(await one.refusal("GET", "system/authenticate/")).toBe("401/1101");
    }
  });
});
