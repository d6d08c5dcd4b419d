/**
 * How pass Culture is told. Only 409 and success have a meaning there, everything else is one
 * generic failure (contracts/passculture.md 3.1); bodies are short and hold no personal data.
 */
import type * as z from "zod";
import { unreachable } from "../../core/result.ts";
import type { CancellationOutcome } from "../../date/client/cancel.ts";
import type { SaleOutcome } from "../../date/client/sell.ts";

export interface Answer {
  readonly status: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 500 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}

const PROBLEMS_MAX = 10;
const RETRY_AFTER_SECONDS = "2";

export const invalidSignature: Answer = { status: 401, body: { message: "Invalid signature" } };
export const unknownStock: Answer = { status: 404, body: { error: "unknown_stock" } };
export const bodyTooLarge: Answer = { status: 413, body: { error: "body_too_large" } };
export const bodyBrokenOff: Answer = malformed("the body broke off");
export const notConfigured: Answer = { status: 503, body: { error: "not_configured" } };
export const tooLate: Answer = { status: 503, body: { error: "too_late" } };
export const unavailable: Answer = { status: 503, body: { error: "temporarily_unavailable" } };
export const internalError: Answer = { status: 500, body: { error: "internal_error" } };
export const unknownPath: Answer = { status: 404, body: { error: "unknown_path" } };
export const postOnly: Answer = { status: 405, body: { error: "method_not_allowed" } };

export function malformed(reason: string): Answer {
  return { status: 400, body: { error: "invalid_request", problems: [{ path: "", reason }] } };
}

/** The paths and reasons of what is wrong, never the values. */
export function invalid(error: z.ZodError): Answer {
  const problems = error.issues
    .slice(0, PROBLEMS_MAX)
    .map((issue) => ({ path: issue.path.join("."), reason: issue.message }));
  return { status: 400, body: { error: "invalid_request", problems } };
}

/** `remainingQuantity` is always present: without it some versions of the caller fail. */
export function bookingAnswer(outcome: SaleOutcome): Answer {
  if (outcome.ok) {
    const { tickets, remaining } = outcome.value;
    return {
      status: 200,
      body: {
        remainingQuantity: remaining,
        tickets: tickets.map(({ barcode, seat }) => ({ barcode, seat })),
      },
    };
  }
  switch (outcome.reason) {
    case "sold_out":
    case "closed":
      return { status: 409, body: { error: "sold_out", remainingQuantity: 0 } };
    case "not_enough":
      return {
        status: 409,
        body: { error: "not_enough_seats", remainingQuantity: outcome.remaining },
      };
    case "not_together":
      return {
        status: 409,
        body: { error: "not_enough_seats", remainingQuantity: outcome.largest },
      };
    case "price_mismatch":
      return { status: 422, body: { error: "price_mismatch" } };
    case "stale":
      return { status: 422, body: { error: "stale_booking" } };
    case "not_configured":
    case "unknown_price":
      return unknownStock;
    case "deadline_passed":
      return tooLate;
    // Seats are never named here; were it otherwise, nothing was booked.
    case "unknown_seats":
    case "seats_taken":
    case "barcode_taken":
    case "unavailable":
      return unavailable;
    case "setting":
      return notConfigured;
    default:
      return unreachable(outcome);
  }
}

/** Never 409: on this URL it would mean that nothing is left (contracts/passculture.md 3.5). */
export function cancellationAnswer(outcome: CancellationOutcome): Answer {
  if (outcome.ok) return { status: 200, body: { remainingQuantity: outcome.value.remaining } };
  switch (outcome.reason) {
    case "unknown_barcode":
    case "not_configured":
      return { status: 404, body: { error: "unknown_barcode" } };
    case "already_used":
      return { status: 403, body: { error: "already_used" } };
    case "deadline_passed":
      return tooLate;
    case "unavailable":
      return unavailable;
    case "setting":
      return notConfigured;
    default:
      return unreachable(outcome);
  }
}

export function toResponse({ status, body }: Answer): Response {
  const headers = HEADERS_OF[status] ?? HEADERS;
  return new Response(JSON.stringify(body), { status, headers });
}

// Made once: `Response.json` with a new record of headers takes three times as long.
const HEADERS = headersWith({});
const HEADERS_OF: Readonly<Partial<Record<number, Headers>>> = {
  405: headersWith({ Allow: "POST" }),
  503: headersWith({ "Retry-After": RETRY_AFTER_SECONDS }),
};

function headersWith(more: Readonly<Record<string, string>>): Headers {
  return new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store", ...more });
}
