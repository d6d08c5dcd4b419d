// The chooser against brute force, on random halls: rows of up to 12 seats with aisles, two prices,
// accessible seats, restricted views, seats that are not offered, and any fill.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refused } from "../../../src/core/result.ts";
import type { Seat } from "../../../src/core/seats.ts";
import { aHall, aWish, type Drawing, drawRows } from "./a-hall.ts";
import { best, BruteForce } from "./brute-force.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const ROW_SEATS_MAX = 12;
/** Brute force tries every set of seats, so its halls for split parties are small. */
const SPLIT_SEATS_MAX = 15;

/** How often each kind of seat occurs: one hall is nearly empty, another nearly full. */
const FILLS = ["........ b a c r x", "....bac rxxxxxx", "... xxxxxxxxxx", "..x", "....... "];

function hallOf(rows: number, fills: readonly string[]): fc.Arbitrary<Drawing> {
  return fc.constantFrom(...fills).chain((fill) =>
    fc
      .array(
        fc.record({
          cells: fc.string({
            unit: fc.constantFrom(...fill.split("")),
            minLength: 1,
            maxLength: ROW_SEATS_MAX,
          }),
          rank: fc.integer({ min: 0, max: 3 }),
          shift: fc.integer({ min: -3, max: 3 }),
        }),
        { minLength: 1, maxLength: rows },
      )
      .map(drawRows),
  );
}

const withheld = fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined });

const anyWish = fc
  .record({
    quantity: fc.integer({ min: 1, max: 8 }),
    category: fc.constantFrom(null, null, "b"),
    accessible: fc.constantFrom(0, 0, 0, 1, 2),
    apart: fc.boolean(),
    withheld,
  })
  .map(({ withheld, ...wish }) =>
    aWish({
      ...wish,
      accessible: Math.min(wish.accessible, wish.quantity),
      ...(withheld === undefined ? {} : { offered: ({ pos }: Seat) => pos % withheld !== 0 }),
    }),
  );

const ids = (seats: readonly Seat[]) => seats.map(({ id }) => id);

describe(`best places in random halls (SEED=${SEED})`, () => {
  it("are never apart when seats side by side exist, and the best of these by the whole order", () => {
    const property = fc.property(hallOf(5, FILLS), anyWish, (drawing, wish) => {
      const expected = new BruteForce(drawing, wish).bestBlock();
      fc.pre(expected !== null);
      const choice = aHall(drawing).choose(wish);
      expect(choice.ok && ids(choice.value)).toEqual(ids(expected.seats));
    });
    fc.assert(property, { seed: SEED, numRuns: 2_000 });
  });

  it("leave no new lone seat when one can be avoided, and as few as can be otherwise", () => {
    const property = fc.property(hallOf(5, FILLS), anyWish, (drawing, wish) => {
      const brute = new BruteForce(drawing, wish);
      const blocks = brute.blocks();
      fc.pre(blocks.length > 0 && wish.accessible === 0);
      const choice = aHall(drawing).choose(wish);
      const fewest = Math.min(...blocks.map((block) => brute.newLone(block)));
      expect(choice.ok && brute.newLone(choice.value)).toBe(fewest);
    });
    fc.assert(property, { seed: SEED, numRuns: 1_000 });
  });

  it("are on the fewest pieces, the best of these, when no seats side by side exist", () => {
    const property = fc.property(
      hallOf(4, FILLS),
      fc.integer({ min: 2, max: 6 }),
      withheld,
      (drawing, quantity, withheld) => {
        const offered = ({ pos }: Seat) => withheld === undefined || pos % withheld !== 0;
        const wish = aWish({ quantity, offered });
        const brute = new BruteForce(drawing, wish);
        const candidates = brute.candidates().length;
        fc.pre(candidates >= quantity && candidates <= SPLIT_SEATS_MAX);
        fc.pre(brute.blocks().length === 0);
        const choice = aHall(drawing).choose(wish);
        if (!choice.ok) throw new Error(choice.reason);
        const splits = brute.splits();
        const chosen = splits.find(({ seats }) =>
          seats.every((seat) => choice.value.includes(seat)),
        );
        expect(chosen?.score).toEqual(best(splits)?.score);
      },
    );
    fc.assert(property, { seed: SEED, numRuns: 300 });
  });

  it("are as many as asked, of the price, offered, free, and accessible only when asked", () => {
    const property = fc.property(hallOf(5, FILLS), anyWish, (drawing, wish) => {
      const choice = aHall(drawing).choose(wish);
      fc.pre(choice.ok);
      const brute = new BruteForce(drawing, wish);
      expect(new Set(choice.value).size).toBe(wish.quantity);
      expect(choice.value.filter((seat) => !brute.mayHave(seat))).toEqual([]);
      expect(choice.value.filter(({ accessible }) => accessible)).toHaveLength(wish.accessible);
    });
    fc.assert(property, { seed: SEED, numRuns: 1_000 });
  });

  it("are refused only for want of seats, or of seats side by side, and say how many there are", () => {
    const property = fc.property(hallOf(3, FILLS), anyWish, (drawing, wish) => {
      const choice = aHall(drawing).choose(wish);
      const brute = new BruteForce(drawing, wish);
      const reserved = brute.candidates().filter(({ accessible }) => accessible).length;
      const ordinary = brute.candidates().length - reserved;
      const free =
        Math.min(reserved, wish.accessible) + Math.min(ordinary, wish.quantity - wish.accessible);
      const fits = wish.apart || brute.blocks().length > 0;
      if (free < wish.quantity) expect(choice).toEqual(refused("not_enough", { free }));
      else if (fits) expect(choice.ok).toBe(true);
      else expect(choice).toEqual(refused("not_together", { largest: brute.largestBlock() }));
    });
    fc.assert(property, { seed: SEED, numRuns: 1_000 });
  });

  it("are the same in the same hall, whatever was taken and freed before", () => {
    const property = fc.property(
      hallOf(5, FILLS),
      fc.array(anyWish, { maxLength: 6 }),
      anyWish,
      (drawing, earlier, wish) => {
        const hall = aHall(drawing);
        const held = earlier.flatMap((wish) => {
          const choice = hall.choose(wish);
          if (choice.ok) for (const { id } of choice.value) hall.take(id);
          return choice.ok ? choice.value : [];
        });
        expect(new Set(held).size).toBe(held.length);
        for (const { id } of held) hall.free(id);
        expect(drawing.seats.map(({ id }) => hall.isFree(id))).toEqual(
          drawing.seats.map(({ id }) => !drawing.taken.has(id)),
        );
        expect(hall.choose(wish)).toEqual(aHall(drawing).choose(wish));
      },
    );
    fc.assert(property, { seed: SEED, numRuns: 500 });
  });
});
