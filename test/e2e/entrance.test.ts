// The entrance over HTTP: a scanner with a token of its own scans its date and can do nothing else,
// until the token is renewed or revoked, and also while the registry is down.
import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aDate, freshId, type OpenDate } from "../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../support/a-window.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();
/** The documented time in which a token that is revoked is refused, and a little more. */
const REVOKED_LIMIT_MS = 65_000;

/** What a device may call, by operation id; everything else is for the operator alone. */
const OF_DEVICES = new Set(["scanTicket", "uploadScans", "getScanList", "countByGate"]);

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(token: string, method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${window.server.url}/operator/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function operator(method: string, path: string, body?: unknown): Promise<Reply> {
  return call(OPERATOR_TOKEN, method, path, body);
}

async function putDevice(id: string, wishes: object = {}): Promise<string> {
  const { body } = await operator("PUT", `/devices/${id}`, { label: "North", ...wishes });
  expect(body["token"]).toEqual(expect.any(String));
  return body["token"] as string;
}

/** A device of its own for the date, or (null) for all. */
async function aDevice(date: string | null): Promise<{ id: string; token: string }> {
  const id = freshId("scanner");
  return { id, token: await putDevice(id, { date }) };
}

async function sold(date: OpenDate, quantity: number): Promise<string[]> {
  await window.operator.sell(date.id, "full", quantity);
  return (await window.operator.tickets(date.id)).map(({ barcode }) => barcode);
}

interface Described {
  readonly operationId: string;
  readonly security?: readonly object[];
}

async function operations() {
  const response = await fetch(`${window.server.url}/operator/v1/openapi.json`);
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security }]) => {
      return { path, method: method.toUpperCase(), operationId, security };
    }),
  );
}

