// Everybody at once: the last place, the same request, and cancellations that cross bookings.
// STORMS=long asks for more of each.
import { describe, expect, it } from "vitest";
import { aDate, type OpenDate } from "../support/a-date.ts";
import { openBuiltWindow } from "../support/a-window.ts";
import {
  aBooking,
  type Answer,
  booked,
  type Payload,
  said,
} from "../support/passculture-client.ts";
import { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";

const isLong = process.env["STORMS"] === "long";
const BUYERS = isLong ? [2, 10, 100, 1_000, 5_000] : [2, 10, 100, 1_000];
const REPEATS = isLong ? 10_000 : 1_000;
const CHURN_ROUNDS = isLong ? 50 : 5;
const AT_ONCE = 250;
const ROUNDS_MAX = 20;
const STORM_LIMIT_MS = 300_000;
const DRAIN_LIMIT_MS = 60_000;

const window = openBuiltWindow();

const book = (payload: Payload) => window.passCulture.book(payload);

/** Asks until nobody is told to come back later: what a date can't do in time it says so. */
async function decided(wishes: readonly Payload[]): Promise<Answer[]> {
  const answers = await Promise.all(wishes.map(book));
  for (let round = 1; answers.some(({ status }) => status === 503); round++) {
    if (round === ROUNDS_MAX) throw new Error("some were never answered");
    for (const [index, wish] of wishes.entries()) {
      if (answers[index]?.status !== 503) continue;
      expect(answers[index].headers["retry-after"]).toMatch(/^\d+$/);
      answers[index] = await book(wish);
    }
  }
  return answers;
}

async function expectSound(date: OpenDate, live: number): Promise<void> {
  const tickets = await window.operator.tickets(date.id);
  expect(tickets.filter(({ state }) => state !== "void")).toHaveLength(live);
  expect(tickets.map(({ serial }) => serial)).toEqual(tickets.map((_, index) => index + 1));
  expect(new Set(tickets.map(({ barcode }) => barcode)).size).toBe(tickets.length);
  expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
  await until(`the registry knows ${date.id}`, DRAIN_LIMIT_MS, async () => {
    return (await window.operator.date(date.id)).unpublished === 0;
  });
  const rows = new RegistryFile(window.server.storage).ticketsOf(date.id);
  const short = ({ serial, barcode, state }: Readonly<Record<string, unknown>>) => ({
    serial,
    barcode,
    state,
  });
  expect(rows.map(short)).toEqual(tickets.map((ticket) => short({ ...ticket })));
}

describe("one last place", () => {
  it.each(BUYERS)(
    "and %i buyers at once: one has it, all others hear that it is gone",
    async (buyers) => {
      const date = await aDate(window.operator, { capacity: 1 });
      const wishes = Array.from({ length: buyers }, () => aBooking(date.stock));
      const answers = await decided(wishes);
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      const gone = { status: 409, body: { error: "sold_out", remainingQuantity: 0 } };
      const lost = answers.filter(({ status }) => status !== 200);
      expect(new Set(lost.map(({ text }) => text)).size).toBe(1);
      expect(said(lost[0] ?? answers[0]!)).toEqual(gone);
      await expectSound(date, 1);
    },
    STORM_LIMIT_MS,
  );
});

it(
  `one signed request ${REPEATS} times has one effect, and one answer byte for byte`,
  async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const wish = aBooking(date.stock, { booking_quantity: 2 });
    const texts = new Set<string>();
    for (let asked = 0; asked < REPEATS; asked += AT_ONCE) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => book(wish)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      for (const { text } of answers) texts.add(text);
    }
    expect(texts.size).toBe(1);
    await expectSound(date, 2);
  },
  STORM_LIMIT_MS,
);

it(
  "bookings and cancellations that cross, each cancelled twice at once, leave every place free",
  async () => {
    const capacity = 30;
    const people = 60;
    const date = await aDate(window.operator, { capacity });
    for (let round = 1; round <= CHURN_ROUNDS; round++) {
      await Promise.all(
        Array.from({ length: people }, async () => {
          const answer = await book(aBooking(date.stock));
          if (answer.status === 409) return;
          const { barcodes } = booked(answer);
          const cancel = () => window.passCulture.cancel(...barcodes);
          const both = await Promise.all([cancel(), cancel()]);
          expect(both.map(({ status }) => status)).toEqual([200, 200]);
        }),
      );
    }
    const [area] = (await window.operator.date(date.id)).areas;
    expect(area).toMatchObject({ issued: 0, held: 0, free: capacity });
    await expectSound(date, 0);
  },
  STORM_LIMIT_MS,
);
