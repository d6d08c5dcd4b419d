/**
 * Splitting a confirmed order: some of its tickets become those of another one, and stay as they are
 * at their dates. It is written down here first, then the other order is made with them, then the
 * dates are told; each step can be repeated, and the alarm takes up what a crash has left.
 */
import { askObject, inJurisdiction, type Unavailable } from "../core/remote.ts";
import { ok, refused, type Result } from "../core/result.ts";
import { all, run } from "../core/sql.ts";
import { assignTickets } from "../date/client/admissions.ts";
import { earlierAnswer, keepAnswer } from "./answers.ts";
import { isExpecting } from "./barcodes.ts";
import type {
  HandOverCommand,
  HandOverOutcome,
  TakeOverCommand,
  TakeOverOutcome,
} from "./commands.ts";
import type { Desk } from "./desk.ts";
import { linesIn, setLineState } from "./lines.ts";
import { readOrder, touch } from "./record.ts";
import { isLive, readTickets, setTicketState, ticketsOf } from "./tickets.ts";

export async function handOver(desk: Desk, command: HandOverCommand): Promise<HandOverOutcome> {
  const begun = desk.write((sql, now) => begin(sql, command, now));
  if (!begun.ok) return begun;
  const carried = await carryOver(desk, command.deadline);
  return carried.ok ? ok(begun.value) : carried;
}

/** From here on the tickets are no longer this order's. */
function begin(
  sql: SqlStorage,
  { request, deadline, tickets: barcodes, to }: HandOverCommand,
  now: number,
): HandOverOutcome {
  const earlier = earlierAnswer<HandOverOutcome>(sql, request);
  if (earlier !== null) return earlier;
  if (now > deadline) return refused("deadline_passed");
  const { status, channel } = readOrder(sql);
  if (status !== "confirmed") return refused("wrong_status", { status });
  const live = new Set(
    readTickets(sql)
      .filter(isLive)
      .map(({ barcode }) => barcode),
  );
  const strange = barcodes.find((barcode) => !live.has(barcode));
  if (strange !== undefined) return refused("unknown_ticket", { barcode: strange });
  if (new Set(barcodes).size === live.size) return refused("nothing_left");
  if (isExpecting(sql)) {
    return refused("unavailable", { cause: "failed", detail: "barcodes are being replaced" });
  }
  const lines = linesIn(sql, "confirmed").flatMap((line) => {
    const going = ticketsOf(sql, line.id).filter(({ barcode }) => barcodes.includes(barcode));
    return going.length === 0 ? [] : [{ line, tickets: going }];
  });
  for (const { line, tickets } of lines) {
    for (const { barcode } of tickets) setTicketState(sql, barcode, "void");
    if (!ticketsOf(sql, line.id).some(isLive)) setLineState(sql, line.id, "ended");
  }
  const taken: TakeOverCommand = { ...to, request, channel, lines };
  run(sql, `INSERT INTO hand_overs (request, taken) VALUES (?, ?)`, request, JSON.stringify(taken));
  touch(sql, now);
  const answer = ok({ number: to.number });
  keepAnswer(sql, request, answer);
  return answer;
}

/** Whether anything was handed over that the other side does not know to have. */
export function isHandingOver(sql: SqlStorage): boolean {
  return all(sql, `SELECT request FROM hand_overs LIMIT 1`).length > 0;
}

export async function carryOver(desk: Desk, deadline: number): Promise<Result<null, Unavailable>> {
  for (const { request, taken } of all<{ request: string; taken: string }>(
    desk.sql,
    `SELECT request, taken FROM hand_overs`,
  )) {
    const command = JSON.parse(taken) as TakeOverCommand;
    const outcome = await tell(desk, command, deadline);
    if (!outcome.ok) return outcome;
    for (const { line, tickets } of command.lines) {
      const serials = tickets.map(({ serial }) => serial);
      const told = await assignTickets(desk.env, line.code, {
        deadline,
        serials,
        order: command.number,
      });
      if (!told.ok && told.reason === "unavailable") return told;
    }
    desk.write((sql) => run(sql, `DELETE FROM hand_overs WHERE request = ?`, request));
  }
  return ok(null);
}

interface Taker {
  readonly takeOver: (command: TakeOverCommand) => Promise<TakeOverOutcome>;
}

async function tell(
  { env }: Desk,
  command: TakeOverCommand,
  deadline: number,
): Promise<Result<null, Unavailable>> {
  const stub = () =>
    inJurisdiction(env.ORDER, env.JURISDICTION).getByName(
      String(command.number),
    ) as unknown as Taker;
  const outcome = await askObject(stub, deadline, (taker) => taker.takeOver(command));
  if (outcome.ok || outcome.reason === "unavailable") return outcome;
  // One of 2^53 numbers that a digest has drawn: a bug, not a chance.
  throw new Error(`order ${command.number} is another one already`);
}
