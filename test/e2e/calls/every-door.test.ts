// The operator sees every call of every door: who, what, how it ended and why; and neither the
// registry nor the log nor an answer holds a secret, a whole barcode or anything personal of it.
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { aDevice, aHouse, anApplication } from "../../support/a-sapiti-house.ts";
import { aTicketEvolutionPartner } from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { callLog } from "../../support/call-log.ts";
import { HMAC_KEY, SETTINGS } from "../../support/guichet-server.ts";
import { aBooking, booked, hmacHex, PassCulture } from "../../support/passculture-client.ts";
import { RegistryFile } from "../../support/registry-file.ts";
import { exchange } from "../../support/ticketevolution-client.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";
import { sign, signed, timestamp } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();

/** What must be found nowhere afterwards. */
const hidden = new Set(Object.values(SETTINGS).filter((text) => text.length >= 16));
const PERSON = {
  user_email: "leonie.quesnel@courrier.example",
  user_first_name: "Léonie",
  user_last_name: "Quesnel",
  user_phone: "+33 6 39 98 04 77",
  user_birth_date: "2009-08-23",
  venue_address: "41 quai des Brumes",
};
for (const text of Object.values(PERSON)) hidden.add(text);
for (const part of ["leonie.quesnel", "0639980477", "Quesnel", "Brumes"]) hidden.add(part);

const logOf = (query = "") => callLog(window.server.url, query);
const lastOf = async (query: string) => (await logOf(query)).calls[0];

/** The request that the link opens in the inspector. */
function opened(link: string | null | undefined): unknown {
  return JSON.parse(Buffer.from((link ?? "").replace("/inspect#", ""), "base64url").toString());
}

describe("pass Culture", () => {
  it("booked, sold out and cancelled: with the reason, and the body of the refused one", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock, PERSON)));
    for (const barcode of barcodes) hidden.add(barcode);
    await window.passCulture.book(aBooking(date.stock, { ...PERSON, offer_id: 70412 }));
    await window.passCulture.cancel(...barcodes);
    const { calls } = await logOf("?partner=passculture&door=passculture");
    const [cancelled, refused, sold] = calls;
    const booking = { method: "POST", route: "/passculture/booking", proven: true };
    expect(sold).toMatchObject({ ...booking, status: 200, reason: "booked", detail: null });
    expect(cancelled).toMatchObject({ route: "/passculture/cancellation", reason: "cancelled" });
    expect(refused).toMatchObject({
      ...booking,
      status: 409,
      outcome: "refused",
      reason: "sold_out",
      explanation: "No place was left for this caller.",
      detail: { said: "sold_out", signature: null },
    });
    const body = JSON.parse(JSON.parse(refused?.detail?.body ?? "") as string) as object;
    expect(body).toMatchObject({
      booking_quantity: 1,
      offer_id: 70412,
      stock_id_at_provider: date.stock,
      user_email: "xxxxxx.xxxxxxx@xxxxxxxx.xxxxxxx",
      user_birth_date: "0000-00-00",
      user_phone: "+00 0 00 00 00 00",
    });
  });

  it("wrongly signed: the string to sign with every byte, and how both signatures begin", async () => {
    const payload = aBooking("nowhere:full", PERSON);
    const wrong = new PassCulture(window.server.url, { hmacKey: "another-key-than-theirs" });
    const { body, headers } = wrong.signed(payload);
    const received = headers["PassCulture-Signature"] ?? "";
    const right = hmacHex(HMAC_KEY, Buffer.from(JSON.parse(body.toString()) as string));
    hidden.add(received).add(right);
    await wrong.post("/passculture/booking", payload);
    const call = await lastOf("?partner=unknown&door=passculture");
    expect(call).toMatchObject({ status: 401, reason: "signature_mismatch", proven: false });
    const { signature, inspector } = call?.detail ?? {};
    expect(signature).toMatchObject({
      scheme: "passculture-hmac",
      received: { start: received.slice(0, 8), length: 64 },
    });
    const [inner] = signature?.expected ?? [];
    expect(inner).toMatchObject({ rule: "inner-string", start: right.slice(0, 8) });
    expect(inner?.text).toContain('"booking_quantity": 1, "offer_ean": null, "offer_id": 70411');
    expect(inner?.text).toContain(String.raw`"user_first_name": "X\u0000xxxx"`);
    expect(opened(inspector)).toMatchObject({
      scheme: "passculture-hmac",
      method: "POST",
      url: `${window.server.url}/passculture/booking`,
    });
  });

  it("unsigned, malformed, or somewhere else: each is there", async () => {
    const none = new PassCulture(window.server.url, { hmacKey: null });
    await none.book(aBooking("nowhere:full", PERSON));
    expect(await lastOf("?door=passculture")).toMatchObject({ reason: "signature_missing" });
    await window.passCulture.book({ ...PERSON, offer_id: "many" });
    expect(await lastOf("?door=passculture&status=400")).toMatchObject({ proven: true });
    await window.passCulture.book(aBooking("nowhere:full", PERSON));
    expect(await lastOf("?door=passculture&status=404")).toMatchObject({
      reason: "unknown_stock",
      explanation: "The stock is neither a date and a price of ours nor in the listings.",
    });
    await fetch(`${window.server.url}/passculture/elsewhere?user_email=${PERSON.user_email}`);
    expect(await lastOf("?door=passculture")).toMatchObject({ status: 404, partner: null });
  });
});

