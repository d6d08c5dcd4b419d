// One run: the corpus, then hostile requests drawn at random, and what must hold for every answer.
import { BuiltServer } from "../support/built-server.ts";
import { Dice } from "../support/dice.ts";
import { openLine, type Line, type Probe, type Reply } from "./probe.ts";
import { lieOnTheWire } from "./wire.ts";
import { openTargets } from "./targets.ts";

const AT_ONCE = 16;
/** After so many the date that must not change is looked at. */
const CHUNK = 400;
const ECHO_CHARACTERS_MAX = 100;
const PROBLEMS_MAX = 50;

export interface FuzzReport {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** How many of them were the corpus. */
  readonly corpus: number;
  /** By the first step of the path: what the corpus alone was answered, which leaves none to chance. */
  readonly gates: Readonly<Record<string, readonly number[]>>;
  readonly problems: readonly string[];
}

export async function fuzz(
  { requests, seed }: { readonly requests: number; readonly seed: number },
  tell: (line: string) => void = () => undefined,
): Promise<FuzzReport> {
  const dice = new Dice(seed);
  const server = await BuiltServer.start();
  const line = openLine(server.url);
  const problems: string[] = [];
  const statuses: Record<string, number> = {};
  const gates = new Gates();
  let done = 0;
  let fixedInAll = 0;
  try {
    const { corpus, sources, fingerprint } = await openTargets(server.url);
    const before = await fingerprint();
    problems.push(...(await lieOnTheWire(server.url)));
    for (; done < requests && problems.length < PROBLEMS_MAX; done += CHUNK) {
      const size = Math.min(CHUNK, requests - done);
      const fixed = corpus.slice(done, done + size);
      const drawn = Array.from({ length: size - fixed.length }, () => dice.oneOf(sources)(dice));
      fixedInAll += fixed.length;
      const probes = [...fixed, ...drawn];
      const met = (probe: Probe, status: number) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (fixed.includes(probe)) gates.note(probe, status);
      };
      problems.push(...(await sendAll(line, probes, met)));
      const after = await fingerprint();
      if (after !== before) {
        problems.push(`the date changed within ${probes[0]?.name} to ${probes.at(-1)?.name}`);
        break;
      }
      tell(`${done + size} requests, ${problems.length} problems`);
    }
  } finally {
    line.close();
    await server.remove();
  }
  const figures = { requests: Math.min(done, requests), corpus: fixedInAll, statuses };
  return { ...figures, gates: gates.reached(), problems };
}

class Gates {
  readonly #reached = new Map<string, Set<number>>();

  note({ path }: Probe, status: number): void {
    const door = path.split("/")[1] ?? "";
    this.#reached.set(door, (this.#reached.get(door) ?? new Set()).add(status));
  }

  reached(): Record<string, readonly number[]> {
    return Object.fromEntries(
      [...this.#reached].map(([door, statuses]) => [door, [...statuses].toSorted((a, b) => a - b)]),
    );
  }
}

async function sendAll(
  line: Line,
  probes: readonly Probe[],
  met: (probe: Probe, status: number) => void,
): Promise<string[]> {
  const problems: string[] = [];
  const queue = probes.values();
  const worker = async () => {
    for (const probe of queue) {
      try {
        const reply = await line.send(probe);
        met(probe, reply.status);
        problems.push(...problemsOf(probe, reply).map((problem) => `${probe.name}: ${problem}`));
      } catch (error) {
        if (!isCutShort(probe, error)) problems.push(`${probe.name}: no answer: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return problems;
}

/** Who refuses too large a body may close the connection on the rest of it (RFC 9110, 15.5.14). */
function isCutShort({ statuses }: Probe, error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return statuses?.includes(413) === true && (code === "EPIPE" || code === "ECONNRESET");
}

function problemsOf(probe: Probe, { status, text }: Reply): string[] {
  const problems: string[] = [];
  const shown = text.slice(0, 300);
  // Nothing is overloaded and nothing is missing here: a 503 would hide a fault.
  if (status >= 500) problems.push(`answered ${status} ${shown}`);
  if (probe.verdict === "refused" && (status < 400 || status > 499)) {
    problems.push(`certainly wrong, and answered ${status} ${shown}`);
  }
  if (probe.statuses !== undefined && !probe.statuses.includes(status)) {
    problems.push(`answered ${status} instead of ${probe.statuses.join(" or ")}: ${shown}`);
  }
  problems.push(...(probe.flaws?.(text) ?? []).map((flaw) => `${flaw}: ${shown}`));
  const echo = status >= 400 ? echoOf(`${probe.path}\n${probe.body.toString("utf8")}`, text) : null;
  if (echo !== null) problems.push(`the answer repeats the request: ${echo}`);
  return problems;
}

/** A stretch of the request longer than allowed that the answer repeats. */
export function echoOf(asked: string, answered: string): string | null {
  const size = ECHO_CHARACTERS_MAX + 1;
  const given = new Set<string>();
  if (answered.length < size || !hasBlockOf(answered, asked)) return null;
  for (let at = 0; at + size <= answered.length; at++) given.add(answered.slice(at, at + size));
  for (let at = 0; at + size <= asked.length; at++) {
    const stretch = asked.slice(at, at + size);
    if (given.has(stretch)) return stretch;
  }
  return null;
}

/** A quick look first: a stretch that is too long holds a whole block, wherever it begins. */
function hasBlockOf(answered: string, asked: string): boolean {
  const size = Math.floor(ECHO_CHARACTERS_MAX / 2);
  for (let at = 0; at + size <= answered.length; at += size) {
    if (asked.includes(answered.slice(at, at + size))) return true;
  }
  return false;
}
