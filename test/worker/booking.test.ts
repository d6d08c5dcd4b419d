// The rules of a booking, asked of a real object: capacity, repeats, one live booking per person,
// deadlines and bookings taken back.
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import {
  aBarcode,
  aBooking,
  aDate,
  aHolder,
  aPrice,
  barcodesOf,
  booked,
  countedArea,
  HOUR_MS,
  unconfigured,
} from "./a-date.ts";

describe("a booking", () => {
  it("gives tickets with serial numbers 1, 2, 3 and says what is left", async () => {
    const date = await aDate({}, 3);
    expect(booked(await date.book())).toMatchObject({ tickets: [{ serial: 1 }], remaining: 2 });
    const pair = booked(await date.book({ barcodes: [aBarcode(), aBarcode()] }));
    expect(pair.tickets.map(({ serial }) => serial)).toEqual([2, 3]);
    expect(pair.remaining).toBe(0);
    expect(await date.stub.audit()).toMatchObject({ ok: true, value: { ok: true, live: 3 } });
  });

  it("is refused as a whole when fewer places are left than asked", async () => {
    const date = await aDate({}, 1);
    const pair = await date.book({ barcodes: [aBarcode(), aBarcode()] });
    expect(pair).toEqual({ ok: false, reason: "not_enough", remaining: 1 });
    expect(booked(await date.book()).remaining).toBe(0);
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
  });

  it("is never refused for places where there is no limit", async () => {
    const date = await aDate({}, null);
    expect(booked(await date.book()).remaining).toBeNull();
  });

  it("stops at the channel's allotment while others still buy", async () => {
    const date = await aDate({
      allotments: [{ channel: "partner", area: "parterre", places: 1 }],
    });
    expect(booked(await date.book()).remaining).toBe(0);
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
    expect(booked(await date.book({ channel: "boxoffice" })).remaining).toBe(8);
  });

  it("is refused at another price, when closed, when cancelled and past the end of sale", async () => {
    const date = await aDate();
    expect(await date.book({ expectedAmount: 1249 })).toEqual({
      ok: false,
      reason: "price_mismatch",
      amount: 1250,
    });
    await date.configure({ status: "closed" });
    expect(await date.book()).toEqual({ ok: false, reason: "closed" });
    await date.configure({ status: "cancelled" });
    expect(await date.book()).toEqual({ ok: false, reason: "closed" });
    const over = await aDate({ salesEndAt: Date.now() - 1 });
    expect(await over.book()).toEqual({ ok: false, reason: "closed" });
  });

  it("of an unknown price leaves nothing behind, so it can be made once the price exists", async () => {
    const date = await aDate();
    const command = aBooking({ price: "later" });
    expect(await date.stub.book(command)).toEqual({ ok: false, reason: "unknown_price" });
    const later = aPrice("later", "parterre");
    await date.configure({ prices: [...date.config.prices, later] });
    expect((await date.stub.book(command)).ok).toBe(true);
  });

  it("with a barcode that exists is refused without an effect, and can be made with another", async () => {
    const date = await aDate();
    const [barcode = ""] = barcodesOf(await date.book());
    const command = aBooking({ barcodes: [barcode] });
    expect(await date.stub.book(command)).toEqual({ ok: false, reason: "barcode_taken" });
    expect(await date.stub.book({ ...command, barcodes: [aBarcode()] })).toMatchObject({
      ok: true,
      value: { tickets: [{ serial: 2 }] },
    });
  });

  it("can't have the barcode of another, whatever the code above believes", async () => {
    const date = await aDate();
    await date.book();
    await runInDurableObject(date.stub, (_object, { storage }) => {
      const copy = `INSERT INTO tickets (serial, barcode, area, price, amount, currency, channel,
                                         state, issued_at, changed_at)
        SELECT 9, barcode, area, price, amount, currency, channel, 'void', 1, 1 FROM tickets`;
      expect(() => storage.sql.exec(copy)).toThrow(/UNIQUE constraint failed: tickets.barcode/);
    });
  });

  it("that is refused leaves nothing about its holder", async () => {
    const date = await aDate({}, 0);
    expect(await date.book({ holder: aHolder() })).toMatchObject({ reason: "sold_out" });
    const kept = await runInDurableObject(date.stub, (_object, { storage }) =>
      storage.sql
        .exec(
          `SELECT requested_at, holder_name, holder_email, (SELECT count(*) FROM people) AS people
                 FROM bookings`,
        )
        .one(),
    );
    expect(Object.values(kept)).toEqual([null, null, null, 0]);
  });

  it("whose deadline has passed has no effect", async () => {
    const date = await aDate();
    const command = aBooking({ deadline: Date.now() - 1 });
    expect(await date.stub.book(command)).toEqual({ ok: false, reason: "deadline_passed" });
    expect((await date.state()).areas[0]?.issued).toBe(0);
    expect((await date.stub.book({ ...command, deadline: Date.now() + HOUR_MS })).ok).toBe(true);
  });
});

