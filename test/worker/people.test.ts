// People who book in a crowd, whose records are kept apart from those of quiet days until they are
// filed: they are found again all the same, whenever and however they come back.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { PEOPLE_IN_A_ROW_MIN, PEOPLE_UNFILED_MAX } from "../../src/core/limits.ts";
import type { BookCommand } from "../../src/date/commands.ts";
import { People } from "../../src/date/people.ts";
import { aBooking, aDate, aHolder, booked, type TestDate } from "./a-date.ts";
import { undoPeople } from "./earlier-tables.ts";

const CROWD = PEOPLE_IN_A_ROW_MIN + 2;

/** So many people, each with a booking: all in one commit. */
async function aCrowd(date: TestDate, people = CROWD): Promise<readonly BookCommand[]> {
  const commands = Array.from({ length: people }, () => aBooking({ holder: aHolder() }));
  for (const outcome of await date.stub.bookAll(commands)) expect(outcome.ok).toBe(true);
  return commands;
}

let requestedAt = aHolder().requestedAt;

/** The same person, with a later request. */
function again({ holder }: BookCommand): BookCommand {
  requestedAt += 1;
  return aBooking({ holder: { ...aHolder(), ...holder, requestedAt } });
}

async function stateOf(date: TestDate, { barcodes }: BookCommand): Promise<string | undefined> {
  const found = await date.stub.ticket(barcodes[0] ?? "");
  return found.ok ? found.value?.state : found.reason;
}

function rowsOf(date: TestDate): Promise<{ people: number; arrivals: number }> {
  return runInDurableObject(
    date.stub,
    (_object, { storage }) =>
      storage.sql
        .exec(
          `SELECT (SELECT count(*) FROM people) AS people,
                  (SELECT count(*) FROM arrivals) AS arrivals`,
        )
        .one() as { people: number; arrivals: number },
  );
}

it("one who booked in a crowd and books again has one live ticket", async () => {
  const date = await aDate({}, null);
  const [first] = await aCrowd(date);
  if (first === undefined) throw new Error("a crowd is not empty");
  const second = again(first);
  booked(await date.stub.book(second));
  expect(await stateOf(date, first)).toBe("void");
  booked(await date.stub.book(again(first)));
  expect(await stateOf(date, second)).toBe("void");
});

it("one who books twice within a crowd has one live ticket", async () => {
  const date = await aDate({}, null);
  const [first, ...others] = Array.from({ length: CROWD }, () => aBooking({ holder: aHolder() }));
  if (first === undefined) throw new Error("a crowd is not empty");
  await date.stub.bookAll([first, ...others, again(first)]);
  expect(await stateOf(date, first)).toBe("void");
  expect(await date.stub.audit()).toMatchObject({ value: { ok: true, live: CROWD } });
});

it("a date that was asleep knows the crowd of before", async () => {
  const date = await aDate({}, null);
  const [first] = await aCrowd(date);
  if (first === undefined) throw new Error("a crowd is not empty");
  expect(await rowsOf(date)).toEqual({ people: 0, arrivals: 1 });
  await evictDurableObject(date.stub);
  booked(await date.stub.book(again(first)));
  expect(await stateOf(date, first)).toBe("void");
});

it("a crowd that could not be written is not known, and can book anew", async () => {
  const date = await aDate({}, null);
  const commands = Array.from({ length: CROWD }, () => aBooking({ holder: aHolder() }));
  await runInDurableObject(date.stub, async (object, { storage }) => {
    storage.sql.exec(
      `CREATE TRIGGER fail AFTER INSERT ON tickets BEGIN SELECT RAISE(FAIL, 'disk'); END`,
    );
    for (const outcome of await object.bookAll(commands)) expect(outcome.ok).toBe(false);
    storage.sql.exec(`DROP TRIGGER fail`);
  });
  expect(await rowsOf(date)).toEqual({ people: 0, arrivals: 0 });
  for (const outcome of await date.stub.bookAll(commands)) expect(outcome.ok).toBe(true);
});

it("so many crowds are filed, and each of them is still known", async () => {
  const date = await aDate({}, null);
  const [first] = await aCrowd(date);
  if (first === undefined) throw new Error("a crowd is not empty");
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const people = new People(sql);
    expect(people.requestsOf("person-7")).toEqual([]);
    for (let i = 0; i < PEOPLE_UNFILED_MAX; i++) people.add(`person-${i}`, `request-${i}`);
    people.write();
    expect(people.requestsOf("person-7")).toEqual(["request-7"]);
  });
  expect(await rowsOf(date)).toEqual({ people: PEOPLE_UNFILED_MAX + CROWD, arrivals: 0 });
  await evictDurableObject(date.stub);
  booked(await date.stub.book(again(first)));
  expect(await stateOf(date, first)).toBe("void");
});

it("a crowd is counted once, also when it is the first that is written", async () => {
  const date = await aDate({}, null);
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const people = new People(sql);
    for (let i = 0; i < CROWD; i++) people.add(`person-${i}`, `request-${i}`);
    people.write();
    expect(people.requestsOf("person-7")).toEqual(["request-7"]);
  });
});

it("people of before they had a table of their own are known", async () => {
  const date = await aDate({}, null);
  const first = aBooking({ holder: aHolder() });
  booked(await date.stub.book(first));
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => undoPeople(sql));
  await evictDurableObject(date.stub);
  booked(await date.stub.book(again(first)));
  expect(await stateOf(date, first)).toBe("void");
});