describe("Sapiti", () => {
  it("right, wrongly signed, late, by a stranger and by a device nobody knows", async () => {
    const house = await aHouse(window);
    const { id, client, secret } = await anApplication(window);
    hidden.add(secret);
    await client.ask("GET", "agenda/events/");
    expect(await lastOf(`?partner=${id}`)).toMatchObject({ door: "sapiti", status: 200 });
    await client.call("PATCH", "shop/orders/77", { contact: PERSON, note: PERSON.user_last_name });
    expect(await lastOf(`?partner=${id}&outcome=refused`)).toMatchObject({ reason: "unknown_id" });
    const late = { timestamp: "2026-01-01T00:00:00+01:00", signature: "a".repeat(64) };
    await client.call("GET", "agenda/events/", { ...late, ...PERSON });
    const call = await lastOf(`?partner=${id}`);
    expect(call).toMatchObject({ proven: false, reason: "signature_mismatch" });
    expect(call?.detail?.signature?.expected[0]?.text).toContain(late.timestamp);
    expect(call?.detail?.signature?.aheadMs).toBeLessThan(0);
    const device = await aDevice(window);
    hidden.add(device.secret);
    const stranger = `${device.secret}X`;
    hidden.add(stranger);
    await client.call("GET", "accesscontrol/events/", { publickey: "", deviceid: stranger });
    expect(await lastOf("?door=sapiti")).toMatchObject({ reason: "credentials_needed" });
    expect(house.stock).toContain("STK");
  });
});

describe("Ticketmatic", () => {
  it("right, wrongly signed, late, with a wrong secret and with an unknown key", async () => {
    const { url, account } = await anAccount(window);
    hidden.add(account.secret);
    const call = (authorization: string) =>
      fetch(`${url}/api/1/${account.name}/tools/account`, { headers: { authorization } });
    await call(signed(account));
    expect(await lastOf(`?partner=${account.name}`)).toMatchObject({ status: 200, proven: true });
    const now = timestamp();
    const wrong = sign(account, "another", now);
    hidden.add(wrong).add(sign(account, account.name, now));
    await call(`TM-HMAC-SHA256 key=${account.key} ts=${now} sign=${wrong}`);
    const refused = await lastOf(`?partner=${account.name}&status=401`);
    expect(refused?.detail?.signature).toMatchObject({
      fault: "mismatch",
      received: { start: wrong.slice(0, 8) },
      expected: [
        {
          text: `${account.key}${account.name}${now}`,
          start: sign(account, account.name, now).slice(0, 8),
        },
      ],
    });
    // What is signed is in the address: the inspector can do its work.
    expect(opened(refused?.detail?.inspector)).toMatchObject({
      url: `${url}/api/1/${account.name}/tools/account`,
      headers: [["Authorization", `TM-HMAC-SHA256 key="${account.key}" ts="${now}"`]],
    });
    const hourAgo = timestamp(Date.now() - 3_600_000);
    await call(signed(account, account.name, hourAgo));
    hidden.add(sign(account, account.name, hourAgo));
    expect(await lastOf("?door=ticketmatic")).toMatchObject({ reason: "signature_clock" });
    const guess = "a-guess-at-the-secret-0001";
    hidden.add(guess).add(Buffer.from(`${account.key}:${guess}`).toString("base64"));
    const basic = Buffer.from(`${account.key}:${guess}`).toString("base64");
    await call(`Basic ${basic}`);
    expect(await lastOf("?door=ticketmatic")).toMatchObject({ reason: "signature_wrong_secret" });
    await call(signed({ ...account, key: "0123456789abcdef" }));
    const unknown = await lastOf("?partner=unknown&door=ticketmatic");
    expect(unknown).toMatchObject({ reason: "signature_unknown_key", key: "0123…" });
  });
});

