// A local window: `wrangler dev`, quiet until it is wanted, on a leash so that it never outlives
// this process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const WRANGLER = fileURLToPath(new URL("../bin/wrangler.js", import.meta.resolve("wrangler")));
const LEASH = fileURLToPath(new URL("leash.ts", import.meta.url));
const READY = /\[wrangler:info\] Ready on/;
const READY_MS_MAX = 60_000;
const PORT_WAIT_MS_MAX = 5_000;
const PORT_WAIT_STEP_MS = 100;
const STOP_MS_MAX = 8_000;

export class DevServer {
  readonly #child: ChildProcess;
  #shown = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Ready to answer, and silent. Throws with what wrangler said when it does not come up. */
  static async start(port: number, sandboxKeys: string): Promise<DevServer> {
    const child = wrangler(
      "dev",
      `--port=${port}`,
      "--ip=127.0.0.1",
      "--inspector-port=0",
      // Given here and nowhere else: a refused caller is told what it should have signed.
      "--var=DEVELOPMENT_HINTS:true",
      // Wrangler takes from .dev.vars only the secrets that every deployment must have.
      `--var=PASSCULTURE_SANDBOX_HMAC_KEYS:${sandboxKeys}`,
    );
    const server = new DevServer(child);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        if (server.#shown) process.stdout.write(text);
        else if (READY.test((said += text))) resolve();
      });
    }
    child.once("exit", () => reject(new Error(`wrangler dev ended:\n${said}`)));
    const timer = setTimeout(() => {
      child.stdin?.end();
      reject(new Error(`wrangler dev was not ready after ${READY_MS_MAX / 1000} s:\n${said}`));
    }, READY_MS_MAX);
    await promise.finally(() => clearTimeout(timer));
    return server;
  }

  /** From here on its log goes to the terminal. */
  showLog(): void {
    this.#shown = true;
  }

  /** Resolves when the server has ended, for whatever reason. */
  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await once(this.#child, "exit");
    }
  }

  /** Ends it as Ctrl-C does, and by force when that takes too long. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.stdin?.end(), STOP_MS_MAX);
    await this.ended();
    clearTimeout(timer);
  }
}

/** Applies schema.sql to the local registry; applying it again changes nothing. */
export async function applySchema(): Promise<void> {
  const child = wrangler("d1", "execute", "guichet", "--local", "--yes", "--file=schema.sql");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`schema.sql could not be applied:\n${said}`);
}

/** Waits a moment for a window that is just ending; throws when the port stays taken. */
export async function waitForPort(port: number): Promise<void> {
  for (let waited = 0; !(await isFree(port)); waited += PORT_WAIT_STEP_MS) {
    if (waited >= PORT_WAIT_MS_MAX) {
      throw new Error(
        `Port ${port} is taken. Stop what listens there, or choose: PORT=8788 npm start`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PORT_WAIT_STEP_MS));
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, "127.0.0.1");
  const free = await Promise.race([
    once(probe, "listening").then(() => true),
    once(probe, "error").then(() => false),
  ]).catch(() => false);
  if (free) {
    probe.close();
    await once(probe, "close");
  }
  return free;
}

function wrangler(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [LEASH, WRANGLER, ...args], {
    // A group of its own: a Ctrl-C in the terminal reaches this process only, which ends it in order.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      WRANGLER_HIDE_BANNER: "true",
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
  });
}
