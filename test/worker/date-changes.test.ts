// Changing some of a date: what is left out stays, and nothing that is out is lost.
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { listDates } from "../../src/registry/dates.ts";
import { toIso } from "../../src/core/clock.ts";
import { aDate, countedArea, HOUR_MS, seatedArea } from "./a-date.ts";

type House = Awaited<ReturnType<typeof aDate>>;

async function change(date: House, body: object) {
  const { id } = await date.state();
  const response = await exports.default.fetch(`https://window.test/operator/v1/dates/${id}`, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json<Record<string, unknown>>() };
}

const later = (millis: number) => toIso(millis + HOUR_MS);

describe("a change of a date", () => {
  it("of nothing leaves everything as it is", async () => {
    const date = await aDate();
    await date.book();
    // The version grows, and the registry is told meanwhile.
    const told = { version: 0, unpublished: 0 };
    const before = await date.state();
    expect((await change(date, {})).status).toBe(200);
    expect({ ...(await date.state()), ...told }).toEqual({ ...before, ...told });
  });

  it("of its status closes it and opens it again", async () => {
    const date = await aDate();
    expect((await change(date, { status: "closed" })).json).toMatchObject({ status: "closed" });
    expect(await date.book()).toEqual({ ok: false, reason: "closed" });
    await change(date, { status: "on_sale" });
    expect(await date.book()).toMatchObject({ ok: true });
  });

  it("is in the registry with the answer", async () => {
    const date = await aDate();
    const { id, event } = await date.state();
    await change(date, { status: "closed" });
    const [row] = await listDates(env.REGISTRY, { event: event.id, after: "" }, 500).then((rows) =>
      rows.filter((one) => one.id === id),
    );
    expect(row).toMatchObject({ status: "closed", prices: [{ category: null }] });
  });

  it("of its times keeps its tickets, and its sales end as they did", async () => {
    const date = await aDate();
    await date.book();
    const { startsAt, endsAt, salesEndAt } = await date.state();
    expect(salesEndAt).toBe(startsAt);
    const times = { startsAt: later(startsAt), endsAt: later(endsAt) };
    expect(await change(date, times)).toMatchObject({
      status: 200,
      json: { ...times, salesEndAt: times.startsAt, areas: [{ issued: 1 }] },
    });
    await change(date, { salesEndAt: times.endsAt });
    const end = later(endsAt + HOUR_MS);
    expect((await change(date, { endsAt: end })).json).toMatchObject({ salesEndAt: end });
  });

  it("of its beginning moves its doors along, and of its end alone does not", async () => {
    const startsAt = Date.now() + HOUR_MS;
    const entry = { opensAt: startsAt - HOUR_MS, closesAt: startsAt + HOUR_MS / 4, gates: [] };
    const endsAt = startsAt + 2 * HOUR_MS;
    const date = await aDate({ startsAt, endsAt, salesEndAt: startsAt, entry });
    const moved = { gates: [], opensAt: later(entry.opensAt), closesAt: later(entry.closesAt) };
    const times = { startsAt: later(startsAt), endsAt: later(endsAt) };
    expect((await change(date, times)).json).toMatchObject({ entry: moved });
    const longer = await change(date, { endsAt: later(endsAt + HOUR_MS) });
    expect(longer.json).toMatchObject({ entry: moved });
    const never = await aDate({ entry: { opensAt: null, closesAt: null, gates: [] } });
    const { endsAt: end, startsAt: start } = await never.state();
    const both = { startsAt: later(start), endsAt: later(end) };
    expect((await change(never, both)).json).toMatchObject({
      entry: { opensAt: null, closesAt: null },
    });
  });

  it("that makes its times cross is refused, and changes nothing", async () => {
    const date = await aDate();
    const { startsAt, endsAt, salesEndAt } = await date.state();
    expect(await change(date, { endsAt: toIso(startsAt) })).toMatchObject({
      status: 422,
      json: { errors: [{ field: "endsAt" }] },
    });
    expect(await change(date, { salesEndAt: later(endsAt) })).toMatchObject({
      status: 422,
      json: { errors: [{ field: "salesEndAt" }] },
    });
    expect(await date.state()).toMatchObject({ startsAt, endsAt, salesEndAt });
  });

  it("of a capacity never goes below what is out", async () => {
    const date = await aDate();
    await date.book();
    const to = (capacity: number | null) => ({ capacities: [{ area: "parterre", capacity }] });
    expect((await change(date, to(1))).status).toBe(200);
    expect(await date.book()).toMatchObject({ ok: false, reason: "sold_out" });
    expect(await change(date, to(0))).toMatchObject({
      status: 409,
      json: { errors: [{ field: "capacities" }] },
    });
    const both = { capacities: [...to(5).capacities, ...to(9).capacities] };
    expect(await change(date, both)).toMatchObject({
      status: 400,
      json: { errors: [{ field: "capacities", reason: "names an area twice" }] },
    });
    expect((await change(date, to(null))).json).toMatchObject({ areas: [{ free: null }] });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("of the capacity of seats, or of an area that there is not, is refused", async () => {
    const date = await aDate({ areas: [countedArea("balcon", 5), seatedArea("parterre", [4])] });
    for (const area of ["parterre", "nowhere"]) {
      const outcome = await change(date, { capacities: [{ area, capacity: 9 }] });
      expect(outcome).toMatchObject({ status: 422, json: { errors: [{ field: "capacities" }] } });
    }
  });

  it("can't bring a cancelled date back", async () => {
    const date = await aDate();
    await change(date, { status: "cancelled" });
    expect((await change(date, { status: "on_sale" })).status).toBe(409);
  });
});