describe("a scanner of one date", () => {
  it("lets tickets in and out, works from the list, and hands in what it did alone", async () => {
    const date = await aDate(window.operator);
    const [first = "", second = ""] = await sold(date, 2);
    const { id: device, token } = await aDevice(date.id);
    const scan = { barcode: first, gate: "north", id: randomUUID() };
    const admitted = await call(token, "POST", "/scans", scan);
    expect(admitted).toMatchObject({
      status: 200,
      body: { barcode: first, state: "used", scan: { device, gate: "north", id: scan.id } },
    });
    expect(await call(token, "POST", "/scans", scan)).toEqual(admitted);
    const again = await call(token, "POST", "/scans", { barcode: first, gate: "south" });
    expect(again).toMatchObject({
      status: 409,
      body: { reason: "already_inside", gate: "north", since: expect.any(String) as string },
    });

    const list = await call(token, "GET", `/dates/${date.id}/scanlist`);
    const digest = createHash("sha256").update(second).digest("hex").slice(0, 32);
    expect(list.body["tickets"]).toContainEqual(
      expect.objectContaining({ digest, state: "issued", inside: false }),
    );
    expect(JSON.stringify(list.body)).not.toContain(second);

    const at = new Date(Date.now() - 60_000).toISOString();
    const scans = [{ id: randomUUID(), barcode: second, at, gate: "south", letThrough: true }];
    for (let times = 0; times < 2; times++) {
      const uploaded = await call(token, "POST", `/dates/${date.id}/scans`, { scans });
      expect(uploaded.body).toEqual({
        scans: [{ id: scans[0]?.id, outcome: "admitted", kept: true }],
      });
    }
    const since = `?since=${String(list.body["version"])}`;
    const changed = await call(token, "GET", `/dates/${date.id}/scanlist${since}`);
    expect(changed.body["tickets"]).toEqual([
      expect.objectContaining({ digest, state: "used", inside: true }),
    ]);
    const { body } = await call(token, "GET", `/dates/${date.id}/gates`);
    expect(body["gates"]).toMatchObject([
      { gate: "north", in: 1, inside: 1, turnedAway: 0 },
      { gate: "south", in: 1, inside: 1, turnedAway: 1 },
    ]);
    const attempts = await operator("GET", `/dates/${date.id}/scans?barcode=${first}`);
    expect(attempts.body["scans"]).toMatchObject([
      { device, gate: "north", letThrough: true, refusal: null },
      { device, gate: "south", letThrough: false, refusal: "already_inside" },
    ]);
    const out = { barcode: first, direction: "out" };
    expect((await call(token, "POST", "/scans", out)).status).toBe(200);
    expect((await call(token, "POST", "/scans", out)).body["reason"]).toBe("not_inside");
  });

  it("refuses forged, unknown and other dates' barcodes by name, and keeps the attempts", async () => {
    const [date, other] = [await aDate(window.operator), await aDate(window.operator)];
    const [elsewhere = ""] = await sold(other, 1);
    const imports = `/dates/${other.id}/imports?area=parterre&channel=passculture`;
    const [imported, numeric] = [freshId("VENUE"), "98765432109876543210"];
    await operator("POST", imports, { barcodes: [imported, numeric] });
    const { token } = await aDevice(date.id);
    const forged = `${elsewhere.slice(0, -1)}${elsewhere.endsWith("0") ? "1" : "0"}`;
    const reasons = [
      [forged, "forged", 404],
      ["nobody's", "unknown", 404],
      [elsewhere, "other_date", 409],
      [imported, "other_date", 409],
      [numeric, "other_date", 409],
    ] as const;
    for (const [barcode, reason, status] of reasons) {
      const answer = await call(token, "POST", "/scans", { barcode });
      expect(answer).toMatchObject({ status, body: { reason } });
      const query = `?barcode=${encodeURIComponent(barcode)}`;
      const { body } = await operator("GET", `/dates/${date.id}/scans${query}`);
      expect(body["scans"]).toMatchObject([{ letThrough: false, refusal: reason }]);
    }
    const at = new Date().toISOString();
    const scans = reasons.map(([barcode], id) => ({ id: `${id}`, barcode, at, letThrough: true }));
    const uploaded = await call(token, "POST", `/dates/${date.id}/scans`, { scans });
    expect(uploaded.body["scans"]).toMatchObject(reasons.map(([, outcome]) => ({ outcome })));
    const report = await operator("GET", `/dates/${date.id}/double-entries`);
    expect(report.body["entries"]).toHaveLength(reasons.length);
    expect(JSON.stringify(report.body)).not.toContain(elsewhere);
  });

  it("scans no other date, by whatever way it is named", async () => {
    const [date, other] = [await aDate(window.operator), await aDate(window.operator)];
    const [barcode = ""] = await sold(other, 1);
    const { token } = await aDevice(date.id);
    const at = new Date().toISOString();
    const scans = [{ id: "1", barcode, at, letThrough: true }];
    expect((await call(token, "POST", "/scans", { barcode, date: other.id })).status).toBe(403);
    const upload = await call(token, "POST", `/dates/${other.id}/scans`, { scans });
    expect(upload.status).toBe(403);
    expect((await call(token, "GET", `/dates/${other.id}/scanlist`)).status).toBe(403);
    expect((await call(token, "GET", `/dates/${other.id}/gates`)).status).toBe(403);
    expect((await window.operator.ticket(barcode)).state).toBe("issued");
  });

  it("uploads no scans in another device's name", async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await sold(date, 1);
    const { token } = await aDevice(date.id);
    const scans = [{ id: "1", barcode, at: new Date().toISOString(), letThrough: true }];
    const upload = await call(token, "POST", `/dates/${date.id}/scans`, { device: "x", scans });
    expect(upload.status).toBe(403);
    expect((await window.operator.ticket(barcode)).state).toBe("issued");
  });
});

describe("a scanner of all dates", () => {
  it("lets in by the barcode alone, imported ones too, unless its gate serves one date", async () => {
    const [date, other] = [await aDate(window.operator), await aDate(window.operator)];
    const [barcode = ""] = await sold(date, 1);
    const imported = freshId("VENUE");
    const imports = `/dates/${other.id}/imports?area=parterre&channel=boxoffice`;
    expect((await operator("POST", imports, { barcodes: [imported] })).status).toBe(201);
    expect(await sold(other, 1)).toEqual([imported]);
    const { token } = await aDevice(null);
    const elsewhere = await call(token, "POST", "/scans", { barcode, date: other.id });
    expect(elsewhere.body["reason"]).toBe("other_date");
    expect((await call(token, "POST", "/scans", { barcode })).status).toBe(200);
    expect((await call(token, "POST", "/scans", { barcode: imported })).status).toBe(200);
  });
});

