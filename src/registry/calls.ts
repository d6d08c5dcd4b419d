/**
 * The last calls of partners. They come in batches of one JSON parameter; a batch that is told again
 * changes nothing. What is too old or too much of one log goes with the next batch, a bounded number
 * of rows at a time.
 */
import type { CallDetail, PartnerCall } from "../core/calls.ts";
import { within } from "../core/deadline.ts";
import {
  CALLS_KEPT_MS,
  CALLS_PER_PARTNER_MAX,
  CALLS_PRUNED_PER_FLUSH_MAX,
  REGISTRY_CALL_MS_MAX,
} from "../core/limits.ts";
import { callId } from "../core/calls.ts";

/** A call as it is told: `omitted` calls before it were not kept. */
export interface ToldCall extends PartnerCall {
  readonly omitted: number;
}

const INSERT = `
  INSERT OR IGNORE INTO calls (id, log, at, request_id, door, partner, proven, key, method, route,
                               status, reason, ms, detail, omitted)
  SELECT value ->> 'id', value ->> 'log', value ->> 'at', value ->> 'requestId', value ->> 'door',
         value ->> 'partner', value ->> 'proven', value ->> 'key', value ->> 'method',
         value ->> 'route', value ->> 'status', value ->> 'reason', value ->> 'ms',
         value ->> 'detail', value ->> 'omitted'
    FROM json_each(?1)`;

const FORGET_OLD = `
  DELETE FROM calls WHERE id IN (SELECT id FROM calls WHERE id < ?1 ORDER BY id LIMIT ?2)`;

/** Of each log in the batch, those beyond the newest. */
const FORGET_MANY = `
  DELETE FROM calls WHERE id IN (
    SELECT calls.id FROM (SELECT DISTINCT value ->> 'log' AS log FROM json_each(?1)) AS told
      JOIN calls ON calls.log = told.log
     WHERE calls.id <= (SELECT id FROM calls AS other WHERE other.log = told.log
                         ORDER BY id DESC LIMIT 1 OFFSET ?2)
     LIMIT ?3)`;

export async function tellCalls(
  registry: D1Database,
  calls: readonly ToldCall[],
  now: number,
): Promise<void> {
  const rows = JSON.stringify(calls.map((call) => ({ ...call, log: logOf(call) })));
  await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry.prepare(INSERT).bind(rows),
      registry.prepare(FORGET_OLD).bind(oldestKept(now), CALLS_PRUNED_PER_FLUSH_MAX),
      registry.prepare(FORGET_MANY).bind(rows, CALLS_PER_PARTNER_MAX, CALLS_PRUNED_PER_FLUSH_MAX),
    ]),
  );
}

/** Whoever only says to be a partner must not push its calls out. */
function logOf({ proven, partner, door }: PartnerCall): string {
  return proven && partner !== null ? partner : `${door} unproven`;
}

function oldestKept(now: number): string {
  return callId(now - CALLS_KEPT_MS, "");
}

export interface CallFilter {
  /** A partner's id; an empty one stands for unknown callers. */
  readonly partner: string | null;
  readonly door: string | null;
  readonly status: number | null;
  /** The lowest and the highest status. */
  readonly between: readonly [number, number];
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Only older ones than this id; empty: the newest. */
  readonly before: string;
}

type CallRow = Omit<ToldCall, "proven" | "detail"> & {
  readonly proven: number;
  readonly detail: string | null;
};

const COLUMNS = `id, at, request_id AS requestId, door, partner, proven, key, method, route, status,
  reason, ms, detail, omitted`;

/** Newest first; what is past its time is not there, though it may not have gone yet. */
export async function listCalls(
  registry: D1Database,
  { partner, door, status, between, since, before }: CallFilter,
  limit: number,
  now: number,
): Promise<ToldCall[]> {
  const [lowest, highest] = between;
  const oldest = callId(Math.max(since, now - CALLS_KEPT_MS), "");
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${COLUMNS} FROM calls
          WHERE id >= ?1 AND (?2 = '' OR id < ?2) AND (?3 IS NULL OR coalesce(partner, '') = ?3)
            AND (?4 IS NULL OR door = ?4) AND (?5 IS NULL OR status = ?5)
            AND status BETWEEN ?6 AND ?7
          ORDER BY id DESC LIMIT ?8`,
      )
      .bind(oldest, before, partner, door, status, lowest, highest, limit)
      .all<CallRow>(),
  );
  return results.map((row) => ({
    ...row,
    proven: row.proven === 1,
    detail: row.detail === null ? null : (JSON.parse(row.detail) as CallDetail),
  }));
}

/** How many calls could not be kept, of the time that the log reaches back to. */
export async function countOmitted(registry: D1Database, now: number): Promise<number> {
  const row = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT coalesce(sum(omitted), 0) AS n FROM calls WHERE id >= ?`)
      .bind(oldestKept(now))
      .first<{ n: number }>(),
  );
  return row?.n ?? 0;
}
