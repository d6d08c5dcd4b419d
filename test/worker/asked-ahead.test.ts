// What the bookings of a crowd ask of the tables is asked once for all of them, and each is decided as
// if it had asked for itself.
import { runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { askAhead, book } from "../../src/date/book.ts";
import type { BookCommand, BookOutcome } from "../../src/date/commands.ts";
import { storeOf, writeShared } from "../../src/date/store.ts";
import { aBarcode, aBooking, aDate, aHolder, barcodesOf, booked, type TestDate } from "./a-date.ts";

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

it("a barcode that a ticket had once is refused in a crowd", async () => {
  const date = await aDate();
  const [barcode = ""] = barcodesOf(await date.book());
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    sql.exec(`UPDATE tickets SET barcode = ?`, aBarcode());
    sql.exec(`INSERT INTO replaced (barcode, serial, change) VALUES (?, 1, 1)`, barcode);
  });
  const crowd = [aBooking({ barcodes: [barcode] }), ofSomebody()];
  expect(reasons(await date.stub.bookAll(crowd))).toEqual(["barcode_taken", "booked"]);
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

it("an answer is not used once another command has written", async () => {
  const date = await aDate();
  const [first, barcode] = [ofSomebody(), aBarcode()];
  const late = aBooking({ barcodes: [barcode] });
  const outcomes = await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const store = storeOf(sql);
    const bookNow = (command: BookCommand): BookOutcome => book(store, command, Date.now());
    askAhead(store, [first, again(first), late]);
    const before = bookNow(first);
    writeShared(store);
    sql.exec(`UPDATE tickets SET barcode = ? WHERE barcode = ?`, barcode, first.barcodes[0]);
    const after = [bookNow(again(first)), bookNow(late)];
    writeShared(store);
    return [before, ...after];
  });
  expect(reasons(outcomes)).toEqual(["booked", "booked", "barcode_taken"]);
  expect(await stateOf(date, { ...first, barcodes: [barcode] })).toBe("void");
});
