// Which part of a list a caller gets, and that no list ends without its caller knowing.
import { describe, expect, it } from "vitest";
import { ok } from "../../../src/core/result.ts";
import { pageOf, wholePage } from "../../../src/doors/sapiti/page.ts";

const PAGE_MAX = 200;
const START_MAX = 100_000;
const rows = (count: number) => ok(Array<number>(count).fill(0));

describe("a page", () => {
  it.each([
    ["nothing", {}, { start: 0, count: 100 }],
    ["a size", { entry_count: 20 }, { start: 0, count: 20 }],
    ["a size and a start", { entry_count: 20, entry_start: 40 }, { start: 40, count: 20 }],
    ["a start alone", { entry_start: 40 }, { start: 40, count: 100 }],
    ["a size before a limit", { entry_count: 20, limit: 5 }, { start: 0, count: 20 }],
    ["a limit", { limit: 5 }, { start: 0, count: 5 }],
    ["digits", { limit: "5", entry_start: "7" }, { start: 7, count: 5 }],
    ["no preference", { limit: -1, entry_count: 0, entry_start: "" }, { start: 0, count: 100 }],
    ["PHP's nothing", { limit: false, entry_count: null }, { start: 0, count: 100 }],
    ["too much", { limit: 5_000 }, { start: 0, count: PAGE_MAX }],
  ])("is what %s says", (_name, body, expected) => {
    expect(pageOf(body)).toMatchObject({ ok: true, value: expected });
  });

  it.each([{ limit: "x" }, { limit: [] }, { entry_count: 1.5 }, { entry_start: START_MAX + 1 }])(
    "is not what %o says",
    (body) => {
      expect(pageOf(body)).toMatchObject({ ok: false, reason: "invalid_parameter" });
    },
  );
});

describe("a list that ends at the limit", () => {
  const judge = (limit: number, count: number) => {
    const page = pageOf({ limit });
    if (!page.ok) throw new Error(page.message);
    return wholePage(page.value, rows(count)).ok;
  };

  it("is refused to a caller that asked for more, and to nobody else", () => {
    expect(judge(PAGE_MAX + 1, PAGE_MAX)).toBe(false);
    expect(judge(PAGE_MAX + 1, PAGE_MAX - 1)).toBe(true);
    expect(judge(PAGE_MAX, PAGE_MAX)).toBe(true);
    expect(judge(5, 5)).toBe(true);
  });
});
