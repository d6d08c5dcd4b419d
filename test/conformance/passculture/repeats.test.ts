// The same request again, and the same person again: contract 4.3 and 4.6.
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { aDate, type OpenDate } from "../../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../../support/a-window.ts";
import { HMAC_KEY, OTHER_HMAC_KEY } from "../../support/guichet-server.ts";
import {
  aBooking,
  booked,
  PassCulture,
  said,
  type Payload,
} from "../../support/passculture-client.ts";

const window = openBuiltWindow();

async function liveBarcodes(date: OpenDate): Promise<string[]> {
  const tickets = await window.operator.tickets(date.id);
  return tickets.filter(({ state }) => state === "issued").map(({ barcode }) => barcode);
}

describe("the same signed request again", () => {
  it("has the same answer, byte for byte, and moves nothing", async () => {
    const date = await aDate(window.operator);
    const payload = aBooking(date.stock, { booking_quantity: 2 });
    const first = await window.passCulture.book(payload);
    booked(await window.passCulture.book(aBooking(date.stock)));
    const again = await window.passCulture.book(payload);
    expect(again).toMatchObject({ status: first.status, text: first.text });
    expect(await window.operator.tickets(date.id)).toHaveLength(3);
  });

  it("is recognised whichever signature and body form it travels with", async () => {
    const date = await aDate(window.operator);
    const payload = aBooking(date.stock);
    const first = await window.passCulture.book(payload);
    const others = [
      new PassCulture(window.server.url, { hmacKey: OTHER_HMAC_KEY }),
      new PassCulture(window.server.url, { hmacKey: HMAC_KEY, form: "plain" }),
    ];
    for (const caller of others) expect((await caller.book(payload)).text).toBe(first.text);
    expect(await window.operator.tickets(date.id)).toHaveLength(1);
  });

  it("is recognised in the other serialiser: same person, stock, time and quantity", async () => {
    const date = await aDate(window.operator);
    const payload = aBooking(date.stock);
    const compact = new PassCulture(window.server.url, { hmacKey: HMAC_KEY, style: "compact" });
    const first = booked(await window.passCulture.book(payload));
    const again = booked(await compact.book(payload));
    expect(again.barcodes).toEqual(first.barcodes);
    expect(await liveBarcodes(date)).toEqual(first.barcodes);
  });

  it("does not bring back a ticket that was cancelled since", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const payload = aBooking(date.stock);
    const first = await window.passCulture.book(payload);
    await window.passCulture.cancel(...booked(first).barcodes);
    await window.passCulture.book(payload);
    expect(await liveBarcodes(date)).toEqual([]);
    expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ free: 10 });
  });

  it("as a cancellation moves nothing", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock)));
    const first = await window.passCulture.cancel(...barcodes);
    const again = await window.passCulture.cancel(...barcodes);
    expect(again).toMatchObject({ status: 200, text: first.text });
  });
});

