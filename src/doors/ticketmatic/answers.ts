/**
 * How Ticketmatic's clients are told: 200 or an error, nothing between (contracts/ticketmatic.md
 * intro 1), and the one error body that both read (2). Codes of the application are ours.
 */
import type * as z from "zod";
import { wellFormedJson } from "../../core/json.ts";
import { unreachable } from "../../core/result.ts";
import type { Unavailable } from "../../core/remote.ts";
import type { SettingProblem } from "../../env.ts";

export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 500 | 503;
  readonly message: string;
  readonly applicationcode?: number;
  readonly applicationdata?: Readonly<Record<string, unknown>>;
}

/** A body of a success: JSON, nothing at all, or a stream that makes its own response. */
export type Reply =
  | { readonly json: unknown }
  | { readonly nothing: true }
  | { readonly response: Response }
  | { readonly problem: Problem };

const PROBLEMS_MAX = 5;
const RETRY_AFTER_SECONDS = "2";

/** The codes with which a refusal says more than its status. */
export const APPLICATION_CODES = {
  notEnoughTickets: 1203,
  notOnSale: 1204,
  seatsTaken: 1205,
  unknownPrice: 1206,
  tooManyTickets: 1207,
  expired: 1301,
  wrongStatus: 1302,
  alreadyScanned: 1303,
  barcodeTaken: 1401,
} as const;

export const json = (body: unknown): Reply => ({ json: body });
export const nothing: Reply = { nothing: true };

export function problem(
  status: Problem["status"],
  message: string,
  application?: keyof typeof APPLICATION_CODES,
  data?: Problem["applicationdata"],
): { readonly problem: Problem } {
  const code = application === undefined ? {} : { applicationcode: APPLICATION_CODES[application] };
  return {
    problem: { status, message, ...code, ...(data === undefined ? {} : { applicationdata: data }) },
  };
}

export const bodyTooLarge = problem(413, "The body is too large");
export const notJson = problem(400, "The body is not JSON");
export const notOffered = problem(404, "This call is not offered here");
export const internalError = problem(500, "Internal error");
export const unavailable = problem(503, "Temporarily unavailable, try again in a moment");
export const notConfigured = problem(503, "This account is not ready: a setting is missing");

export function unknownId(what: string): { readonly problem: Problem } {
  return problem(404, `No such ${what}`);
}

export function missingRight(right: string): { readonly problem: Problem } {
  return problem(403, `The access key lacks the right: ${right}`);
}

/** The paths and reasons of what is wrong, never the values. */
export function invalid(error: z.ZodError): { readonly problem: Problem } {
  const reasons = error.issues
    .slice(0, PROBLEMS_MAX)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`));
  return problem(400, `Invalid data: ${reasons.join("; ")}`);
}

/** Refusals that say nothing about what was asked: trying again is right. */
export function notNow(
  refusal: Unavailable | SettingProblem | { readonly reason: "deadline_passed" },
): { readonly problem: Problem } {
  switch (refusal.reason) {
    case "deadline_passed":
    case "unavailable":
      return unavailable;
    case "setting":
      return notConfigured;
    default:
      return unreachable(refusal);
  }
}

export function toResponse(reply: Reply): Response {
  if ("response" in reply) return reply.response;
  const headers = new Headers({ "Cache-Control": "no-store" });
  if ("nothing" in reply) return new Response(null, { status: 200, headers });
  headers.set("Content-Type", "application/json");
  if ("json" in reply) return new Response(wellFormedJson(reply.json), { headers });
  const { status, ...said } = reply.problem;
  if (status === 503) headers.set("Retry-After", RETRY_AFTER_SECONDS);
  if (status === 401) headers.set("WWW-Authenticate", 'Basic realm="Ticketmatic"');
  return new Response(wellFormedJson({ code: status, ...said }), { status, headers });
}
