// Each client's way of signing, over sockets, with the queries and bodies that they disagree about.
import { beforeAll, describe, expect, it } from "vitest";
import {
  aTicketEvolutionPartner,
  type TicketEvolutionPartner,
} from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import {
  type Client,
  exchange,
  node,
  type Pairs,
  php,
  ruby,
  send,
  sign,
  tevoRequest,
  type Wire,
} from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
let partner: TicketEvolutionPartner;

beforeAll(async () => {
  partner = await aTicketEvolutionPartner(window);
});

const host = () => new URL(window.server.url).hostname;
const hostWithPort = () => new URL(window.server.url).host;

function get(target: string, signedData: string, changes: Partial<Wire> = {}): Promise<number> {
  return status({
    method: "GET",
    target: `/v9/brokerages${target}`,
    headers: {},
    body: "",
    signed: `GET ${host()}/v9/brokerages?${signedData}`,
    ...changes,
  });
}

async function status(wire: Wire): Promise<number> {
  return (await send(window.server.url, partner.credentials, wire)).status;
}

const CLIENTS: readonly (readonly [string, Client])[] = [
  ["PHP", php],
  ["Ruby", ruby],
  ["tevo-request", tevoRequest],
  ["Node", node],
];

const QUERIES: readonly (readonly [string, Pairs])[] = [
  ["no query", []],
  [
    "an unsorted query",
    [
      ["per_page", "1"],
      ["page", "1"],
    ],
  ],
  [
    "spaces and unicode",
    [
      ["q", "New York Münster 🎭"],
      ["page", "1"],
    ],
  ],
  [
    "an array with brackets",
    [
      ["performer_id[]", "10"],
      ["performer_id[]", "2"],
    ],
  ],
  [
    "an array with indices",
    [
      ["performer_id[0]", "9"],
      ["performer_id[1]", "10"],
    ],
  ],
  [
    "a nested key beside a conditional",
    [
      ["p[id]", "5"],
      ["occurs_at.gte", "2026-01-01T00:00:00Z"],
    ],
  ],
  ["what only some escape", [["q", "~ (a)*b!'"]]],
];

describe.each(CLIENTS)("%s signs as it does", (_name, client) => {
  it.each(QUERIES)("with %s", async (_query, pairs) => {
    const call = { method: "GET", path: "/v9/brokerages", pairs, body: "" };
    expect(await status(client(window.server.url, call))).toBe(200);
  });
});

describe("what a wire may do to a query", () => {
  it.each([
    ["an unsorted wire signed sorted", "?per_page=1&page=1", "page=1&per_page=1"],
    ["lower-case hex signed as it is", "?q=%c3%a9", "q=%c3%a9"],
    ["lower-case hex signed upper (Node)", "?q=%c3%a9", "q=%C3%A9"],
    ["repeated keys signed with indices (PHP)", "?p=9&p=10", "p%5B0%5D=9&p%5B1%5D=10"],
    ["repeated keys signed with brackets (Node)", "?p=9&p=10", "p%5B%5D=9&p%5B%5D=10"],
    ["raw brackets signed raw", "?p[]=9", "p[]=9"],
    ["raw brackets signed escaped", "?p[]=9", "p%5B%5D=9"],
    ["a key without a value signed with one (Node)", "?flag", "flag="],
    ["a lone question mark", "?", ""],
  ])("%s is accepted", async (_name, target, signed) => {
    expect(await get(target, signed)).toBe(200);
  });

  it.each([
    ["signed in the unsorted order of the wire", "?per_page=1&page=1", "per_page=1&page=1"],
    ["signed with another value", "?page=1", "page=2"],
    ["signed without the query", "?page=1", ""],
    ["signed decoded", "?q=New%20York", "q=New York"],
  ])("%s is refused", async (_name, target, signed) => {
    expect(await get(target, signed)).toBe(401);
  });
});

describe("what a host may be", () => {
  it.each([
    ["without its port", () => host()],
    ["with its port (PHP)", () => hostWithPort()],
    ["with PHP's prefix over plain http", () => `http://${hostWithPort()}`],
  ])("%s is accepted", async (_name, text) => {
    expect(await get("", "", { signed: `GET ${text()}/v9/brokerages?` })).toBe(200);
  });

  // The development server writes the host in lower case before the Worker sees it: as it was sent
  // is shown by the unit test.
  it("a mixed-case host signed in lower case is accepted", async () => {
    const headers = { Host: "api.LVH.me" };
    expect(await get("", "", { headers, signed: `GET api.lvh.me/v9/brokerages?` })).toBe(200);
  });

  it.each([
    ["another host", () => "api.ticketevolution.com"],
    ["another port", () => `${host()}:1`],
    ["https", () => `https://${hostWithPort()}`],
  ])("%s is refused", async (_name, text) => {
    expect(await get("", "", { signed: `GET ${text()}/v9/brokerages?` })).toBe(401);
  });
});

