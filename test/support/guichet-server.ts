// Runs the real server, `wrangler dev` on a folder of its own, and can stop, kill and restart it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vectors from "../conformance/passculture/vectors.json" with { type: "json" };
import { until } from "./until.ts";

const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const LEASH = join(ROOT, "src/cli/leash.ts");
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

export const OPERATOR_TOKEN = "an-operator-token-for-tests-only-0001";
export const HMAC_KEY = "billetterie-hmac-demo-2026";
export const OTHER_HMAC_KEY = "billetterie-hmac-demo-2027";

export type Settings = Readonly<Record<string, string>>;

export const SETTINGS: Settings = {
  OPERATOR_TOKEN,
  BARCODE_KEY: "a-barcode-key-for-tests-only-00000001",
  HOLDER_KEY: "a-holder-key-for-tests-only-000000001",
  KEYRING_KEY: "a-keyring-key-for-tests-only-00000001",
  PASSCULTURE_HMAC_KEYS: `${HMAC_KEY},${OTHER_HMAC_KEY}`,
  PASSCULTURE_ED25519_KEYS: vectors.ed25519_public_pem,
};

export class GuichetServer {
  /** What survives a crash: the objects' and the registry's storage. */
  readonly storage: string;
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | null = null;
  #log = "";

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.storage = join(folder, "storage");
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(settings: Settings = {}): Promise<GuichetServer> {
    const folder = mkdtempSync(join(tmpdir(), "guichet-"));
    const server = new GuichetServer(folder, await freePort());
    await server.#createRegistry();
    await server.restart(settings);
    return server;
  }

  /** Everything that the server has printed since its first start. */
  get log(): string {
    return this.#log;
  }

  /** Starts again on the same storage, after a `stop` or a `kill` or in place of the running one. */
  async restart(settings: Settings = {}): Promise<void> {
    await this.stop();
    this.#writeSettings({ ...SETTINGS, ...settings });
    const child = this.#wrangler(
      "dev",
      `--port=${this.#port}`,
      "--ip=127.0.0.1",
      "--inspector-port=0",
      `--env-file=${join(this.#folder, "settings.env")}`,
      `--persist-to=${this.storage}`,
      "--show-interactive-dev-session=false",
    );
    this.#process = child;
    await until(`an answer of ${this.url}/health`, START_LIMIT_MS, async () => {
      if (child.exitCode !== null) throw new Error(`wrangler dev ended:\n${this.#log}`);
      return answersJson(`${this.url}/health`);
    });
  }

  /** Ends as an operator's Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#end("SIGINT");
  }

  /** Ends as a power cut does: nothing gets a chance to finish. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #createRegistry(): Promise<void> {
    const child = this.#wrangler(
      ..."d1 execute guichet --local --yes --file=schema.sql".split(" "),
      `--persist-to=${this.storage}`,
    );
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`schema.sql was not applied:\n${this.#log}`);
  }

  // A process group of its own, so that the runtime below wrangler can be killed with it.
  #wrangler(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [LEASH, WRANGLER, ...args], {
      cwd: ROOT,
      env: quietEnvironment(this.#folder),
      detached: true,
      stdio: "pipe",
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.#log += text));
    }
    return child;
  }

  async #end(signal: "SIGINT" | "SIGKILL"): Promise<void> {
    const group = this.#process?.pid;
    this.#process = null;
    signalGroup(group, signal);
    await until(`the end of process group ${group} after ${signal}`, STOP_LIMIT_MS, () => {
      return !signalGroup(group, 0);
    });
  }

  #writeSettings(settings: Settings): void {
    const lines = Object.entries(settings).map(([name, value]) => {
      return `${name}="${value.replaceAll("\n", "\\n")}"`;
    });
    writeFileSync(join(this.#folder, "settings.env"), lines.join("\n"));
  }
}

/** False when nobody of the group is left. */
export function signalGroup(group: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (group === undefined) return false;
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

// Wrangler keeps its notes in the folder, and nothing of the developer's own settings leaks in.
export function quietEnvironment(folder: string): NodeJS.ProcessEnv {
  const compiled = process.env["NODE_COMPILE_CACHE"];
  return {
    ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    // What a killed runtime leaves goes with the folder.
    TMPDIR: folder,
    XDG_CONFIG_HOME: folder,
    NO_COLOR: "1",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}

async function answersJson(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.text();
    return response.headers.get("content-type")?.includes("json") ?? false;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