describe("a scanner's token", () => {
  it("opens the scanning operations and none of the others that the document has", async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await sold(date, 1);
    const registry = new RegistryFile(window.server.storage);
    const { id, token } = await aDevice(null);
    await until("the registry has the ticket", REVOKED_LIMIT_MS, () => {
      return registry.ticketsOf(date.id).length === 1;
    });
    const look = async () => [
      registry.rows().dates.filter((row) => row["id"] === date.id),
      registry.ticketsOf(date.id),
      await operator("GET", `/dates/${date.id}`),
      await operator("GET", `/dates/${date.id}/gates`),
      await operator("GET", "/devices"),
      await operator("GET", "/events"),
    ];
    const before = await look();
    const named: Readonly<Record<string, string>> = { date: date.id, barcode, device: id };
    const all = await operations();
    const refused: string[] = [];
    for (const { path, method, operationId, security } of all) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_brace, name: string) => named[name] ?? "x");
      const body = method === "GET" ? undefined : { label: "Mine", date: null, renew: true };
      const { status } = await call(token, method, filled, body);
      if (status === 403) refused.push(operationId);
      expect([operationId, security !== undefined]).toEqual([
        operationId,
        OF_DEVICES.has(operationId),
      ]);
    }
    const others = all.map(({ operationId }) => operationId).filter((one) => !OF_DEVICES.has(one));
    expect(refused.toSorted()).toEqual(others.toSorted());
    expect(others.length).toBeGreaterThan(20);
    expect(await look()).toEqual(before);
    expect((await call(token, "GET", "/nowhere")).status).toBe(404);
  });

  it("changed by a hand is no token", async () => {
    const [date, other] = [await aDate(window.operator), await aDate(window.operator)];
    const { id, token } = await aDevice(date.id);
    for (const forged of [
      token.replace(date.id, other.id),
      token.replace(date.id, "*"),
      token.replace(id, freshId("scanner")),
      token.slice(0, -1),
    ]) {
      expect((await call(forged, "POST", "/scans", { barcode: "x" })).status).toBe(401);
    }
  });

  it(
    "is refused within a minute after it was renewed or its device deleted",
    { timeout: 2 * LONG_TEST_MS },
    async () => {
      const date = await aDate(window.operator);
      const { id, token: first } = await aDevice(date.id);
      const gates = `/dates/${date.id}/gates`;
      const isRefused = async (token: string) => (await call(token, "GET", gates)).status === 401;
      expect(await isRefused(first)).toBe(false);
      const renewed = await putDevice(id, { date: date.id, renew: true });
      expect(await isRefused(renewed)).toBe(false);
      await until("the old token is refused", REVOKED_LIMIT_MS, () => isRefused(first));
      const again = await operator("PUT", `/devices/${id}`, { label: "South", date: date.id });
      expect(again.body).toMatchObject({ id, label: "South", token: null });
      expect(await isRefused(renewed)).toBe(false);
      expect((await operator("DELETE", `/devices/${id}`)).status).toBe(200);
      await until("the device is refused", REVOKED_LIMIT_MS, () => isRefused(renewed));
      expect((await operator("GET", `/devices/${id}`)).status).toBe(404);
    },
  );

  it("is made only for a date that there is, and never for the operator's own id", async () => {
    const wrong = { label: "North", date: freshId("date") };
    const put = await operator("PUT", `/devices/${freshId("scanner")}`, wrong);
    expect(put).toMatchObject({ status: 422, body: { errors: [{ field: "date" }] } });
    expect((await operator("PUT", "/devices/operator", { label: "North" })).status).toBe(422);
  });
});

describe("with D1 failing every query", () => {
  it("a scanner goes on, and one that was seen to be revoked stays out", async () => {
    const registry = new RegistryFile(window.server.storage);
    const date = await aDate(window.operator);
    const [first = "", second = ""] = await sold(date, 2);
    const [seen, unseen, revoked] = [
      await aDevice(date.id),
      await aDevice(date.id),
      await aDevice(date.id),
    ];
    const scan = ({ token }: { token: string }, barcode: string) =>
      call(token, "POST", "/scans", { barcode });
    expect((await scan(seen, first)).status).toBe(200);
    await operator("DELETE", `/devices/${revoked.id}`);
    expect((await scan(revoked, second)).status).toBe(401);
    registry.hurt();
    try {
      expect((await scan(seen, first)).body["reason"]).toBe("already_inside");
      expect((await scan(unseen, second)).status).toBe(200);
      expect((await scan(unseen, "VENUE-0")).body["reason"]).toBe("unknown");
      expect((await scan(revoked, second)).status).toBe(401);
    } finally {
      registry.heal();
    }
  });
});
