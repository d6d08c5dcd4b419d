// A request is looked for only where it may be known, and none that was recorded is taken for new.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { REQUESTS_KNOWN_MAX } from "../../src/core/limits.ts";
import { Requests } from "../../src/date/requests.ts";
import { aBooking, aDate, booked } from "./a-date.ts";

const numbered = (index: number) => `h-${String(index).padStart(6, "0")}`;

it("is known again when the date wakes, whether or not it is the latest", async () => {
  const date = await aDate();
  const commands = [1, 2, 3].map((index) => aBooking({ request: numbered(index) }));
  for (const command of commands) booked(await date.stub.book(command));
  await evictDurableObject(date.stub);
  const serials = [];
  for (const command of commands) {
    serials.push(booked(await date.stub.book(command)).tickets.map(({ serial }) => serial));
  }
  expect(serials).toEqual([[1], [2], [3]]);
});

it("is known in whatever order it came, also after as many as are kept in memory", async () => {
  const date = await aDate();
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const requests = new Requests(sql);
    const came = Array.from({ length: 2 * REQUESTS_KNOWN_MAX + 1 }, (_, index) => numbered(index));
    for (let index = 0; index + 1 < came.length; index += 2) {
      const [earlier = "", later = ""] = came.slice(index, index + 2);
      requests.add(later);
      requests.add(earlier);
    }
    expect(came.slice(0, -1).every((request) => requests.mayBeKnown(request))).toBe(true);
    expect(requests.mayBeKnown(came.at(-1) ?? "")).toBe(false);
  });
});

it("is new when it is later than all, and none of those since", async () => {
  const date = await aDate();
  booked(await date.stub.book(aBooking({ request: numbered(5) })));
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => {
    const requests = new Requests(sql);
    expect(requests.mayBeKnown(numbered(4))).toBe(true);
    expect(requests.mayBeKnown(numbered(5))).toBe(true);
    expect(requests.mayBeKnown(numbered(6))).toBe(false);
    requests.add(numbered(8));
    expect(requests.mayBeKnown(numbered(8))).toBe(true);
    expect(requests.mayBeKnown(numbered(7))).toBe(false);
  });
});
