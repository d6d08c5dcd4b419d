// The program behind `BuiltServer`: serves an already bundled Worker from a storage folder. It ends,
// with the runtime below it, when whoever started it is gone.
import { existsSync, readFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { WORKER_OPTIONS, workerModules } from "./worker-modules.ts";

type Options = Parameters<typeof convertV4MiniflareOptions>[0];
type WorkerOptions = Readonly<Record<string, unknown>>;

const OWN_GROUP = 0;
const ROOT = join(import.meta.dirname, "../..");

process.stdin.on("end", () => process.kill(OWN_GROUP, "SIGKILL")).resume();

const [folder = "", port = ""] = process.argv.slice(2);
const isNew = !existsSync(join(folder, "storage"));
const settings = JSON.parse(readFileSync(join(folder, "settings.json"), "utf8")) as object;
const { bindings, ...worker } = JSON.parse(
  readFileSync(join(folder, WORKER_OPTIONS), "utf8"),
) as WorkerOptions;
const window = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: Number(port),
    resourcePersistencePath: join(folder, "storage/v3"),
    workers: [
      {
        ...worker,
        name: "guichet",
        rootPath: undefined,
        modulesRoot: folder,
        modules: workerModules(folder),
        bindings: { ...(bindings as object), ...settings },
      },
    ],
  } as unknown as Options),
);
await window.ready;
if (isNew) {
  const registry = await window.getD1Database("REGISTRY");
  await registry.batch(schemaStatements().map((statement) => registry.prepare(statement)));
}
// It never ends by itself, when Node would write what it has compiled.
flushCompileCache();
console.log("open");

function schemaStatements(): string[] {
  return readFileSync(join(ROOT, "schema.sql"), "utf8")
    .replaceAll(/^\s*--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
