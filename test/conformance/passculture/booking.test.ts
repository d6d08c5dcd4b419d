// A booking that succeeds: contract 2.1, 3.2 and 5.6 (what remains).
import { describe, expect, it } from "vitest";
import { aDate, aPrice, freshId, freshNumber } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, booked, said, type Payload } from "../../support/passculture-client.ts";

const window = openBuiltWindow();
const BARCODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;

async function book(stock: string | null, changes: Payload = {}) {
  return booked(await window.passCulture.book(aBooking(stock, changes)));
}

describe("the answer", () => {
  it("is JSON with exactly the asked tickets and what remains", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const answer = await window.passCulture.book(aBooking(date.stock, { booking_quantity: 2 }));
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    const { tickets, remainingQuantity } = booked(answer);
    expect(tickets).toHaveLength(2);
    for (const { barcode, seat } of tickets) {
      expect(barcode).toMatch(BARCODE);
      expect(seat ?? null).toBeNull();
    }
    expect(remainingQuantity).toBe(8);
  });

  it("gives the two places of a duo different barcodes", async () => {
    const date = await aDate(window.operator);
    const { barcodes } = await book(date.stock, { booking_quantity: 2 });
    expect(new Set(barcodes).size).toBe(2);
  });

  it("names tickets that the operator finds, sold by pass Culture at the date's price", async () => {
    const date = await aDate(window.operator);
    const { barcodes } = await book(date.stock, { booking_quantity: 2 });
    const tickets = await window.operator.tickets(date.id);
    expect(tickets.map((ticket) => ticket.barcode).toSorted()).toEqual(barcodes.toSorted());
    expect(tickets.map((ticket) => ticket.serial)).toEqual([1, 2]);
    for (const ticket of tickets) {
      expect(ticket).toMatchObject({
        channel: "passculture",
        price: "full",
        area: "parterre",
        amount: 1250,
        state: "issued",
      });
    }
    expect(await window.operator.ticket(barcodes[0] ?? "")).toMatchObject({ state: "issued" });
  });
});

describe("what remains", () => {
  it("counts down to 0", async () => {
    const date = await aDate(window.operator, { capacity: 3 });
    expect((await book(date.stock)).remainingQuantity).toBe(2);
    expect((await book(date.stock, { booking_quantity: 2 })).remainingQuantity).toBe(0);
  });

  it("is null when the area is unlimited", async () => {
    const date = await aDate(window.operator, { capacity: null });
    expect((await book(date.stock)).remainingQuantity).toBeNull();
  });

  it("is bounded by the channel's allotment", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 4 }];
    const date = await aDate(window.operator, { capacity: 100, allotments });
    expect((await book(date.stock)).remainingQuantity).toBe(3);
    const state = await window.operator.date(date.id);
    expect(state.prices[0]?.remaining["passculture"]).toBe(3);
  });

  it("is bounded by the allotment of an unlimited area too", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 4 }];
    const date = await aDate(window.operator, { capacity: null, allotments });
    expect((await book(date.stock)).remainingQuantity).toBe(3);
  });

  it("is bounded by the area when others sell from it", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 4 }];
    const date = await aDate(window.operator, { capacity: 5, allotments });
    await window.operator.sell(date.id, "full", 3);
    expect((await book(date.stock)).remainingQuantity).toBe(1);
  });

  it("is shared by the prices of one area, and not with another area", async () => {
    const date = await aDate(window.operator, {
      areas: [
        { id: "parterre", label: "Parterre", capacity: 5 },
        { id: "balcony", label: "Balcon", capacity: 7 },
      ],
      prices: [
        aPrice("full", "parterre", 1250),
        aPrice("reduced", "parterre", 800),
        aPrice("high", "balcony", 1000),
      ],
    });
    expect((await book(`${date.id}:full`)).remainingQuantity).toBe(4);
    const reduced = await book(`${date.id}:reduced`, { offer_price: 800 });
    expect(reduced.remainingQuantity).toBe(3);
    expect((await book(`${date.id}:high`, { offer_price: 1000 })).remainingQuantity).toBe(6);
  });
});

