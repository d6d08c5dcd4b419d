// `npm run bench`: the window beside its peers and beside the least that the platform can do, all on
// this machine and in turn. Writes RESULTS.md and throughput.svg in ten minutes; `-- --quick` prints
// the figures of one minute and writes nothing; `-- --rounds=1` takes fewer rounds; with
// `-- --entrants=guichet,object` only those whose names hold one of the words take part, and nothing
// is written.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contest, type Plan, type Starter } from "./contest.ts";
import { type Entrant, Missing } from "./entrants/entrant.ts";
import { expressPostgres, expressSqlite, fastifyPostgres } from "./entrants/peers.ts";
import { guichet } from "./entrants/window.ts";
import * as bare from "./entrants/workers.ts";
import { drawThroughput } from "./picture.ts";
import { report, table } from "./report.ts";
import { measureUpkeep } from "./upkeep.ts";
import { weigh } from "./weight.ts";

const QUICK: Plan = { connections: [64], rounds: 3, warmMs: 500, measureMs: 1_500 };
const WHOLE: Plan = { connections: [1, 16, 64], rounds: 5, warmMs: 700, measureMs: 2_000 };

/** In every run: what the product is compared with on its own platform. */
const FLOOR: readonly Entrant[] = [guichet, bare.bareObject, bare.bareTogether];
const OTHERS: readonly Entrant[] = [
  bare.bareHttp,
  bare.bareSignature,
  bare.bareRpc,
  bare.d1Only,
  expressPostgres,
  fastifyPostgres,
  expressSqlite,
];

async function start(entrants: readonly Entrant[]) {
  const starters: Starter[] = [];
  const skipped: string[] = [];
  for (const entrant of entrants) {
    try {
      starters.push({ name: entrant.name, running: await entrant.start() });
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      skipped.push(`${entrant.name}: ${error.message.trim()}`);
    }
  }
  return { starters, skipped };
}

process.once("SIGINT", () => process.exit(1));
process.setMaxListeners(0);
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    entrants: { type: "string" },
  },
});
const whole = values.quick ? QUICK : WHOLE;
const plan = { ...whole, rounds: Number(values.rounds ?? whole.rounds) };
if (!(plan.rounds >= 1)) throw new Error("--rounds is a whole number of at least 1");
const words = values.entrants?.toLowerCase().split(",");
const entrants = (values.quick && words === undefined ? FLOOR : [...FLOOR, ...OTHERS]).filter(
  ({ name }) => words?.some((word) => name.toLowerCase().includes(word)) ?? true,
);
const { starters, skipped } = await start(entrants);
try {
  const results = await contest(starters, plan, console.log);
  console.log(`\n${table(results)}`);
  for (const line of skipped) console.log(`skipped: ${line}`);
  if (!values.quick && words === undefined) {
    const weight = weigh();
    const upkeep = await measureUpkeep();
    const text = report({ results, entrants, skipped, plan, weight, upkeep });
    writeFileSync(join(import.meta.dirname, "RESULTS.md"), text);
    writeFileSync(join(import.meta.dirname, "throughput.svg"), drawThroughput(results));
    console.log("written: test/bench/RESULTS.md and throughput.svg");
  }
} finally {
  for (const { running } of starters) await running.stop();
}
process.exit(0);
