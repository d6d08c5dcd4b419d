// A barcode or a person is looked for only where the tables may have it, and what bookings add to the
// tables waits for their commit: each is decided as if it had looked, and all before were written.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { KNOWN_AT_WAKING_MAX } from "../../src/core/limits.ts";
import type { BookCommand } from "../../src/date/commands.ts";
import { Known } from "../../src/date/known.ts";
import {
  aBarcode,
  aBooking,
  aDate,
  aHolder,
  aPrice,
  barcodesOf,
  booked,
  type TestDate,
} from "./a-date.ts";

/** As long as an imported one may be. */
const FOREIGN_BARCODE_CHARACTERS_MAX = 100;

const reasons = (outcomes: readonly { readonly ok: boolean; readonly reason?: string }[]) =>
  outcomes.map((outcome) => (outcome.ok ? "booked" : outcome.reason));

const ofSomebody = () => aBooking({ holder: aHolder() });

/** The same person, with a later request. */
function again({ holder }: BookCommand): BookCommand {
  if (holder === null) throw new Error("nobody books again");
  return aBooking({ holder: { ...holder, requestedAt: holder.requestedAt + 1 } });
}

async function stateOf(date: TestDate, { barcodes }: BookCommand): Promise<string | undefined> {
  const found = await date.stub.ticket(barcodes[0] ?? "");
  return found.ok ? found.value?.state : found.reason;
}

it("a barcode that exists is refused in a crowd, and harms no other", async () => {
  const date = await aDate();
  const [barcode = ""] = barcodesOf(await date.book());
  const crowd = [aBooking({ barcodes: [aBarcode(), barcode] }), ofSomebody(), ofSomebody()];
  const outcomes = await date.stub.bookAll(crowd);
  expect(reasons(outcomes)).toEqual(["barcode_taken", "booked", "booked"]);
  expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 3 } });
});

it("a barcode that a ticket has or had once is refused when the date wakes", async () => {
  const date = await aDate();
  const [barcode = ""] = barcodesOf(await date.book());
  const other = aBarcode();
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    sql.exec(`UPDATE tickets SET barcode = ?`, other);
    sql.exec(`INSERT INTO replaced (barcode, serial, change) VALUES (?, 1, 1)`, barcode);
  });
  await evictDurableObject(date.stub);
  const crowd = [[barcode], [other], [aBarcode()]].map((barcodes) => aBooking({ barcodes }));
  expect(reasons(await date.stub.bookAll(crowd))).toEqual([
    "barcode_taken",
    "barcode_taken",
    "booked",
  ]);
});

it("two of a crowd can't have one barcode", async () => {
  const date = await aDate();
  const first = ofSomebody();
  const crowd = [first, aBooking({ barcodes: first.barcodes }), ofSomebody()];
  expect(reasons(await date.stub.bookAll(crowd))).toEqual(["booked", "barcode_taken", "booked"]);
});

it("who had booked alone is known in a crowd", async () => {
  const date = await aDate();
  const first = ofSomebody();
  booked(await date.stub.book(first));
  await date.stub.bookAll([ofSomebody(), again(first)]);
  expect(await stateOf(date, first)).toBe("void");
});

it("who had booked in a small crowd is known alone and in the next", async () => {
  const date = await aDate();
  const crowd = [ofSomebody(), ofSomebody()] as const;
  await date.stub.bookAll(crowd);
  booked(await date.stub.book(again(crowd[0])));
  await date.stub.bookAll([again(crowd[1]), ofSomebody()]);
  expect(await stateOf(date, crowd[0])).toBe("void");
  expect(await stateOf(date, crowd[1])).toBe("void");
});

it("one who is asked for again within a crowd is told what the crowd was", async () => {
  const date = await aDate();
  const [first, second] = [ofSomebody(), ofSomebody()];
  const outcomes = await date.stub.bookAll([first, second, aBooking({ ...first })]);
  expect(outcomes[2]).toEqual(outcomes[0]);
  expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: 2 } });
});

// As many as need statements of every length, of parties and prices that follow each other anyhow.
it("each of a crowd has its tickets and its record, whatever the others have", async () => {
  const prices = [aPrice("full", "parterre"), { ...aPrice("half", "parterre"), amount: 625 }];
  const date = await aDate({ prices }, null);
  const crowd = Array.from({ length: 97 }, (_, index) => {
    const [price, expectedAmount] = index % 11 < 8 ? ["full", 1250] : ["half", 625];
    const barcodes = Array.from({ length: 1 + (index % 3) }, aBarcode);
    return aBooking({ price, expectedAmount, barcodes, holder: aHolder() });
  });
  const outcomes = await date.stub.bookAll(crowd);
  let serial = 0;
  for (const [index, { barcodes, price }] of crowd.entries()) {
    const given = barcodes.map((barcode) => ({ barcode, serial: (serial += 1) }));
    expect(outcomes[index]).toMatchObject({ ok: true, value: { tickets: given } });
    for (const ticket of given) {
      expect(await date.stub.ticket(ticket.barcode)).toMatchObject({ value: { ...ticket, price } });
    }
  }
  await evictDurableObject(date.stub);
  expect(await date.stub.bookAll(crowd)).toEqual(outcomes);
  expect(await date.stub.holder(crowd[96]?.barcodes[0] ?? "")).toEqual({
    ok: true,
    value: { name: crowd[96]?.holder?.name, email: crowd[96]?.holder?.email },
  });
  expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: serial } });
});

it("as many are read at waking as there may be, however long each is", async () => {
  const date = await aDate();
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const known = new Known(
      sql,
      `WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < ${KNOWN_AT_WAKING_MAX})
       SELECT printf('%0${FOREIGN_BARCODE_CHARACTERS_MAX}d', n) AS text FROM one`,
    );
    const numbered = (n: number) => String(n).padStart(FOREIGN_BARCODE_CHARACTERS_MAX, "0");
    const all = Array.from({ length: KNOWN_AT_WAKING_MAX }, (_, index) => numbered(index + 1));
    expect(all.every((text) => known.mayHave(text))).toBe(true);
    expect(known.mayHave("other")).toBe(false);
  });
});

it("of more than are read at waking, each is looked for", async () => {
  const date = await aDate();
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const first = (most: number) =>
      new Known(
        sql,
        `WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < ${most})
         SELECT 'B' || n AS text FROM one`,
      );
    const all = first(KNOWN_AT_WAKING_MAX);
    expect([`B1`, `B${KNOWN_AT_WAKING_MAX}`].map((text) => all.mayHave(text))).toEqual([
      true,
      true,
    ]);
    const others = Array.from({ length: 1_000 }, (_, index) => `C${index}`);
    expect(others.filter((text) => all.mayHave(text)).length).toBeLessThan(20);
    all.add("C1");
    expect(all.mayHave("C1")).toBe(true);
    const more = first(KNOWN_AT_WAKING_MAX + 1);
    more.add("C1");
    expect(others.every((text) => more.mayHave(text))).toBe(true);
  });
});
