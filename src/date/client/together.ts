/**
 * Bookings of one isolate for one date that wait together travel in one call, and share its cost. The
 * first never waits; those that come while a call is on its way go with the next one. Where calls
 * are shared, whoever finds none on its way waits a moment for company: or every other call would
 * carry the first of a crowd alone, with a write to disk of its own.
 *
 * The request that made the first call makes the next ones too, and promises the platform to
 * (`waitUntil`). The others promise nothing, which costs a request more than its whole JSON: one
 * whose caller hangs up is just gone. The one that leads then finds it missing, and takes its
 * booking back.
 */
import { type Budget, TimeIsUp } from "../../core/deadline.ts";
import {
  BOOKINGS_CALLS_LED_MAX,
  BOOKINGS_CROWDED_MS,
  BOOKINGS_GATHER_MS,
  BOOKINGS_HEARD_MS_MAX,
  BOOKINGS_PER_CALL_MAX,
  BOOKINGS_TURNS,
  BOOKINGS_WAITING_MAX,
} from "../../core/limits.ts";
import { refused, type Refused } from "../../core/result.ts";
import type { BookCommand, BookOutcome } from "../commands.ts";
import { askDate, type DateEnv, type DateStub, type Unavailable } from "./call.ts";
import { mayHaveBooked, takeBackAll } from "./take-back.ts";

type Outcome = BookOutcome | Refused<Unavailable>;

/** A request that books: its time, and how it promises work after its answer. */
export interface Booker {
  readonly budget: Budget;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

interface Traveller {
  readonly command: BookCommand;
  readonly tell: (outcome: Outcome) => void;
  /** It has heard what was decided, or given up waiting for it. */
  isDone: boolean;
  /** It was missing, and has no booking any more. */
  isMissing: boolean;
}

/** Exists while a call is on its way, or about to be. */
interface Stop {
  waiting: Traveller[];
  /** By then the call is over, whatever became of it; milliseconds since 1970. */
  overAt: number;
}

/** All calls of this isolate to the dates of one namespace. */
interface Station {
  /** By the date's code. */
  readonly stops: Map<string, Stop>;
  /** When a shared call was last answered; milliseconds since 1970. */
  sharedAt: number;
}

/** Calls that one request makes for all who wait at a stop. */
interface Line {
  readonly env: DateEnv;
  readonly code: string;
  readonly station: Station;
  readonly stop: Stop;
}

const stations = new WeakMap<object, Station>();

export async function bookTogether(
  env: DateEnv,
  code: string,
  command: BookCommand,
  booker: Booker,
): Promise<Outcome> {
  const station = stations.get(env.EVENT_DATE) ?? { stops: new Map<string, Stop>(), sharedAt: 0 };
  stations.set(env.EVENT_DATE, station);
  const known = station.stops.get(code);
  if (known === undefined || known.overAt < Date.now()) {
    const stop: Stop = { waiting: [], overAt: command.deadline };
    station.stops.set(code, stop);
    return lead({ env, code, station, stop }, command, booker);
  }
  if (known.waiting.length < BOOKINGS_WAITING_MAX) return travel(known, command, booker.budget);
  const { budget } = booker;
  const alone = askDate(env, code, command.deadline, (stub) => stub.book(command), budget);
  booker.waitUntil(alone);
  return alone;
}

/** Makes the first call, and those after it for whoever comes meanwhile. */
async function lead(line: Line, command: BookCommand, booker: Booker): Promise<Outcome> {
  const first = ownCall(line, command, booker.budget);
  booker.waitUntil(goOn(line, first));
  return (await first).outcome;
}

interface Led {
  readonly outcome: Outcome;
  readonly company: readonly Told[];
}

interface Told {
  readonly traveller: Traveller;
  readonly outcome: Outcome;
}

async function ownCall(line: Line, command: BookCommand, budget: Budget): Promise<Led> {
  const company = await gather(line);
  const commands = [command, ...company.map((traveller) => traveller.command)];
  const [outcome = lost, ...others] = await call(line, commands, budget);
  return { outcome, company: tell(company, others) };
}

/** Who else goes with a call that is about to be made: nobody, at once, where none was shared of late. */
async function gather({ station, stop }: Line): Promise<readonly Traveller[]> {
  if (Date.now() >= station.sharedAt + BOOKINGS_CROWDED_MS) return [];
  await scheduler.wait(BOOKINGS_GATHER_MS);
  return leave(stop, BOOKINGS_PER_CALL_MAX - 1);
}

/**
 * Calls until nobody waits. After so many calls nobody can join any more: who comes then leads anew.
 * Nothing is waited for after a lone booking.
 */
async function goOn(line: Line, first: Promise<Led>): Promise<void> {
  const { code, station, stop } = line;
  const told = [...(await first).company];
  for (let calls = 1; told.length > 0 || stop.waiting.length > 0; calls++) {
    // Those who were just answered may come with a next wish.
    for (let turn = 1; turn <= BOOKINGS_TURNS; turn++) await scheduler.wait(0);
    const party = leave(stop, BOOKINGS_PER_CALL_MAX);
    if (party.length === 0) break;
    if (calls >= BOOKINGS_CALLS_LED_MAX) close(station, code, stop);
    const commands = party.map(({ command }) => command);
    told.push(...tell(party, await call(line, commands)));
  }
  close(station, code, stop);
  if (told.length > 0) await takeBackMissing(line, told);
}

function close({ stops }: Station, code: string, stop: Stop): void {
  if (stops.get(code) === stop) stops.delete(code);
}

/** Takes back what was booked for those who have not heard of it: their callers have hung up. */
async function takeBackMissing({ env, code }: Line, told: readonly Told[]): Promise<void> {
  await scheduler.wait(BOOKINGS_HEARD_MS_MAX);
  const missing = told.filter(({ traveller }) => !traveller.isDone);
  for (const { traveller } of missing) traveller.isMissing = true;
  const booked = missing
    .filter(({ outcome }) => outcome.ok || mayHaveBooked(outcome))
    .map(({ traveller }) => traveller.command);
  if (booked.length > 0) await takeBackAll(env, code, booked);
}

/** Waits at the stop for the next call, and for what it says. */
async function travel(stop: Stop, command: BookCommand, budget: Budget): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const traveller: Traveller = { command, tell: resolve, isDone: false, isMissing: false };
  stop.waiting.push(traveller);
  try {
    const outcome = await budget.within(promise);
    traveller.isDone = true;
    return traveller.isMissing ? tooLate : outcome;
  } catch (error) {
    traveller.isDone = true;
    if (!(error instanceof TimeIsUp)) throw error;
    return refused("unavailable", { cause: "timed_out", detail: String(error) });
  }
}

