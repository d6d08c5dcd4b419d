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
