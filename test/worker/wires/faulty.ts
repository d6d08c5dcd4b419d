// Wires that fail as real ones do: a call that is never sent, one whose answer is lost after its
// effect, one that arrives twice, or when nobody waits for it any more; a database that is down,
// hangs, commits and then loses its answer, or does what it was told after what it was told next.
import type { Stalls, Traffic } from "./traffic.ts";

/** What is lost for good, the platform says not to repeat. */
export type CallFault =
  "none" | "unsent" | "unsent for good" | "lost" | "lost for good" | "twice" | "late";
type Method = (...args: unknown[]) => Promise<unknown>;

/** Within the deadlines of most calls: past them a call has no effect. */
const LATE_MS = 4_000;

/** The namespace of an object, with a fault chosen for each call. */
export function overFaultyWires<Namespace extends object>(
  namespace: Namespace,
  traffic: Traffic,
  pick: () => CallFault,
): Namespace {
  const stubOf = (name: string) => (namespace as unknown as Objects).getByName(name);
  const call = async (name: string, method: string, args: unknown[]): Promise<unknown> => {
    // Called as a method: a method of a stub has no `apply`, it would be taken for a remote one.
    const send = () => {
      traffic.called.add(name);
      return traffic.carry(async () => stubOf(name)[method]?.(...args));
    };
    const fault = pick();
    traffic.note(fault);
    traffic.note(method);
    if (fault === "late") traffic.delay(LATE_MS, send);
    if (fault === "unsent") throw broken(true);
    if (fault === "late" || fault === "unsent for good") throw broken(false);
    if (fault === "twice") await send();
    const answer = await send();
    if (fault === "lost" || fault === "lost for good") throw broken(fault === "lost");
    return answer;
  };
  const stub = (name: string) =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            call(name, String(method), args),
      },
    );
  return { getByName: stub } as unknown as Namespace;
}

interface Objects {
  getByName(name: string): Readonly<Record<string, Method>>;
}

function broken(retryable: boolean): Error {
  return Object.assign(new Error("Network connection lost."), { retryable });
}

export type RegistryFault = "up" | "down" | "stalled" | "lossy" | "overtaken";

/** Longer than its caller waits and tells it the next thing. */
const OVERTAKEN_MS = 12_000;

/** D1 as the outboxes use it: statements that are bound and run, alone or as a batch. */
export function faultyRegistry(
  registry: D1Database,
  traffic: Traffic,
  fault: () => RegistryFault,
  stalls: Stalls,
): D1Database {
  const meet = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const now = fault();
    traffic.note(`registry ${now}`);
    if (now === "overtaken") traffic.delay(OVERTAKEN_MS, work);
    if (now === "overtaken" || now === "stalled") return stalls.hang();
    if (now === "down") throw new Error("D1_ERROR: the database is down");
    const answer = await traffic.carry(work);
    if (now === "lossy") throw new Error("D1_ERROR: Network connection lost.");
    return answer;
  };
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: () => meet(() => statement.run()),
    };
    real.set(wrapped, statement);
    return wrapped as unknown as D1PreparedStatement;
  };
  return {
    prepare: (query: string) => wrap(registry.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      meet(() => registry.batch(statements.map((one) => real.get(one) ?? one))),
  } as unknown as D1Database;
}
