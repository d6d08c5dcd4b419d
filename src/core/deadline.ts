/** Waiting with an end: every call that could hang is given a time. */

export class TimeIsUp extends Error {
  override readonly name = "TimeIsUp";
}

/** The promise's outcome, or a throw of `TimeIsUp` after so many milliseconds. */
export async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new TimeIsUp(`no answer within ${milliseconds} ms`)),
    Math.max(0, milliseconds),
  );
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The time that a request has for all that it waits for, with one timer. It is set when the first
 * wait begins and never cleared, which costs more than setting it: it ends with the request. Not for
 * objects, which a timer would keep awake.
 */
export class Budget {
  readonly #until: number;
  #end: Promise<never> | null = null;

  /** `until`: milliseconds since 1970. */
  constructor(until: number) {
    this.#until = until;
  }

  /** The promise's outcome, or a throw of `TimeIsUp` once the time is over. */
  within<Value>(promise: Promise<Value>): Promise<Value> {
    this.#end ??= this.#start();
    return Promise.race([promise, this.#end]);
  }

  #start(): Promise<never> {
    const { promise: end, reject } = Promise.withResolvers<never>();
    const milliseconds = Math.max(0, this.#until - Date.now());
    setTimeout(() => reject(new TimeIsUp(`no answer within ${milliseconds} ms`)), milliseconds);
    // Nobody may be waiting any more.
    end.catch(() => undefined);
    return end;
  }
}
