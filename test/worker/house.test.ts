// The house: numbered seats, blocked places and imported barcodes, asked of a real object.
import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { aBarcode, aDate, barcodesOf, booked, countedArea, seatedArea } from "./a-date.ts";

const seated = (...rows: number[]) => ({ areas: [seatedArea("parterre", rows)] });
const pair = () => ({ barcodes: [aBarcode(), aBarcode()] });

describe("a seated area", () => {
  it("gives seats side by side, printed on the tickets", async () => {
    const date = await aDate(seated(4, 4));
    const { tickets, remaining } = booked(await date.book(pair()));
    expect(tickets.map(({ seat }) => seat)).toEqual(
      tickets.map(({ seatId }) => expect.stringContaining((seatId ?? "").slice(1))),
    );
    const [one = 0, other = 0] = tickets.map(({ seatId }) => Number(seatId?.slice(1)));
    expect(Math.abs(one - other)).toBe(1);
    expect(remaining).toBe(6);
  });

  it("gives exactly the named seats, or names those that are taken or unknown", async () => {
    const date = await aDate(seated(4));
    const wish = { ...pair(), seats: ["A3", "A1"] };
    expect(booked(await date.book(wish)).tickets.map(({ seatId }) => seatId)).toEqual(["A3", "A1"]);
    const taken = { barcodes: [aBarcode(), aBarcode(), aBarcode()], seats: ["A1", "A2", "A3"] };
    expect(await date.book(taken)).toEqual({
      ok: false,
      reason: "seats_taken",
      seats: ["A1", "A3"],
    });
    expect(await date.book({ seats: ["Z9"] })).toEqual({
      ok: false,
      reason: "unknown_seats",
      seats: ["Z9"],
    });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 2 } });
  });

  it("gives a cancelled seat again", async () => {
    const date = await aDate(seated(1));
    const barcodes = barcodesOf(await date.book());
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
    await date.cancel(barcodes);
    expect(booked(await date.book()).tickets).toMatchObject([{ seatId: "A1" }]);
  });

  it("splits a party only when the venue allows it, and says what would go together", async () => {
    const date = await aDate({ ...seated(3), keepTogether: true });
    await date.book({ seats: ["A2"] });
    expect(await date.book(pair())).toEqual({ ok: false, reason: "not_together", largest: 1 });
    await date.configure({ keepTogether: false });
    const apart = booked(await date.book(pair())).tickets.map(({ seatId }) => seatId);
    expect(new Set(apart)).toEqual(new Set(["A1", "A3"]));
  });

  it("remembers who sits where when its object is restarted", async () => {
    const date = await aDate(seated(3));
    await date.book({ seats: ["A1"] });
    await date.stub.block({
      id: "b",
      area: "parterre",
      channel: null,
      places: 1,
      seats: ["A3"],
      reason: "camera",
    });
    await abortAllDurableObjects();
    const seats = await date.stub.seats("parterre");
    expect(seats.ok && seats.value?.map(({ state }) => state)).toEqual([
      "taken",
      "free",
      "blocked",
    ]);
  });

  it("keeps its halls in step with its tables when a command fails half-way", async () => {
    const date = await aDate(seated(2));
    const first = barcodesOf(await date.book({ seats: ["A1"] }));
    const second = barcodesOf(await date.book({ seats: ["A2"] }));
    await runInDurableObject(date.stub, async (object, { storage }) => {
      // The first seat is free in memory by then.
      storage.sql.exec(
        `CREATE TRIGGER fail BEFORE INSERT ON changes WHEN NEW.serial = 2
         BEGIN SELECT RAISE(FAIL, 'disk'); END`,
      );
      const barcodes = [...first, ...second];
      const command = { deadline: Date.now() + 60_000, channel: null, barcodes };
      await expect(object.cancel(command)).rejects.toThrow(/disk/);
      storage.sql.exec(`DROP TRIGGER fail`);
    });
    expect(await date.book({ seats: ["A1"] })).toMatchObject({ reason: "seats_taken" });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("refuses a plan without a seat that is sold or blocked, and names it", async () => {
    const date = await aDate(seated(3));
    await date.book({ seats: ["A3"] });
    expect(await date.configure(seated(2))).toEqual({
      ok: false,
      reason: "seats_in_use",
      area: "parterre",
      seats: ["A3"],
    });
    expect(await date.configure({ areas: [countedArea("parterre", 3)] })).toMatchObject({
      reason: "seating_in_use",
      out: 1,
    });
  });

  it("can't have a second live ticket on a seat, whatever the code above believes", async () => {
    const date = await aDate(seated(2));
    await date.book({ seats: ["A1"] });
    await runInDurableObject(date.stub, (_object, { storage }) => {
      expect(() =>
        storage.sql
          .exec(`UPDATE tickets SET serial = serial + 1`)
          .toArray()
          .concat(
            storage.sql
              .exec(
                `INSERT INTO tickets SELECT 9, 'x', area, price, amount, currency, channel, seat_id,
                     seat, state, issued_at, changed_at, frozen_until, version, NULL FROM tickets`,
              )
              .toArray(),
          ),
      ).toThrow(/UNIQUE/);
    });
  });
});

