// Who may speak, and how everything is said: signatures over real HTTP, the calls about accounts and
// time, and the wire's oddities (contracts/ticketmatic.md 1.1 to 1.9, 2, 6).
import { beforeAll, describe, expect, it } from "vitest";
import { openBuiltWindow } from "../../support/a-window.ts";
import { overTheWire } from "../../support/http-wire.ts";
import { anAccount, operate } from "../../support/ticketmatic-account.ts";
import {
  type Account,
  sign,
  signed,
  Ticketmatic,
  timestamp,
} from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
const LIST = "/settings/ticketsales/saleschannels";
const MINUTE_MS = 60_000;
let tm: Ticketmatic;
let account: Account;

beforeAll(async () => {
  tm = await anAccount(window);
  ({ account } = tm);
});

const statusOf = async (authorization: string | null) =>
  (await tm.send("GET", LIST, { authorization })).status;

describe("a signature", () => {
  it.each<[what: string, header: (a: Account, ts: string, mac: string) => string]>([
    [
      "as both clients write it",
      (a, ts, mac) => `TM-HMAC-SHA256 key=${a.key} ts=${ts} sign=${mac}`,
    ],
    ["in another order", (a, ts, mac) => `TM-HMAC-SHA256 sign=${mac} ts=${ts} key=${a.key}`],
    [
      "with commas, quotes and tabs",
      (a, ts, mac) => `tm-hmac-sha256 key="${a.key}",\tts="${ts}", sign="${mac}"`,
    ],
    [
      "in upper case",
      (a, ts, mac) => `TM-HMAC-SHA256 key=${a.key} ts=${ts} sign=${mac.toUpperCase()}`,
    ],
  ])("%s opens the door", async (_what, header) => {
    const ts = timestamp();
    expect(await statusOf(header(account, ts, sign(account, account.name, ts)))).toBe(200);
  });

  it.each(["Z", ".123", "+00:00", "+0000"])("over a time that ends in %s does too", async (end) => {
    const ts = timestamp() + end;
    expect(await statusOf(signed(account, account.name, ts))).toBe(200);
  });

  it.each([
    [-29, 200],
    [29, 200],
    [-31, 401],
    [31, 401],
  ])("of %i minutes from now: %i", async (minutes, status) => {
    const ts = timestamp(Date.now() + minutes * MINUTE_MS);
    expect(await statusOf(signed(account, account.name, ts))).toBe(status);
  });

  it.each<[what: string, header: () => string | null, message: RegExp]>([
    ["nothing", () => null, /no Authorization/],
    ["another scheme", () => "Bearer x", /no Authorization/],
    ["an unknown key", () => signed({ ...account, key: "unknown" }), /key is unknown/],
    ["another secret", () => signed({ ...account, secret: "another-secret" }), /signature/],
    ["another account", () => signed(account, "another"), /signature/],
    ["no account", () => signed(account, ""), /signature/],
    ["an old time", () => signed(account, account.name, "2014-09-23T17:23:00"), /time/],
    [
      "a time that is not the signed one",
      () => signed(account).replace(/ts=\S+/, `ts=${timestamp()}Z`),
      /signature/,
    ],
    ["Basic with another secret", () => `Basic ${btoa(`${account.key}:another-secret`)}`, /secret/],
  ])("%s is refused with what failed, and without the secret", async (_what, header, message) => {
    const answer = await tm.send("GET", LIST, { authorization: header() });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({ code: 401, message: expect.stringMatching(message) });
    expect(answer.text).not.toContain(account.secret);
  });

  it("may be Basic, with a colon in the secret", async () => {
    const name = account.name.replace("tm", "ba");
    const credentials = { publicKey: `${name}-key`, secret: "a:secret:with:colons" };
    await operate(window.server.url, "PUT", `/partners/${name}`, {
      door: "ticketmatic",
      label: "Basic",
      ...credentials,
    });
    const basic = new Ticketmatic(tm.url, {
      name,
      key: credentials.publicKey,
      secret: credentials.secret,
    });
    const authorization = `Basic ${btoa(`${credentials.publicKey}:${credentials.secret}`)}`;
    expect((await basic.call("GET", LIST, { authorization })).nbrofresults).toBe(1);
  });

  it("goes on with a replaced secret while the new one comes in, and ends when revoked", async () => {
    const old = await anAccount(window);
    const path = `/partners/${old.account.name}`;
    const rotated = await operate(tm.url, "POST", `${path}/rotation`, { overlapHours: 1 });
    const key = String(rotated["publicKey"]);
    const fresh = new Ticketmatic(tm.url, {
      ...old.account,
      key,
      secret: String(rotated["secret"]),
    });
    for (const one of [old, fresh]) expect((await one.get(LIST)).nbrofresults).toBe(1);
    await operate(tm.url, "POST", `${path}/revocation`);
    for (const one of [old, fresh])
      expect(await one.refused("GET", LIST)).toMatchObject({ code: 401 });
  });
});

