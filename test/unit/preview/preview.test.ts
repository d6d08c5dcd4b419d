// Bringing a preview up and down: which wrangler commands run, in which order, with which
// configuration. The account is a fake one; the options are those of the installed wrangler.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { experimental_getWranglerCommands } from "wrangler";
import * as z from "zod";
import { rehearsal } from "../../../src/cli/preview/rehearsal.ts";
import { down, previewOf, PREVIEW_CONFIG, up } from "../../../src/cli/preview/steps.ts";
import { commandLine, installedWrangler, type Outcome } from "../../../src/cli/preview/wrangler.ts";

const OWN_ID = "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b";
const TOML_ID = "00000000-0000-0000-0000-000000000000";
const RUN_TIMEOUT_MS = 30_000;
const ADDRESS = "https://main-window.venue.workers.dev";
const DATABASE = "window-preview-main";
const TOML = `name = "window"
main = "src/index.ts"
compatibility_date = "2026-11-01"

[[d1_databases]]
binding = "REGISTRY"
database_id = "${TOML_ID}"

[secrets]
required = ["BARCODE_KEY", "OPERATOR_TOKEN"]

[previews]
[[previews.d1_databases]]
binding = "REGISTRY"
database_id = "${TOML_ID}"
`;

describe("a preview that comes up", () => {
  it("makes the branch's database, applies the schema, uploads, and returns the address", async () => {
    const account = anAccount();
    expect(await up(await aPreview(), {}, account.wrangler)).toBe(ADDRESS);
    expect(account.commands).toEqual([
      "wrangler d1 list --json",
      `wrangler d1 create ${DATABASE}`,
      "wrangler d1 list --json",
      `wrangler d1 execute ${DATABASE} --remote --file schema.sql --yes`,
      `wrangler preview --name main --config ${PREVIEW_CONFIG} --json`,
    ]);
  });

  it("uses the database that is there", async () => {
    const account = anAccount({ databases: [{ name: DATABASE, uuid: OWN_ID }] });
    await up(await aPreview(), { jurisdiction: "eu" }, account.wrangler);
    expect(account.commands.join("\n")).not.toContain("create");
  });

  it("uploads a configuration that names the branch's own database, and only there", async () => {
    const preview = await aPreview();
    await up(preview, {}, anAccount().wrangler);
    const lines = readFileSync(join(preview.directory, PREVIEW_CONFIG), "utf8").split("\n");
    const expected = TOML.split("\n");
    expected[expected.lastIndexOf(`database_id = "${TOML_ID}"`)] = `database_id = "${OWN_ID}"`;
    expect(lines).toEqual(expected);
  });

  it("puts a new database where it is told", async () => {
    const account = anAccount();
    await up(await aPreview(), { jurisdiction: "eu", location: "weur" }, account.wrangler);
    const create = `wrangler d1 create ${DATABASE} --jurisdiction eu --location weur`;
    expect(account.commands).toContain(create);
  });

  it("hands over the secrets file it was given", async () => {
    const account = anAccount();
    await up(await aPreview(), { secretsFile: "my secrets.json" }, account.wrangler);
    expect(account.commands.at(-1)).toMatch(/ --secrets-file 'my secrets\.json'$/);
  });

  it("leaves alone a database that wrangler.toml names, whatever it is called", async () => {
    const account = anAccount({ databases: [{ name: DATABASE, uuid: OWN_ID }] });
    const preview = await aPreview(TOML.replace(TOML_ID, OWN_ID));
    await expect(up(preview, {}, account.wrangler)).rejects.toThrow(/stands in wrangler\.toml/);
    await expect(down(preview, account.wrangler)).rejects.toThrow(/was left alone/);
    expect(account.commands.join("\n")).not.toMatch(/d1 (delete|execute)/);
  });

  it("says what to do when Cloudflare gives the preview no address", async () => {
    const account = anAccount({ urls: [] });
    await expect(up(await aPreview(), {}, account.wrangler)).rejects.toThrow(/preview_urls = true/);
  });

  it("stops at the first command that fails, and says which and why", async () => {
    const account = anAccount({ failing: { "d1 execute": 'near "TABEL": syntax error' } });
    await expect(up(await aPreview(), {}, account.wrangler)).rejects.toThrow(
      /wrangler d1 execute window-preview-main .* failed with exit code 1:\nnear "TABEL"/,
    );
    expect(account.commands.at(-1)).toContain("d1 execute");
  });

  it("says so when wrangler's answer is not what it should be", async () => {
    const wrangler = () => Promise.resolve(answer("Logged in as somebody"));
    await expect(up(await aPreview(), {}, wrangler)).rejects.toThrow(
      /d1 list --json did not answer/,
    );
  });
});