describe("what is signed beside", () => {
  const base = () => `GET ${host()}/v9/brokerages?`;

  it.each([
    ["no question mark", () => base().slice(0, -1)],
    ["no version", () => `GET ${host()}/brokerages?`],
    ["a lower-case method", () => base().replace("GET", "get")],
    ["another method", () => base().replace("GET", "POST")],
    ["another path", () => base().replace("brokerages", "offices")],
    ["a newline at the end", () => `${base()}\n`],
    ["a slash at the end of the path", () => `GET ${host()}/v9/brokerages/?`],
  ])("%s is refused", async (_name, text) => {
    expect(await get("", "", { signed: text() })).toBe(401);
  });
});

describe("a body is signed in place of the query", () => {
  const body = '{"name":"Ann"}';
  const to = (method: string, target: string, sent: string, signedData: string) =>
    status({
      method,
      target,
      headers: {},
      body: sent,
      signed: `${method} ${host()}${target.split("?", 1)[0]}?${signedData}`,
    });
  // A call that is not offered still says whether it was signed: 404 or 401.
  const ACCEPTED = 404;

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s with its body", async (method) => {
    expect(await to(method, "/v9/nothing", body, body)).toBe(ACCEPTED);
    expect(await to(method, "/v9/nothing?a=1", body, body)).toBe(ACCEPTED);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s signed without it is refused", async (method) => {
    expect(await to(method, "/v9/nothing", body, "")).toBe(401);
    expect(await to(method, "/v9/nothing?a=1", body, "a=1")).toBe(401);
    expect(await to(method, "/v9/nothing", body, '{"name": "Ann"}')).toBe(401);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s without one", async (method) => {
    expect(await to(method, "/v9/nothing", "", "")).toBe(ACCEPTED);
    expect(await to(method, "/v9/nothing?b=2&a=1", "", "")).toBe(ACCEPTED);
    expect(await to(method, "/v9/nothing?b=2&a=1", "", "a=1&b=2")).toBe(ACCEPTED);
  });

  it("bytes beyond ASCII, raw and as PHP escapes them", async () => {
    for (const text of ['{"name":"Ànn Böddy"}', '{"name":"\\u00c0nn B\\u00f6ddy"}']) {
      expect(await to("POST", "/v9/nothing", text, text)).toBe(ACCEPTED);
    }
  });

  it("PHP's null", async () => {
    expect(await to("PUT", "/v9/nothing", "null", "null")).toBe(ACCEPTED);
  });

  it("the Ruby gem's signature of a body with a URL is not, by default", async () => {
    const text = '{"notes":"see https://x.test:8080/b"}';
    expect(await to("POST", "/v9/nothing", text, '{"notes":"see x.test/b"}')).toBe(401);
  });
});

describe("who signs", () => {
  const call = (headers: Readonly<Record<string, string>>) =>
    exchange(window.server.url, { method: "GET", target: "/v9/brokerages", headers, body: "" });

  it("nobody, and a token that nobody has: Unauthorized", async () => {
    const { secret } = partner.credentials;
    const signature = sign(secret, `GET ${host()}/v9/brokerages?`);
    for (const headers of [
      {},
      { "X-Signature": signature },
      { "X-Token": "0".repeat(32), "X-Signature": signature },
    ]) {
      const { status, body } = await call(headers);
      expect({ status, body }).toEqual({ status: 401, body: { error: "Unauthorized" } });
    }
  });

  it("a token whose signature is not that of its secret: another sentence", async () => {
    const { token, secret } = partner.credentials;
    const text = `GET ${host()}/v9/brokerages?`;
    const hex = Buffer.from(sign(secret, text), "base64").toString("hex");
    for (const signature of [sign("another secret", text), hex, "", "%"]) {
      const { status, body } = await call({ "X-Token": token, "X-Signature": signature });
      expect({ status, body }).toMatchObject({ status: 401 });
      expect(body.error).toContain("X-Signature");
    }
  });

  it("another partner's secret does not sign for this one", async () => {
    const other = await aTicketEvolutionPartner(window);
    const { token } = partner.credentials;
    const signature = sign(other.credentials.secret, `GET ${host()}/v9/brokerages?`);
    const { status } = await call({ "X-Token": token, "X-Signature": signature });
    expect(status).toBe(401);
  });

  it("nobody learns what there is without a signature", async () => {
    const unknown = { method: "GET", target: "/v9/nothing", headers: {}, body: "" };
    expect((await exchange(window.server.url, unknown)).status).toBe(401);
  });
});

it("the token is 32 characters and the secret 40, as the Ruby gem requires", () => {
  expect(partner.credentials.token).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(partner.credentials.secret).toMatch(/^\S{40}$/);
});