describe("Ticket Evolution", () => {
  it("right, wrongly signed, and with an unknown token", async () => {
    const { id, credentials } = await aTicketEvolutionPartner(window);
    hidden.add(credentials.secret);
    const target = `/v9/clients/search?q=${encodeURIComponent(PERSON.user_last_name)}&page=1`;
    const host = new URL(window.server.url).host;
    const right = (text: string) =>
      createHmac("sha256", credentials.secret).update(text).digest("base64");
    const call = (headers: Record<string, string>, method = "GET", body = "") =>
      exchange(window.server.url, { method, target, headers, body });
    const token = { "X-Token": credentials.token };
    const sorted = `GET 127.0.0.1/v9/clients/search?page=1&q=${PERSON.user_last_name}`;
    expect(await call({ ...token, "X-Signature": right(sorted) })).toMatchObject({ status: 200 });
    expect(await lastOf(`?partner=${id}`)).toMatchObject({ status: 200, proven: true });
    const unsorted = right(`GET ${host}${target}`);
    hidden.add(unsorted).add(right(sorted));
    await call({ ...token, "X-Signature": unsorted });
    const refused = await lastOf(`?partner=${id}`);
    expect(refused).toMatchObject({ status: 401, reason: "signature_mismatch", proven: false });
    expect(refused?.detail?.signature?.expected[0]).toMatchObject({
      rule: "host/sorted",
      text: "GET 127.0.0.1/v9/clients/search?page=1&q=Xxxxxxx",
      start: right(sorted).slice(0, 8),
    });
    const body = JSON.stringify({ clients: [{ name: PERSON.user_last_name, ...PERSON }] });
    await call({ ...token, "X-Signature": unsorted }, "POST", body);
    expect(await lastOf(`?partner=${id}`)).toMatchObject({ method: "POST", status: 401 });
    await call({ "X-Token": "9999888877776666", "X-Signature": unsorted });
    const unknown = await lastOf("?partner=unknown&door=ticketevolution-v9");
    expect(unknown).toMatchObject({ reason: "signature_unknown_key", key: "9999…" });
    hidden.add("9999888877776666");
  });
});

describe("the list", () => {
  it("goes on with its cursor, every call once, and filters by outcome and time", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await logOf(`?limit=4&cursor=${cursor}`);
      seen.push(...page.calls.map(({ requestId }) => requestId));
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await logOf("?limit=200")).calls.length);
    const refused = (await logOf("?outcome=refused&limit=200")).calls;
    expect(refused.every(({ status }) => status >= 400 && status < 500)).toBe(true);
    expect((await logOf("?since=2030-01-01T00:00:00Z")).calls).toEqual([]);
  });
});

// Last of all: it looks for what the tests before it have sent.
it("and nothing that is secret, a whole barcode or personal is left anywhere", async () => {
  const { text } = await logOf("?limit=200");
  const rows = JSON.stringify(new RegistryFile(window.server.storage).calls());
  const { log } = window.server;
  expect(rows.length).toBeGreaterThan(1_000);
  // In a body of JSON within JSON a backslash stands before each quote, and é is an escape.
  for (const secret of hidden) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      expect(rows.includes(form), `the registry holds ${form}`).toBe(false);
      expect(text.includes(form), `an answer holds ${form}`).toBe(false);
      expect(log.includes(form), `the log holds ${form}`).toBe(false);
    }
  }
});
