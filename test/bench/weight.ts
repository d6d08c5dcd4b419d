// What a deployment weighs: the modules that it starts with, all of it, and how long the runtime
// takes to evaluate what it starts with.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietEnvironment, SETTINGS } from "../support/guichet-server.ts";
import { bundle, ROOT, WRANGLER } from "./entrants/window.ts";

export interface Weight {
  /** The main module and what it imports: what is read before the first request. */
  readonly startKib: number;
  readonly gzippedKib: number;
  readonly startUpMs: number;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export function weigh(): Weight {
  const folder = mkdtempSync(join(tmpdir(), "guichet-bench-"));
  try {
    const gzippedKib = Number(/gzip: ([\d.]+) KiB/.exec(bundle(folder))?.[1]);
    return { startKib: startKib(folder), gzippedKib, startUpMs: startUpMs(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function startKib(folder: string): number {
  const modules = new Map<string, string>();
  const open = ["index.mjs"];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (modules.has(name)) continue;
    const text = readFileSync(join(folder, name), "utf8");
    modules.set(name, text);
    open.push(
      ...[...text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map((match) => match[1] ?? ""),
    );
  }
  return gzipSync([...modules.values()].join("\n")).length / 1_024;
}

/** As `wrangler check startup` profiles it: all but the waiting. */
function startUpMs(folder: string): number {
  const file = join(folder, "startup.cpuprofile");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [WRANGLER, "check", "startup", `--outfile=${file}`],
    { cwd: ROOT, env: { ...quietEnvironment(folder), ...SETTINGS }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`no profile of the start:\n${stdout}${stderr}`);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8")) as Profile;
  const idle = new Set(
    nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id),
  );
  const micros = samples.reduce(
    (sum, node, index) => (idle.has(node) ? sum : sum + (timeDeltas[index] ?? 0)),
    0,
  );
  return micros / 1_000;
}
