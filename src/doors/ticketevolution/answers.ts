/**
 * How it is said (contracts/ticketevolution.md 3): always a JSON object under the vendor's type,
 * never a redirect, never 406 or 415.
 */
import { wellFormedJson } from "../../core/json.ts";
import type { SettingProblem } from "../../env.ts";
import type { Refused } from "../../core/result.ts";

export interface Answer {
  readonly status: 200 | 201 | 400 | 401 | 404 | 413 | 422 | 500 | 503;
  readonly body: object;
}

export type Version = 9 | 10;

const RETRY_AFTER_SECONDS = "2";

export function done(body: Answer["body"]): Answer {
  return { status: 200, body };
}

export interface Page {
  readonly page: number;
  readonly perPage: number;
}

/** 3.1: one page of a list, under the list's own name. */
export function paged(
  name: string,
  rows: readonly object[],
  { page, perPage }: Page,
  total: number,
): Answer {
  return done({ current_page: page, per_page: perPage, total_entries: total, [name]: rows });
}

/** 3.1: a list that is never paged. */
export function whole(name: string, rows: readonly object[]): Answer {
  return done({ total_entries: rows.length, [name]: rows });
}

/** 3.1: what was created comes as a list, even if it is one. */
export function created(name: string, rows: readonly object[]): Answer {
  return { status: 201, body: { [name]: rows } };
}

/** 3.4 */
export const unknownToken: Answer = { status: 401, body: { error: "Unauthorized" } };
export const wrongSignature: Answer = {
  status: 401,
  body: { error: "The X-Signature does not match the request; check the string that was signed." },
};
export const tooLarge: Answer = { status: 413, body: { error: "The body is too large." } };
export const internalError: Answer = { status: 500, body: { error: "Error" } };
export const unavailable: Answer = {
  status: 503,
  body: { error: "Temporarily unavailable; try again." },
};
export const notOffered: Answer = {
  status: 404,
  body: { error: "This window does not offer that call." },
};

export function badRequest(message: string): Answer {
  return { status: 400, body: { error: "Bad Request", message } };
}

export function notFound(kind: string, id: string): Answer {
  const message = `Couldn't find ${kind} with id=${id.slice(0, 40)}`;
  return { status: 404, body: { error: "Not Found", message } };
}

export function unprocessable(error: string): Answer {
  return { status: 422, body: { error } };
}

/** 3.4: why an order can't be, as a class and an explanation. */
export function orderError(kind: string, explanation: string): Answer {
  return { status: 422, body: { error: [kind, explanation] } };
}

/** Refusals that say nothing about what was asked: trying again is right. */
export function notNow(
  _refusal: Refused<{ readonly reason: "unavailable" | "deadline_passed" } | SettingProblem>,
): Answer {
  return unavailable;
}

export function toResponse({ status, body }: Answer, version: Version): Response {
  const headers = new Headers({
    "Cache-Control": "no-store",
    "Content-Type": `application/vnd.ticketevolution.api+json; version=${version}; charset=utf-8`,
  });
  if (status === 503) headers.set("Retry-After", RETRY_AFTER_SECONDS);
  return new Response(wellFormedJson(body), { status, headers });
}
