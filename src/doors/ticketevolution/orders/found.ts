/** Finding an order of this partner by its number, and changing what is noted of it. */
import { ok, refused, type Reasons, type Result } from "../../../core/result.ts";
import { askOrder, type OrderStub } from "../../../order/client.ts";
import type { OrderState } from "../../../order/commands.ts";
import type { Call } from "../call.ts";
import { readId } from "../query.ts";
import { type Note, readNote, type Stage, type State, stateOf, writeNote } from "./note.ts";

export interface Found {
  readonly order: OrderState;
  readonly note: Note;
}

export type NotFound = Reasons<"unknown_order" | "unavailable">;

/** Another partner's order, another door's, and none at all are the same: unknown. */
export async function findOrder(call: Call, id: unknown): Promise<Result<Found, NotFound>> {
  // Order numbers are shown as `group-order`: the right part is the id (4.5).
  const number = readId(typeof id === "string" ? id.split("-").at(-1) : id);
  if (number === null) return refused("unknown_order");
  const state = await ask(call, number, (stub) => stub.state());
  if (!state.ok) {
    return refused(state.reason === "unavailable" ? "unavailable" : "unknown_order");
  }
  return foundIn(call, state.value);
}

export function foundIn(
  { partner }: Pick<Call, "partner">,
  order: OrderState,
): Result<Found, NotFound> {
  const note = order.channel === partner.id ? readNote(order.metadata) : null;
  return note === null ? refused("unknown_order") : ok({ order, note });
}

export function ask<Value>(
  { env, deadline }: Pick<Call, "env" | "deadline">,
  number: number,
  work: (stub: OrderStub) => Promise<Value>,
) {
  return askOrder(env, number, deadline, work);
}

export function isLive({ lines }: OrderState): boolean {
  return lines.some(({ tickets }) =>
    tickets.some(({ state }) => state === "held" || state === "issued"),
  );
}

export function stateOfFound({ order, note }: Found): State {
  return stateOf({ status: order.status, stage: note.stage, live: isLive(order) });
}

export const isHolding = (stage: Stage) => stage === "hold" || stage === "take";

/** Notes it, unless the order has changed since it was read; `too_long` for more than it keeps. */
export async function amend(
  call: Call,
  { order, note }: Found,
  { reference = order.reference, ...change }: Partial<Note> & { reference?: string | null },
): Promise<Result<Found, Reasons<"changed_since" | "too_long"> | NotFound>> {
  const metadata = writeNote({ ...note, ...change });
  if (metadata === null) return refused("too_long");
  const { contact } = order;
  const amended = await ask(call, order.number, (stub) =>
    stub.redescribe({ reference, contact, metadata }, order.version),
  );
  return amended.ok ? foundIn(call, amended.value) : refused(amended.reason);
}

/** So that a list that is asked for next has it; the order's alarm does it if this does not. */
export async function tell(call: Call, number: number): Promise<void> {
  await ask(call, number, (stub) => stub.tell());
}
