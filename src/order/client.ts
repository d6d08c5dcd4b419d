/** The only way from a Worker to an order: its number names the object. */
import { within } from "../core/deadline.ts";
import { ORDER_NUMBER_ATTEMPTS_MAX, ORDER_TOLD_MS_MAX } from "../core/limits.ts";
import { logProblem } from "../core/log.ts";
import { orderNumber } from "../core/orders.ts";
import { askObject, inJurisdiction, type Remote, type Unavailable } from "../core/remote.ts";
import { refused, type Refused, type Result } from "../core/result.ts";
import { publishOrder } from "../registry/orders.ts";
import type { OrderState, PlaceCommand, PlaceOutcome, UnknownOrder } from "./commands.ts";
import type { Order } from "./order.ts";
import { toCard } from "./state.ts";

export type OrderEnv = Pick<Env, "ORDER" | "JURISDICTION">;
export type OrderStub = Remote<Order>;

/**
 * Asks the order of any channel, within the deadline (milliseconds since 1970). For the operator and
 * for upkeep: a door asks by `askOwnOrder`.
 */
export function askOrder<Value>(
  env: OrderEnv,
  number: number,
  deadline: number,
  call: (stub: OrderStub) => Promise<Value>,
): Promise<Value | Refused<Unavailable>> {
  const stub = (): OrderStub =>
    inJurisdiction(env.ORDER, env.JURISDICTION).getByName(String(number));
  return askObject(stub, deadline, call);
}

/** An order as a channel names it. */
export interface OwnOrder {
  readonly number: number;
  readonly channel: string;
}

/** The order's state; another channel's order is as unknown as one that never was. */
export async function readOwnOrder(
  env: OrderEnv,
  { number, channel }: OwnOrder,
  deadline: number,
): Promise<Result<OrderState, UnknownOrder | Unavailable>> {
  const state = await askOrder(env, number, deadline, (stub) => stub.state());
  return state.ok && state.value.channel !== channel ? refused("unknown_order") : state;
}

/** Asks an order on behalf of its channel. It never changes hands, so it may be looked at before. */
export async function askOwnOrder<Value>(
  env: OrderEnv,
  own: OwnOrder,
  deadline: number,
  call: (stub: OrderStub, state: OrderState) => Promise<Value>,
): Promise<Value | Refused<UnknownOrder> | Refused<Unavailable>> {
  const state = await readOwnOrder(env, own, deadline);
  return state.ok ? askOrder(env, own.number, deadline, (stub) => call(stub, state.value)) : state;
}

/**
 * The registry hears of a change from the order within a second; said now, a list that is asked for
 * next shows it. What comes of it is no matter: the order tells it again.
 */
export async function tellNow(
  registry: D1Database,
  state: OrderState,
  requestId: string,
): Promise<OrderState> {
  try {
    await within(ORDER_TOLD_MS_MAX, publishOrder(registry, toCard(state)));
  } catch (error) {
    logProblem("the registry was not told of an order at once", {
      requestId,
      error: String(error),
    });
  }
  return state;
}

/** Places an order under the number that its request leads to: a repeat finds the same order. */
export async function placeOrder(
  env: OrderEnv,
  wish: Omit<PlaceCommand, "number">,
): Promise<PlaceOutcome> {
  for (let attempt = 1; ; attempt++) {
    const number = await orderNumber(wish.request, attempt);
    const outcome = await askOrder(env, number, wish.deadline, (stub) =>
      stub.place({ ...wish, number }),
    );
    const taken = !outcome.ok && outcome.reason === "number_taken";
    if (!taken || attempt >= ORDER_NUMBER_ATTEMPTS_MAX) return outcome;
  }
}
