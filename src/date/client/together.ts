/**
 * Bookings of one isolate for one date that wait together travel in one call, and share its cost. The
 * first never waits; those that come while a call is on its way go with the next one, which the
 * first of them makes. Only for requests that stay alive until they are answered (`waitUntil`).
 */
import { type Budget, TimeIsUp } from "../../core/deadline.ts";
import { BOOKINGS_PER_CALL_MAX, BOOKINGS_WAITING_MAX } from "../../core/limits.ts";
import { refused, type Refused } from "../../core/result.ts";
import type { BookCommand, BookOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";

type Outcome = BookOutcome | Refused<Unavailable>;

/** What one that waits is told: how it was decided, or that it makes the call for all of these. */
type Turn = { readonly outcome: Outcome } | { readonly party: readonly Traveller[] };

interface Traveller {
  readonly command: BookCommand;
  readonly tell: (turn: Turn) => void;
  /** Its time was up before its turn came. */
  gone: boolean;
}

/** Exists while a call is on its way. */
interface Stop {
  waiting: Traveller[];
  /** By then the call is over, whatever became of it; milliseconds since 1970. */
  overAt: number;
}

/** By the namespace and the date's code. */
const stops = new WeakMap<object, Map<string, Stop>>();

export async function bookTogether(
  env: DateEnv,
  code: string,
  command: BookCommand,
  budget: Budget,
): Promise<Outcome> {
  const byCode = stops.get(env.EVENT_DATE) ?? new Map<string, Stop>();
  stops.set(env.EVENT_DATE, byCode);
  const stop = byCode.get(code);
  if (stop === undefined || stop.overAt < Date.now()) {
    const own: Stop = { waiting: [], overAt: command.deadline };
    byCode.set(code, own);
    const outcome = await askDate(env, code, command.deadline, (stub) => stub.book(command));
    leave(byCode, code, own);
    return outcome;
  }
  if (stop.waiting.length >= BOOKINGS_WAITING_MAX) {
    return askDate(env, code, command.deadline, (stub) => stub.book(command));
  }
  const turn = await takeTurn(stop, command, budget);
  if ("outcome" in turn) return turn.outcome;
  return travel(env, code, turn.party, () => leave(byCode, code, stop), stop);
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
  leaveStop: () => void,
  stop: Stop,
): Promise<Outcome> {
  const commands = party.map(({ command }) => command);
  const deadline = Math.max(...commands.map((command) => command.deadline));
  stop.overAt = deadline;
  const answer = await askDate(env, code, deadline, (stub) => stub.bookAll(commands));
  const outcomeOf = (index: number): Outcome =>
    "reason" in answer ? answer : (answer[index] ?? lost);
  party.forEach(({ tell }, index) => tell({ outcome: outcomeOf(index) }));
  leaveStop();
  return outcomeOf(0);
}

const lost: Outcome = refused("unavailable", {
  cause: "failed",
  detail: "the date decided fewer bookings than it was asked for",
});

/** The call is over: the first of those that wait makes the next one. */
function leave(byCode: Map<string, Stop>, code: string, stop: Stop): void {
  stop.waiting = stop.waiting.filter(({ gone }) => !gone);
  const party = stop.waiting.splice(0, BOOKINGS_PER_CALL_MAX);
  if (party[0] !== undefined) party[0].tell({ party });
  else if (byCode.get(code) === stop) byCode.delete(code);
}
