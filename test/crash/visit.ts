// What a visitor has at hand, and how a visitor takes an answer.
import type { Dice } from "../support/dice.ts";
import type { Answer } from "../support/passculture-client.ts";
import type { Caller } from "./caller.ts";
import type { House } from "./house.ts";
import type { Ledger } from "./ledger.ts";
import type { Partners } from "./partners.ts";

export interface Visit {
  readonly caller: Caller;
  readonly ledger: Ledger;
  readonly house: House;
  readonly partners: Partners;
  readonly dice: Dice;
}

export function expectStatus(
  { ledger }: Visit,
  what: string,
  answer: Answer,
  status: number,
): void {
  if (answer.status === status) return;
  ledger.contradictions.push(`${what} was answered ${answer.status} ${answer.text}`);
}

/** Of the caller's own, so that a repeat is known as one. */
export function reference(dice: Dice): string {
  return `visit-${dice.whole(0, 2 ** 48).toString(36)}-${dice.whole(0, 2 ** 48).toString(36)}`;
}
