// The architecture as a test: dependencies run one way, and no file outgrows its reader.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
const MEDIAN_LINES_MAX = 120;

interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .filter((name) => !name.includes("node_modules"))
    .map((name) => {
      const path = join(folder, name).replaceAll("\\", "/");
      const text = readFileSync(join(ROOT, path), "utf8");
      const imports = [...text.matchAll(/(?:from |\bimport\()"(\.[^"]+)"/g)].map((match) =>
        relative(ROOT, join(ROOT, dirname(path), match[1] ?? "")).replaceAll("\\", "/"),
      );
      return { path, text, imports };
    });
}

const source = sourceFiles("src");
const worker = source.filter(({ path }) => !path.startsWith("src/cli/"));
const tests = sourceFiles("test");

/** Every import of a file below `from` that `allowed` does not let through. */
function forbidden(from: string, allowed: (target: string, path: string) => boolean): string[] {
  return source
    .filter(({ path }) => path.startsWith(from))
    .flatMap(({ path, imports }) =>
      imports.filter((target) => !allowed(target, path)).map((target) => `${path} -> ${target}`),
    );
}

const isCore = (target: string) => target.startsWith("src/core/");
const isDateDoorstep = (target: string) =>
  target.startsWith("src/date/client/") || /^src\/date\/(entrance\/)?commands\.ts$/.test(target);
const isOrderDoorstep = (target: string) => /^src\/order\/(client|commands)\.ts$/.test(target);

describe("dependencies run one way", () => {
  it("core imports only core", () => {
    expect(forbidden("src/core/", isCore)).toEqual([]);
  });

  it("the registry imports only core and itself", () => {
    const allowed = (target: string) => isCore(target) || target.startsWith("src/registry/");
    expect(forbidden("src/registry/", allowed)).toEqual([]);
  });

  it("a date imports core, the registry and the settings, and knows no door and no HTTP", () => {
    const allowed = (target: string) =>
      isCore(target) ||
      target.startsWith("src/date/") ||
      target.startsWith("src/registry/") ||
      target === "src/env.ts";
    expect(forbidden("src/date/", allowed)).toEqual([]);
    const words = /\b(hono|Response|Request|[Pp]assculture|[Ss]apiti|[Tt]icket(matic|evolution))\b/;
    const knowing = worker
      .filter(({ path }) => path.startsWith("src/date/"))
      .filter(({ text }) => words.test(withoutComments(text)))
      .map(({ path }) => path);
    expect(knowing).toEqual([]);
  });

  it("outside of a date only its client and its commands are known", () => {
    const intruders = worker
      .filter(({ path }) => !path.startsWith("src/date/") && path !== "src/index.ts")
      .flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.startsWith("src/date/") && !isDateDoorstep(target))
          .map((target) => `${path} -> ${target}`),
      );
    expect(intruders).toEqual([]);
  });

  it("an order imports core, the doorstep of a date, the registry and the settings", () => {
    const allowed = (target: string) =>
      isCore(target) ||
      isDateDoorstep(target) ||
      target.startsWith("src/order/") ||
      target.startsWith("src/registry/") ||
      target === "src/env.ts";
    expect(forbidden("src/order/", allowed)).toEqual([]);
  });

  it("outside of an order only its client and its commands are known", () => {
    const intruders = worker
      .filter(({ path }) => !path.startsWith("src/order/") && path !== "src/index.ts")
      .flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.startsWith("src/order/") && !isOrderDoorstep(target))
          .map((target) => `${path} -> ${target}`),
      );
    expect(intruders).toEqual([]);
  });

  it("only index.ts takes the classes of the objects themselves", () => {
    const takers = worker
      .filter(({ text }) =>
        /import \{[^}]*\b(EventDate|Order)\b|export \{ (EventDate|Order) \}/.test(text),
      )
      .map(({ path }) => path);
    expect(takers).toEqual(["src/index.ts"]);
  });

  it("a door never imports another door", () => {
    const doorOf = (path: string) => /^src\/doors\/(\w+)\//.exec(path)?.[1];
    const allowed = (target: string, path: string) => {
      const [own, other] = [doorOf(path), doorOf(target)];
      return own === undefined || other === undefined || own === other;
    };
    expect(forbidden("src/doors/", allowed)).toEqual([]);
  });

  it("doors and operators do not import each other's routes, except the list of doors", () => {
    const allowed = (target: string) => !target.startsWith("src/operator/");
    expect(forbidden("src/doors/", allowed)).toEqual([]);
    const intoDoors = (target: string) =>
      !target.startsWith("src/doors/") || target === "src/doors/index.ts";
    expect(forbidden("src/operator/", intoDoors)).toEqual([]);
  });

  it("the inspector takes nothing of a door but its signature, and the browser nothing of the Worker", () => {
    const explains = (target: string) =>
      isCore(target) ||
      target.startsWith("src/inspector/") ||
      /^src\/doors\/\w+\/signature\.ts$/.test(target);
    const serves = (target: string) =>
      target.startsWith("src/web/") ||
      target === "src/ticket/language.ts" ||
      target === "dist/browser/inspector.bin";
    const page = /^src\/inspector\/(routes|page|words\/language)\.ts$/;
    const allowed = (target: string, path: string) =>
      explains(target) || (page.test(path) && serves(target));
    expect(forbidden("src/inspector/", allowed)).toEqual([]);
    const signatures = source
      .map(({ path }) => path)
      .filter((path) => /^src\/doors\/\w+\/signature\.ts$/.test(path));
    expect(signatures.flatMap((path) => forbidden(path, isCore))).toEqual([]);
  });

  it("the Worker never imports the command line", () => {
    const intruders = worker.filter(({ imports }) =>
      imports.some((target) => target.startsWith("src/cli/")),
    );
    expect(intruders).toEqual([]);
  });

  it("has no cycle", () => {
    const graph = new Map(source.map(({ path, imports }) => [path, imports]));
    expect([...graph.keys()].map((path) => cycleFrom(path, graph)).find(Boolean)).toBeUndefined();
  });

  it("black-box tests share no code with the source, but for the limits that the fuzzer aims at", () => {
    // A limit is a promise to the outside: one more than it must be refused, whatever it is set to.
    const shared = (path: string, target: string) =>
      target.startsWith("src/") &&
      !(path.startsWith("test/fuzz/") && target === "src/core/limits.ts");
    const sharing = tests
      .filter(({ path }) => /^test\/(conformance|e2e|crash|fuzz|support)\//.test(path))
      .filter(({ path, imports }) => imports.some((target) => shared(path, target)))
      .map(({ path }) => path);
    expect(sharing).toEqual([]);
  });
});

