/**
 * Selling from a Worker: the date gives the places, and a booking whose answer can no longer reach
 * the caller is taken back.
 */
import type { Budget } from "../../core/deadline.ts";
import { refused, type Refused } from "../../core/result.ts";
import { secret, type SettingProblem } from "../../env.ts";
import type { BookOutcome } from "../commands.ts";
import type { DateEnv, Unavailable } from "./call.ts";
import { bookMinted, type Sale } from "./mint.ts";
import { mayHaveBooked, takeBack } from "./take-back.ts";
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
  const outcome = await bookMinted(env, key.value, sale, (to, code, command) => {
    attempt = command.barcodes[0] ?? null;
    return bookTogether(to, code, command, caller);
  });
  const late = Date.now() > sale.deadline;
  if (outcome.ok ? late || caller.signal.aborted : mayHaveBooked(outcome)) {
    caller.waitUntil(takeBack(env, sale.code, sale.request, attempt));
  }
  return late && outcome.ok ? refused("deadline_passed") : outcome;
}
