// A copy of the tree in which one mutant at a time is tried.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutate, type Mutant, type Verdict } from "./mutant.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["src", "test", "schema.sql", "wrangler.toml", "package.json", "tsconfig.json"];
const LINKED = ["node_modules", ".github", "README.md", "SECURITY.md"];
/** What finds no fault by its named tests is shown to all of these. */
const WHOLE_BATTERY = ["tree.test.ts", "unit/", "worker/"];
const RUN_LIMIT_MS = 400_000;

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), "guichet-mutants-"));

  readonly #fallback: boolean;

  /** `fallback`: show to the whole battery what the named tests do not notice. */
  constructor(fallback: boolean) {
    this.#fallback = fallback;
    for (const name of COPIED) {
      cpSync(join(ROOT, name), join(this.#folder, name), { recursive: true });
    }
    for (const name of LINKED) symlinkSync(join(ROOT, name), join(this.#folder, name));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Do all these test files pass as the source stands? What fails already can't notice anything. */
  async isSound(files: readonly string[]): Promise<Verdict> {
    return this.#test(files);
  }

  async try(mutant: Mutant): Promise<Verdict> {
    const path = join(this.#folder, mutant.file);
    const sound = readFileSync(path, "utf8");
    const missing = mutant.noticedBy.filter((file) => !existsSync(join(ROOT, "test", file)));
    if (missing.length > 0) return { kind: "broken", why: `no such test: ${missing.join(", ")}` };
    try {
      writeFileSync(path, mutate(sound, mutant));
      const first = await this.#test(mutant.noticedBy);
      return first.kind === "lives" && this.#fallback ? await this.#test(WHOLE_BATTERY) : first;
    } catch (error) {
      return { kind: "broken", why: String(error) };
    } finally {
      writeFileSync(path, sound);
    }
  }

  /** Only a failed test kills: a mutant that does not even load proves nothing. */
  async #test(files: readonly string[]): Promise<Verdict> {
    const output = join(this.#folder, "report.json");
    rmSync(output, { force: true });
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const options = ["run", "--config", "test/vitest.config.ts", "--bail=1"];
    const reporter = ["--reporter=json", `--outputFile=${output}`];
    const filters = files.map((file) => join(this.#folder, "test", file));
    const child = spawn(process.execPath, [vitest, ...options, ...reporter, ...filters], {
      cwd: this.#folder,
      stdio: "ignore",
      timeout: RUN_LIMIT_MS,
      killSignal: "SIGKILL",
    });
    await once(child, "exit");
    if (!existsSync(output)) return { kind: "broken", why: "the tests gave no report" };
    return judge(JSON.parse(readFileSync(output, "utf8")) as TestReport);
  }
}

function judge(report: TestReport): Verdict {
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  if (failed[0] !== undefined) return { kind: "killed", by: failed[0].fullName.trim() };
  const unloaded = report.testResults.filter(({ status }) => status === "failed");
  if (unloaded[0] !== undefined)
    return { kind: "broken", why: `${unloaded[0].name} does not load` };
  return report.numPassedTests > 0
    ? { kind: "lives" }
    : { kind: "broken", why: "no test ran at all" };
}
