// Bundles the Worker once for all black-box tests of a run, as a deployment would.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { quietEnvironment, SETTINGS } from "./guichet-server.ts";
import { WORKER_OPTIONS } from "./worker-modules.ts";

const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const BUNDLING_LIMIT_MS = 60_000;

/** Writes the bundle into the folder, and beside it what wrangler.toml says, as wrangler reads it. */
export async function bundleInto(folder: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [WRANGLER, "deploy", "--dry-run", `--outdir=${folder}`],
    {
      cwd: ROOT,
      env: { ...quietEnvironment(folder), ...SETTINGS },
      timeout: BUNDLING_LIMIT_MS,
    },
  );
  // Loading wrangler takes longer than all else at the start of a server, so it is done here, once.
  const { unstable_getMiniflareWorkerOptions: read } = await import("wrangler");
  const { workerOptions } = read(join(ROOT, "wrangler.toml"));
  writeFileSync(join(folder, WORKER_OPTIONS), JSON.stringify(workerOptions));
}

/** Vitest's global setup: the bundle is there before the first test file, and gone after the last. */
export default async function setup(): Promise<() => void> {
  if (process.env["GUICHET_BUNDLE"] !== undefined) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), "guichet-bundle-"));
  process.env["GUICHET_BUNDLE"] = folder;
  await bundleInto(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