describe("the same person and offer again, at another time", () => {
  const aPerson = (): Payload => ({ user_email: `zoe.${randomUUID()}@example.org` });
  const at = (minute: number): Payload => ({
    booking_creation_date: `2026-03-10T19:${String(minute).padStart(2, "0")}:07.250031`,
  });

  async function book(date: OpenDate, changes: Payload) {
    return booked(await window.passCulture.book(aBooking(date.stock, changes)));
  }

  it("voids the older tickets and issues new barcodes", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const person = { ...aPerson(), booking_quantity: 2 };
    const older = await book(date, { ...person, ...at(1) });
    const newer = await book(date, { ...person, ...at(2) });
    expect(newer.remainingQuantity).toBe(8);
    expect(older.barcodes.filter((barcode) => newer.barcodes.includes(barcode))).toEqual([]);
    expect((await liveBarcodes(date)).toSorted()).toEqual([...newer.barcodes].toSorted());
    const serials = (await window.operator.tickets(date.id)).map(({ serial }) => serial);
    expect(serials).toEqual([1, 2, 3, 4]);
  });

  it("frees the older places first, so that a full house does not refuse them", async () => {
    const date = await aDate(window.operator, { capacity: 2 });
    const person = aPerson();
    await book(date, { ...person, ...at(1), booking_quantity: 2 });
    const newer = await book(date, { ...person, ...at(2), booking_quantity: 2 });
    expect(await liveBarcodes(date)).toHaveLength(2);
    expect(newer.remainingQuantity).toBe(0);
  });

  it("frees the older places of an allotment too", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 1 }];
    const date = await aDate(window.operator, { capacity: 50, allotments });
    const person = aPerson();
    await book(date, { ...person, ...at(1) });
    expect((await book(date, { ...person, ...at(2) })).remainingQuantity).toBe(0);
  });

  it("may ask for another quantity", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const person = aPerson();
    await book(date, { ...person, ...at(1), booking_quantity: 2 });
    expect((await book(date, { ...person, ...at(2) })).remainingQuantity).toBe(9);
  });

  it("is recognised in another case of the e-mail address", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const person = aPerson();
    await book(date, { ...person, ...at(1) });
    const shouting = String(person["user_email"]).toUpperCase();
    const newer = await book(date, { user_email: shouting, ...at(2) });
    expect(newer.remainingQuantity).toBe(9);
  });

  it("voids the older tickets, dead at pass Culture, also when the newer request is refused", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    const person = aPerson();
    await book(date, { ...person, ...at(1) });
    const duo = aBooking(date.stock, { ...person, ...at(2), booking_quantity: 2 });
    expect(said(await window.passCulture.book(duo))).toEqual({
      status: 409,
      body: { error: "not_enough_seats", remainingQuantity: 1 },
    });
    expect(await liveBarcodes(date)).toEqual([]);
    expect((await book(date, { ...person, ...at(3) })).remainingQuantity).toBe(0);
  });

  it("is refused when it was made before the booking that this window knows", async () => {
    const date = await aDate(window.operator);
    const person = aPerson();
    const newer = await book(date, { ...person, ...at(2) });
    const late = await window.passCulture.book(aBooking(date.stock, { ...person, ...at(1) }));
    expect(late.status).toBe(422);
    expect(await liveBarcodes(date)).toEqual(newer.barcodes);
  });

  it("leaves the tickets of another offer and of another person alone", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const person = aPerson();
    await book(date, { ...person, ...at(1) });
    await book(date, { ...person, ...at(2), offer_id: 70412 });
    await book(date, { ...aPerson(), ...at(3) });
    expect(await liveBarcodes(date)).toHaveLength(3);
  });

  it("answers a repeat of the older request as before, and brings nothing back", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const person = aPerson();
    const payload = aBooking(date.stock, { ...person, ...at(1) });
    const older = await window.passCulture.book(payload);
    const newer = await book(date, { ...person, ...at(2) });
    expect((await window.passCulture.book(payload)).text).toBe(older.text);
    expect(await liveBarcodes(date)).toEqual(newer.barcodes);
  });
});

describe("callers that hang up", () => {
  const PEOPLE = 20;

  it(
    "hold at most one booking each, once they have called again",
    async () => {
      const date = await aDate(window.operator, { capacity: PEOPLE * 2 });
      const person = (number: number): Payload => ({
        user_email: `${number}.${date.id}@example.org`,
        booking_quantity: 2,
      });
      await Promise.all(Array.from({ length: PEOPLE }, (_, who) => hangUp(date, person(who))));
      const again = await Promise.all(
        Array.from({ length: PEOPLE }, async (_, who) => {
          const later = { booking_creation_date: "2026-03-10T19:05:00" };
          return booked(
            await window.passCulture.book(aBooking(date.stock, { ...person(who), ...later })),
          );
        }),
      );
      const barcodes = again.flatMap((answer) => answer.barcodes);
      expect((await liveBarcodes(date)).toSorted()).toEqual(barcodes.toSorted());
      expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
    },
    LONG_TEST_MS,
  );

  /** Sends a whole booking and closes the connection without waiting for its answer. */
  function hangUp(date: OpenDate, changes: Payload): Promise<void> {
    const { body, headers } = window.passCulture.signed(aBooking(date.stock, changes));
    const url = `${window.server.url}/passculture/booking`;
    return new Promise((resolve) => {
      const call = request(url, { method: "POST", agent: false, headers });
      call.on("error", () => resolve());
      call.on("close", () => resolve());
      call.end(body, () => call.destroy());
    });
  }
});
