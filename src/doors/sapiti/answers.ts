/**
 * How Sapiti's client is told (contracts/sapiti.md 2). The body is always a whole envelope; on
 * success there is no `error`, on failure its `code` is an integer: anything else makes the client
 * throw a TypeError. Statuses are those of the seed, which has neither 405 nor 409 nor 503.
 */
import { wellFormedJson } from "../../core/json.ts";
import { refused, type Refused, type Result } from "../../core/result.ts";
import type { Language } from "./language.ts";

export const CODES = {
  method_not_allowed: 1000,
  not_json: 1020,
  missing_parameter: 1050,
  invalid_parameter: 1051,
  credentials_needed: 1100,
  not_permitted: 1100,
  wrong_signature: 1101,
  unknown_id: 1501,
  /** Ours: nothing was decided, and the call may be repeated. */
  unavailable: 1900,
} as const;

const STATUSES: Readonly<Record<keyof typeof CODES, 400 | 401 | 403 | 404 | 500>> = {
  method_not_allowed: 400,
  not_json: 400,
  missing_parameter: 400,
  invalid_parameter: 400,
  credentials_needed: 401,
  not_permitted: 403,
  wrong_signature: 401,
  unknown_id: 404,
  unavailable: 500,
};

export type Fault = { readonly reason: keyof typeof CODES; readonly message: string };
export type Answer<Value = unknown> = Result<Value, Fault>;
export type Failed = Refused<Fault>;

function fault(reason: Fault["reason"], message: string): Failed {
  return refused(reason, { message }) as Failed;
}

export const methodNotAllowed = fault("method_not_allowed", "method not allowed");
export const unknownPath = fault("unknown_id", "nothing is served under this path");
export const notJson = fault("not_json", "the body is not JSON in UTF-8");
export const credentialsNeeded = fault("credentials_needed", "authentication required");
export const wrongSignature = fault("wrong_signature", "invalid signature or timestamp");
export const notPermitted = fault("not_permitted", "these credentials do not allow it");
export const unavailable = fault("unavailable", "not available at the moment, try again");

export function missing(parameter: string): Failed {
  return fault("missing_parameter", `${parameter} is missing`);
}

export function invalid(parameter: string, why: string): Failed {
  return fault("invalid_parameter", `${parameter} ${why}`);
}

export function unknownId(what: string): Failed {
  return fault("unknown_id", `${what} not found`);
}

/** Parts of Sapiti that a venue's window does not have. */
export function notOffered(what: string): Failed {
  return fault("method_not_allowed", `${what} are not offered here`);
}

export interface Envelope {
  readonly environment: "test" | "prod";
  readonly language: Language;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function toResponse(answer: Answer, { environment, language, now }: Envelope): Response {
  const status = answer.ok ? 200 : STATUSES[answer.reason];
  const body = {
    success: answer.ok,
    response: answer.ok ? answer.value : null,
    ...(answer.ok ? {} : { error: { code: CODES[answer.reason], message: answer.message } }),
    environment,
    api_version: 1,
    datetime: toSapitiDate(now),
    cached: false,
    status_code: status,
    language,
  };
  const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
  return new Response(wellFormedJson(body), { status, headers });
}

/** `2026-11-22T19:12:53+00:00`: fractions of a second break the client (contracts/sapiti.md 2.5). */
export function toSapitiDate(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}+00:00`;
}
