/**
 * Keeps a call of a partner, once it is answered. What is done here for a call that went well is one
 * small object; of a refused one the rest is found out after the answer has left.
 */
import { callId } from "../core/calls.ts";
import { CALL_BODY_CHARACTERS_MAX } from "../core/limits.ts";
import { logProblem } from "../core/log.ts";
import type { AnsweredCall } from "./answered.ts";
import { callQueue, isRefused, type WaitUntil } from "./queue.ts";

export function keepCall(registry: D1Database, waitUntil: WaitUntil, call: AnsweredCall): void {
  const queue = callQueue(registry);
  const { status } = call.response;
  const refused = isRefused(call.response);
  if (!queue.hasRoom(refused)) {
    queue.omit(waitUntil, call.at + call.ms);
  } else if (!refused) {
    const { requestId, at, ms, door, partner, method, route, outcome } = call;
    const id = callId(at, requestId);
    const said = { key: null, status, reason: outcome, detail: null, proven: partner !== null };
    const kept = { id, requestId, at, ms, door, partner, method, route, ...said };
    queue.keep(kept, waitUntil, at + ms);
  } else {
    // The bytes are read later, and the request's own may be many.
    const sent = call.sent?.slice(0, CALL_BODY_CHARACTERS_MAX);
    waitUntil(keepRefused({ ...call, sent, response: call.response.clone() }, registry, waitUntil));
  }
}

async function keepRefused(
  call: AnsweredCall,
  registry: D1Database,
  waitUntil: WaitUntil,
): Promise<void> {
  try {
    const { describeRefused } = await import("./refused.ts");
    callQueue(registry).keep(await describeRefused(call), waitUntil, Date.now());
  } catch (error) {
    logProblem("a refused call could not be kept", {
      requestId: call.requestId,
      error: String(error),
    });
  }
}
