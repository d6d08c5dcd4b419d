// What takes part in the benchmark, and how its processes are started, counted and ended.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { signalGroup } from "../../support/guichet-server.ts";
import { until } from "../../support/until.ts";
import { onServerCore } from "../cores.ts";

const START_LIMIT_MS = 60_000;
const LOG_CHARACTERS_MAX = 100_000;

export interface Entrant {
  readonly name: string;
  /** What one of its bookings does. */
  readonly what: string;
  readonly start: () => Promise<Running>;
}

export interface Running {
  readonly port: number;
  readonly path: string;
  /** Milliseconds of processor time that it has used so far. */
  readonly cpuMs: () => number;
  readonly stop: () => Promise<void>;
}

/** A peer whose program or package is not here: named in the report, not measured. */
export class Missing extends Error {}

export interface Program {
  readonly pid: number;
  readonly log: () => string;
  readonly stop: () => void;
}

/** Starts a program on the servers' core and waits until it prints that it is open. */
export async function startProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  sign = "open\n",
): Promise<Program> {
  const [program = "", ...rest] = onServerCore([command, ...args]);
  const child: ChildProcess = spawn(program, rest, { env, detached: true, stdio: "pipe" });
  let log = "";
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_CHARACTERS_MAX);
    });
  }
  child.on("error", (error) => (log += String(error)));
  child.on("close", () => (ended = true));
  const stop = () => void signalGroup(child.pid, "SIGKILL");
  // Whatever ends the benchmark ends what it has started.
  process.once("exit", stop);
  await until(`${args.join(" ")} to open`, START_LIMIT_MS, () => {
    if (ended) throw new Error(`${args.join(" ")} ended:\n${log}`);
    return log.includes(sign);
  });
  return { pid: child.pid ?? 0, log: () => log, stop };
}

const TICKS_PER_SECOND = 100;

/** Processor time of a process and all below it, from /proc; 0 where there is none. */
export function cpuMsOf(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const below = children === "" ? [] : children.split(" ").map((id) => cpuMsOf(Number(id)));
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return below.reduce((sum, ms) => sum + ms, (ticks * 1_000) / TICKS_PER_SECOND);
  } catch {
    return 0;
  }
}
