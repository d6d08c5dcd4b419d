// The ladder by name: what a venue would draw on paper, and which seats it would give.
import { describe, expect, it } from "vitest";
import type { Wish } from "../../../src/date/seating/hall.ts";
import { aHall, aSeat, aWish, draw, type Drawing } from "./a-hall.ts";

/** The chosen seats, or the refusal. */
function choose(drawing: Drawing, wish: Partial<Wish> & { readonly quantity: number }): string {
  const choice = aHall(drawing).choose(aWish(wish));
  if (choice.ok) return choice.value.map(({ id }) => id).join(" ");
  return choice.reason === "not_enough"
    ? `not enough: ${choice.free}`
    : `not together: ${choice.largest}`;
}

describe("a party sits side by side", () => {
  it("of 9 in a row of 10, at one end of it, although one seat is left alone", () => {
    expect(choose(draw(".........."), { quantity: 9 })).toBe("A1 A2 A3 A4 A5 A6 A7 A8 A9");
  });

  it("of 8 in a row of 9, at one end of it, although one seat is left alone", () => {
    expect(choose(draw("........."), { quantity: 8 })).toBe("A1 A2 A3 A4 A5 A6 A7 A8");
  });

  it("of 8 in a worse row that it fills, rather than leave a seat alone in a better one", () => {
    expect(choose(draw(".........", " ........"), { quantity: 8 })).toBe("B2 B3 B4 B5 B6 B7 B8 B9");
  });

  it("of 2 in the pair, and leaves both rows of 3 whole", () => {
    expect(choose(draw("...", "...", "..x"), { quantity: 2 })).toBe("C1 C2");
  });

  it("of 3 in one of two rows of 3, and of 5 apart in both without leaving anybody alone", () => {
    const rows = draw("...", "...", "..x");
    expect(choose(rows, { quantity: 3 })).toBe("A1 A2 A3");
    expect(choose(rows, { quantity: 5, apart: false })).toBe("not together: 3");
    expect(choose(rows, { quantity: 5 })).toBe("B1 B2 B3 C1 C2");
    expect(choose(rows, { quantity: 6 })).toBe("A1 A2 A3 B1 B2 B3");
  });

  it("in the middle of an empty row", () => {
    expect(choose(draw("..........."), { quantity: 3 })).toBe("A5 A6 A7");
  });

  it("in the better row of two that are equally near", () => {
    const row = (row: string, rank: number, x: number) =>
      [0, 1].map((pos) => aSeat({ row, seat: `${pos + 1}`, rank, pos, x: x + pos }));
    const seats = [...row("L", 2, -3), ...row("R", 1, 2)];
    expect(choose({ seats, taken: new Set(), focus: { x: 0, y: 0 } }, { quantity: 2 })).toBe(
      "R1 R2",
    );
  });

  it("never across an aisle", () => {
    expect(choose(draw("... ...", ".... .."), { quantity: 4 })).toBe("B1 B2 B3 B4");
  });

  it("behind restricted views only when nothing as good is left", () => {
    expect(choose(draw("rrrr", "....", "xxxx"), { quantity: 4 })).toBe("B1 B2 B3 B4");
    expect(choose(draw("rrrr", "xxxx"), { quantity: 4 })).toBe("A1 A2 A3 A4");
  });

  it("on a curved row by its positions, in the middle of the arc", () => {
    const seats = Array.from({ length: 9 }, (_, pos) => {
      const angle = Math.PI * (0.25 + pos / 16);
      const [x, y] = [-10 * Math.cos(angle), 10 * Math.sin(angle)];
      // Printed numbers of the odd side of a house.
      return aSeat({ seat: `${2 * pos + 1}`, pos, x, y });
    });
    const hall = { seats, taken: new Set<string>(), focus: { x: 0, y: 0 } };
    expect(choose(hall, { quantity: 3 })).toBe("A7 A9 A11");
  });
});

describe("a lone seat", () => {
  it("is judged as any buyer sees it: a neighbour of another price keeps it company", () => {
    expect(choose(draw("...bb", "x...x"), { quantity: 2 })).toBe("A1 A2");
    expect(choose(draw("...xx", "x...b"), { quantity: 2 })).toBe("B2 B3");
  });

  it("of this price beside another price is avoided as well, where that costs nothing but quality", () => {
    expect(choose(draw("...bb", "....."), { quantity: 2 })).toBe("B1 B2");
  });

  it("may be one that is not offered on this channel, and is kept from standing alone there too", () => {
    const offered: Wish["offered"] = ({ id }) => id !== "A1";
    expect(choose(draw("....xxx", "xx....."), { quantity: 3, offered })).toBe("B3 B4 B5");
    expect(choose(draw("....", "xxxx"), { quantity: 2, offered })).toBe("A3 A4");
  });

  it("goes to a single buyer before any other seat of comparable quality", () => {
    expect(choose(draw(".......", "x.x...."), { quantity: 1 })).toBe("B2");
  });

  it("does not draw a single buyer to the back of an empty house", () => {
    const rows = [...Array.from({ length: 20 }, () => "......."), "x.xxxxx"];
    expect(choose(draw(...rows), { quantity: 1 })).toBe("A4");
  });
});

