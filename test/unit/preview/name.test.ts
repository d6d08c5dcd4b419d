// The names of previews: what a branch may be called is wide, what a host name may be is narrow.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { previewDatabaseName, previewName } from "../../../src/cli/preview/name.ts";

const WORKER = "guichet";
const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = 2_000;

const name = (branch: string) => previewName(branch, WORKER);

describe("the name of a preview", () => {
  it("is the branch's own name when that is fit for a host name", () => {
    expect(name("main")).toBe("main");
    expect(name("fix-42-retry")).toBe("fix-42-retry");
  });

  it.each([
    ["feature/Émilie's #42", /^feature-emilie-s-42-[0-9a-f]{10}$/],
    ["dependabot/npm_and_yarn/hono-4.13.20", /^dependabot-npm-and-yarn-hono-4-13-20-[0-9a-f]{10}$/],
    ["---", /^branch-[0-9a-f]{10}$/],
    ["🎟️🎭", /^branch-[0-9a-f]{10}$/],
    ["42", /^branch-42-[0-9a-f]{10}$/],
    ["$(rm -rf /)", /^rm-rf-[0-9a-f]{10}$/],
    ["a\nurl=https://evil.example", /^a-url-https-evil-example-[0-9a-f]{10}$/],
    ["-leading-and-trailing-", /^leading-and-trailing-[0-9a-f]{10}$/],
    ["xn--a", /^xn-a-[0-9a-f]{10}$/],
  ])("keeps the readable part of %j and adds a hash", (branch, expected) => {
    expect(name(branch)).toMatch(expected);
  });

  it("cuts a long branch so that it ends in the hash, without a double dash", () => {
    expect(name("x".repeat(300))).toMatch(/^x{44}-[0-9a-f]{10}$/);
    expect(name(`${"x".repeat(43)}-${"y".repeat(300)}`)).toMatch(/^x{43}-[0-9a-f]{10}$/);
  });

  it("differs for branches that differ only in case, punctuation, accents or a far end", () => {
    const long = "x".repeat(300);
    const branches = ["fix-a", "Fix-a", "fix/a", "fix_a", "fix--a", "fix-a-", "fïx-a", `${long}1`];
    const names = [...branches, `${long}2`].map(name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("differs from that of a branch which is called like the hashed name", () => {
    expect(name(name("Fix/A"))).not.toBe(name("Fix/A"));
  });

  it("stays the same from push to push", () => {
    expect(name("feature/login")).toBe("feature-login-df7c7aeb35");
  });

  it.each(["", " ", "\n"])("is refused to a branch without a name (%j)", (branch) => {
    expect(() => name(branch)).toThrow(/branch name is empty.*--branch/);
  });

  it("is refused when the Worker's name leaves no room for one", () => {
    expect(previewName("main", "w".repeat(50))).toBe("main");
    expect(() => previewName("main", "w".repeat(51))).toThrow(/1 to 50 characters/);
    expect(() => previewName("main", "")).toThrow(/wrangler\.toml/);
  });
});

describe(`the name of a preview, for random branches (SEED=${SEED})`, () => {
  const branches = fc
    .oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 120 }),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 120 }),
      fc.string({ unit: fc.constantFrom("a", "A", "1", "-", "_", "/", "é"), minLength: 1 }),
    )
    .filter((branch) => branch.trim() !== "");
  const workers = fc.stringMatching(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/);

  it("fits a host name together with the Worker's name", () => {
    const property = fc.property(branches, workers, (branch, worker) => {
      const preview = previewName(branch, worker);
      expect(preview).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(preview).not.toMatch(/-$|--/);
      expect(`${preview}-${worker}`.length).toBeLessThanOrEqual(63);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });

  it("is never shared by two of them", () => {
    const pairs = fc
      .tuple(branches, branches)
      .chain(([one, other]) =>
        fc.tuple(
          fc.constant(one),
          fc.constantFrom(other, one.toUpperCase(), `${one}-`, one.replaceAll("/", "-"), name(one)),
        ),
      );
    const property = fc.property(pairs, ([one, other]) => {
      fc.pre(one !== other);
      expect(name(one) === name(other)).toBe(false);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });
});

describe("the name of a preview's database", () => {
  it("says whose preview it is of, and is never that of production", () => {
    expect(previewDatabaseName("main", WORKER)).toBe("guichet-preview-main");
    expect(previewDatabaseName(name("Fix/A"), WORKER)).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });
});
