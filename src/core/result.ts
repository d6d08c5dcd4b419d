/**
 * Business outcomes as values, also across RPC. A refusal is a tagged object: `reason` says which
 * one, and its other fields carry what the reader needs. Throwing is for bugs and platform trouble.
 */
export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

export type Refused<Refusal extends { readonly reason: string }> = Refusal extends unknown
  ? { readonly ok: false } & Refusal
  : never;

export type Result<Value, Refusal extends { readonly reason: string }> =
  Ok<Value> | Refused<Refusal>;

/** One refusal for each of the reasons, so that a check of `reason` narrows the rest. */
export type Reasons<Reason extends string> = Reason extends string
  ? { readonly reason: Reason }
  : never;

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

export function refused<const Reason extends string>(reason: Reason): Refused<{ reason: Reason }>;
export function refused<const Reason extends string, Detail extends object>(
  reason: Reason,
  detail: Detail,
): Refused<{ reason: Reason } & Detail>;
export function refused(reason: string, detail: object = {}): Refused<{ reason: string }> {
  return { ok: false, reason, ...detail };
}

/** Makes a `switch` over reasons exhaustive: a new reason does not compile until it is answered. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
