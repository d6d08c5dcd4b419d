// The figures as tables: everybody against the bare object, and the window against everybody.
import { cpus, loadavg, release } from "node:os";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, Result } from "./contest.ts";
import { pinning } from "./cores.ts";
import type { Entrant } from "./entrants/entrant.ts";
import { postgresVersion } from "./entrants/postgres.ts";
import { bareObject } from "./entrants/workers.ts";
import { guichet } from "./entrants/window.ts";
import { costOf, itemsOf } from "./prices.ts";
import type { Upkeep } from "./upkeep.ts";
import type { Weight } from "./weight.ts";

/** One row for each entrant and number of connections; ratios are to the bare object. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const unit = find(results, bareObject.name, result.connections);
    const window = find(results, guichet.name, result.connections);
    return [
      result.name,
      String(result.connections),
      result.perSecond.toFixed(0),
      ratio(result, unit),
      window === result ? "" : ratio(window, result),
      result.cpuMsEach.toFixed(2),
      result.p50.toFixed(1),
      result.p99.toFixed(1),
    ];
  });
  const head = ["", "connections", "per second", "x bare object", "Guichet is x this"];
  return markdown([...head, "CPU ms each", "p50 ms", "p99 ms"], rows);
}

function find(results: readonly Result[], name: string, connections: number): Result | undefined {
  return results.find((result) => result.name === name && result.connections === connections);
}

function ratio(a: Result | undefined, b: Result | undefined): string {
  return a === undefined || b === undefined ? "" : (a.perSecond / b.perSecond).toFixed(2);
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export interface Findings {
  readonly results: readonly Result[];
  readonly entrants: readonly Entrant[];
  readonly skipped: readonly string[];
  readonly plan: Plan;
  readonly weight: Weight;
  readonly upkeep: Upkeep;
}

export function report({ results, entrants, skipped, plan, weight, upkeep }: Findings): string {
  const cpuMsEach = find(results, guichet.name, Math.max(...plan.connections))?.cpuMsEach ?? 0;
  const items = itemsOf(cpuMsEach);
  return `# Results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Only the ratios mean something
elsewhere: all ran on one machine, in turn, ${plan.rounds} rounds of ${plan.measureMs / 1_000} s each, and the
figures are the medians of the rounds. Every request is a distinct, validly signed booking.

${table(results)}

${markdown(
  ["entrant", "what one of its bookings does"],
  entrants.map(({ name, what }) => [name, what]),
)}

${skipped.map((line) => `Skipped: ${line}\n`).join("")}
**Weight.** ${weight.startKib.toFixed(1)} KiB gzipped are read at the start, ${weight.gzippedKib.toFixed(1)} KiB with every
part that is read when it is first asked for; ${weight.startUpMs.toFixed(0)} ms to start (\`wrangler check startup\`, waiting left out).

**Upkeep.** A date that sleeps, with ${upkeep.seats} seats that are all sold, takes ${upkeep.wakingMs.toFixed(0)} ms longer
(${upkeep.wakingCpuMs.toFixed(0)} ms of processor time) to show its state than one that is awake. The registry, in local D1, is told of ${upkeep.toldPerSecond.toFixed(0)} tickets a second.

**Cost** of a million bookings of one ticket at list prices, beyond what the plan includes:
$${costOf(items).toFixed(2)}.

${markdown(
  ["item", "a booking", "$ per million", "$ per million bookings"],
  items.map(({ what, each, perMillion }) => [
    what,
    String(Number(each.toFixed(2))),
    perMillion.toFixed(2),
    (each * perMillion).toFixed(2),
  ]),
)}

**Machine.** ${cpus().length} x ${cpus()[0]?.model.trim() ?? "?"}, Linux ${release()}, ${pinning}, load average
${loadavg()[2]?.toFixed(1)} over the last 15 minutes (above 1 for each core, others were at work and the figures
mean little). ${versions()}.
`;
}

function versions(): string {
  const read = (...path: string[]): Readonly<Record<string, unknown>> =>
    JSON.parse(readFileSync(join(import.meta.dirname, ...path), "utf8")) as Readonly<
      Record<string, unknown>
    >;
  const workerd = read("../../node_modules/workerd/package.json")["version"];
  const peers = Object.entries(read("package.json")["dependencies"] as Record<string, string>);
  const names = peers.map(([name, version]) => `${name} ${version}`);
  return [
    `Node ${process.versions.node}`,
    `workerd ${String(workerd)}`,
    ...names,
    postgresVersion(),
  ]
    .filter((name) => name !== "")
    .join(", ");
}
