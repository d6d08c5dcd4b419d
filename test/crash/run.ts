// One run: the window is under load, dies at random moments, comes back, and is judged.
import { BuiltServer } from "../support/built-server.ts";
import { Dice } from "../support/dice.ts";
import { HMAC_KEY, OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { OperatorClient } from "../support/operator-client.ts";
import { PassCulture } from "../support/passculture-client.ts";
import { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";
import { Caller } from "./caller.ts";
import { openHouse } from "./house.ts";
import { Ledger } from "./ledger.ts";
import { admitPartners } from "./partners.ts";
import { judge, type Verdict } from "./verdict.ts";
import { visit } from "./visitors.ts";

/** New dates after so many kills: each judgement looks at all of its dates' tickets. */
const KILLS_PER_ROUND = 10;
const VISITORS = 12;
const ANSWERS_BETWEEN_KILLS_MAX = 80;
/** So that a kill does not always follow an answer. */
const DELAY_MS_MAX = 20;
const LOAD_LIMIT_MS = 60_000;

export interface CrashReport {
  readonly kills: number;
  readonly answers: number;
  readonly retries: number;
  readonly tickets: number;
  readonly live: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

export async function crash(
  { kills, seed }: { readonly kills: number; readonly seed: number },
  tell: (line: string) => void = () => undefined,
): Promise<CrashReport> {
  const dice = new Dice(seed);
  const server = await BuiltServer.start();
  const barcodes = new Set<string>();
  let report: CrashReport = {
    kills: 0,
    answers: 0,
    retries: 0,
    tickets: 0,
    live: 0,
    statuses: {},
    problems: [],
  };
  try {
    while (report.kills < kills && report.problems.length === 0) {
      const deaths = Math.min(KILLS_PER_ROUND, kills - report.kills);
      const { ledger, verdict } = await round(server, deaths, dice.split(), barcodes);
      report = add(report, deaths, ledger, verdict);
      tell(`${report.kills} kills, ${report.answers} answers, ${report.problems.length} problems`);
    }
  } finally {
    await server.remove();
  }
  return report;
}

async function round(server: BuiltServer, deaths: number, dice: Dice, barcodes: Set<string>) {
  const operator = new OperatorClient(server.url, OPERATOR_TOKEN);
  const house = await openHouse(operator);
  const partners = await admitPartners(server.url, operator, house);
  const ledger = new Ledger();
  let open: Promise<void> = Promise.resolve();
  const caller = new Caller(
    server.url,
    new PassCulture(server.url, { hmacKey: HMAC_KEY }),
    ledger,
    () => open,
  );
  const quiet = new AbortController();
  const visitors = Array.from({ length: VISITORS }, async () => {
    const own = { caller, ledger, house, partners, dice: dice.split() };
    while (!quiet.signal.aborted) await visit(own);
  });
  const killer = async () => {
    for (let death = 1; death <= deaths; death++) {
      const enough = ledger.answers + dice.whole(1, ANSWERS_BETWEEN_KILLS_MAX);
      await until("the load goes on", LOAD_LIMIT_MS, () => ledger.answers >= enough);
      await new Promise((resolve) => setTimeout(resolve, dice.whole(0, DELAY_MS_MAX)));
      const { promise, resolve } = Promise.withResolvers<void>();
      open = promise;
      await server.kill();
      await server.restart();
      resolve();
    }
    quiet.abort();
  };
  await Promise.all([killer(), ...visitors]);
  const registry = new RegistryFile(server.storage);
  return { ledger, verdict: await judge(operator, registry, house, ledger, barcodes) };
}

function add(sum: CrashReport, kills: number, ledger: Ledger, verdict: Verdict): CrashReport {
  const statuses: Record<string, number> = { ...sum.statuses };
  for (const [key, count] of ledger.statuses) statuses[key] = (statuses[key] ?? 0) + count;
  return {
    kills: sum.kills + kills,
    answers: sum.answers + ledger.answers,
    retries: sum.retries + ledger.retries,
    tickets: sum.tickets + verdict.tickets,
    live: sum.live + verdict.live,
    statuses,
    problems: [...sum.problems, ...verdict.problems],
  };
}
