// Configuring a date: never below what is out, and repeatable.
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { aBarcode, aDate, barcodesOf, countedArea, unconfigured } from "./a-date.ts";

const area = (capacity: number) => [countedArea("parterre", capacity)];

describe("configuring", () => {
  it("again with the same words changes no count", async () => {
    const date = await aDate();
    await date.book();
    await date.configure();
    expect((await date.state()).areas).toMatchObject([{ issued: 1, free: 9 }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("raises a capacity, lowers it to what is out, and refuses to go below", async () => {
    const date = await aDate({}, 2);
    await date.book({ barcodes: [aBarcode(), aBarcode()] });
    expect(await date.configure({ areas: area(3) })).toMatchObject({ ok: true });
    expect(await date.configure({ areas: area(2) })).toMatchObject({ ok: true });
    const below = await date.configure({ areas: area(1), status: "closed" });
    expect(below).toEqual({ ok: false, reason: "capacity_below_sold", area: "parterre", out: 2 });
    expect(await date.state()).toMatchObject({ status: "on_sale", areas: [{ capacity: 2 }] });
  });

  it("refuses to remove an area or a price that has tickets", async () => {
    const date = await aDate();
    await date.book();
    const balcony = [countedArea("balcon", 5)];
    expect(await date.configure({ areas: balcony })).toMatchObject({
      reason: "area_in_use",
      out: 1,
    });
    expect(await date.configure({ prices: [] })).toEqual({
      ok: false,
      reason: "price_in_use",
      price: "full",
    });
  });

  it("as cancelled voids every ticket, for good", async () => {
    const date = await aDate();
    const [issued = ""] = barcodesOf(await date.book());
    const [used = ""] = barcodesOf(await date.book());
    await date.scan(used);
    await date.configure({ status: "cancelled" });
    expect(await date.stub.ticket(issued)).toMatchObject({ value: { state: "void" } });
    expect(await date.stub.ticket(used)).toMatchObject({ value: { state: "void" } });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 0 } });
    expect(await date.configure({ status: "on_sale" })).toEqual({
      ok: false,
      reason: "already_cancelled",
    });
    expect((await date.state()).prices[0]?.remaining).toEqual({ partner: 0 });
  });

  it("under another date's code is refused", async () => {
    const date = await aDate();
    expect(await date.configure({ id: "another" })).toEqual({
      ok: false,
      reason: "other_date",
      id: date.id,
    });
  });

  it("keeps its event when another one is renamed, and takes over what is newer of its own", async () => {
    const date = await aDate();
    const { event } = date.config;
    const renamed = { ...event, title: "Roxane", version: event.version + 1 };
    // Said by whoever was told of the date before it became this event's.
    await date.stub.describe({ ...renamed, id: "another", version: event.version + 9 });
    expect((await date.state()).event).toEqual(event);
    await date.stub.describe(renamed);
    expect((await date.state()).event).toEqual(renamed);
    await date.stub.describe(event);
    expect((await date.state()).event).toEqual(renamed);
  });

  it("that fails half-way leaves nothing", async () => {
    const date = await unconfigured();
    const twice = [...date.config.areas, ...date.config.areas];
    await runInDurableObject(date.stub, async (object) => {
      const configured = object.configure({ ...date.config, areas: twice }, []);
      await expect(configured).rejects.toThrow(/UNIQUE/);
    });
    expect(await date.stub.state([])).toEqual({ ok: false, reason: "not_configured" });
    expect(await date.configure()).toMatchObject({ ok: true });
  });
});

describe("an audit", () => {
  it("names a counter, a serial number and a capacity that do not agree with the tickets", async () => {
    const date = await aDate({}, 2);
    await date.book({ barcodes: [aBarcode(), aBarcode()] });
    await runInDurableObject(date.stub, (_object, { storage }) => {
      storage.sql.exec(`UPDATE counts SET issued = 1`);
      storage.sql.exec(`UPDATE tickets SET serial = 7 WHERE serial = 2`);
      storage.sql.exec(`UPDATE areas SET capacity = 1`);
    });
    const report = await date.stub.audit();
    expect(report.ok && report.value.ok).toBe(false);
    const problems = report.ok ? report.value.problems.join("; ") : "";
    expect(problems).toContain("issued, used, held are 2, 0, 0 by count but 1, 0, 0 by counter");
    expect(problems).toContain("area parterre has 2 places out of 1");
    expect(problems).toContain("serial numbers run 1 to 7 for 2 tickets");
  });
});
