/** What an operator is told when a call threw: mostly the registry, which may be repeated. */
import { TimeIsUp } from "../core/deadline.ts";
import { logProblem } from "../core/log.ts";
import { problemResponse } from "../web/problem.ts";
import type { AppContext } from "../web/request.ts";
import { problem } from "./operation.ts";

export function failure(error: Error, c: AppContext): Response {
  logProblem("an operator call failed", { requestId: c.var.requestId, error: String(error) });
  const slow = error instanceof TimeIsUp || /D1_ERROR/.test(String(error));
  return problemResponse(
    c,
    slow
      ? problem(503, "Registry unavailable", "The registry did not answer; try again in a moment.")
      : problem(500, "Internal error", "The call failed here; the log has its request id."),
  );
}
