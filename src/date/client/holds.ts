/**
 * Holding places from an order: each call names holds of one date, can be repeated, and fails as a
 * value. Nobody's hanging up takes a hold back: its order releases it, or it lapses.
 */
import type { Refused } from "../../core/result.ts";
import { secret } from "../../env.ts";
import type { CancelCommand, CancelOutcome, HoldCommand, HoldsOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";
import { bookMinted, type Sale } from "./mint.ts";
import type { SaleOutcome } from "./sell.ts";

/** Places to be held; `request` is also the hold's id. */
export type HoldWish = Omit<Sale, "hold" | "holder"> & { readonly hold: NonNullable<Sale["hold"]> };

export async function holdPlaces(env: DateEnv & Env, wish: HoldWish): Promise<SaleOutcome> {
  const key = secret(env, "BARCODE_KEY");
  return key.ok ? bookMinted(env, key.value, { ...wish, holder: null }) : key;
}

type Holds<Outcome> = Promise<Outcome | Refused<Unavailable>>;

export function extendHolds(
  env: DateEnv,
  code: string,
  command: HoldCommand & { readonly expiresAt: number },
): Holds<HoldsOutcome> {
  return askDate(env, code, command.deadline, (stub) => stub.extend(command));
}

export function confirmHolds(
  env: DateEnv,
  code: string,
  command: HoldCommand,
): Holds<HoldsOutcome> {
  return askDate(env, code, command.deadline, (stub) => stub.confirm(command));
}

export function releaseHolds(
  env: DateEnv,
  code: string,
  command: HoldCommand,
): Holds<HoldsOutcome> {
  return askDate(env, code, command.deadline, (stub) => stub.release(command));
}

/** Voids tickets of one date, also held ones. */
export function cancelTickets(
  env: DateEnv,
  code: string,
  command: CancelCommand,
): Holds<CancelOutcome> {
  return askDate(env, code, command.deadline, (stub) => stub.cancel(command));
}

/** Keeps tickets from being scanned for a moment: a `cancelTickets` in time can't be refused. */
export function freezeTickets(
  env: DateEnv,
  code: string,
  command: CancelCommand,
): Holds<CancelOutcome> {
  return askDate(env, code, command.deadline, (stub) => stub.freeze(command));
}
