/**
 * Holds and takes of a ticket group (contracts/ticketevolution.md 4.3): a hold is an order that is
 * never confirmed and ends by itself, a take is one that is confirmed at once. Their ids are the
 * orders' numbers. Both clients' spellings lead here, and every answer is the ticket group as it is
 * then.
 */
import * as z from "zod";
import { ORDER_MS_MAX } from "../../../core/limits.ts";
import { parseMillis } from "../../../core/clock.ts";
import { type OrderSearch, searchOrders } from "../../../registry/orders.ts";
import {
  type Answer,
  done,
  notFound,
  orderError,
  paged,
  unavailable,
  unprocessable,
} from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { cancelAll } from "../orders/actions.ts";
import { findEarlier, placeLines, wishOf } from "../orders/create.ts";
import { ask, findOrder, type Found, isLive, tell } from "../orders/found.ts";
import { problemOf } from "../orders/schema.ts";
import { readAll } from "../orders/list.ts";
import { BLANK, writeNote } from "../orders/note.ts";
import { seatOf, settingOf, type Setting } from "../orders/objects.ts";
import { occasionsOf } from "../once.ts";
import { readId, readTime } from "../query.ts";
import { money, readMoney, time } from "../scalars.ts";
import { findGroup, type Group, groupNumber, groupObject } from "./groups.ts";
import { groupProblem } from "./listings.ts";
import { seatWish } from "./seat-run.ts";

type Kind = "hold" | "take";

const WHOLE = "must be a whole number from 1";
const wanted = z.object({
  quantity: z.unknown().transform(readId).pipe(z.int(WHOLE).min(1, WHOLE)),
  price: z.unknown().optional(),
  held_for_type: z.enum(["Office", "Client"]).nullish(),
  held_for_id: z.unknown().optional(),
  hold_until: z.string().max(40).nullish(),
  notes: z.string().max(500).nullish(),
  ...seatWish,
});

export const holdGroup = place("hold");
export const takeGroup = place("take");

function place(kind: Kind): Handler {
  return async (call) => {
    const group = await findGroup(call, call.param("id"));
    if (!group.ok) return groupProblem(call, group.reason);
    const parsed = wanted.safeParse(call.body ?? {});
    if (!parsed.success) return unprocessable(problemOf(parsed.error));
    const { hold_until = null, notes = null, held_for_id, price } = parsed.data;
    const until = kind === "hold" && hold_until !== null ? readInstant(hold_until) : null;
    if (kind === "hold" && hold_until !== null && (until ?? 0) <= call.now) {
      return unprocessable("hold_until: must be a time to come");
    }
    const occasions = await occasionsOf(call, kind);
    const earlier = await findEarlier(call, occasions);
    if (earlier !== null) {
      return isLive(earlier.order)
        ? settle(call, earlier, kind, group.value)
        : unprocessable(
            `The same request made the ${kind} ${earlier.order.number}, which has ended; ` +
              `change anything in it, such as notes, to ${kind} again.`,
          );
    }
    const { splits } = group.value;
    if (!splits.includes(parsed.data.quantity)) {
      const most = `valid quantities are ${splits.join(", ")}; got ${parsed.data.quantity}`;
      return orderError("OrderLink::InvalidTicketSplit", most);
    }
    const wish = await wishOf(call, group.value, parsed.data);
    if (!wish.ok) return wish.answer;
    const note = {
      ...BLANK,
      stage: kind,
      client: parsed.data.held_for_type === "Client" ? readId(held_for_id) : null,
      prices: [readMoney(price) ?? group.value.price.amount],
      texts: notes === null ? {} : { internal_notes: notes },
    };
    const placed = await placeLines(call, {
      request: occasions.present,
      lines: [wish.value],
      metadata: writeNote(note) ?? "",
      reference: null,
      contact: note.client === null ? null : `client-${note.client}`,
      expiresAt: Math.min(until ?? Number.MAX_SAFE_INTEGER, call.now + ORDER_MS_MAX),
      prices: note.prices,
    });
    return placed.ok ? settle(call, placed.value, kind, group.value) : placed.answer;
  };
}

/** An instant with its offset, or the clock of Greenwich without one. */
function readInstant(text: string): number | null {
  return parseMillis(text) ?? readTime(text);
}

/** A take is confirmed: also when its request comes again because that failed. */
async function settle(call: Call, found: Found, kind: Kind, group: Group): Promise<Answer> {
  const { number } = found.order;
  if (kind === "take") {
    const { deadline } = call;
    const taken = await ask(call, number, (stub) => stub.confirm({ deadline }));
    if (!taken.ok) return unavailable;
  }
  return present(call, number, group);
}

