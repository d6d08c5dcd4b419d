// The program behind a Worker that takes part: serves it through the real runtime, from storage on
// disk, on a socket of its own: no proxy in front of it, and no line printed for each request.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { workerModules } from "../support/worker-modules.ts";

type Options = Parameters<typeof convertV4MiniflareOptions>[0];

const OWN_GROUP = 0;

process.stdin.on("end", () => process.kill(OWN_GROUP, "SIGKILL")).resume();

const [folder = "", port = ""] = process.argv.slice(2);
const worker = JSON.parse(readFileSync(join(folder, "worker.json"), "utf8")) as object;
const runtime = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    logRequests: false,
    resourcePersistencePath: join(folder, "storage"),
    workers: [
      {
        ...worker,
        name: "entrant",
        rootPath: undefined,
        modulesRoot: folder,
        modules: workerModules(folder),
        unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port) }],
      },
    ],
  } as unknown as Options),
);
await runtime.ready;
if (process.argv.includes("--registry")) {
  const registry = await runtime.getD1Database("REGISTRY");
  const schema = readFileSync(join(import.meta.dirname, "../../schema.sql"), "utf8");
  const statements = schema
    .replaceAll(/^\s*--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  await registry.batch(statements.map((statement) => registry.prepare(statement)));
}
console.log("open");
