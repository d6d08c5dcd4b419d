// PostgreSQL as Debian ships it, with its durable defaults, on loopback, from a folder of its own.
import { chmodSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../support/guichet-server.ts";
import { Missing, type Program, startProgram } from "./entrant.ts";

export interface Postgres {
  readonly port: number;
  readonly program: Program;
  readonly stop: () => void;
}

const isRoot = process.getuid?.() === 0;

export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), "guichet-bench-pg-"));
  chmodSync(folder, 0o777);
  const data = join(folder, "data");
  const [initdb = "", ...args] = asPostgres(join(bin, "initdb"), "-D", data, "-U", "postgres");
  const made = spawnSync(initdb, [...args, "-A", "trust"], { cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Missing(`initdb: ${made.stderr}`);
  const port = await freePort();
  const [postgres = "", ...options] = asPostgres(
    join(bin, "postgres"),
    "-D",
    data,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${folder}`,
  );
  const program = await startProgram(postgres, options, process.env, "ready to accept connections");
  const stop = () => {
    program.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, program, stop };
}

/** PostgreSQL refuses to run as root. */
function asPostgres(...command: string[]): string[] {
  return isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
}

function programs(): string {
  const newest = globSync("/usr/lib/postgresql/*/bin").toSorted().at(-1);
  if (newest === undefined || !existsSync(join(newest, "initdb"))) {
    throw new Missing("PostgreSQL is not installed (apt-get install postgresql)");
  }
  return newest;
}

export function postgresVersion(): string {
  try {
    return spawnSync(join(programs(), "postgres"), ["--version"], {
      encoding: "utf8",
    }).stdout.trim();
  } catch {
    return "no PostgreSQL";
  }
}