describe("the random secrets of a preview", () => {
  it("are made for each required secret of a new one, in a file for the owner only", async () => {
    const account = anAccount({
      failing: { "preview secret": 'The Preview "main" was not found.' },
    });
    await up(await aPreview(), { randomSecrets: true }, account.wrangler);
    expect(Object.keys(account.uploaded.secrets)).toEqual(["BARCODE_KEY", "OPERATOR_TOKEN"]);
    const values = Object.values(account.uploaded.secrets);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(values).size).toBe(2);
    expect(account.uploaded.mode & 0o077).toBe(0);
  });

  it("never replace one that the preview has", async () => {
    const account = anAccount({ secrets: ["OPERATOR_TOKEN"] });
    await up(await aPreview(), { randomSecrets: true }, account.wrangler);
    expect(Object.keys(account.uploaded.secrets)).toEqual(["BARCODE_KEY"]);

    const complete = anAccount({ secrets: ["BARCODE_KEY", "OPERATOR_TOKEN"] });
    await up(await aPreview(), { randomSecrets: true }, complete.wrangler);
    expect(complete.commands.at(-1)).not.toContain("--secrets-file");
  });

  it("leave no file behind, also when the upload fails", async () => {
    const well = anAccount();
    await up(await aPreview(), { randomSecrets: true }, well.wrangler);
    const badly = anAccount({ failing: { "preview --name": "boom" } });
    const failed = up(await aPreview(), { randomSecrets: true }, badly.wrangler);
    await expect(failed).rejects.toThrow(/boom/);
    for (const { commands } of [well, badly]) {
      const file = /--secrets-file (\S+)$/.exec(commands.at(-1) ?? "")?.[1];
      expect(file).toBeDefined();
      expect(existsSync(file ?? "")).toBe(false);
    }
  });

  it("are not made when the list of secrets cannot be read", async () => {
    const account = anAccount({
      failing: { "preview secret": "Authentication error [code: 10000]" },
    });
    const failed = up(await aPreview(), { randomSecrets: true }, account.wrangler);
    await expect(failed).rejects.toThrow(/Authentication error/);
  });
});

describe("a preview that goes down", () => {
  it("is deleted with its database", async () => {
    const account = anAccount({ databases: [{ name: DATABASE, uuid: OWN_ID }] });
    await down(await aPreview(), account.wrangler);
    expect(account.commands).toEqual([
      "wrangler preview delete --name main --skip-confirmation",
      "wrangler d1 list --json",
      `wrangler d1 delete ${DATABASE} --skip-confirmation`,
    ]);
  });

  it.each([10025, 10007, 10090])("is fine when it was gone already (code %i)", async (code) => {
    const account = anAccount({
      failing: { "preview delete": `not found \u001b[2m[code: \u001b[1m${code}]` },
    });
    await down(await aPreview(), account.wrangler);
    expect(account.commands.at(-1)).toBe("wrangler d1 list --json");
  });

  it("keeps its database when it could not be deleted itself", async () => {
    const account = anAccount({
      databases: [{ name: DATABASE, uuid: OWN_ID }],
      failing: { "preview delete": "Authentication error [code: 10000]" },
    });
    await expect(down(await aPreview(), account.wrangler)).rejects.toThrow(/Authentication error/);
    expect(account.commands).toHaveLength(1);
  });
});