describe("a party that fits nowhere side by side", () => {
  it("sits on the fewest pieces, one in front of the other", () => {
    expect(choose(draw("...   ...", "xxx   ..."), { quantity: 6 })).toBe("A7 A8 A9 B7 B8 B9");
    expect(choose(draw("..xxx..", "xxxxx..", "..xxxxx"), { quantity: 4 })).toBe("A6 A7 B6 B7");
  });

  it("leaves nobody alone when it can be divided otherwise", () => {
    expect(choose(draw("....", "xxxx", "..."), { quantity: 5 })).toBe("A1 A2 C1 C2 C3");
  });

  it("is seated one by one when only lone seats are left, near to each other", () => {
    const rows = ["x.x.x.x.x", ".x.x.x.x.", "x.x.x.x.x"];
    expect(choose(draw(...rows), { quantity: 3 })).toBe("A4 A6 B5");
  });

  it("sits on the fewest pieces also when the only long one is far away in a large hall", () => {
    const pairs = Array.from({ length: 25 }, () => "..x..x..x..x..x..x..x..");
    const seats = choose(draw(...pairs, "xxxxxxxxx.....xxxxxxxxx"), { quantity: 7 }).split(" ");
    expect(seats.slice(2)).toEqual(["Z10", "Z11", "Z12", "Z13", "Z14"]);
  });

  it("is refused with the largest number that would go together where the venue forbids it", () => {
    expect(choose(draw("...", "....", ".."), { quantity: 5, apart: false })).toBe(
      "not together: 4",
    );
  });

  it("is refused with what is left when there are not enough seats of its price", () => {
    expect(choose(draw("...bbb"), { quantity: 4 })).toBe("not enough: 3");
    expect(choose(draw("xxx"), { quantity: 1 })).toBe("not enough: 0");
  });
});

describe("an accessible seat", () => {
  it("is given only to who asks for it", () => {
    expect(choose(draw("a..a"), { quantity: 3 })).toBe("not enough: 2");
    expect(choose(draw("a..a"), { quantity: 1, accessible: 1 })).toBe("A1");
  });

  it("comes with the others of the party beside it, on companion seats where there are any", () => {
    expect(choose(draw("..a..", "..ac."), { quantity: 2, accessible: 1 })).toBe("B3 B4");
    expect(choose(draw("a....", "..aa."), { quantity: 4, accessible: 2 })).toBe("B1 B2 B3 B4");
  });

  it("brings the others as near as can be when nothing touches it", () => {
    expect(choose(draw("a ....", "xxxxxx", "...... a"), { quantity: 3, accessible: 1 })).toBe(
      "A1 A3 A4",
    );
  });

  it("is refused when too few are left, however many others there are", () => {
    expect(choose(draw("a......"), { quantity: 4, accessible: 2 })).toBe("not enough: 3");
  });
});

describe("a hall", () => {
  it("that was all held is as before when every hold has ended", () => {
    const drawing = draw("...bb.a", ".. ....", ".......");
    const hall = aHall(drawing);
    const wish = aWish({ quantity: 4 });
    const before = hall.choose(wish);
    for (const { id } of drawing.seats) hall.take(id);
    expect(hall.choose(wish)).toEqual({ ok: false, reason: "not_enough", free: 0 });
    expect(hall.countFree(null)).toBe(0);
    for (const { id } of drawing.seats.toReversed()) hall.free(id);
    expect(hall.choose(wish)).toEqual(before);
  });

  it("counts what is free of a price, and offered, and accessible seats only when asked", () => {
    const hall = aHall(draw("...bba", "xx.BBA"));
    expect(hall.countFree(null)).toBe(4);
    expect(hall.countFree(null, undefined, true)).toBe(5);
    expect(hall.countFree("b")).toBe(2);
    expect(hall.countFree(null, ({ row }) => row === "B")).toBe(1);
  });

  it("knows its seats by id, and no others", () => {
    const hall = aHall(draw(".x"));
    expect(hall.seat("A2")?.label).toBe("P A 2");
    expect([hall.isFree("A1"), hall.isFree("A2"), hall.isFree("Z9")]).toEqual([true, false, false]);
    expect(hall.seat("Z9")).toBeNull();
    expect(() => hall.take("Z9")).toThrow("no seat Z9");
  });
});
