// Runs the bundled Worker in the real runtime without `wrangler dev` around it: it starts in a
// fraction of the time, so it can be killed hundreds of times, and nothing rebuilds below it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleInto } from "./bundle.ts";
import {
  freePort,
  quietEnvironment,
  SETTINGS,
  type Settings,
  signalGroup,
} from "./guichet-server.ts";
import { until } from "./until.ts";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAM = join(import.meta.dirname, "built-window.ts");
const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 10_000;
const LOG_CHARACTERS_MAX = 1_000_000;

export class BuiltServer {
  readonly storage: string;
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | null = null;
  readonly #settings: Settings;
  #log = "";

  private constructor(folder: string, port: number, settings: Settings) {
    this.#settings = settings;
    this.#folder = folder;
    this.#port = port;
    this.storage = join(folder, "storage");
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(settings: Settings = {}): Promise<BuiltServer> {
    const folder = mkdtempSync(join(tmpdir(), "guichet-built-"));
    const server = new BuiltServer(folder, await freePort(), settings);
    const bundle = process.env["GUICHET_BUNDLE"];
    if (bundle === undefined) await bundleInto(folder);
    else cpSync(bundle, folder, { recursive: true });
    await server.restart();
    return server;
  }

  /** The end of what the server has printed since its first start. */
  get log(): string {
    return this.#log;
  }

  /** Starts (again) on the same storage, with these settings beside its own. */
  async restart(settings: Settings = {}): Promise<void> {
    await this.kill();
    const all = { ...SETTINGS, ...this.#settings, ...settings };
    writeFileSync(join(this.#folder, "settings.json"), JSON.stringify(all));
    const child = this.#run(PROGRAM, this.#folder, String(this.#port));
    this.#process = child;
    let open = false;
    child.stdout?.on("data", (text: string) => (open ||= text.includes("open\n")));
    await until("an open window", START_LIMIT_MS, () => {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${this.#log}`);
      return open;
    });
  }

  /** Ends as a power cut does: nothing gets a chance to finish. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    this.#process = null;
    const exit = child.exitCode === null ? once(child, "exit") : null;
    signalGroup(child.pid, "SIGKILL");
    await exit;
    // Of the runtime below it only this can be seen: its files and its port are closed together.
    await until("the end of the runtime", END_LIMIT_MS, async () => !(await this.#listens()));
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, "127.0.0.1");
      socket
        .once("error", () => resolve(false))
        .once("connect", () => {
          socket.destroy();
          resolve(true);
        });
    });
  }

  // A process group of its own, so that the runtime can be killed with it.
  #run(program: string, ...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...quietEnvironment(this.#folder), ...SETTINGS },
      detached: true,
      stdio: "pipe",
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-LOG_CHARACTERS_MAX);
      });
    }
    return child;
  }
}
