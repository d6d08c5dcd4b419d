// Holds: what is held is what is confirmed, and what is over is free at the moment of asking.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOLD_MS_MAX } from "../../src/core/limits.ts";
import { aBarcode, aBooking, aDate, barcodesOf, HOUR_MS, seatedArea } from "./a-date.ts";

function aHold(places = 1, changes: object = {}) {
  return aBooking({
    barcodes: Array.from({ length: places }, aBarcode),
    hold: { expiresAt: Date.now() + HOUR_MS, order: 1 },
    ...changes,
  });
}

function command(...holds: string[]) {
  return { deadline: Date.now() + HOUR_MS, holds, serials: null };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** Every hold is over. */
function letTimePass(): void {
  vi.setSystemTime(Date.now() + HOUR_MS);
}

describe("a hold", () => {
  it("that was taken back unheard can be asked for again by the same request", async () => {
    const date = await aDate({}, 3);
    const hold = aHold(2);
    await date.stub.book(hold);
    await date.stub.withdraw(hold.request);
    expect(await date.stub.book({ ...hold, barcodes: [aBarcode(), aBarcode()] })).toMatchObject({
      ok: true,
    });
    expect((await date.state()).areas).toMatchObject([{ held: 2, free: 1 }]);
  });

  it("past its time does not keep the venue from lowering a capacity", async () => {
    const date = await aDate({}, 3);
    await date.stub.book(aHold(2));
    letTimePass();
    const smaller = { areas: [{ ...date.config.areas[0]!, capacity: 1 }] };
    expect(await date.configure(smaller)).toMatchObject({ ok: true });
  });

  it("takes the places, and its confirmation issues exactly the tickets it held", async () => {
    const date = await aDate({}, 3);
    const hold = aHold(2);
    const held = barcodesOf(await date.stub.book(hold));
    expect((await date.state()).areas).toMatchObject([{ held: 2, issued: 0, free: 1 }]);
    expect(await date.book({ barcodes: [aBarcode(), aBarcode()] })).toMatchObject({
      reason: "not_enough",
      remaining: 1,
    });
    const confirmed = await date.stub.confirm(command(hold.request));
    expect(confirmed).toMatchObject({
      ok: true,
      value: held.map((barcode) => ({ barcode, state: "issued" })),
    });
    expect(await date.stub.confirm(command(hold.request))).toEqual(confirmed);
    expect((await date.state()).areas).toMatchObject([{ held: 0, issued: 2, free: 1 }]);
  });

  it("is neither confirmed nor released nor extended by a call whose deadline has passed", async () => {
    const date = await aDate({}, 1);
    const hold = aHold();
    await date.stub.book(hold);
    const late = { ...command(hold.request), deadline: Date.now() - 1 };
    const refusal = { ok: false, reason: "deadline_passed" };
    expect(await date.stub.confirm(late)).toEqual(refusal);
    expect(await date.stub.release(late)).toEqual(refusal);
    expect(await date.stub.extend({ ...late, expiresAt: Date.now() + HOUR_MS })).toEqual(refusal);
    expect((await date.state()).areas).toMatchObject([{ held: 1, issued: 0, free: 0 }]);
  });

  it("released gives its places free, once, and can't be confirmed", async () => {
    const date = await aDate({}, 1);
    const hold = aHold();
    await date.stub.book(hold);
    for (let times = 0; times < 2; times++) await date.stub.release(command(hold.request));
    expect((await date.state()).areas).toMatchObject([{ held: 0, free: 1 }]);
    expect(await date.stub.confirm(command(hold.request))).toEqual({ ok: false, reason: "lapsed" });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("released in part keeps the rest", async () => {
    const date = await aDate({}, 3);
    const hold = aHold(3);
    await date.stub.book(hold);
    await date.stub.release({ ...command(hold.request), serials: [2] });
    expect((await date.state()).areas).toMatchObject([{ held: 2, free: 1 }]);
    const confirmed = await date.stub.confirm(command(hold.request));
    expect(confirmed).toMatchObject({ value: [{ serial: 1 }, { serial: 3 }] });
  });

  it("that is over is free at the moment of asking, without any alarm", async () => {
    const date = await aDate({}, 1);
    const hold = aHold();
    await date.stub.book(hold);
    await runInDurableObject(date.stub, (_object, { storage }) => storage.deleteAlarm());
    letTimePass();
    expect((await date.state()).areas).toMatchObject([{ held: 0, free: 1 }]);
    expect((await date.book()).ok).toBe(true);
    expect(await date.stub.confirm(command(hold.request))).toEqual({ ok: false, reason: "lapsed" });
  });

  it("that is over is tidied by the alarm, also when nobody asks", async () => {
    const date = await aDate({}, 1);
    await date.stub.book(aHold());
    letTimePass();
    await runDurableObjectAlarm(date.stub);
    const states = await runInDurableObject(date.stub, (_object, { storage }) =>
      storage.sql.exec(`SELECT state FROM holds UNION ALL SELECT state FROM tickets`).toArray(),
    );
    expect(states).toEqual([{ state: "lapsed" }, { state: "void" }]);
  });

  it("wakes its date when it ends", async () => {
    const date = await aDate({}, 1);
    await runDurableObjectAlarm(date.stub);
    const expiresAt = Date.now() + 50 * 60_000;
    await date.stub.book(aHold(1, { hold: { expiresAt, order: null } }));
    await runDurableObjectAlarm(date.stub);
    const alarm = await runInDurableObject(date.stub, (_object, { storage }) => storage.getAlarm());
    expect(alarm).toBeLessThanOrEqual(expiresAt);
  });

  it("can be extended, but never beyond a day after it was made", async () => {
    const date = await aDate();
    const hold = aHold();
    await date.stub.book(hold);
    const expiresAt = Date.now() + 100 * HOUR_MS;
    expect(await date.stub.extend({ ...command(hold.request), expiresAt })).toMatchObject({
      ok: true,
    });
    const until = await runInDurableObject(date.stub, (_object, { storage }) =>
      storage.sql.exec<{ at: number }>(`SELECT expires_at AS at FROM holds`).one(),
    );
    expect(until.at).toBeLessThanOrEqual(Date.now() + HOLD_MS_MAX);
    expect(until.at).toBeGreaterThan(Date.now() + HOUR_MS);
  });

  it("again with the same request holds nothing more, and taken back frees all", async () => {
    const date = await aDate({}, 2);
    const hold = aHold();
    const answer = await date.stub.book(hold);
    expect(await date.stub.book({ ...hold, barcodes: [aBarcode()] })).toEqual(answer);
    const other = aHold();
    await date.stub.book(other);
    await date.stub.withdraw(other.request);
    expect((await date.state()).areas).toMatchObject([{ held: 1, free: 1 }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("is void with its date, and several are confirmed together or not at all", async () => {
    const date = await aDate();
    const [one, other] = [aHold(), aHold()];
    await date.stub.book(one);
    await date.stub.book(other);
    await date.stub.release(command(other.request));
    expect(await date.stub.confirm(command(one.request, other.request))).toMatchObject({
      ok: false,
    });
    expect((await date.state()).areas).toMatchObject([{ held: 1, issued: 0 }]);
    await date.configure({ status: "cancelled" });
    expect(await date.stub.confirm(command(one.request))).toEqual({ ok: false, reason: "lapsed" });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 0 } });
  });

  it("of seats keeps them from others until it is over", async () => {
    const date = await aDate({ areas: [seatedArea("parterre", [2])] });
    await date.stub.book(aHold(2));
    expect(await date.book({ seats: ["A1"] })).toEqual({
      ok: false,
      reason: "seats_taken",
      seats: ["A1"],
    });
    letTimePass();
    expect(barcodesOf(await date.book({ seats: ["A1"] }))).toHaveLength(1);
  });
});
