// The promise of a date as a simulation: random commands against the real object and a plain oracle,
// with jumps of the clock, alarms late and twice, and the object torn down in between. `MODEL_RUNS`
// asks for more than the short form.
import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, expect, inject, it, vi } from "vitest";
import { PEOPLE_IN_A_ROW_MIN } from "../../src/core/limits.ts";
import type { EventDate } from "../../src/date/event-date.ts";
import { aDate, aPrice, countedArea, HOUR_MS, seatedArea } from "./a-date.ts";
import { EntranceOracle } from "./model/entrance-oracle.ts";
import { Oracle } from "./model/oracle.ts";
import { compare, type RealDate, type Run, SAY, type Step, step } from "./model/steps.ts";

const SEED = inject("modelSeed") || Math.floor(Math.random() * 2 ** 31);
const RUNS = inject("modelRuns") || 80;
const BURSTS_PER_RUN_MAX = 30;

/** Between two bursts: time passes, or the object is torn down. */
const BETWEEN = "time time days alarm alarms abort evict nothing nothing nothing".split(" ");

declare module "vitest" {
  interface ProvidedContext {
    readonly modelSeed: number;
    readonly modelRuns: number;
  }
}

interface Burst {
  readonly before: string;
  readonly steps: readonly Step[];
}

const few = fc.array(step, { minLength: 1, maxLength: 5 });

/** Enough new people for their commit to write them in one row, with others among them. */
const crowd = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: step.map((at): Step => ({ ...at, name: "newcomer", area: "open" })) },
    { weight: 1, arbitrary: step },
  ),
  { minLength: PEOPLE_IN_A_ROW_MIN, maxLength: 2 * PEOPLE_IN_A_ROW_MIN },
);

const burst: fc.Arbitrary<Burst> = fc.record({
  before: fc.constantFrom(...BETWEEN),
  steps: fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: crowd }),
});

async function aRun(): Promise<Run> {
  const date = await aDate({
    areas: [countedArea("counted", 8), seatedArea("seated", [6, 5]), countedArea("open", null)],
    prices: [aPrice("counted", "counted"), aPrice("seated", "seated"), aPrice("open", "open")],
    allotments: [
      { channel: "partner", area: "counted", places: 5 },
      { channel: "boxoffice", area: "seated", places: 6 },
    ],
  });
  const rows = [6, 5].map((seats, rank) =>
    Array.from({ length: seats }, (_, pos) => `${"AB"[rank] ?? ""}${pos + 1}`),
  );
  const allotments = { "counted partner": 5, "seated boxoffice": 6 };
  const oracle = Object.assign(new Oracle(), {
    times: date.config,
    capacity: { counted: 8 },
    rows,
    allotments,
  });
  const entrance = new EntranceOracle();
  return { date, oracle, entrance, commands: [], scans: [], rebarcodings: [], imports: 0 };
}

async function between(run: Run, what: string): Promise<void> {
  if (what === "time") vi.setSystemTime(Date.now() + 5 * HOUR_MS);
  if (what === "days") vi.setSystemTime(Date.now() + 50 * HOUR_MS);
  if (what.startsWith("alarm")) await runDurableObjectAlarm(run.date.stub);
  if (what === "alarms") await runDurableObjectAlarm(run.date.stub);
  if (what === "abort") await abortAllDurableObjects();
  if (what === "evict") await evictDurableObject(run.date.stub);
}

let played = 0;

async function play(bursts: readonly Burst[]): Promise<void> {
  vi.setSystemTime(Date.UTC(2027, 0, 1));
  const run = await aRun();
  for (const { before, steps } of bursts) {
    await between(run, before);
    run.oracle.at(Date.now());
    played += steps.length;
    await runInDurableObject(run.date.stub, async (object: EventDate) => {
      const real = object as unknown as RealDate;
      await Promise.all(steps.map(async (at) => SAY[at.name]?.(real, run, at)));
      await compare(real, run);
    });
  }
  await agreesWithRegistry(run);
}

/** Once drained, the registry says of every ticket what the oracle says. */
async function agreesWithRegistry({ date, oracle }: Run): Promise<void> {
  while (await runDurableObjectAlarm(date.stub)) {
    if ((await date.state()).unpublished === 0) break;
  }
  const { results } = await env.REGISTRY.prepare(
    `SELECT serial, barcode, area, channel, state FROM tickets WHERE date_id = ? ORDER BY serial`,
  )
    .bind(date.id)
    .all();
  oracle.at(Date.now());
  const told = oracle.tickets.map(({ serial, barcode, area, channel, state }) => ({
    serial,
    barcode,
    area,
    channel,
    state,
  }));
  expect(results).toEqual(told);
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

it(
  `a date answers what the oracle says, whatever is asked in whatever order (SEED=${SEED})`,
  { timeout: 4 * HOUR_MS },
  async () => {
    const bursts = fc.array(burst, { minLength: 3, maxLength: BURSTS_PER_RUN_MAX });
    await fc.assert(fc.asyncProperty(bursts, play), { seed: SEED, numRuns: RUNS });
    console.info(`${played} steps in ${RUNS} runs agreed with the oracle (MODEL_SEED=${SEED})`);
  },
);
