// The contest: everybody in turn, round after round, so that what disturbs the machine disturbs all
// alike; and the median of the rounds.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onLoadCore } from "./cores.ts";
import type { Running } from "./entrants/entrant.ts";
import type { Figures, Task } from "./load.ts";

const LOAD = join(import.meta.dirname, "load.ts");

export interface Starter {
  readonly name: string;
  readonly running: Running & { readonly stock?: string };
}

export interface Result {
  readonly name: string;
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMsEach: number;
}

export interface Plan {
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

export async function contest(
  starters: readonly Starter[],
  plan: Plan,
  tell: (line: string) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  /** By name and connections: what was reached last says how many wishes to sign. */
  const reached = new Map<string, number>();
  for (const connections of plan.connections) {
    const rounds: Result[][] = [];
    for (let round = 0; round < plan.rounds; round++) {
      const figures: Result[] = [];
      for (const { name, running } of starters) {
        const expected = reached.get(name) ?? 1_500;
        const result = await measure(name, running, connections, plan, expected);
        reached.set(name, Math.max(expected, result.perSecond * 1.3));
        figures.push(result);
      }
      rounds.push(figures);
      tell(`${connections} connections, round ${round + 1}: ${figures.map(brief).join(", ")}`);
    }
    results.push(...starters.map((_, index) => medians(rounds.map((row) => row[index]))));
  }
  return results;
}

function brief({ name, perSecond }: Result): string {
  return `${name} ${perSecond.toFixed(0)}/s`;
}

async function measure(
  name: string,
  running: Starter["running"],
  connections: number,
  { warmMs, measureMs }: Plan,
  expected: number,
): Promise<Result> {
  const wishes = Math.ceil((expected * 1.5 * (warmMs + measureMs)) / 1_000) + connections;
  const { port, path, stock = null } = running;
  const task: Task = { port, path, stock, connections, warmMs, measureMs, wishes };
  const [program = "", ...args] = onLoadCore([process.execPath, LOAD, JSON.stringify(task)]);
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const cpuBefore = running.cpuMs();
  child.stdin.write("go\n");
  const line = await lines.next();
  const cpuMs = running.cpuMs() - cpuBefore;
  if (child.exitCode === null) await once(child, "exit");
  if (line.done === true) throw new Error(`no figures of ${name}`);
  const { answers, failures, seconds, p50, p99 } = JSON.parse(line.value) as Figures;
  if (failures > 0) throw new Error(`${name}: ${failures} of ${answers} bookings failed`);
  if (answers === 0) throw new Error(`${name} answered nothing`);
  // The warm-up is counted too, on both sides: the same rate is assumed of it.
  const share = (warmMs / 1_000 + seconds) / seconds;
  const perSecond = answers / seconds;
  return { name, connections, perSecond, p50, p99, cpuMsEach: cpuMs / (answers * share) };
}

function medians(rounds: readonly (Result | undefined)[]): Result {
  const known = rounds.filter((result) => result !== undefined);
  const [first] = known;
  if (first === undefined) throw new Error("a contest has at least one round");
  const median = (of: (result: Result) => number) => {
    const sorted = known.map(of).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return {
    name: first.name,
    connections: first.connections,
    perSecond: median((result) => result.perSecond),
    p50: median((result) => result.p50),
    p99: median((result) => result.p99),
    cpuMsEach: median((result) => result.cpuMsEach),
  };
}
