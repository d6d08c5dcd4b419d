// A buyer with one order, who says what was not answered again, or goes away for good.
import { expect } from "vitest";
import { orderNumber } from "../../../src/core/orders.ts";
import type { OrderEnv } from "../../../src/order/client.ts";
import type { Dice } from "../../support/dice.ts";
import type { TestDate } from "../a-date.ts";
import { Told } from "./told.ts";
import { intend, type Wish, WISHES } from "./wishes.ts";

const DEADLINE_MS = 6_000;
const PAUSE_S_MAX = 8;
/** How often one goes away who was not answered, and how often one says a thing twice. */
const GOES = 0.1;
const AGAIN = 0.1;
const UNANSWERED: readonly string[] = ["unavailable", "deadline_passed"];

export class Buyer {
  readonly told = new Told();
  readonly number: number;
  readonly request: string;
  readonly env: OrderEnv;
  readonly dice: Dice;
  readonly dates: readonly TestDate[];
  /** Nothing more to say. */
  isDone = false;
  readonly #plan: string[];
  #wish: Wish | null = null;
  #isWaiting = false;
  #notBefore = 0;

  private constructor(
    order: { readonly number: number; readonly request: string },
    world: Pick<Buyer, "env" | "dice" | "dates">,
  ) {
    this.number = order.number;
    this.request = order.request;
    this.env = world.env;
    this.dice = world.dice;
    this.dates = world.dates;
    this.#plan = intend(world);
  }

  static async come(world: Pick<Buyer, "env" | "dice" | "dates">): Promise<Buyer> {
    const request = crypto.randomUUID();
    return new Buyer({ request, number: await orderNumber(request, 1) }, world);
  }

  /** Says the next thing, when it is time for it. */
  async act(mayGo: boolean): Promise<void> {
    if (this.isDone || this.#isWaiting || Date.now() < this.#notBefore) return;
    this.#isWaiting = true;
    await this.#say(mayGo);
    this.#isWaiting = false;
    this.#notBefore = Date.now() + 1_000 * this.dice.whole(1, PAUSE_S_MAX);
  }

  async #say(mayGo: boolean): Promise<void> {
    this.#wish ??= this.#nextWish();
    if (this.#wish === null) return;
    const { say, refusals, hear } = this.#wish;
    const outcome = await say(Date.now() + DEADLINE_MS);
    if (!outcome.ok && UNANSWERED.includes(outcome.reason)) {
      if (mayGo && this.dice.chance(GOES)) this.isDone = true;
      return;
    }
    if (!outcome.ok) expect(refusals).toContain(outcome.reason);
    if (outcome.ok) this.told.hear(outcome.value);
    hear?.(outcome);
    if (!outcome.ok) this.isDone = true;
    if (!this.dice.chance(AGAIN)) this.#wish = null;
  }

  #nextWish(): Wish | null {
    for (let name = this.#plan.shift(); name !== undefined; name = this.#plan.shift()) {
      const wish = WISHES[name]?.(this);
      if (wish) return wish;
    }
    this.isDone = true;
    return null;
  }
}
