// The product as it ships: bundled by wrangler, with the settings of wrangler.toml.
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aDate } from "../../support/a-date.ts";
import { OPERATOR_TOKEN, quietEnvironment, SETTINGS } from "../../support/guichet-server.ts";
import { OperatorClient } from "../../support/operator-client.ts";
import type { Entrant, Running } from "./entrant.ts";
import { type StartedWorker, startWorker } from "./workers.ts";

export const ROOT = join(import.meta.dirname, "../../..");
export const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const PLACES = 200_000;

export interface OpenWindow extends Running {
  readonly stock: string;
}

export async function openWindow(): Promise<OpenWindow> {
  const running = await startWindow(bundledWindow());
  const operator = new OperatorClient(running.url, OPERATOR_TOKEN);
  const { stock } = await aDate(operator, { capacity: PLACES });
  return { ...running, stock };
}

/** A folder with the bundle and its settings; `startWindow` starts it, also again. */
export function bundledWindow(): string {
  const folder = mkdtempSync(join(tmpdir(), "guichet-bench-"));
  bundle(folder);
  return folder;
}

export async function startWindow(folder: string): Promise<StartedWorker> {
  const { unstable_getMiniflareWorkerOptions: read } = await import("wrangler");
  const { bindings, ...worker } = read(join(ROOT, "wrangler.toml")).workerOptions;
  const settings = { ...(bindings as object), ...SETTINGS, PASSCULTURE_ED25519_KEYS: "" };
  const options = { ...worker, bindings: settings };
  writeFileSync(join(folder, "worker.json"), JSON.stringify(options));
  return startWorker(folder, "/passculture/booking", "--registry");
}

/** Writes the bundle into the folder; what wrangler says of its size. */
export function bundle(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [WRANGLER, "deploy", "--dry-run", `--outdir=${folder}`],
    { cwd: ROOT, env: { ...quietEnvironment(folder), ...SETTINGS }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the Worker was not bundled:\n${stdout}${stderr}`);
  return stdout;
}

export const guichet: Entrant = {
  name: "Guichet",
  what: "the whole product: contract, holder, repeat, audit trail, outbox",
  start: openWindow,
};
