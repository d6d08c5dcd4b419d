// `npm run preview` from a shell, as far as it goes without an account: the dry run and the mistakes.
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const PROGRAM = join(ROOT, "src/cli/preview/preview.ts");
const TIME_LIMIT_MS = 30_000;

describe("a dry run of up", () => {
  it("prints the exact commands, even for a branch made of shell syntax", async () => {
    const { stdout, exitCode } = await preview(["up", "--branch", "$(rm -rf /)", "--dry-run"]);
    expect(exitCode).toBe(0);
    const hash = /guichet-preview-rm-rf-([0-9a-f]{10})/.exec(stdout)?.[1];
    expect(stdout.trimEnd().split("\n")).toEqual([
      "wrangler d1 list --json",
      `wrangler d1 create guichet-preview-rm-rf-${hash}`,
      "wrangler d1 list --json",
      `wrangler d1 execute guichet-preview-rm-rf-${hash} --remote --file schema.sql --yes`,
      `wrangler preview --name rm-rf-${hash} --config wrangler.preview.toml --json`,
      "Nothing was run. The configuration is in wrangler.preview.toml.",
    ]);
  });

  it("writes the configuration and reports nothing to the workflow", async () => {
    const { directory, exitCode } = await preview(["up", "--branch", "main", "--dry-run"]);
    expect(exitCode).toBe(0);
    const config = readFileSync(join(directory, "wrangler.preview.toml"), "utf8");
    const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
    expect(config.split("\n").filter((line, at) => line !== toml.split("\n")[at])).toEqual([
      `database_id = "ffffffff-ffff-4fff-bfff-ffffffffffff"`,
    ]);
    expect(existsSync(join(directory, "output"))).toBe(false);
  });

  it("passes on where the database must be, and takes an empty place for none", async () => {
    const up = ["up", "--branch", "main", "--dry-run", "--location", "weur"];
    const { stdout } = await preview([...up, "--jurisdiction", "eu"]);
    expect(stdout).toContain("guichet-preview-main --jurisdiction eu --location weur\n");
    const anywhere = await preview([...up, "--jurisdiction="]);
    expect(anywhere.stdout).toContain("guichet-preview-main --location weur\n");
  });
});

describe("a dry run of down", () => {
  it("prints the exact commands", async () => {
    const { stdout } = await preview(["down", "--branch", "main", "--dry-run"]);
    expect(stdout.trimEnd().split("\n")).toEqual([
      "wrangler preview delete --name main --skip-confirmation",
      "wrangler d1 list --json",
      "wrangler d1 delete guichet-preview-main --skip-confirmation",
      "Nothing was run.",
    ]);
  });
});

describe("a mistake", () => {
  it.each([
    ["no command", [], /Say either "up" or "down"/],
    ["an unknown command", ["sideways", "--branch", "main"], /Say either "up" or "down"/],
    ["no branch", ["up"], /Pass it with --branch <name>/],
    ["an empty branch", ["up", "--branch", ""], /branch name is empty/],
    ["an unknown option", ["up", "--brunch", "main"], /Unknown option '--brunch'/],
    [
      "two sources of secrets",
      ["up", "--branch", "main", "--random-secrets", "--secrets-file", "x"],
      /either --secrets-file or --random-secrets/,
    ],
  ])("(%s) ends with one line that says what to do", async (_, args, message) => {
    const { stdout, stderr, exitCode } = await preview(args);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^preview: .*\n$/);
  });
});

async function preview(args: string[]) {
  const directory = mkdtempSync(join(tmpdir(), "preview-cli-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  copyFileSync(join(ROOT, "wrangler.toml"), join(directory, "wrangler.toml"));
  const env = { ...process.env, GITHUB_OUTPUT: join(directory, "output") };
  const options = { cwd: directory, env, timeout: TIME_LIMIT_MS };
  return new Promise<{
    directory: string;
    stdout: string;
    stderr: string;
    exitCode: number | null;
  }>((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], options, (_, stdout, stderr) =>
      resolve({ directory, stdout, stderr, exitCode: child.exitCode }),
    );
  });
}
