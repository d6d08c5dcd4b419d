// The bare Workers, each measured by its path; one runtime serves all of them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, HMAC_KEY, quietEnvironment } from "../../support/guichet-server.ts";
import { cpuMsOf, type Entrant, type Running, startProgram } from "./entrant.ts";

const RUNTIME = join(import.meta.dirname, "../runtime.ts");
const SCRIPT = join(import.meta.dirname, "../workers/bare.ts");

export interface StartedWorker extends Running {
  readonly url: string;
  /** Ends it and leaves its storage. */
  readonly kill: () => void;
}

/** Starts a Worker of `worker.json` and `index.mjs` in a folder; ends with its storage. */
export async function startWorker(
  folder: string,
  path: string,
  ...options: string[]
): Promise<StartedWorker> {
  const port = await freePort();
  mkdirSync(join(folder, "storage"), { recursive: true });
  const args = [RUNTIME, folder, String(port), ...options];
  const env = { ...quietEnvironment(folder), MINIFLARE_WORKERD_PATH: silentRuntime(folder) };
  const program = await startProgram(process.execPath, args, env);
  return {
    port,
    path,
    url: `http://127.0.0.1:${port}`,
    cpuMs: () => cpuMsOf(program.pid),
    kill: program.stop,
    stop: async () => {
      program.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The runtime with its log going nowhere: the platform takes a log away beside the Worker, where
 * here a program that formats it for a terminal would run on the servers' own core.
 */
function silentRuntime(folder: string): string {
  const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };
  const path = join(folder, "workerd");
  writeFileSync(path, `#!/bin/sh\nexec "${workerd}" "$@" >/dev/null\n`, { mode: 0o755 });
  return path;
}

function bare(name: string, path: string, what: string): Entrant {
  return { name, what, start: () => startBare(path) };
}

async function startBare(path: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "guichet-bench-"));
  writeFileSync(join(folder, "index.mjs"), stripTypeScriptTypes(readFileSync(SCRIPT, "utf8")));
  const worker = {
    compatibilityDate: "2026-11-01",
    bindings: { HMAC_KEY },
    durableObjects: { BARE: { className: "Bare", useSQLite: true } },
    d1Databases: ["D1"],
  };
  writeFileSync(join(folder, "worker.json"), JSON.stringify(worker));
  const running = await startWorker(folder, path);
  await fetch(`${running.url}/tables`);
  return running;
}

export const bareHttp = bare("Bare HTTP answer", "/http", "a Worker that answers at once");
export const bareSignature = bare(
  "Bare signature check",
  "/signature",
  "HMAC verified, no storage",
);
export const bareRpc = bare("Bare RPC", "/rpc", "HMAC, one call of an object that stores nothing");
export const bareObject = bare("Bare object", "/object", "HMAC, one update and one insert");
export const bareTogether = bare(
  "Bare object, group commit",
  "/together",
  "the same, one commit for all that wait",
);
export const d1Only = bare("D1 only", "/d1", "HMAC, one batch of an update and an insert in D1");
