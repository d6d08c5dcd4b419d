// The guards that are to be removed are still where the mutants look for them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutate, type Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("every mutant", () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s", (_name, mutant) => {
    const text = readFileSync(join(ROOT, mutant.file), "utf8");
    expect(mutate(text, mutant)).not.toBe(text);
    for (const file of mutant.noticedBy) expect(existsSync(join(ROOT, "test", file))).toBe(true);
  });

  it("has a name of its own, and there are at least 30", () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(30);
  });
});

describe("a mutant", () => {
  const mutant = (find: string, replace: string): Mutant => {
    return { name: "x", file: "x", find, replace, noticedBy: [] };
  };

  it("that fits nowhere, twice, or changes nothing is an error of the harness", () => {
    expect(mutate("one two", mutant("two", "three"))).toBe("one three");
    expect(() => mutate("one", mutant("two", "three"))).toThrow("found 0 times");
    expect(() => mutate("two two", mutant("two", "three"))).toThrow("found 2 times");
    expect(() => mutate("two", mutant("two", "two"))).toThrow("nothing is changed");
  });
});
