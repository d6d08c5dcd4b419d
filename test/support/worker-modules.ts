// The bundled Worker as the runtime wants it: its main module first, then what lies beside it.
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Beside the modules: what wrangler.toml says of them. */
export const WORKER_OPTIONS = "options.json";
const MAIN = "index.mjs";
const TYPES = { ".mjs": "ESModule", ".bin": "Data" } as const;

export function workerModules(folder: string) {
  const names = readdirSync(folder);
  return Object.entries(TYPES).flatMap(([ending, type]) =>
    names
      .filter((name) => name.endsWith(ending))
      .toSorted((a, b) => Number(b === MAIN) - Number(a === MAIN))
      .map((name) => ({ type, path: join(folder, name) })),
  );
}