describe("wrangler", () => {
  it("knows every command and option that a preview needs", async () => {
    const commands: string[][] = [];
    const place = { jurisdiction: "eu", location: "weur" };
    const fake = rehearsal([], () => undefined);
    const recording = (args: readonly string[], timeoutMs: number): Promise<Outcome> => {
      commands.push([...args]);
      return fake(args, timeoutMs);
    };
    await up(await aPreview(), { ...place, randomSecrets: true }, recording);
    await down(await aPreview(), recording);
    expect(commands).toHaveLength(9);
    for (const args of commands) expect(unknownOptions(args), commandLine(args)).toEqual([]);
  });

  it("is stopped when it takes longer than it may", async () => {
    const wrangler = installedWrangler(tmpdir(), () => undefined);
    await expect(wrangler(["--version"], 1)).rejects.toThrow(/wrangler --version was stopped/);
  });

  it("is shown before it runs, and tells its exit code and what it said", async () => {
    const shown: string[] = [];
    const wrangler = installedWrangler(tmpdir(), (line) => shown.push(line));
    const outcome = await wrangler(["d1", "no-such-command"], RUN_TIMEOUT_MS);
    expect(shown).toEqual(["$ wrangler d1 no-such-command"]);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain("no-such-command");
  });

  it("is shown as one would type it", () => {
    const args = ["d1", "create", "it's $(here)", ""];
    expect(commandLine(args)).toBe(`wrangler d1 create 'it'\\''s $(here)' ''`);
  });
});

function aPreview(toml = TOML) {
  const directory = mkdtempSync(join(tmpdir(), "preview-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "wrangler.toml"), toml);
  return previewOf("main", directory);
}

interface AccountOptions {
  databases?: { name: string; uuid: string }[];
  secrets?: string[];
  urls?: string[];
  /** What commands that start so say when they fail. */
  failing?: Record<string, string>;
}

function anAccount({
  databases = [],
  secrets = [],
  urls = [ADDRESS],
  failing = {},
}: AccountOptions = {}) {
  const commands: string[] = [];
  const uploaded = { secrets: {} as Record<string, string>, mode: 0 };
  const wrangler = (args: readonly string[]): Promise<Outcome> => {
    commands.push(commandLine(args));
    const [first, second, third] = args;
    const failure = failing[`${first} ${second}`];
    if (failure !== undefined) return Promise.resolve({ exitCode: 1, stdout: "", stderr: failure });
    if (first === "d1" && second === "create") {
      databases = [...databases, { name: third ?? "", uuid: OWN_ID }];
    }
    if (first === "d1") return Promise.resolve(answer(JSON.stringify(databases)));
    if (second === "secret") {
      return Promise.resolve(answer(JSON.stringify(secrets.map((name) => ({ name })))));
    }
    const file = args.includes("--secrets-file") ? (args.at(-1) ?? "") : "";
    if (existsSync(file)) {
      uploaded.secrets = z
        .record(z.string(), z.string())
        .parse(JSON.parse(readFileSync(file, "utf8")));
      uploaded.mode = statSync(file).mode;
    }
    return Promise.resolve(answer(JSON.stringify({ preview: { urls } })));
  };
  return { wrangler, commands, uploaded };
}

function answer(stdout: string): Outcome {
  return { exitCode: 0, stdout, stderr: "" };
}

interface CommandNode {
  definition?: { args?: Record<string, { alias?: string | string[] }> };
  subtree: Map<string, CommandNode>;
}

/** Walks the installed wrangler's own table of commands. */
function unknownOptions(args: readonly string[]): string[] {
  const { registry, globalFlags } = experimental_getWranglerCommands();
  let node = registry as unknown as CommandNode;
  for (const word of args) {
    const next = node.subtree.get(word);
    if (next === undefined) break;
    node = next;
  }
  const known = new Set([...Object.keys(node.definition?.args ?? {}), ...Object.keys(globalFlags)]);
  const options = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.slice(2));
  return options.filter((option) => !known.has(option));
}
