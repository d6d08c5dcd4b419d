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
  /** How the waits end that are under way, and those that are over, which mind nothing. */
  #ends: ((error: TimeIsUp) => void)[] | null = null;
  #isOver = false;

  /** `until`: milliseconds since 1970. */
  constructor(until: number) {
    this.#until = until;
  }

  /** The promise's outcome, or a throw of `TimeIsUp` once the time is over. */
  within<Value>(promise: Promise<Value>): Promise<Value> {
    const ends = (this.#ends ??= this.#start());
    // Not `Promise.race`, which makes two promises and four functions more.
    return new Promise<Value>((resolve, reject) => {
      promise.then(resolve, reject);
      if (this.#isOver) reject(this.#timeIsUp());
      else ends.push(reject);
    });
  }

  #start(): ((error: TimeIsUp) => void)[] {
    const ends: ((error: TimeIsUp) => void)[] = [];
    setTimeout(
      () => {
        this.#isOver = true;
        for (const end of ends) end(this.#timeIsUp());
      },
      Math.max(0, this.#until - Date.now()),
    );
    return ends;
  }

  #timeIsUp(): TimeIsUp {
    return new TimeIsUp(`no answer by ${new Date(this.#until).toISOString()}`);
  }
}
