/** Taking bookings back whose answer reached nobody, or that may have been made without one. */
import type { Refused } from "../../core/result.ts";
import type { Answered, BookCommand } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";

/** After the answer the platform gives 30 s for what was promised with `waitUntil`. */
const TAKE_BACK_MS_MAX = 20_000;

type TakenBack = Promise<Answered<number> | Refused<Unavailable>>;

/** How many tickets are void now: none where nothing was booked, or a repeat was answered. */
export function takeBack(
  env: DateEnv,
  code: string,
  request: string,
  attempt: string | null,
): TakenBack {
  const until = Date.now() + TAKE_BACK_MS_MAX;
  return askDate(env, code, until, (stub) => stub.withdraw(request, attempt));
}

/** Several, in one call. */
export function takeBackAll(
  env: DateEnv,
  code: string,
  commands: readonly BookCommand[],
): TakenBack {
  const until = Date.now() + TAKE_BACK_MS_MAX;
  const bookings = commands.map(({ request, barcodes: [attempt = null] }) => ({
    request,
    attempt,
  }));
  return askDate(env, code, until, (stub) => stub.withdrawAll(bookings));
}

/** An overloaded date has not begun; one that failed or did not answer in time may have booked. */
export function mayHaveBooked(
  outcome: Refused<{ readonly reason: string; readonly cause?: string }>,
): boolean {
  return outcome.reason === "unavailable" && outcome.cause !== "overloaded";
}
