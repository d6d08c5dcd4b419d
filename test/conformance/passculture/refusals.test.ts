// A booking that is refused: contract 3.3, and the choices of this window beside it.
import { describe, expect, it } from "vitest";
import { aDate, FULL_PRICE, freshId, type OpenDate, type Wishes } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, said, type Payload } from "../../support/passculture-client.ts";
import { until } from "../../support/until.ts";

const LOG_LIMIT_MS = 10_000;
const window = openBuiltWindow();
const SOLD_OUT = { status: 409, body: { error: "sold_out", remainingQuantity: 0 } };
const ONE_LEFT = { status: 409, body: { error: "not_enough_seats", remainingQuantity: 1 } };
const UNKNOWN_STOCK = { status: 404, body: { error: "unknown_stock" } };
const PRICE_MISMATCH = { status: 422, body: { error: "price_mismatch" } };
const DUO = { booking_quantity: 2 };

async function book(stock: string | null, changes: Payload = {}) {
  return said(await window.passCulture.book(aBooking(stock, changes)));
}

async function change(date: OpenDate, wishes: Wishes): Promise<void> {
  await window.operator.putDate(date.id, { ...date.configuration, ...wishes });
}

describe("sold_out, with 0", () => {
  it("when every place is taken, for one and for two", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    expect(await book(date.stock)).toMatchObject({ status: 200 });
    expect(await book(date.stock)).toEqual(SOLD_OUT);
    expect(await book(date.stock, DUO)).toEqual(SOLD_OUT);
  });

  it("when the area never had a place", async () => {
    const date = await aDate(window.operator, { capacity: 0 });
    expect(await book(date.stock)).toEqual(SOLD_OUT);
  });

  it("when the channel's allotment is used up, though the area has places", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 1 }];
    const date = await aDate(window.operator, { capacity: 50, allotments });
    expect(await book(date.stock)).toMatchObject({ status: 200 });
    expect(await book(date.stock)).toEqual(SOLD_OUT);
  });

  it("when others bought the places of the allotment", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 5 }];
    const date = await aDate(window.operator, { capacity: 3, allotments });
    await window.operator.sell(date.id, "full", 3);
    expect(await book(date.stock)).toEqual(SOLD_OUT);
  });

  it.each([
    ["is closed", { status: "closed" }],
    ["is cancelled", { status: "cancelled" }],
    ["is past its end of sale", { salesEndAt: "2026-01-01T00:00:00+01:00" }],
  ] as const)("when the date %s", async (_what, wishes) => {
    const date = await aDate(window.operator);
    expect(await book(date.stock)).toMatchObject({ status: 200 });
    await change(date, wishes);
    expect(await book(date.stock)).toEqual(SOLD_OUT);
    expect(await book(date.stock, DUO)).toEqual(SOLD_OUT);
  });

  it("when a closed date is unlimited", async () => {
    const date = await aDate(window.operator, { capacity: null, status: "closed" });
    expect(await book(date.stock)).toEqual(SOLD_OUT);
  });
});

describe("not_enough_seats", () => {
  it("with 1 when two are asked and one is left, which then can still be had", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    expect(await book(date.stock, DUO)).toEqual(ONE_LEFT);
    expect(await window.operator.tickets(date.id)).toEqual([]);
    expect(await book(date.stock)).toMatchObject({ status: 200, body: { remainingQuantity: 0 } });
  });

  it("with 1 when the allotment has one left", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 1 }];
    const date = await aDate(window.operator, { capacity: 50, allotments });
    expect(await book(date.stock, DUO)).toEqual(ONE_LEFT);
  });
});

describe("unknown_stock", () => {
  it.each([
    ["that nobody listed", "CYRANO-NEVER-LISTED"],
    ["of a date that does not exist", "no-such-date:full"],
    ["that is null", null],
    ["that is empty", ""],
    ["with a strange form", "a:b:c"],
  ])("for a stock %s", async (_what, stock) => {
    expect(await book(stock, { stock_id: 1 })).toEqual(UNKNOWN_STOCK);
  });

  it("for a price that the date does not have", async () => {
    const date = await aDate(window.operator);
    expect(await book(`${date.id}:child`)).toEqual(UNKNOWN_STOCK);
  });

  it("leaves a line in the log that names the stock", async () => {
    const stock = freshId("CYRANO-UNLISTED");
    const before = window.server.log.length;
    expect(await book(stock, { stock_id: 918_273_645 })).toEqual(UNKNOWN_STOCK);
    // The log travels beside the answer, and may be read a moment later.
    const logged = () => window.server.log.slice(before);
    await until("a line in the log", LOG_LIMIT_MS, () => logged().includes("918273645"));
    expect(logged()).toContain(stock);
  });
});

describe("price_mismatch", () => {
  it.each([FULL_PRICE - 1, FULL_PRICE + 1, 0, FULL_PRICE * 2])(
    "for an offer_price of %i cents",
    async (cents) => {
      const date = await aDate(window.operator);
      expect(await book(date.stock, { offer_price: cents })).toEqual(PRICE_MISMATCH);
      expect(await window.operator.tickets(date.id)).toEqual([]);
    },
  );

  it("leaves a line in the log with the stock and both prices", async () => {
    const date = await aDate(window.operator);
    const before = window.server.log.length;
    expect(await book(date.stock, { offer_price: 4_321 })).toEqual(PRICE_MISMATCH);
    const logged = () => window.server.log.slice(before);
    await until("a line in the log", LOG_LIMIT_MS, () => logged().includes("another price"));
    expect(logged()).toContain(date.stock);
    expect(logged()).toContain(`"configured":${FULL_PRICE}`);
    expect(logged()).toContain('"offered":4321');
  });

  it("is about one place, not about both places of a duo", async () => {
    const date = await aDate(window.operator);
    expect(await book(date.stock, { ...DUO, offer_price: FULL_PRICE * 2 })).toEqual(PRICE_MISMATCH);
    expect(await book(date.stock, DUO)).toMatchObject({ status: 200 });
  });
});

it("a refusal moves nothing", async () => {
  const date = await aDate(window.operator, { capacity: 1 });
  await book(date.stock, DUO);
  await book(date.stock, { offer_price: 1 });
  await book(`${date.id}:child`);
  await change(date, { status: "closed" });
  await book(date.stock);
  expect(await window.operator.tickets(date.id)).toEqual([]);
  expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ issued: 0, free: 1 });
  expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
});
