/**
 * The watchdog: an alarm can be lost after too many failures, so a cron wakes dates and orders in
 * turn, and each sets its alarm again when something is due.
 */
import {
  WATCHDOG_CALLS_AT_ONCE,
  WATCHDOG_DATES_PER_RUN_MAX,
  WATCHDOG_ORDERS_PER_RUN_MAX,
} from "./core/limits.ts";
import { logInfo } from "./core/log.ts";
import { askDate } from "./date/client/call.ts";
import { askOrder } from "./order/client.ts";
import { takeDatesToWake } from "./registry/dates.ts";
import { takeOrdersToWake } from "./registry/orders.ts";

const WAKE_MS_MAX = 10_000;

export async function wakeAll(env: Env): Promise<void> {
  const now = Date.now();
  const deadline = () => Date.now() + WAKE_MS_MAX;
  const dates = await takeDatesToWake(env.REGISTRY, now, WATCHDOG_DATES_PER_RUN_MAX);
  const orders = await takeOrdersToWake(env.REGISTRY, now, WATCHDOG_ORDERS_PER_RUN_MAX);
  const failed = await failures([
    ...dates.map((code) => () => askDate(env, code, deadline(), (stub) => stub.wake())),
    ...orders.map((number) => () => askOrder(env, number, deadline(), (stub) => stub.wake())),
  ]);
  logInfo("watchdog", { dates: dates.length, orders: orders.length, failed });
}

type Wake = () => Promise<{ readonly ok: false } | void>;

async function failures(wakes: readonly Wake[]): Promise<number> {
  let failed = 0;
  for (let start = 0; start < wakes.length; start += WATCHDOG_CALLS_AT_ONCE) {
    const some = wakes.slice(start, start + WATCHDOG_CALLS_AT_ONCE);
    const answers = await Promise.all(some.map((wake) => wake()));
    failed += answers.filter((answer) => answer !== undefined && !answer.ok).length;
  }
  return failed;
}
