/** The first step of placing and of adding lines: what is wanted, written down before any date is asked. */
import { ORDER_LINES_EVER_MAX, ORDER_LINES_MAX, ORDER_MS_MAX } from "../core/limits.ts";
import { type Ok, ok, refused } from "../core/result.ts";
import { earlierAnswer, keepAnswer } from "./answers.ts";
import type {
  AddLinesCommand,
  AddLinesOutcome,
  LinesOutcome,
  OrderState,
  PlaceCommand,
  PlaceOutcome,
} from "./commands.ts";
import { countLines, insertLine, type NewLine, nextLineId, wantedBy } from "./lines.ts";
import { announce, findOrder, insertOrder, readOrder, touch } from "./record.ts";
import { readState } from "./state.ts";
import { createTables, hasTables } from "./tables.ts";

/** Either go on, or this is the answer. */
export type Begun<Outcome> = Ok<null> | { readonly ok: false; readonly answer: Outcome };

export function foreseenLineId(sql: SqlStorage): number {
  return hasTables(sql) ? nextLineId(sql) : 1;
}

export function beginPlacing(
  sql: SqlStorage,
  command: PlaceCommand,
  lines: readonly NewLine[],
  now: number,
): Begun<PlaceOutcome> {
  const order = hasTables(sql) ? findOrder(sql) : null;
  if (order !== null && order.request !== command.request) {
    return { ok: false, answer: refused("number_taken") };
  }
  if (order === null) {
    if (now > command.deadline) return { ok: false, answer: refused("deadline_passed") };
    createTables(sql);
    const expiresAt = Math.min(command.expiresAt, now + ORDER_MS_MAX);
    insertOrder(sql, { ...command, expiresAt }, now);
  }
  return begin(sql, command, lines, now);
}

export function beginAdding(
  sql: SqlStorage,
  command: AddLinesCommand,
  lines: readonly NewLine[],
  now: number,
): Begun<AddLinesOutcome> {
  if (readOrder(sql).version === 0) return { ok: false, answer: refused("unknown_order") };
  return begin(sql, command, lines, now);
}

function begin(
  sql: SqlStorage,
  { request, deadline }: AddLinesCommand,
  lines: readonly NewLine[],
  now: number,
): Begun<LinesOutcome> {
  const earlier = earlierAnswer<LinesOutcome>(sql, request);
  if (earlier !== null) return { ok: false, answer: earlier };
  // After a crash the lines are there: their holds may be too, and are found again by their ids.
  const missing = wantedBy(sql, request).length === 0 ? lines : [];
  const obstacle = obstacleTo(sql, missing.length, deadline, now);
  if (obstacle !== null) return { ok: false, answer: obstacle };
  for (const line of missing) insertLine(sql, request, line, now);
  return ok(null);
}

function obstacleTo(
  sql: SqlStorage,
  more: number,
  deadline: number,
  now: number,
): Exclude<LinesOutcome, { ok: true }> | null {
  if (now > deadline) return refused("deadline_passed");
  const { status, endsAs } = readOrder(sql);
  if (status !== "open") return refused("wrong_status", { status: endsAs ?? status });
  const { live, ever } = countLines(sql);
  if (live + more > ORDER_LINES_MAX) return refused("too_many_lines", { max: ORDER_LINES_MAX });
  return ever + more > ORDER_LINES_EVER_MAX
    ? refused("too_many_lines", { max: ORDER_LINES_EVER_MAX })
    : null;
}

/** The last step: the order is known, and the request has its answer for good. */
export function answerWithState(sql: SqlStorage, request: string, now: number): Ok<OrderState> {
  touch(sql, now);
  announce(sql);
  const answer = ok(readState(sql));
  keepAnswer(sql, request, answer);
  return answer;
}
