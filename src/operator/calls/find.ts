/** The calls that an operator asks for, newest first, as the API and the page show them. */
import type * as z from "zod";
import { callQueue } from "../../calls/queue.ts";
import type { CallDetail, PartnerCall } from "../../core/calls.ts";
import { parseMillis, toIso } from "../../core/clock.ts";
import { countOmitted, listCalls } from "../../registry/calls.ts";
import type { callList, callQuery, OUTCOMES, partnerCall } from "../call-schema.ts";
import { inspectorLink } from "./inspector-link.ts";
import type { Language } from "./words.ts";
import { explain } from "./reasons.ts";

export type ShownCall = z.output<typeof partnerCall>;
export type CallList = z.output<typeof callList>;
type Outcome = (typeof OUTCOMES)[number];

const STATUSES: Readonly<Record<Outcome | "any", readonly [number, number]>> = {
  accepted: [100, 399],
  refused: [400, 499],
  failed: [500, 599],
  any: [100, 599],
};

export async function findCalls(
  registry: D1Database,
  query: z.output<typeof callQuery>,
  { language, now }: { readonly language: Language; readonly now: number },
): Promise<CallList> {
  // What this isolate has answered should not wait for its turn.
  await callQueue(registry).tellAll(now);
  const { partner, door, status, outcome, since, limit, cursor } = query;
  const filter = {
    partner: partner === undefined ? null : partner === "unknown" ? "" : partner,
    door: door ?? null,
    status: status ?? null,
    between: STATUSES[outcome ?? "any"],
    since: since === undefined ? 0 : (parseMillis(since) ?? 0),
    before: cursor,
  };
  const calls = await listCalls(registry, filter, limit, now);
  const next = calls.length === limit ? (calls.at(-1)?.id ?? null) : null;
  const omitted = await countOmitted(registry, now);
  return { calls: calls.map((call) => shown(call, language)), next, omitted };
}

function shown({ at, detail, ...call }: PartnerCall, language: Language): ShownCall {
  const { id, requestId, door, partner, proven, key, method, route, status, reason, ms } = call;
  return {
    id,
    requestId,
    at: toIso(at),
    door,
    partner,
    proven,
    key,
    method,
    route,
    status,
    outcome: outcomeOf(status),
    reason,
    explanation: explain({ status, reason, detail }, language),
    ms,
    detail: detail && shownDetail(detail),
  };
}

function shownDetail({ said, body, signature, request }: CallDetail): ShownCall["detail"] {
  return {
    said,
    body,
    signature: signature && { ...signature, expected: [...signature.expected] },
    inspector: request && inspectorLink(request),
  };
}

function outcomeOf(status: number): Outcome {
  return status < 400 ? "accepted" : status < 500 ? "refused" : "failed";
}
