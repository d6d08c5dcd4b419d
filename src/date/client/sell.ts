/**
 * Selling from a Worker: the date gives the places, and a booking whose answer can no longer reach
 * the caller is taken back.
 */
import type { Budget } from "../../core/deadline.ts";
import { refused, type Refused } from "../../core/result.ts";
import { secret, type SettingProblem } from "../../env.ts";
import type { BookOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";
import { bookMinted, type Sale } from "./mint.ts";
import { bookTogether } from "./together.ts";

export type { Sale } from "./mint.ts";

/** The request on whose behalf is sold: its time, whether its caller is there, and work after it. */
export interface Caller {
  readonly budget: Budget;
  readonly signal: AbortSignal;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export type SaleOutcome = BookOutcome | Refused<Unavailable> | Refused<SettingProblem>;

export async function sell(env: DateEnv & Env, sale: Sale, caller: Caller): Promise<SaleOutcome> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  let attempt: string | null = null;
  const booking = bookMinted(env, key.value, sale, (to, code, command) => {
    attempt = command.barcodes[0] ?? null;
    return bookTogether(to, code, command, caller.budget);
  });
  // A caller who hangs up ends the request: without this the booking could end half-way, unheard.
  caller.waitUntil(booking);
  const outcome = await booking;
  const late = Date.now() > sale.deadline;
  if (outcome.ok ? late || caller.signal.aborted : mayHaveBooked(outcome)) {
    const { code, request } = sale;
    const until = Date.now() + WITHDRAW_MS;
    caller.waitUntil(askDate(env, code, until, (stub) => stub.withdraw(request, attempt)));
  }
  return late && outcome.ok ? refused("deadline_passed") : outcome;
}

/** After the answer the platform gives 30 s for what was promised with `waitUntil`. */
const WITHDRAW_MS = 20_000;

/** An overloaded date has not begun; one that failed or did not answer in time may have booked. */
function mayHaveBooked(
  outcome: Refused<{ readonly reason: string; readonly cause?: string }>,
): boolean {
  return outcome.reason === "unavailable" && outcome.cause !== "overloaded";
}