describe("a date that was never configured", () => {
  it("refuses everything and writes nothing", async () => {
    const date = await unconfigured();
    const refusal = { ok: false, reason: "not_configured" };
    expect(await date.book()).toEqual(refusal);
    expect(await date.cancel([aBarcode()])).toEqual(refusal);
    expect(await date.scan(aBarcode())).toEqual(refusal);
    expect(await date.stub.withdraw("x")).toEqual(refusal);
    expect(await date.stub.state([])).toEqual(refusal);
    expect(await date.stub.republish()).toEqual(refusal);
    await date.stub.wake();
    const tables = await runInDurableObject(date.stub, async (_object, state) => ({
      own: state.storage.sql
        .exec(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'`)
        .toArray(),
      alarm: await state.storage.getAlarm(),
    }));
    expect(tables).toEqual({ own: [], alarm: null });
  });
});

describe("the same request again", () => {
  it("has one effect and one answer, also when there was no place", async () => {
    const date = await aDate({}, 1);
    const [first, second] = [aBooking(), aBooking()];
    const answers = [await date.stub.book(first), await date.stub.book(second)];
    await date.configure({ areas: [countedArea("parterre", 5)] });
    expect([await date.stub.book(first), await date.stub.book(second)]).toEqual(answers);
    expect((await date.state()).areas[0]?.issued).toBe(1);
  });

  it("is recognised in other bytes by person, time, price and quantity", async () => {
    const date = await aDate();
    const holder = aHolder();
    const answer = await date.book({ holder });
    expect(await date.book({ holder })).toEqual(answer);
    expect((await date.state()).areas[0]?.issued).toBe(1);
  });
});

describe("the same person with a later request", () => {
  it("gets new barcodes, and the older tickets are void, even in a full house", async () => {
    const date = await aDate({}, 1);
    const holder = aHolder();
    const [older = ""] = barcodesOf(await date.book({ holder }));
    const [newer = ""] = barcodesOf(
      await date.book({ holder: { ...holder, requestedAt: 2_000_000 } }),
    );
    expect(newer).not.toBe(older);
    expect(await date.stub.ticket(older)).toMatchObject({ value: { state: "void" } });
    expect(await date.stub.ticket(newer)).toMatchObject({ value: { state: "issued", serial: 2 } });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 1 } });
  });

  it("frees the older place also when the new wish is too large", async () => {
    const date = await aDate({}, 1);
    const holder = aHolder();
    await date.book({ holder });
    const wish = {
      holder: { ...holder, requestedAt: 2_000_000 },
      barcodes: [aBarcode(), aBarcode()],
    };
    expect(await date.book(wish)).toEqual({ ok: false, reason: "not_enough", remaining: 1 });
    expect((await date.state()).areas[0]?.free).toBe(1);
  });

  it("leaves other people's tickets and used tickets alone", async () => {
    const date = await aDate();
    const holder = aHolder();
    const [other = ""] = barcodesOf(await date.book({ holder: aHolder() }));
    const [used = ""] = barcodesOf(await date.book({ holder }));
    await date.scan(used);
    await date.book({ holder: { ...holder, requestedAt: 2_000_000 } });
    expect(await date.stub.ticket(other)).toMatchObject({ value: { state: "issued" } });
    expect(await date.stub.ticket(used)).toMatchObject({ value: { state: "used" } });
  });

  it("is not undone by an older request that arrives late", async () => {
    const date = await aDate();
    const holder = aHolder({ requestedAt: 2_000_000 });
    const [barcode = ""] = barcodesOf(await date.book({ holder }));
    const late = await date.book({ holder: { ...holder, requestedAt: 1_000_000 } });
    expect(late).toEqual({ ok: false, reason: "stale" });
    expect(await date.stub.ticket(barcode)).toMatchObject({ value: { state: "issued" } });
  });
});