describe("the stock is found", () => {
  it("by a listing of stock_id_at_provider", async () => {
    const date = await aDate(window.operator);
    const listed = freshId("CYRANO-20260411-2030-CAT1");
    await window.operator.putListing("stock_id_at_provider", listed, date.id, "full");
    await book(listed);
    expect(await window.operator.tickets(date.id)).toHaveLength(1);
  });

  it.each([
    ["null", null],
    ["the empty string", ""],
    ["an unknown one", "unknown-at-provider"],
  ])("by a listing of stock_id when stock_id_at_provider is %s", async (_what, atProvider) => {
    const date = await aDate(window.operator);
    const stockId = freshNumber();
    await window.operator.putListing("stock_id", String(stockId), date.id, "full");
    await book(atProvider, { stock_id: stockId });
    expect(await window.operator.tickets(date.id)).toHaveLength(1);
  });

  it("by stock_id_at_provider before stock_id", async () => {
    const [right, wrong] = [await aDate(window.operator), await aDate(window.operator)];
    const listed = freshId("CAT1");
    const stockId = freshNumber();
    await window.operator.putListing("stock_id_at_provider", listed, right.id, "full");
    await window.operator.putListing("stock_id", String(stockId), wrong.id, "full");
    await book(listed, { stock_id: stockId });
    expect(await window.operator.tickets(right.id)).toHaveLength(1);
    expect(await window.operator.tickets(wrong.id)).toEqual([]);
  });
});

describe("the request may vary", () => {
  const BOOKED = { tickets: [{ barcode: expect.stringMatching(BARCODE) }] };

  it.each([
    "2026-03-10T19:04:07",
    "2026-03-10T19:04:07.2",
    "2026-03-10T19:04:07.250",
    "2026-03-10T19:04:07.250031",
    "2026-03-10T19:04:07Z",
    "2026-03-10T19:04:07.250031Z",
    "2026-03-10T19:04:07.250031+00:00",
  ])("in how it writes a time: %s", async (time) => {
    const date = await aDate(window.operator);
    const times = { booking_creation_date: time, booking_confirmation_date: time };
    expect(await book(date.stock, times)).toMatchObject(BOOKED);
  });

  it("in keys: older ones lack the three ids at the provider", async () => {
    const date = await aDate(window.operator);
    const stockId = freshNumber();
    await window.operator.putListing("stock_id", String(stockId), date.id, "full");
    const older = Object.entries(aBooking(null, { stock_id: stockId })).filter(
      ([key]) => !key.endsWith("_at_provider"),
    );
    const answer = await window.passCulture.book(Object.fromEntries(older));
    expect(booked(answer)).toMatchObject(BOOKED);
  });

  it("in keys: unknown ones are ignored", async () => {
    const date = await aDate(window.operator);
    const changes = { booking_id: 12, later: { deeply: ["nested"] } };
    expect(await book(date.stock, changes)).toMatchObject(BOOKED);
  });

  it("in nulls: whatever the caller's models allow", async () => {
    const date = await aDate(window.operator);
    const changes = {
      booking_confirmation_date: null,
      offer_id_at_provider: null,
      price_category_id: null,
      price_category_id_at_provider: null,
      price_category_label: null,
      venue_address: null,
      venue_department_code: null,
    };
    expect(await book(date.stock, changes)).toMatchObject(BOOKED);
  });

  it("in alphabets: names in any script", async () => {
    const date = await aDate(window.operator);
    const changes = { user_first_name: "Наталья 🎭", user_last_name: "王\u0000\u2028" };
    expect(await book(date.stock, changes)).toMatchObject(BOOKED);
  });
});

it("a barcode is never given twice, not even after its ticket was cancelled", async () => {
  const date = await aDate(window.operator, { capacity: 1 });
  const seen = new Set<string>();
  for (let round = 1; round <= 5; round++) {
    const { barcodes } = await book(date.stock);
    for (const barcode of barcodes) seen.add(barcode);
    expect(said(await window.passCulture.cancel(...barcodes)).status).toBe(200);
    expect(seen.size).toBe(round);
  }
});