describe("a block", () => {
  const block = (changes: object = {}) => ({
    id: "b",
    area: "parterre",
    channel: null,
    places: 4,
    seats: null,
    reason: "press",
    ...changes,
  });

  it("takes places off sale and gives them back", async () => {
    const date = await aDate({}, 5);
    await date.stub.block(block());
    expect((await date.state()).areas).toMatchObject([{ blocked: 4, free: 1 }]);
    expect(await date.book(pair())).toMatchObject({ reason: "not_enough", remaining: 1 });
    await date.stub.unblock("b");
    expect((await date.state()).areas).toMatchObject([{ blocked: 0, free: 5 }]);
  });

  it("is changed by saying it again, and refused when the places are not free", async () => {
    const date = await aDate({}, 5);
    await date.stub.block(block());
    expect(await date.stub.block(block({ places: 5 }))).toMatchObject({ ok: true });
    await date.stub.block(block({ places: 3 }));
    await date.book(pair());
    expect(await date.stub.block(block({ places: 4 }))).toEqual({
      ok: false,
      reason: "not_enough",
      remaining: 3,
    });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("of one channel keeps only that channel out", async () => {
    const date = await aDate({}, 5);
    await date.stub.block(block({ channel: "partner" }));
    expect(booked(await date.book()).remaining).toBe(0);
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
    expect((await date.book({ channel: "boxoffice" })).ok).toBe(true);
    expect((await date.state()).areas).toMatchObject([{ blocked: 0, free: 3 }]);
  });

  it("of seats keeps them from being chosen and from being named", async () => {
    const date = await aDate(seated(3));
    await date.stub.block(block({ places: 1, seats: ["A2"] }));
    expect(await date.book({ seats: ["A2"] })).toMatchObject({ reason: "seats_taken" });
    await date.stub.block(block({ id: "c", channel: "partner", places: 1, seats: ["A1"] }));
    expect(booked(await date.book()).tickets).toMatchObject([{ seatId: "A3" }]);
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
    expect(booked(await date.book({ channel: "boxoffice" })).tickets).toMatchObject([
      { seatId: "A1" },
    ]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("comes with others or not at all, and a refusal leaves what was blocked before", async () => {
    const date = await aDate(seated(4));
    const seat = (id: string, reason = "press") =>
      block({ id: `of ${id}`, places: 1, seats: [id], reason });
    expect(await date.stub.blockAll([seat("A1", "first"), seat("A2")])).toMatchObject({ ok: true });
    await date.book({ seats: ["A4"] });
    const before = (await date.state()).blocks;
    expect(await date.stub.blockAll([seat("A3"), seat("A1"), seat("A4")])).toEqual({
      ok: false,
      reason: "seats_taken",
      seats: ["A4"],
    });
    expect((await date.state()).blocks).toEqual(before);
    expect(before.map(({ reason }) => reason)).toEqual(["first", "press"]);
    expect(booked(await date.book()).tickets).toMatchObject([{ seatId: "A3" }]);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("stands in the way of a lower capacity", async () => {
    const date = await aDate({}, 5);
    await date.stub.block(block());
    expect(await date.configure({ areas: [countedArea("parterre", 3)] })).toMatchObject({
      reason: "capacity_below_sold",
      out: 4,
    });
  });
});

describe("imported barcodes", () => {
  const place = { area: "parterre", channel: "partner" };

  it("are handed out in their order, once each, and end the sale when they are used up", async () => {
    const date = await aDate();
    const own = [`${date.id}/1`, `${date.id}/2`];
    expect(await date.stub.importBarcodes(place, own)).toEqual({
      ok: true,
      value: { imported: 2 },
    });
    const first = await date.book();
    expect(barcodesOf(first)).toEqual([own[0]]);
    expect(booked(first).remaining).toBe(1);
    await date.cancel([own[0] ?? ""]);
    expect(barcodesOf(await date.book())).toEqual([own[1]]);
    expect(await date.book()).toEqual({ ok: false, reason: "sold_out" });
    expect(barcodesOf(await date.book({ channel: "boxoffice" }))[0]).not.toContain(date.id);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("that the date has already are named, and then none is taken", async () => {
    const date = await aDate();
    await date.stub.importBarcodes(place, [`${date.id}/1`]);
    expect(await date.stub.importBarcodes(place, [`${date.id}/2`, `${date.id}/1`])).toEqual({
      ok: false,
      reason: "known_barcodes",
      barcodes: [`${date.id}/1`],
    });
    expect((await date.state()).pools).toEqual([{ ...place, unused: 1 }]);
  });
});