describe("what belongs in one place stays there", () => {
  it("only date/, order/ and registry/ contain SQL", () => {
    const sql = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\s+[\w(*]/;
    const containing = worker
      .filter(({ path }) => !/^src\/(date|registry|order)\//.test(path))
      .filter(({ text }) => sql.test(withoutComments(text)))
      .map(({ path }) => path);
    expect(containing).toEqual([]);
  });

  it("only core/hmac.ts and core/ed25519.ts verify signatures", () => {
    const verifying = worker
      .filter(({ text }) => /subtle\.verify|timingSafeEqual/.test(withoutComments(text)))
      .map(({ path }) => path);
    expect(verifying.toSorted()).toEqual(["src/core/ed25519.ts", "src/core/hmac.ts"]);
  });

  it("no secret is compared with ===, whose time tells how much of it was right", () => {
    const secret = "(token|secret|mac|signature|password)";
    const compared = new RegExp(
      `\\b${secret}(\\)|\\.value)* *[!=]==|[!=]== *(\\w+\\()*${secret}\\b(?!\\.length)`,
      "i",
    );
    // That nothing was sent is no secret.
    const absent = /[!=]== *(null|undefined|"")/g;
    const comparing = worker
      .filter(({ text }) => compared.test(withoutComments(text).replaceAll(absent, "")))
      .map(({ path }) => path);
    expect(comparing).toEqual([]);
  });

  it("nothing asynchronous happens inside a date's commands", () => {
    const mayWait = new Set(
      ["event-date", "commit", "outbox"].map((name) => `src/date/${name}.ts`),
    );
    const waiting = worker
      .filter(({ path }) => /^src\/date\/(?!client\/)/.test(path) && !mayWait.has(path))
      .filter(({ text }) => /\b(async|await|Promise)\b/.test(withoutComments(text)))
      .map(({ path }) => path);
    // sql.ts names PromiseLike to forbid it, which is another word.
    expect(waiting).toEqual([]);
  });
});

describe("a file is one idea that fits a reader", () => {
  const files = [...source, ...tests];

  it(`has at most ${LINES_MAX} lines, and a median of at most ${MEDIAN_LINES_MAX} in the source`, () => {
    const lines = (file: SourceFile) => file.text.split("\n").length - 1;
    expect(files.filter((file) => lines(file) > LINES_MAX).map(({ path }) => path)).toEqual([]);
    const sizes = source.map(lines).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(MEDIAN_LINES_MAX);
  });

  it(`has no function above ${FUNCTION_LINES_MAX} lines`, () => {
    const long = source.flatMap(({ path, text }) => {
      const starts =
        /^( *)(?:export )?(?:default )?(?:async )?(?:function\b|static async \w+\(|async \w+\()/;
      const lines = text.split("\n");
      return lines.flatMap((line, index) => {
        const indent = starts.exec(line)?.[1];
        if (indent === undefined) return [];
        const length =
          lines.slice(index).findIndex((other) => [`${indent}}`, `${indent}},`].includes(other)) +
          1;
        return length > FUNCTION_LINES_MAX ? [`${path}:${index + 1} has ${length} lines`] : [];
      });
    });
    expect(long).toEqual([]);
  });

  it("says at its top what it is for", () => {
    const silent = files.filter(({ text }) => !/^(\/\/|\/\*\*)/.test(text)).map(({ path }) => path);
    expect(silent).toEqual([]);
  });

  it("has a name that says something", () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|services|controllers)(\/|\.ts$)/;
    expect(files.filter(({ path }) => empty.test(path)).map(({ path }) => path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
}

function cycleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): string | null {
  const seen = new Set<string>();
  const stack = [...(graph.get(start) ?? [])];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (path === start) return start;
    if (seen.has(path)) continue;
    seen.add(path);
    stack.push(...(graph.get(path) ?? []));
  }
  return null;
}
