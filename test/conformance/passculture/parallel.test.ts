// Many callers at once, over many connections: never a place too many, never a booking twice.
import { describe, expect, it } from "vitest";
import { aDate, type OpenDate } from "../../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, booked, said, send, type Answer } from "../../support/passculture-client.ts";

const window = openBuiltWindow();
const PLACES = 100;
const PEOPLE = 200;
const COPIES = 1_000;
const SOLD_OUT = { status: 409, body: { error: "sold_out", remainingQuantity: 0 } };
const ONE_LEFT = { status: 409, body: { error: "not_enough_seats", remainingQuantity: 1 } };

/** Everybody at once; person n asks for what `quantityOf` says. */
function everybodyBooks(date: OpenDate, quantityOf: (person: number) => number) {
  return Promise.all(
    Array.from({ length: PEOPLE }, (_, person) =>
      window.passCulture.book(aBooking(date.stock, { booking_quantity: quantityOf(person) })),
    ),
  );
}

/** The house is full, every ticket was promised to exactly one person, and the date's sums agree. */
async function expectFullHouse(date: OpenDate, answers: readonly Answer[]) {
  const promised = answers
    .filter((answer) => answer.status === 200)
    .flatMap((answer) => booked(answer).barcodes);
  const tickets = await window.operator.tickets(date.id);
  expect(promised).toHaveLength(PLACES);
  expect(new Set(promised).size).toBe(PLACES);
  expect(tickets.map((ticket) => ticket.serial)).toEqual(
    Array.from({ length: PLACES }, (_, index) => index + 1),
  );
  expect(tickets.map((ticket) => ticket.barcode).toSorted()).toEqual(promised.toSorted());
  expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
}

describe("200 people for 100 places", () => {
  it(
    "get exactly 100 tickets, and the other 100 hear sold_out with 0",
    async () => {
      const date = await aDate(window.operator, { capacity: PLACES });
      const answers = await everybodyBooks(date, () => 1);
      const refused = answers.filter((answer) => answer.status !== 200);
      expect(refused).toHaveLength(PEOPLE - PLACES);
      for (const answer of refused) expect(said(answer)).toEqual(SOLD_OUT);
      await expectFullHouse(date, answers);
    },
    LONG_TEST_MS,
  );

  it(
    "get exactly 100 tickets when every third asks for two",
    async () => {
      const date = await aDate(window.operator, { capacity: PLACES });
      const answers = await everybodyBooks(date, (person) => (person % 3 === 0 ? 2 : 1));
      for (const answer of answers.filter(({ status }) => status !== 200)) {
        expect([SOLD_OUT, ONE_LEFT]).toContainEqual(said(answer));
      }
      await expectFullHouse(date, answers);
    },
    LONG_TEST_MS,
  );

  it(
    "share them fairly with the answers: each remainingQuantity is told once",
    async () => {
      const date = await aDate(window.operator, { capacity: PEOPLE });
      const answers = await everybodyBooks(date, () => 1);
      const told = answers.map((answer) => booked(answer).remainingQuantity ?? -1);
      expect(told.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: PEOPLE }, (_, index) => index),
      );
    },
    LONG_TEST_MS,
  );
});

describe("copies of one signed request", () => {
  it(
    `make one booking and ${COPIES} identical answers`,
    async () => {
      const date = await aDate(window.operator, { capacity: PLACES });
      const { body, headers } = window.passCulture.signed(
        aBooking(date.stock, { booking_quantity: 2 }),
      );
      const call = { path: "/passculture/booking", headers, body };
      const answers = await Promise.all(
        Array.from({ length: COPIES }, () => send(window.server.url, call)),
      );
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      const [first] = answers;
      expect(first === undefined ? [] : booked(first).barcodes).toHaveLength(2);
      expect(await window.operator.tickets(date.id)).toHaveLength(2);
    },
    LONG_TEST_MS,
  );

  it(
    "of a cancellation free the places once",
    async () => {
      const date = await aDate(window.operator, { capacity: PLACES });
      const payload = aBooking(date.stock, { booking_quantity: 2 });
      const { barcodes } = booked(await window.passCulture.book(payload));
      const answers = await Promise.all(
        Array.from({ length: PLACES }, () => window.passCulture.cancel(...barcodes)),
      );
      for (const answer of answers) {
        expect(said(answer)).toEqual({ status: 200, body: { remainingQuantity: PLACES } });
      }
      const [area] = (await window.operator.date(date.id)).areas;
      expect(area).toMatchObject({ issued: 0, free: PLACES });
    },
    LONG_TEST_MS,
  );
});

it(
  "one person's many attempts at once leave one booking",
  async () => {
    const date = await aDate(window.operator, { capacity: PLACES });
    const attempts = 50;
    const answers = await Promise.all(
      Array.from({ length: attempts }, (_, second) => {
        const time = `2026-03-10T19:04:${String(second).padStart(2, "0")}`;
        const person = { user_email: "zoe@example.org", booking_creation_date: time };
        return window.passCulture.book(aBooking(date.stock, person));
      }),
    );
    const issued = answers.filter((answer) => answer.status === 200).map(booked);
    const tickets = await window.operator.tickets(date.id);
    const live = tickets.filter((ticket) => ticket.state === "issued");
    expect(live).toHaveLength(1);
    expect(issued.flatMap((answer) => answer.barcodes)).toContain(live[0]?.barcode);
    expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
  },
  LONG_TEST_MS,
);
