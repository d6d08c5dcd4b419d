/**
 * Bookings of one isolate for one date that wait together travel in one call, and share its cost. The
 * first never waits; those that come while a call is on its way go with the next one, which the
 * first of them makes. Where calls are shared, whoever finds none on its way waits a moment for
 * company: or every other call would carry the first of a crowd alone, with a write to disk of its
 * own. Only for requests that stay alive until they are answered (`waitUntil`).
 */
import { type Budget, TimeIsUp } from "../../core/deadline.ts";
import {
  BOOKINGS_CROWDED_MS,
  BOOKINGS_GATHER_MS,
  BOOKINGS_PER_CALL_MAX,
  BOOKINGS_WAITING_MAX,
} from "../../core/limits.ts";
import { refused, type Refused } from "../../core/result.ts";
import type { BookCommand, BookOutcome } from "../commands.ts";
import { askDate, type DateEnv, type DateStub, type Unavailable } from "./call.ts";

type Outcome = BookOutcome | Refused<Unavailable>;

/** What one that waits is told: how it was decided, or that it makes the call for all of these. */
type Turn = { readonly outcome: Outcome } | { readonly party: readonly Traveller[] };

interface Traveller {
  readonly command: BookCommand;
  readonly tell: (turn: Turn) => void;
  /** Its time was up before its turn came. */
  gone: boolean;
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

const stations = new WeakMap<object, Station>();

export async function bookTogether(
  env: DateEnv,
  code: string,
  command: BookCommand,
  budget: Budget,
): Promise<Outcome> {
  const station = stations.get(env.EVENT_DATE) ?? { stops: new Map<string, Stop>(), sharedAt: 0 };
  stations.set(env.EVENT_DATE, station);
  const stop = station.stops.get(code);
  if (stop === undefined || stop.overAt < Date.now()) {
    const own: Stop = { waiting: [], overAt: command.deadline };
    station.stops.set(code, own);
    const company = await gather(station, own);
    const first: Traveller = { command, tell: () => undefined, gone: false };
    return travel(env, code, [first, ...company], station, own);
  }
  if (stop.waiting.length >= BOOKINGS_WAITING_MAX) {
    return askDate(env, code, command.deadline, (stub) => stub.book(command));
  }
  const turn = await takeTurn(stop, command, budget);
  return "outcome" in turn ? turn.outcome : travel(env, code, turn.party, station, stop);
}

/** Who else goes with a call that is about to be made: nobody, at once, where none was shared of late. */
async function gather({ sharedAt }: Station, stop: Stop): Promise<readonly Traveller[]> {
  if (Date.now() >= sharedAt + BOOKINGS_CROWDED_MS) return [];
  await scheduler.wait(BOOKINGS_GATHER_MS);
  return leaveWith(stop, BOOKINGS_PER_CALL_MAX - 1);
}

async function takeTurn(stop: Stop, command: BookCommand, budget: Budget): Promise<Turn> {
  const { promise, resolve } = Promise.withResolvers<Turn>();
  const traveller: Traveller = { command, tell: resolve, gone: false };
  stop.waiting.push(traveller);
  try {
    return await budget.within(promise);
  } catch (error) {
    traveller.gone = true;
    if (!(error instanceof TimeIsUp)) throw error;
    const detail = String(error);
    return { outcome: refused("unavailable", { cause: "timed_out", detail }) };
  }
}

/** Asks for all of the party; answers the first of them, who asks, and tells the others. */
async function travel(
  env: DateEnv,
  code: string,
  party: readonly Traveller[],
  station: Station,
  stop: Stop,
): Promise<Outcome> {
  const commands = party.map(({ command }) => command);
  const deadline = Math.max(...commands.map((command) => command.deadline));
  stop.overAt = deadline;
  const answer = await askDate(env, code, deadline, (stub) => bookFor(stub, commands));
  if (commands.length > 1) station.sharedAt = Date.now();
  const outcomeOf = (index: number): Outcome =>
    "reason" in answer ? answer : (answer[index] ?? lost);
  party.forEach(({ tell }, index) => tell({ outcome: outcomeOf(index) }));
  callNext(station, code, stop);
  return outcomeOf(0);
}

async function bookFor(
  stub: DateStub,
  commands: readonly BookCommand[],
): Promise<readonly Outcome[]> {
  const [first, ...others] = commands;
  if (first === undefined) return [];
  return others.length === 0 ? [await stub.book(first)] : stub.bookAll(commands);
}

const lost: Outcome = refused("unavailable", {
  cause: "failed",
  detail: "the date decided fewer bookings than it was asked for",
});

/** The call is over: the first of those that wait makes the next one. */
function callNext({ stops }: Station, code: string, stop: Stop): void {
  const party = leaveWith(stop, BOOKINGS_PER_CALL_MAX);
  if (party[0] !== undefined) party[0].tell({ party });
  else if (stops.get(code) === stop) stops.delete(code);
}

function leaveWith(stop: Stop, seats: number): readonly Traveller[] {
  stop.waiting = stop.waiting.filter(({ gone }) => !gone);
  return stop.waiting.splice(0, seats);
}