/** One call for all of these. */
async function call(
  { env, code, station, stop }: Line,
  commands: readonly BookCommand[],
  budget: Budget | null = null,
): Promise<readonly Outcome[]> {
  const deadline = Math.max(...commands.map((command) => command.deadline));
  stop.overAt = deadline;
  const answer = await askDate(env, code, deadline, (stub) => bookFor(stub, commands), budget);
  if (commands.length > 1) station.sharedAt = Date.now();
  return "reason" in answer ? commands.map(() => answer) : answer;
}

async function bookFor(
  stub: DateStub,
  commands: readonly BookCommand[],
): Promise<readonly Outcome[]> {
  const [first, ...others] = commands;
  if (first === undefined) return [];
  return others.length === 0 ? [await stub.book(first)] : stub.bookAll(commands);
}

function tell(party: readonly Traveller[], outcomes: readonly Outcome[]): readonly Told[] {
  return party.map((traveller, index) => {
    const outcome = outcomes[index] ?? lost;
    traveller.tell(outcome);
    return { traveller, outcome };
  });
}

const lost: Outcome = refused("unavailable", {
  cause: "failed",
  detail: "the date decided fewer bookings than it was asked for",
});

const tooLate: Outcome = refused("unavailable", {
  cause: "timed_out",
  detail: `the decision was not heard within ${BOOKINGS_HEARD_MS_MAX} ms, and was taken back`,
});

function leave(stop: Stop, seats: number): readonly Traveller[] {
  stop.waiting = stop.waiting.filter(({ isDone }) => !isDone);
  return stop.waiting.splice(0, seats);
}
