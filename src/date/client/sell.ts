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

/** The request on whose behalf is sold: its time, whether its caller is gone, and work after it. */
export interface Caller {
  readonly budget: Budget;
  readonly hasLeft: () => boolean;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export type SaleOutcome = BookOutcome | Refused<Unavailable> | Refused<SettingProblem>;

export async function sell(env: DateEnv & Env, sale: Sale, caller: Caller): Promise<SaleOutcome> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  let attempt: string | null = null;
  let outlives = false;
  const booker = {
    budget: caller.budget,
    waitUntil: (work: Promise<unknown>) => {
      outlives = true;
      caller.waitUntil(work);
    },
  };
  const outcome = await bookMinted(env, key.value, sale, (to, code, command) => {
    attempt = command.barcodes[0] ?? null;
    return bookTogether(to, code, command, booker);
  });
  const late = Date.now() > sale.deadline;
  // A request that has promised nothing ends with its caller: nothing goes on in it.
  const isUnheard = late || (outlives && caller.hasLeft());
  if (outcome.ok ? isUnheard : mayHaveBooked(outcome)) {
    caller.waitUntil(takeBack(env, sale.code, sale.request, attempt));
  }
  return late && outcome.ok ? refused("deadline_passed") : outcome;
}