describe("a booking taken back", () => {
  it("is void, its place free, its serial number used up, and its request forgotten", async () => {
    const date = await aDate({}, 1);
    const command = aBooking();
    const [barcode = ""] = barcodesOf(await date.stub.book(command));
    expect(await date.stub.withdraw(command.request)).toEqual({ ok: true, value: 1 });
    expect(await date.stub.ticket(barcode)).toMatchObject({ value: { state: "void" } });
    const again = await date.stub.book({ ...command, barcodes: [aBarcode()] });
    expect(booked(again).tickets).toMatchObject([{ serial: 2 }]);
  });

  it("stays when a repeat of the request was answered: somebody relies on it", async () => {
    const date = await aDate();
    const command = aBooking();
    const answer = await date.stub.book(command);
    expect(await date.stub.book({ ...command, barcodes: [aBarcode()] })).toEqual(answer);
    expect(await date.stub.withdraw(command.request)).toEqual({ ok: true, value: 0 });
    expect(await date.stub.book(command)).toEqual(answer);
    expect((await date.state()).areas[0]?.issued).toBe(1);
  });

  it("late is taken back for its own attempt alone: the next one was answered meanwhile", async () => {
    const date = await aDate();
    const lost = aBooking();
    const next = { ...lost, barcodes: [aBarcode()] };
    const answer = await date.stub.book(next);
    expect(await date.stub.withdraw(lost.request, lost.barcodes[0])).toEqual({
      ok: true,
      value: 0,
    });
    expect(await date.stub.book(lost)).toEqual(answer);
    const alone = aBooking();
    await date.stub.book(alone);
    const taken = await date.stub.withdraw(alone.request, alone.barcodes[0]);
    expect(taken).toEqual({ ok: true, value: 1 });
  });

  it("with others takes each back for its own attempt, and none that somebody relies on", async () => {
    const date = await aDate();
    const [lost, kept, another] = [aBooking(), aBooking(), aBooking()];
    for (const command of [lost, kept, another]) await date.stub.book(command);
    const attempts = [
      { request: lost.request, attempt: lost.barcodes[0] ?? null },
      { request: kept.request, attempt: another.barcodes[0] ?? null },
    ];
    expect(await date.stub.withdrawAll(attempts)).toEqual({ ok: true, value: 1 });
    expect((await date.state()).areas[0]?.issued).toBe(2);
    expect(booked(await date.stub.book({ ...lost, barcodes: [aBarcode()] }))).toMatchObject({
      tickets: [{ serial: 4 }],
    });
  });

  it("twice, or never made, changes nothing", async () => {
    const date = await aDate();
    const command = aBooking();
    await date.stub.book(command);
    await date.stub.withdraw(command.request);
    expect(await date.stub.withdraw(command.request)).toEqual({ ok: true, value: 0 });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, tickets: 1, live: 0 } });
  });
});