describe("the calls that need no account", () => {
  it("the time is told to anybody, whatever their credentials", async () => {
    for (const authorization of [
      null,
      "nonsense",
      signed({ ...account, secret: "wrong-secret" }),
    ]) {
      const answer = await tm.send("GET", "/diagnostics/time", { authorization });
      expect(answer.status).toBe(200);
      const { systemtime } = JSON.parse(answer.text) as { systemtime: string };
      expect(systemtime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  });

  it("the accounts of a key are listed to a signature over no account", async () => {
    const nobody = new Ticketmatic(tm.url, { ...account, name: "_" });
    const call = (authorization: string) =>
      nobody.send("GET", "/tools/accounts", { authorization });
    const listed = await call(signed(account, ""));
    const own = {
      id: expect.any(Number),
      name: `Account ${account.name}`,
      shortname: account.name,
    };
    expect(JSON.parse(listed.text)).toEqual([own]);
    expect(await tm.get("/tools/account")).toEqual(own);
    expect((await call(signed(account, "_"))).status).toBe(401);
  });
});

describe("what is not offered", () => {
  it.each([
    ["GET", "/settings/vouchers"],
    ["POST", "/tools/queries"],
    ["GET", "/jobs/5"],
    ["POST", "/orders/import"],
    ["GET", "/orders/abc"],
    ["GET", "/orders/-1"],
    ["GET", "/events/1.5"],
    ["GET", "/events/%"],
    ["GET", "/events/%ff/tickets"],
    ["GET", "/events/"],
    ["PATCH", "/orders"],
    ["GET", ""],
    ["GET", "/widgets"],
  ])("%s %s is a 404 in JSON, to those who may speak", async (method, path) => {
    expect(await tm.refused(method, path)).toMatchObject({
      status: 404,
      code: 404,
      message: expect.stringMatching(/\S/),
    });
    expect((await tm.send(method, path, { authorization: null })).status).toBe(401);
  });
});

describe("a body", () => {
  const post = (bytes: Buffer, length = `Content-Length: ${bytes.length}`) =>
    overTheWire(
      tm.url,
      [
        `POST /api/1/${account.name}/contacts HTTP/1.1`,
        `Host: ${new URL(tm.url).host}`,
        `Authorization: ${signed(account)}`,
        length,
      ],
      bytes,
    );

  it.each([
    ["no JSON", Buffer.from("{")],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["a text", Buffer.from('"x"')],
    ["a list", Buffer.from("[1]")],
    ["deep", Buffer.from("[".repeat(50_000) + "]".repeat(50_000))],
  ])("that is %s is a 400 with the code in it", async (_what, bytes) => {
    const answer = await post(bytes);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 400, message: expect.any(String) });
  });

  it("beyond the cap is refused as too large", async () => {
    const answer = await post(Buffer.from("{}"), `Content-Length: ${3 * 1024 * 1024}`);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 413 });
  });

  it("is not compressed for those who did not ask for it, and an error has its length", async () => {
    const answer = await tm.send("GET", "/events/5/tickets");
    expect(answer.status).toBe(404);
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(Number(answer.headers["content-length"])).toBe(answer.text.length);
    const list = await tm.send("GET", LIST);
    expect(list.headers["content-encoding"]).toBeUndefined();
    expect(list.headers["content-type"]).toMatch(/^application\/json/);
  });
});
