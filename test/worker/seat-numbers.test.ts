// Numbers of seats: each stays with its seat whatever becomes of the plan, and is never another's.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import type { AreaConfig } from "../../src/core/domain.ts";
import { undoSeatNumbers } from "./earlier-tables.ts";
import { aDate, aPrice, seatedArea, type TestDate } from "./a-date.ts";

/** A hall of these rows, from the front; a row's seats are named after it. */
function hall(rows: readonly string[], seats = 2): AreaConfig {
  const area = seatedArea("hall", [seats]);
  const plan = {
    focus: { x: 0, y: -2 },
    blocks: [
      {
        label: "P",
        rows: rows.map((label, rank) => ({
          label,
          rank,
          seats: Array.from({ length: seats }, (_, pos) => ({
            id: `${label}${pos + 1}`,
            label: String(pos + 1),
            pos,
            x: pos,
            y: rank,
          })),
        })),
      },
    ],
  };
  return { ...area, capacity: rows.length * seats, plan };
}

async function numbersOf(date: TestDate, area = "hall"): Promise<Record<string, number>> {
  const page = await date.stub.seatsAfter(area, -1, 1_000);
  if (!page.ok) throw new Error(page.reason);
  return Object.fromEntries(page.value.map(({ seat, number }) => [seat.id, number]));
}

const aHall = (...rows: string[]) =>
  aDate({ areas: [hall(rows)], prices: [aPrice("full", "hall")] });

it("a row in front changes no seat's number, and what is removed is unknown for ever", async () => {
  const date = await aHall("A", "B");
  expect(await numbersOf(date)).toEqual({ A1: 0, A2: 1, B1: 2, B2: 3 });
  await date.configure({ areas: [hall(["Z", "A", "B"])] });
  expect(await numbersOf(date)).toEqual({ Z1: 4, Z2: 5, A1: 0, A2: 1, B1: 2, B2: 3 });
  await date.configure({ areas: [hall(["B"])] });
  expect(await numbersOf(date)).toEqual({ B1: 2, B2: 3 });
  const named = await date.stub.seatsNumbered([0, 2, 5, 77]);
  expect(named).toEqual({ ok: true, value: [{ number: 2, area: "hall", seat: "B1" }] });
  await date.configure({ areas: [hall(["Z", "B"])] });
  expect(await numbersOf(date)).toEqual({ Z1: 6, Z2: 7, B1: 2, B2: 3 });
});

it("an area of its own has numbers of its own, also with the same seats", async () => {
  const [one, two] = [hall(["A"]), { ...hall(["A"]), id: "balcony" }];
  const prices = [aPrice("full", "hall"), aPrice("high", "balcony")];
  const date = await aDate({ areas: [one], prices: [aPrice("full", "hall")] });
  await date.configure({ areas: [two, one], prices });
  expect(await numbersOf(date)).toEqual({ A1: 0, A2: 1 });
  expect(await numbersOf(date, "balcony")).toEqual({ A1: 2, A2: 3 });
});

it("a plan without any seat does not begin to count anew", async () => {
  const date = await aHall("A");
  await date.configure({ areas: [{ ...hall([]), capacity: 5, plan: null }] });
  await date.configure({ areas: [hall(["B"])] });
  expect(await numbersOf(date)).toEqual({ B1: 2, B2: 3 });
});

it("seats of before there were numbers keep those of their places", async () => {
  const areas = [hall(["A", "B"]), { ...hall(["C"]), id: "balcony" }];
  const date = await aDate({ areas, prices: [aPrice("full", "hall")] });
  await runInDurableObject(date.stub, (_object, { storage: { sql } }) => undoSeatNumbers(sql));
  await evictDurableObject(date.stub);
  expect(await numbersOf(date)).toEqual({ A1: 0, A2: 1, B1: 2, B2: 3 });
  expect(await numbersOf(date, "balcony")).toEqual({ C1: 4, C2: 5 });
  await date.configure({ areas: [hall(["Z", "B"])] });
  expect(await numbersOf(date)).toEqual({ Z1: 6, Z2: 7, B1: 2, B2: 3 });
});
