// What was added is never denied; of what was not, nearly all is.
import { expect, it } from "vitest";
import { BloomFilter } from "../../../src/core/bloom.ts";

const ADDED = 20_000;
const texts = (prefix: string) => Array.from({ length: ADDED }, (_, index) => `${prefix}${index}`);

it("knows all that was added, and takes one in a thousand others for known at most", () => {
  const filter = new BloomFilter();
  for (const text of texts("own-")) filter.add(text);
  expect(texts("own-").filter((text) => !filter.mayHave(text))).toEqual([]);
  expect(texts("other-").filter((text) => filter.mayHave(text)).length).toBeLessThan(ADDED / 1_000);
});

it("knows nothing at first, nor any text like the one it knows", () => {
  const filter = new BloomFilter();
  expect(filter.mayHave("")).toBe(false);
  filter.add("0123456789abcdef");
  expect(["0123456789abcdeF", "123456789abcdef", "", "é"].filter((t) => filter.mayHave(t))).toEqual(
    [],
  );
});
