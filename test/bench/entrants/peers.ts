// The peers: what the same booking costs in other people's usual ways.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../support/guichet-server.ts";
import { cpuMsOf, type Entrant, Missing, type Running, startProgram } from "./entrant.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

const BENCH = join(import.meta.dirname, "..");
const PEERS = join(BENCH, "peers");

let postgres: Promise<Postgres> | null = null;

async function startPeer(file: string, where: string, before: () => number): Promise<Running> {
  installPackages();
  const port = await freePort();
  const args = [join(PEERS, file), String(port), where];
  const program = await startProgram(process.execPath, args, process.env);
  return {
    port,
    path: "/booking",
    cpuMs: () => cpuMsOf(program.pid) + before(),
    stop: async () => program.stop(),
  };
}

async function startOnPostgres(file: string): Promise<Running> {
  postgres ??= startPostgres();
  const { port, program, stop } = await postgres;
  const peer = await startPeer(file, String(port), () => cpuMsOf(program.pid));
  return {
    ...peer,
    stop: async () => {
      await peer.stop();
      stop();
    },
  };
}

/** Into the benchmark's own folder: the project itself needs none of them. */
function installPackages(): void {
  if (existsSync(join(BENCH, "node_modules"))) return;
  const installed = spawnSync("npm", ["install", "--no-package-lock"], {
    cwd: BENCH,
    encoding: "utf8",
  });
  if (installed.status !== 0) {
    rmSync(join(BENCH, "node_modules"), { recursive: true, force: true });
    throw new Missing(`npm install: ${installed.stderr}`);
  }
}

export const expressPostgres: Entrant = {
  name: "Express + PostgreSQL, row lock",
  what: "BEGIN, SELECT … FOR UPDATE, UPDATE, INSERT, COMMIT",
  start: () => startOnPostgres("express-postgres.ts"),
};

export const fastifyPostgres: Entrant = {
  name: "Fastify + PostgreSQL, one statement",
  what: "update and insert in one prepared statement",
  start: () => startOnPostgres("fastify-postgres.ts"),
};

export const expressSqlite: Entrant = {
  name: "Express + better-sqlite3, full sync",
  what: "in process, WAL, synchronous = FULL",
  start: async () => {
    const folder = mkdtempSync(join(tmpdir(), "guichet-bench-sqlite-"));
    const peer = await startPeer("express-sqlite.ts", join(folder, "peer.sqlite"), () => 0);
    const stop = async () => {
      await peer.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    return { ...peer, stop };
  },
};
