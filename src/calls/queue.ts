/**
 * Calls that an isolate has answered and not told the registry yet. At most so many: what is more is
 * counted and not kept. In a crowd that is most of those that went well, which are all alike; refused
 * ones have room of their own. One request after another waits a moment after its answer and tells
 * them all, so that no caller waits, and a failing registry costs nothing but the log.
 */
import type { PartnerCall } from "../core/calls.ts";
import {
  CALLS_BATCH_CHARACTERS_MAX,
  CALLS_FLUSH_MS,
  CALLS_FLUSHER_MS_MAX,
  CALLS_FLUSHES_PER_REQUEST_MAX,
  CALLS_NEXT_FLUSH_MS,
  CALLS_PAUSE_MS,
  CALLS_PER_FLUSH_MAX,
  CALLS_QUEUED_MAX,
} from "../core/limits.ts";
import { logProblem } from "../core/log.ts";
import { tellCalls } from "../registry/calls.ts";

export type WaitUntil = (work: Promise<unknown>) => void;

export class CallQueue {
  readonly #registry: D1Database;
  #calls: PartnerCall[] = [];
  /** Calls that found the queue full. */
  #omitted = 0;
  /** Until when a request has promised to tell: its time may end without a word. */
  #promisedUntil = 0;
  #pausedUntil = 0;

  constructor(registry: D1Database) {
    this.#registry = registry;
  }

  /** Is there room? Asked before work is done for a call that would not be kept. */
  hasRoom(refused: boolean): boolean {
    return this.#calls.length < (refused ? CALLS_QUEUED_MAX : CALLS_PER_FLUSH_MAX);
  }

  /** A call for which there is no room. */
  omit(waitUntil: WaitUntil, now: number): void {
    this.#omitted += 1;
    this.#promise(waitUntil, now);
  }

  keep(call: PartnerCall, waitUntil: WaitUntil, now: number): void {
    if (this.hasRoom(isRefused(call))) {
      this.#calls.push(call);
      this.#promise(waitUntil, now);
    } else this.omit(waitUntil, now);
  }

  /** One request after another promises to tell. */
  #promise(waitUntil: WaitUntil, now: number): void {
    if (now < this.#promisedUntil || now < this.#pausedUntil) return;
    this.#promisedUntil = now + CALLS_FLUSHER_MS_MAX;
    waitUntil(this.#tellFromTimeToTime());
  }

  async #tellFromTimeToTime(): Promise<void> {
    for (let flush = 0; flush < CALLS_FLUSHES_PER_REQUEST_MAX; flush++) {
      await scheduler.wait(flush === 0 ? CALLS_FLUSH_MS : CALLS_NEXT_FLUSH_MS);
      if (!(await this.tell(Date.now()))) break;
    }
    this.#promisedUntil = 0;
  }

  /** Tells all that is there now, unless the registry fails. */
  async tellAll(now: number): Promise<void> {
    for (let flush = 0; flush * CALLS_PER_FLUSH_MAX < CALLS_QUEUED_MAX; flush++) {
      if (!(await this.tell(now))) break;
    }
  }

  /** Tells what came first; false when there is no more, or the registry does not take it. */
  async tell(now: number): Promise<boolean> {
    const calls = this.#take();
    const [first, ...rest] = calls;
    if (first === undefined) return false;
    const omitted = this.#omitted;
    this.#omitted = 0;
    try {
      const told = [{ ...first, omitted }, ...rest.map((call) => ({ ...call, omitted: 0 }))];
      await tellCalls(this.#registry, told, now);
      this.#pausedUntil = 0;
      return this.#calls.length > 0;
    } catch (error) {
      this.#pausedUntil = now + CALLS_PAUSE_MS;
      this.#giveBack(calls, omitted);
      logProblem("the registry could not be told of calls", {
        waiting: this.#calls.length,
        omitted: this.#omitted,
        error: String(error),
      });
      return false;
    }
  }

  /** As many as fit into one parameter, the oldest first; one at least. */
  #take(): readonly PartnerCall[] {
    let characters = 0;
    let taken = 0;
    for (const call of this.#calls.slice(0, CALLS_PER_FLUSH_MAX)) {
      characters += JSON.stringify(call).length;
      if (taken > 0 && characters > CALLS_BATCH_CHARACTERS_MAX) break;
      taken += 1;
    }
    return this.#calls.splice(0, taken);
  }

  #giveBack(calls: readonly PartnerCall[], omitted: number): void {
    const all = [...calls, ...this.#calls];
    this.#calls = all.slice(0, CALLS_QUEUED_MAX);
    this.#omitted += omitted + all.length - this.#calls.length;
  }
}

export function isRefused({ status }: Pick<PartnerCall, "status">): boolean {
  return status >= 400;
}

const queues = new WeakMap<D1Database, CallQueue>();

/** The queue of this isolate for the registry. */
export function callQueue(registry: D1Database): CallQueue {
  const known = queues.get(registry);
  if (known !== undefined) return known;
  const queue = new CallQueue(registry);
  queues.set(registry, queue);
  return queue;
}
