// The workflows run with secrets on code and names that others chose: what may go wrong there is
// checked here, line by line, without an account.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, ".github/workflows");
const FILES = readdirSync(FOLDER);

/** A commit, and the version that it is said to be. */
const PINNED = /^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** One of our own workflows: no third party. */
const OURS = /^\.\/\.github\/workflows\/[\w-]+\.yml$/;

interface Line {
  readonly indent: number;
  readonly text: string;
}

it("the workflows are checks, preview and deploy", () => {
  expect(FILES.toSorted()).toEqual(["checks.yml", "deploy.yml", "preview.yml"]);
});

describe.each(FILES)("%s", (file) => {
  const lines = readLines(file);
  const jobs = children(lines, "jobs:");

  it("uses only actions pinned to a commit, with the version beside it", () => {
    const uses = lines.flatMap(({ text }) => /^(?:- )?uses: (.*)$/.exec(text)?.[1] ?? []);
    expect(uses).not.toEqual([]);
    expect(uses.filter((action) => !PINNED.test(action) && !OURS.test(action))).toEqual([]);
  });

  it("starts from no more permission than to read the code", () => {
    expect(children(lines, "permissions:").map(({ text }) => text)).toEqual(["contents: read"]);
  });

  it("bounds the time of each job", () => {
    expect(jobs).not.toEqual([]);
    for (const { text } of jobs) {
      const settings = children(lines, text).map((setting) => setting.text);
      // GitHub allows no limit on a call of another workflow: the jobs over there have theirs.
      const isCall = settings.some((setting) => setting.startsWith("uses: ./"));
      const limits = settings.filter((setting) => /^timeout-minutes: \d+$/.test(setting));
      expect(limits, text).toHaveLength(isCall ? 0 : 1);
    }
  });

  it("writes no expression into a shell line, where a branch's name could become a command", () => {
    const shell = shellLines(lines);
    expect(shell).toContain("npm ci");
    expect(shell.filter((line) => line.includes("${{"))).toEqual([]);
  });

  it("runs only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const used = shellLines(lines).flatMap((line) => {
      const script = /\bnpm (?:run )?([\w:-]+)/.exec(line)?.[1];
      return script === undefined || script === "ci" ? [] : [script];
    });
    expect(used.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("leaves no token in the checkout", () => {
    const checkouts = lines.filter(({ text }) => text.includes("actions/checkout@"));
    const kept = lines.filter(({ text }) => text === "persist-credentials: false");
    expect(kept).toHaveLength(checkouts.length);
  });
});

describe("preview.yml", () => {
  const lines = readLines("preview.yml");
  const text = lines.map((line) => line.text).join("\n");

  it("never runs a fork's code with secrets", () => {
    expect(text).not.toContain("pull_request_target");
    expect(text.match(/head\.repo\.full_name == github\.repository/g)).toHaveLength(2);
  });

  it("brings one preview of a branch up or down at a time, and never breaks one off", () => {
    const groups = lines.filter((line) => line.text.startsWith("group: "));
    expect(new Set(groups.map((line) => line.text))).toEqual(
      new Set(["group: preview-${{ github.head_ref || github.event.ref }}"]),
    );
    expect(groups).toHaveLength(2);
    expect(text.match(/cancel-in-progress: false/g)).toHaveLength(2);
  });
});

function readLines(file: string): Line[] {
  const lines = readFileSync(join(FOLDER, file), "utf8").split("\n");
  return lines
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
}

/** The lines one step below the first line that reads `parent`. */
function children(lines: readonly Line[], parent: string): Line[] {
  const at = lines.findIndex(({ text }) => text === parent);
  const outer = lines[at]?.indent ?? 0;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex(({ indent }) => indent <= outer);
  const block = end === -1 ? rest : rest.slice(0, end);
  return block.filter(({ indent }) => indent === block[0]?.indent);
}

/** What a shell gets to read: `run: command`, and the block below `run: |`. */
function shellLines(lines: readonly Line[]): string[] {
  let runIndent: number | undefined;
  return lines.flatMap(({ indent, text }) => {
    if (runIndent !== undefined && indent > runIndent) return [text];
    const command = /^(- )?run: (.*)$/.exec(text);
    runIndent = command ? indent + (command[1]?.length ?? 0) : undefined;
    return command ? [command[2] ?? ""] : [];
  });
}
