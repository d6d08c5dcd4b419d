/**
 * Calling a Durable Object: with a deadline, repeated only when the platform says that this helps,
 * and failing as a value. What dates and orders have in common; each has its own client beside it.
 */
import { type Budget, TimeIsUp, within } from "./deadline.ts";
import { OBJECT_CALL_ATTEMPTS_MAX, OBJECT_CALL_BACKOFF_MS } from "./limits.ts";
import { refused, type Refused } from "./result.ts";

/** An object from afar: each of its methods, as a promise. */
export type Remote<Local extends object> = {
  [Method in Exclude<keyof Local, keyof DurableObject>]: Local[Method] extends (
    ...args: infer Arguments
  ) => infer Answer
    ? (...args: Arguments) => Promise<Awaited<Answer>>
    : never;
};

/** The object could not be asked, or its answer did not arrive: what it did is then not known. */
export type Unavailable = {
  readonly reason: "unavailable";
  readonly cause: "overloaded" | "timed_out" | "failed";
  readonly detail: string;
};

/** The same name under another jurisdiction is another object: the setting is chosen once. */
export function inJurisdiction<Local extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Local>,
  jurisdiction: string,
): DurableObjectNamespace<Local> {
  return jurisdiction === ""
    ? namespace
    : namespace.jurisdiction(jurisdiction as DurableObjectJurisdiction);
}

/**
 * Asks the object, within the deadline (milliseconds since 1970), or within the budget of a request
 * that has one, whose timer is there already. Repeating is harmless for every command: what could act
 * twice carries a digest or an id, the others say what shall be.
 */
export async function askObject<Stub, Value>(
  stub: () => Stub,
  deadline: number,
  call: (stub: Stub) => Promise<Value>,
  budget: Budget | null = null,
): Promise<Value | Refused<Unavailable>> {
  for (let attempt = 1; ; attempt++) {
    try {
      // After an error a stub may be broken for good: each attempt gets a new one.
      const answer = call(stub());
      return await (budget?.within(answer) ?? within(deadline - Date.now(), answer));
    } catch (error) {
      const again = isRetryable(error) && attempt < OBJECT_CALL_ATTEMPTS_MAX;
      if (!again) return unavailable(error);
      await pause(OBJECT_CALL_BACKOFF_MS * 2 ** attempt * Math.random());
    }
  }
}

function unavailable(error: unknown): Refused<Unavailable> {
  const cause =
    error instanceof TimeIsUp ? "timed_out" : flag(error, "overloaded") ? "overloaded" : "failed";
  return refused("unavailable", { cause, detail: String(error) });
}

/** The platform asks not to repeat what it refused because the object has too much to do. */
function isRetryable(error: unknown): boolean {
  return flag(error, "retryable") && !flag(error, "overloaded");
}

function flag(error: unknown, name: "retryable" | "overloaded"): boolean {
  return typeof error === "object" && error !== null && Reflect.get(error, name) === true;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
