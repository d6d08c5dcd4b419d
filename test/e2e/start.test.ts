// The README's first command as a newcomer runs it: a fresh folder, one command, one copied line.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LONG_TEST_MS } from "../support/a-window.ts";
import { freePort } from "../support/guichet-server.ts";
import { until } from "../support/until.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILES = ["src", "schema.sql", "wrangler.toml", "package.json", "tsconfig.json"];
const START_LIMIT_MS = 60_000;

let folder = "";
let running: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guichet-start-"));
  for (const file of FILES) cpSync(join(ROOT, file), join(folder, file), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
});

afterAll(() => {
  running?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly said: string;
  /** Presses Ctrl-C; resolves to the exit code and all that was said. */
  interrupt(): Promise<{ code: number | null; said: string }>;
}

async function start(port: number): Promise<Started> {
  const child = spawn(process.execPath, ["src/cli/start.ts"], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  await until(`the welcome, after:\n${said}`, START_LIMIT_MS, () => {
    if (child.exitCode !== null) throw new Error(`npm start ended:\n${said}`);
    return said.includes("Ctrl-C stops the window");
  });
  return {
    said,
    async interrupt() {
      const exit = once(child, "exit") as Promise<[number | null]>;
      child.kill("SIGINT");
      const [code] = await exit;
      return { code, said };
    },
  };
}

/** Runs the printed line in the folder, as one who copied it would. */
async function copied(line: string): Promise<string> {
  const [npm, run, script, dashes, ...args] = line.trim().split(/\s+/);
  expect([npm, run, dashes]).toEqual(["npm", "run", "--"]);
  const program = join("src/cli", `${script}.ts`);
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    cwd: folder,
    timeout: START_LIMIT_MS,
  });
  return stdout;
}

function lineWith(text: string, start: string): string {
  return text.split("\n").find((line) => line.trim().startsWith(start)) ?? "";
}

describe("npm start", () => {
  it(
    "leads to a booking and its cancellation by copied lines, and keeps its data",
    { timeout: LONG_TEST_MS },
    async () => {
      const port = await freePort();
      const first = await start(port);
      expect(first.said).toContain("Made .dev.vars with random secrets.");
      expect(first.said).toContain(`http://127.0.0.1:${port}/passculture/booking`);
      expect(first.said).not.toMatch(/warn|error|\?\s*$/i);
      const booked = await copied(lineWith(first.said, "npm run book"));
      expect(booked).toContain("200 OK");
      expect(booked).toContain('"remainingQuantity": 299');
      expect(await copied(lineWith(booked, "npm run cancel"))).toContain(
        '"remainingQuantity": 300',
      );
      const unsigned = { method: "POST", body: '"{}"' };
      const refused = await fetch(`http://127.0.0.1:${port}/passculture/booking`, unsigned);
      expect(refused.status).toBe(401);
      expect(refused.headers.get("X-Guichet-Expected")).toBe('"{}"');
      expect((await first.interrupt()).code).toBe(0);
      expect(await listens(port)).toBe(false);

      const secrets = readFileSync(join(folder, ".dev.vars"), "utf8");
      const second = await start(port);
      expect(second.said).toContain("with the data it had");
      expect(readFileSync(join(folder, ".dev.vars"), "utf8")).toBe(secrets);
      const again = await copied(lineWith(second.said, "npm run book"));
      expect(again).toContain('"remainingQuantity": 299');
      // Killed outright it leaves nobody at its port either.
      running?.kill("SIGKILL");
      await until("a free port", START_LIMIT_MS, async () => !(await listens(port)));
    },
  );

  it("after it was killed shows a date of each kind", { timeout: LONG_TEST_MS }, async () => {
    const window = await start(await freePort());
    expect(existsSync(join(folder, ".dev.vars"))).toBe(true);
    const line = lineWith(window.said, "npm run book");
    const [url] = /http:\S+/.exec(line) ?? [""];
    const answers = ["cyrano-matinee", "cyrano-derniere", "jazz-plein-air", "jazz-cave"].map(
      (date) => `npm run book -- --url ${url} --stock ${date}:full`,
    );
    const said = await Promise.all(
      answers.map((command) => copied(command).catch((error: { stdout: string }) => error.stdout)),
    );
    expect(said.map((text) => /"remainingQuantity": (\w+)/.exec(text)?.[1])).toEqual([
      "0",
      "0",
      "null",
      "0",
    ]);
    expect(said.map((text) => /^(\d{3}) /m.exec(text)?.[1])).toEqual(["200", "409", "200", "409"]);
    expect((await window.interrupt()).code).toBe(0);
  });
});

async function listens(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );
}
