/** What the inspector says of a request, whatever the scheme: data, for the page to put into words. */
import type { Bytes } from "./mistakes.ts";
import type { Mistake } from "./words/mistakes-en.ts";

/** Why there is nothing to compute yet. */
export type Lack =
  "url" | "secret" | "key" | "timestamp" | "body" | "pem" | "private-key" | "account";

export interface Part {
  /** As it is called in the partner's documentation. */
  readonly name: string;
  readonly text: string;
}

export interface SignedText {
  /** By which rule of the door it counts; the usual one is first. */
  readonly rule: string;
  readonly text: Bytes;
}

export type Verdict =
  | { readonly is: "none" }
  /** The door accepts it; `unusual` are the mistakes that it forgives. */
  | { readonly is: "right"; readonly rule: string; readonly unusual: readonly Mistake[] }
  /** The signature holds, but its time is too far from now. */
  | { readonly is: "clock"; readonly aheadMs: number | null; readonly wholeHours: number | null }
  | { readonly is: "mistake"; readonly mistakes: readonly Mistake[] }
  | { readonly is: "unexplained" };

export interface Sent {
  readonly where: "header" | "field";
  readonly name: string;
  readonly value: string;
}

export interface Explanation {
  /** What is missing to sign; the rest is still as complete as it can be. */
  readonly lacks: readonly Lack[];
  /** The pieces of the usual text, in their order: together they are it. */
  readonly parts: readonly Part[];
  readonly texts: readonly SignedText[];
  readonly digest: Bytes | null;
  readonly sent: readonly Sent[];
  readonly verdict: Verdict;
}

export const NOTHING: Explanation = {
  lacks: [],
  parts: [],
  texts: [],
  digest: null,
  sent: [],
  verdict: { is: "none" },
};

/** Accepted by a scheme that writes hex, in either case of its digits. */
export function acceptedHex(rule: string, given: string, forgiven: readonly Mistake[]): Verdict {
  const isUpper = given !== given.toLowerCase();
  const unusual = isUpper ? ([...forgiven, "written-upper-case-hex"] as const) : forgiven;
  return { is: "right", rule, unusual };
}

/** A clock that is wrong by whole hours shows a time zone, not a clock. */
export function clockVerdict(at: number | null, now: number): Verdict {
  if (at === null) return { is: "clock", aheadMs: null, wholeHours: null };
  const aheadMs = at - now;
  const hours = Math.round(aheadMs / HOUR_MS);
  const isZone =
    hours !== 0 && Math.abs(hours) <= 14 && Math.abs(aheadMs - hours * HOUR_MS) < 120_000;
  return { is: "clock", aheadMs, wholeHours: isZone ? hours : null };
}

const HOUR_MS = 3_600_000;
