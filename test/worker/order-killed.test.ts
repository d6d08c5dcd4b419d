// An order over three dates, killed at every await: each call to a date or to the registry is, one
// after the other, never sent, sent with its answer lost, or the last thing before or after which the
// order's object dies. Whatever then happens - the caller asks again, or nobody ever does - it is all
// or nothing, and once the holds have expired no place is lost.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOLD_MS_MAX } from "../../src/core/limits.ts";
import type { OrderState } from "../../src/order/commands.ts";
import type { TestDate } from "./a-date.ts";
import {
  aLine,
  anOrder,
  HOLD_MS,
  inside,
  KILLED,
  placesIn,
  settle,
  soon,
  type TestOrder,
  threeDates,
} from "./an-order.ts";

const KILLS = ["never sent", "answer lost", "dead before", "dead after"] as const;
type Kill = (typeof KILLS)[number];
const TRIES_MAX = 10;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

/** The call at which it happens; the count goes on through the lives of the object. */
interface Plan {
  readonly at: number;
  readonly kill: Kill;
  calls: number;
  happened: string | null;
}

type Send = () => Promise<unknown>;

async function meet(plan: Plan, name: string, die: () => void, send: Send): Promise<unknown> {
  plan.calls += 1;
  if (plan.calls !== plan.at) return send();
  plan.happened = name;
  if (plan.kill === "dead before") die();
  if (plan.kill === "never sent") throw new Error("Network connection lost.");
  const answer = await send();
  if (plan.kill === "dead after") die();
  if (plan.kill === "answer lost") throw new Error("Network connection lost.");
  return answer;
}

/** Puts the plan between this life of the order's object and everything that it calls. */
async function cutIn(order: TestOrder, plan: Plan): Promise<void> {
  await inside(order, (object, state) => {
    const die = () => state.abort(KILLED);
    const date = (code: string) =>
      new Proxy(
        {},
        {
          get:
            (_, method) =>
            (...args: unknown[]) => {
              const real = env.EVENT_DATE.getByName(code) as unknown as Methods;
              const send = async () => real[String(method)]?.(...args);
              return meet(plan, `date.${String(method)}`, die, send);
            },
        },
      );
    const registry = new Proxy(env.REGISTRY, {
      get: (target, method) =>
        method === "prepare" ? (query: string) => statement(target.prepare(query)) : undefined,
    });
    const statement = (real: D1PreparedStatement): object => ({
      bind: (...values: unknown[]) => statement(real.bind(...values)),
      run: () => meet(plan, "registry.run", die, () => real.run()),
    });
    const cut = { ...env, EVENT_DATE: { getByName: date }, REGISTRY: registry };
    Object.defineProperty(object, "env", { value: cut });
  });
}

type Methods = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;
type Outcome = { readonly ok: boolean; readonly reason?: string };
type Step = (order: TestOrder) => Promise<Outcome>;

/** The lines of the order as it stands: a line that could not be had at once has used up its id. */
async function linesOf({ stub }: TestOrder): Promise<number[]> {
  const state = await stub.state();
  return state.ok ? state.value.lines.map(({ id }) => id) : [];
}

async function cancelLine(order: TestOrder, index: number): Promise<Outcome> {
  const line = (await linesOf(order))[index] ?? 0;
  return order.stub.cancel({ ...soon(), what: { lines: [line], tickets: [] } });
}

/** What a caller does with an order, in this order. */
const STEPS: readonly Step[] = [
  ({ stub, wish }) => stub.place({ ...wish, ...soon() }),
  ({ stub, wish }) =>
    stub.addLines({ ...soon(), request: `${wish.request} more`, lines: [wish.lines[0]!] }),
  ({ stub }) => stub.extend({ ...soon(), expiresAt: Date.now() + 2 * HOLD_MS }),
  (order) => cancelLine(order, 3),
  ({ stub }) => stub.confirm(soon()),
  (order) => cancelLine(order, 1),
  ({ stub }) => stub.cancel({ ...soon(), what: "all" }),
];
/** What the three dates give of places after each step that was answered. */
const AFTER: readonly (readonly string[])[] = [
  ["2 held", "2 held", "2 held"],
  ["4 held", "2 held", "2 held"],
  ["4 held", "2 held", "2 held"],
  ["2 held", "2 held", "2 held"],
  ["2 issued", "2 issued", "2 issued"],
  ["2 issued", "free", "2 issued"],
  ["free", "free", "free"],
];

