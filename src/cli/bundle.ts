// Bundles the Worker into dist/, for `wrangler dev`, previews and deployments alike: a main module
// with what a booking needs, and a module for each part that is read when it is first asked for.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { leaveOut } from "./leave-out.ts";

const ROOT = join(import.meta.dirname, "../..");
const DIST = join(ROOT, "dist");
/** What runs in a browser, and is handed out by the Worker that carries it as bytes. */
const BROWSER = join(DIST, "browser");

const SHARED = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  target: "es2024",
  minify: true,
  write: false,
} as const;

const script = await build({
  ...SHARED,
  entryPoints: ["src/inspector/browser/main.ts"],
  outfile: join(BROWSER, "inspector.bin"),
});
putAll(BROWSER, script.outputFiles);

const worker = await build({
  ...SHARED,
  entryPoints: ["src/index.ts"],
  outdir: DIST,
  splitting: true,
  outExtension: { ".js": ".mjs" },
  // As wrangler resolves packages for the runtime.
  conditions: ["workerd", "worker", "browser"],
  external: ["cloudflare:*", "node:*"],
  loader: { ".bin": "copy" },
  plugins: [leaveOut],
  // Half the size to load; the source maps give the names back.
  sourcemap: true,
});
putAll(DIST, worker.outputFiles);

interface OutputFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/** Fills the folder with these files and no others; folders within it stay. */
function putAll(folder: string, files: readonly OutputFile[]): void {
  mkdirSync(folder, { recursive: true });
  const written = new Set(files.map(({ path, contents }) => put(folder, basename(path), contents)));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && !written.has(entry.name))
      rmSync(join(folder, entry.name), { force: true });
  }
}

/** Whole or not at all: another wrangler may be reading. */
function put(folder: string, name: string, contents: Uint8Array): string {
  const unfinished = join(folder, `.${name}.${process.pid}`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, join(folder, name));
  return name;
}
