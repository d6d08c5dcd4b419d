// A date that was put by mistake goes as if it had never been; one that had any ticket stays.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { aDate, barcodesOf, seatedArea, type TestDate } from "./a-date.ts";

async function remove(date: TestDate) {
  const response = await exports.default.fetch(`https://window.test/operator/v1/dates/${date.id}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
  });
  return { status: response.status, json: await response.json<Record<string, unknown>>() };
}

async function rowsOf({ id }: TestDate): Promise<number> {
  const row = await env.REGISTRY.prepare(
    `SELECT (SELECT count(*) FROM dates WHERE id = ?1)
          + (SELECT count(*) FROM date_times WHERE date_id = ?1)
          + (SELECT count(*) FROM listings WHERE date_id = ?1) AS n`,
  )
    .bind(id)
    .first<{ n: number }>();
  return row?.n ?? Number.NaN;
}

async function tablesOf(date: TestDate): Promise<string[]> {
  return runInDurableObject(date.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE name NOT GLOB '_cf_*'`)
      .toArray()
      .map(({ name }) => name),
  );
}

describe("a date that never had a ticket", () => {
  it("goes with its listings, from its object and from the registry, and does not come back", async () => {
    const date = await aDate({ areas: [seatedArea("parterre", [4, 4])] });
    const listing = { door: "passculture", kind: "stock_id", id: crypto.randomUUID(), version: 1 };
    await date.stub.list({ ...listing, price: "full" });
    await runDurableObjectAlarm(date.stub);
    expect(await rowsOf(date)).toBe(3);
    expect(await remove(date)).toEqual({ status: 200, json: { deleted: true } });
    await runDurableObjectAlarm(date.stub);
    expect([await rowsOf(date), await tablesOf(date)]).toEqual([0, []]);
    expect(await date.stub.state([])).toEqual({ ok: false, reason: "not_configured" });
    expect(await date.book()).toEqual({ ok: false, reason: "not_configured" });
    expect((await remove(date)).status).toBe(404);
  });

  it("can be put again, and is then a new one", async () => {
    const date = await aDate();
    await remove(date);
    expect(await date.configure()).toMatchObject({ ok: true });
    expect(await date.book()).toMatchObject({ ok: true, value: { tickets: [{ serial: 1 }] } });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
    await runDurableObjectAlarm(date.stub);
    expect(await rowsOf(date)).toBe(2);
  });

  it("is forgotten by the registry also when only its object had forgotten it", async () => {
    const date = await aDate();
    await runDurableObjectAlarm(date.stub);
    await date.stub.remove();
    expect(await rowsOf(date)).toBeGreaterThan(0);
    expect((await remove(date)).status).toBe(200);
    expect(await rowsOf(date)).toBe(0);
  });
});

describe("a date with barcodes that must never be given again", () => {
  it("stays, also when its only ticket is void", async () => {
    const date = await aDate();
    const barcodes = barcodesOf(await date.book());
    await date.stub.cancel({ deadline: Date.now() + 10_000, channel: null, barcodes });
    expect((await remove(date)).status).toBe(409);
    expect((await date.state()).areas).toMatchObject([{ issued: 0, free: 10 }]);
  });

  it("stays when some were imported, though none was handed out", async () => {
    const date = await aDate();
    const barcodes = [crypto.randomUUID()];
    await date.stub.importBarcodes({ area: "parterre", channel: "partner" }, barcodes);
    expect((await remove(date)).status).toBe(409);
    expect((await date.state()).pools).toMatchObject([{ unused: 1 }]);
  });
});
