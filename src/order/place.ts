/**
 * Placing an order, and adding lines to an open one: all the lines of a request are held, or none.
 * The wish is written down first; then each date is asked for places; then it is looked at once more
 * whether all holds are alive, which also tells what the tickets cost. Killed anywhere before the
 * last step, the order has nothing that it would not release or that would not lapse by itself, and
 * the same request goes on where it stood.
 */
import type { Ticket } from "../core/domain.ts";
import { sha256Hex } from "../core/hmac.ts";
import { dateCode } from "../core/ids.ts";
import { ok, refused, type Refused, type Result } from "../core/result.ts";
import type { BookedTicket, BookDecision } from "../date/commands.ts";
import { extendHolds, holdPlaces } from "../date/client/holds.ts";
import type { SaleOutcome } from "../date/client/sell.ts";
import { keepAnswer } from "./answers.ts";
import { answerWithState, beginAdding, beginPlacing, foreseenLineId } from "./begin.ts";
import type {
  AddLinesCommand,
  AddLinesOutcome,
  LineRefusal,
  LinesOutcome,
  LineWish,
  NotNow,
  PlaceCommand,
  PlaceOutcome,
} from "./commands.ts";
import type { Desk } from "./desk.ts";
import { carryOut } from "./carry-out.ts";
import { endOrder } from "./ending.ts";
import {
  byDate,
  dropRequest,
  type NewLine,
  setLineState,
  type StoredLine,
  wantedBy,
} from "./lines.ts";
import { readOrder } from "./record.ts";
import { insertTicket } from "./tickets.ts";

export async function place(desk: Desk, command: PlaceCommand): Promise<PlaceOutcome> {
  const lines = await prepare(desk, command.number, command.lines);
  const begun = desk.write((sql, now) => beginPlacing(sql, command, lines, now));
  return begun.ok ? holdAll(desk, command) : begun.answer;
}

export async function addLines(desk: Desk, command: AddLinesCommand): Promise<AddLinesOutcome> {
  const lines = await prepare(desk, readOrder(desk.sql).number, command.lines);
  const begun = desk.write((sql, now) => beginAdding(sql, command, lines, now));
  return begun.ok ? holdAll(desk, command) : begun.answer;
}

function prepare(desk: Desk, number: number, wishes: readonly LineWish[]): Promise<NewLine[]> {
  const next = foreseenLineId(desk.sql);
  return Promise.all(
    wishes.map(async (wish, index) => ({
      ...wish,
      id: next + index,
      code: await dateCode(wish.date),
      hold: await sha256Hex(`order ${number} line ${next + index}`),
    })),
  );
}

interface HeldLine {
  readonly line: StoredLine;
  readonly tickets: readonly BookedTicket[];
}

async function holdAll(desk: Desk, command: AddLinesCommand): Promise<LinesOutcome> {
  const { request, deadline } = command;
  const held: HeldLine[] = [];
  for (const [index, line] of wantedBy(desk.sql, request).entries()) {
    const outcome = await holdLine(desk, line, deadline);
    if (!outcome.ok) return giveUp(desk, command, refusalOf(index, outcome));
    held.push({ line, tickets: outcome.value.tickets });
  }
  const tickets = await lookAgain(desk, held, deadline);
  if (!tickets.ok) return giveUp(desk, command, tickets);
  return desk.write((sql, now) => {
    for (const { line, ticket } of tickets.value) insertTicket(sql, line.id, ticket);
    for (const { line } of held) setLineState(sql, line.id, "held");
    return answerWithState(sql, request, now);
  });
}

function holdLine({ sql, env }: Desk, line: StoredLine, deadline: number): Promise<SaleOutcome> {
  const { number, channel, expiresAt } = readOrder(sql);
  const { code, price, quantity, seats, accessible, expectedAmount } = line;
  const hold = { expiresAt, order: number };
  const request = line.hold;
  const wish = { code, request, deadline, channel, price, quantity, seats, accessible };
  return holdPlaces(env, { ...wish, expectedAmount, hold });
}

type LookedAt = Result<
  readonly { readonly line: StoredLine; readonly ticket: Ticket }[],
  NotNow | { readonly reason: "line_refused"; readonly index: number; readonly why: LineRefusal }
>;

/** A repeated booking is answered as it once was: only the hold itself knows whether it is alive. */
async function lookAgain(
  desk: Desk,
  held: readonly HeldLine[],
  deadline: number,
): Promise<LookedAt> {
  const { expiresAt } = readOrder(desk.sql);
  const found: { line: StoredLine; ticket: Ticket }[] = [];
  for (const [code, group] of byDate(held.map((row) => ({ code: row.line.code, ...row })))) {
    const holds = group.map(({ line }) => line.hold);
    const command = { deadline, holds, serials: null, expiresAt };
    const outcome = await extendHolds(desk.env, code, command);
    const known = outcome.ok ? new Map(outcome.value.map((row) => [row.serial, row])) : new Map();
    if (!outcome.ok && ["unavailable", "deadline_passed"].includes(outcome.reason)) {
      return outcome as Refused<NotNow>;
    }
    for (const { line, tickets } of group) {
      for (const { serial } of tickets) {
        const ticket = known.get(serial);
        if (ticket === undefined) return lapsed(held, line);
        found.push({ line, ticket });
      }
    }
  }
  return ok(found);
}

function lapsed(held: readonly HeldLine[], line: StoredLine) {
  const index = held.findIndex((row) => row.line === line);
  return refused("line_refused", { index, why: refused("lapsed") });
}

type GivenUp = Exclude<LinesOutcome, { ok: true }>;

function refusalOf(index: number, outcome: Exclude<SaleOutcome, { ok: true }>): GivenUp {
  switch (outcome.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return outcome;
    case "barcode_taken":
      return refused("unavailable", { cause: "failed", detail: "no new barcode was found" });
    default:
      return refused("line_refused", { index, why: outcome });
  }
}

/**
 * Nothing of the request stays. An order that was refused as it was placed is so for good, and nobody
 * will ever know it; who asked to add to one asks anew, for by then there may be a place.
 */
async function giveUp(
  desk: Desk,
  { request, deadline }: AddLinesCommand,
  answer: GivenUp,
): Promise<LinesOutcome> {
  desk.write((sql, now) => {
    dropRequest(sql, request);
    if (answer.reason !== "line_refused" || !isDecision(answer.why)) return;
    if (readOrder(sql).version > 0) return;
    keepAnswer(sql, request, answer);
    endOrder(sql, "cancelled", now);
  });
  await carryOut(desk, deadline);
  return answer;
}

function isDecision(why: LineRefusal): why is Exclude<BookDecision, { ok: true }> {
  return !["not_configured", "unknown_price", "lapsed"].includes(why.reason);
}
