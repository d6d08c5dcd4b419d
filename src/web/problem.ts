/** Errors for operators and for paths that belong to nobody, as RFC 9457 problem documents. */
import { logProblem } from "../core/log.ts";
import type { AppContext } from "./request.ts";

export interface FieldProblem {
  /** Where in the body or the query, as a dotted path. */
  readonly field: string;
  readonly reason: string;
}

export interface Problem {
  readonly status: number;
  readonly title: string;
  /** What was wrong and what to do. */
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** A problem may have members of its own beside these: they go along (RFC 9457, 3.2). */
export function problemResponse(c: AppContext, problem: Problem): Response {
  return Response.json(
    { type: "about:blank", ...problem, requestId: c.var.requestId },
    {
      status: problem.status,
      headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
    },
  );
}

export function notFound(c: AppContext): Response {
  return problemResponse(c, {
    status: 404,
    title: "Not found",
    detail: "Nothing is served under this path.",
  });
}

export function internalError(error: Error, c: AppContext): Response {
  logProblem("a request failed", { requestId: c.var.requestId, error: String(error) });
  return problemResponse(c, {
    status: 500,
    title: "Internal error",
    detail: "The request failed here; the log has its request id.",
  });
}