/** The group as it is now, with the hold or take that was spoken of. */
async function present(call: Call, number: number, { number: group }: Group): Promise<Answer> {
  await tell(call, number);
  const [now, found] = await Promise.all([findGroup(call, group), findOrder(call, number)]);
  if (!now.ok || !found.ok) return unavailable;
  const setting = await settingOf(call, [found.value]);
  const told = holdObject(found.value, setting);
  const kind = found.value.note.stage;
  return done({
    ...(await groupObject(call, now.value, {
      seats: true,
      tickets: call.query.flag("ticket_list") === true,
    })),
    [kind]: told,
    [`${kind}_id`]: told.id,
  });
}

function holdObject({ order, note }: Found, { dates }: Setting) {
  const [line] = order.lines;
  const date = line === undefined ? undefined : dates.get(line.date);
  const tickets = line?.tickets ?? [];
  const live = tickets.filter(({ state }) => state === "held" || state === "issued");
  return {
    id: order.number,
    quantity: tickets.length,
    price: money(note.prices[0] ?? 0),
    low_seat: tickets[0] === undefined ? null : seatOf(tickets[0]),
    seats: tickets.map(seatOf),
    held_for_type: note.client === null ? "Office" : "Client",
    held_for_id: note.client,
    hold_until: note.stage === "hold" ? time(order.expiresAt) : null,
    notes: note.texts["internal_notes"] ?? null,
    state: live.length === 0 ? "released" : note.stage === "hold" ? "held" : "taken",
    ticket_group_id:
      line === undefined || date === undefined ? null : groupNumber(date, line.price),
  };
}

/** The hold or take of the path, of this group; anything else is unknown. */
async function withHold(
  call: Call,
  kind: Kind,
  handle: (found: Found, group: Group) => Promise<Answer>,
): Promise<Answer> {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  const found = await findOrder(call, call.param("hold"));
  if (!found.ok && found.reason === "unavailable") return unavailable;
  const missing = notFound(kind === "hold" ? "Hold" : "Take", call.param("hold"));
  if (!found.ok || found.value.note.stage !== kind) return missing;
  const [line] = found.value.order.lines;
  const isOfGroup = line?.date === group.value.date.id && line.price === group.value.price.id;
  return isOfGroup ? handle(found.value, group.value) : missing;
}

const release =
  (kind: Kind): Handler =>
  (call) =>
    withHold(call, kind, async (found, group) => {
      const problem = await cancelAll(call, found);
      return problem ?? present(call, found.order.number, group);
    });
export const releaseHold = release("hold");
export const releaseTake = release("take");

const nothing = z.strictObject({});
const newTime = z.object({ hold_until: z.string().max(40) });

export const updateHold: Handler = (call) =>
  withHold(call, "hold", async ({ order }, group) => {
    const parsed = newTime.safeParse(call.body);
    const until = parsed.success ? readInstant(parsed.data.hold_until) : null;
    if (until === null || until <= call.now) {
      return unprocessable("hold_until: must be a time to come");
    }
    const { deadline } = call;
    const outcome = await ask(call, order.number, (stub) =>
      stub.extend({ deadline, expiresAt: until }),
    );
    if (outcome.ok) return present(call, order.number, group);
    return outcome.reason === "expired" || outcome.reason === "wrong_status"
      ? unprocessable("The hold has ended.")
      : unavailable;
  });

/**
 * PHP's one address for both (4.3): with a body it is an update, without one a release. Node can't
 * leave the body out: its `{}` says nothing either.
 */
export const updateOrReleaseHold: Handler = (call) =>
  nothing.safeParse(call.body ?? {}).success ? releaseHold(call) : updateHold(call);

async function listOf(
  call: Call,
  kind: Kind,
  offer: OrderSearch["offer"],
): Promise<{ total: number; rows: readonly Found[] }> {
  const { page, perPage } = call.query.page;
  const status = kind === "hold" ? (["open"] as const) : (["confirming", "confirmed"] as const);
  const { total, numbers } = await searchOrders(call.env.REGISTRY, {
    channel: call.partner.id,
    standings: status.map((status) => ({ status, stage: kind, live: true })),
    contact: null,
    offer,
    changedFrom: 0,
    changedBefore: Number.MAX_SAFE_INTEGER,
    newestFirst: false,
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  return { total, rows: await readAll(call, numbers) };
}

function list(kind: Kind, name: string): Handler {
  return async (call) => {
    const { total, rows } = await listOf(call, kind, null);
    const setting = await settingOf(call, rows);
    const told = rows.map((found) => holdObject(found, setting));
    const answer = paged(name, told, call.query.page, total);
    // The Ruby gem reads the list under the name of the resource, not of the last word.
    return { ...answer, body: { ...answer.body, filtered_tickets: told } };
  };
}
export const listHeld = list("hold", "held");
export const listTaken = list("take", "taken");

export const listHoldsOfGroup: Handler = async (call) => {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  const { date, price } = group.value;
  const { total, rows } = await listOf(call, "hold", { date: date.id, price: price.id });
  const setting = await settingOf(call, rows);
  const holds = rows.map((found) => holdObject(found, setting));
  return paged("ticket_holds", holds, call.query.page, total);
};