async function given(dates: readonly TestDate[]): Promise<string[]> {
  return (await placesIn(dates)).map(({ issued, held }) =>
    issued > 0 ? `${issued} issued` : held > 0 ? `${held} held` : "free",
  );
}

/** Asks once; null when it was not answered, or when the answer is to come back later. */
async function ask(order: TestOrder, plan: Plan, step: Step): Promise<Outcome | null> {
  await cutIn(order, plan);
  try {
    const outcome = await step(order);
    return outcome.reason === "unavailable" ? null : outcome;
  } catch {
    return null;
  }
}

async function aRun(): Promise<{ dates: TestDate[]; order: TestOrder }> {
  const dates = await threeDates();
  return { dates, order: anOrder(dates.map((date) => aLine(date))) };
}

async function expectClean(dates: readonly TestDate[], order: TestOrder): Promise<void> {
  for (const { stub } of dates) {
    expect(await stub.audit()).toMatchObject({ value: { ok: true, problems: [] } });
  }
  const state = await order.stub.state();
  const told = await env.REGISTRY.prepare(
    `SELECT status, tickets, version FROM orders WHERE number = ?`,
  )
    .bind(order.number)
    .first();
  const live = ({ lines }: OrderState) =>
    lines.flatMap(({ tickets }) => tickets).filter((one) => ["held", "issued"].includes(one.state));
  // An order that was never answered is known to nobody, the registry included.
  expect(told).toEqual(
    state.ok
      ? {
          status: state.value.status,
          tickets: live(state.value).length,
          version: state.value.version,
        }
      : null,
  );
}

/** Asks each step until it is answered; what was answered stays so. */
async function insist(plan: Plan): Promise<void> {
  const { dates, order } = await aRun();
  for (const [index, step] of STEPS.entries()) {
    const isLast = plan.happened !== null;
    let outcome: Outcome | null = null;
    for (let tries = 0; outcome === null && tries < TRIES_MAX; tries++) {
      outcome = await ask(order, plan, step);
    }
    const where = `step ${index + 1} after ${plan.happened ?? "nothing"}`;
    expect(outcome, where).toMatchObject({ ok: true });
    expect(await given(dates), where).toEqual(AFTER[index]);
    await settle(order, 0);
    // One more step shows that nothing was left behind; from there all runs are the same.
    if (isLast) break;
  }
  await settle(order);
  await expectClean(dates, order);
}

/** Goes away at the first step that is not answered, and never comes back. */
async function goAway(plan: Plan): Promise<void> {
  const { dates, order } = await aRun();
  let asked = 0;
  for (const step of STEPS) {
    asked += 1;
    if ((await ask(order, plan, step)) === null) break;
    await settle(order, 0);
  }
  await settle(order);
  vi.setSystemTime(Date.now() + HOLD_MS_MAX);
  await settle(order);
  const left = await given(dates);
  const expired = (places: readonly string[] = ["free", "free", "free"]) =>
    places.map((place) => (place.endsWith("held") ? "free" : place));
  // As after the step that was not answered, or as before it; and nothing is held any more.
  expect([expired(AFTER[asked - 1]), expired(AFTER[asked - 2])]).toContainEqual(left);
  await expectClean(dates, order);
}

describe.each([
  ["a caller who asks again", insist],
  ["a caller who never comes back", goAway],
] as const)("%s", (_, run) => {
  it.each(KILLS)(
    "finds all or nothing, wherever a call was the one: %s",
    { timeout: 120_000 },
    async (kill) => {
      const met: string[] = [];
      for (let at = 1; ; at++) {
        const plan: Plan = { at, kill, calls: 0, happened: null };
        await run(plan);
        if (plan.happened === null) break;
        met.push(plan.happened);
      }
      // Every kind of call that an order makes was the one, and every step has some.
      expect(new Set(met)).toEqual(
        new Set([
          "date.book",
          "date.extend",
          "date.confirm",
          "date.freeze",
          "date.cancel",
          "date.release",
          "registry.run",
        ]),
      );
      expect(met.length).toBeGreaterThan(20);
    },
  );
});
