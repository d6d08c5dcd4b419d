/** Asking a date for places: barcodes are minted here, anew when the date says that one exists. */
import { mintBarcode } from "../../core/barcode.ts";
import { MINT_ATTEMPTS_MAX } from "../../core/limits.ts";
import type { Refused } from "../../core/result.ts";
import type { BookCommand, BookOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";

type Booked = Promise<BookOutcome | Refused<Unavailable>>;
/** How the date is asked: by a call of its own, or with others. */
export type Ask = (env: DateEnv, code: string, command: BookCommand) => Booked;

export const byItself: Ask = (env, code, command) =>
  askDate(env, code, command.deadline, (stub) => stub.book(command));

type Choice = Pick<BookCommand, "seats" | "accessible" | "hold">;

/** A booking without barcodes; the date chooses the places, for good, when it is not said otherwise. */
export interface Sale extends Omit<BookCommand, "barcodes" | keyof Choice>, Partial<Choice> {
  readonly code: string;
  readonly quantity: number;
}

export async function bookMinted(
  env: DateEnv,
  key: string,
  { code, quantity, ...sale }: Sale,
  ask: Ask = byItself,
): Booked {
  for (let attempt = 1; ; attempt++) {
    const barcodes = await Promise.all(
      Array.from({ length: quantity }, () => mintBarcode(key, code)),
    );
    const choice = { seats: null, accessible: 0, hold: null };
    const outcome = await ask(env, code, { ...choice, ...sale, barcodes });
    const taken = !outcome.ok && outcome.reason === "barcode_taken";
    if (!taken || attempt >= MINT_ATTEMPTS_MAX) return outcome;
  }
}
