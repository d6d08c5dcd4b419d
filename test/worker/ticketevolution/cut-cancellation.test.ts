// A cancellation that was cut between its effect in the dates and the note that it is decided: nobody
// else may take the order from there, and the same request goes on and is a success, with no second effect.
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { placesIn } from "../an-order.ts";
import { aSale, CAPACITY } from "./a-sale.ts";

interface Cut {
  readonly method: string;
  /** Of the calls of this method. */
  readonly at: number;
  readonly isSent: boolean;
}
type Methods = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** From the cut on, the order is out of reach. */
function cutting({ method, at, isSent }: Cut): Env {
  let count = 0;
  const gone = () => Promise.reject(new Error("Network connection lost."));
  const call = async (stub: Methods, name: string, args: unknown[]) => {
    if (count === at) return gone();
    if (name === method) count += 1;
    if (count < at) return stub[name]?.(...args);
    if (isSent) await stub[name]?.(...args);
    return gone();
  };
  const cut = (stub: Methods) =>
    new Proxy(stub, {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          call(stub, String(name), args),
    });
  const byName = (name: string) => cut(env.ORDER.getByName(name) as unknown as Methods);
  return { ...env, ORDER: { getByName: byName } as unknown as Env["ORDER"] };
}

/** In all of them the tickets are void, and what was asked for is not, or not yet, known as decided. */
const CUTS: readonly (readonly [string, Cut])[] = [
  ["as its effect was answered", { method: "cancel", at: 1, isSent: true }],
  ["before its decision", { method: "redescribe", at: 2, isSent: false }],
  ["as its decision was answered", { method: "redescribe", at: 2, isSent: true }],
];
const WAYS = [
  ["cancel", "cancel_proposed", { reviewer_id: 61, reason: "Test Order" }, "canceled", "0.0"],
  [
    "return",
    "accepted",
    { amount: "20.00", cancel_order: true, reviewer_id: 61, reason: "Test Order" },
    "canceled_post_acceptance",
    "20.0",
  ],
] as const;

const CASES = WAYS.flatMap((way) => CUTS.map(([where, cut]) => [way[0], where, way, cut] as const));

it.each(CASES)("a %s that was cut %s goes on when it is repeated", async (verb, _, way, cut) => {
  const [, stage, body, state, refunded] = way;
  const { date, order, act } = await aSale(stage);
  expect(await act(verb, body, cutting(cut))).toMatchObject({ status: 503 });
  expect(await placesIn([date])).toEqual([{ issued: 0, held: 0, used: 0 }]);
  const after = await date.stub.tickets(0, 10);
  // Its places are sold to somebody else before it comes back.
  expect(await date.book()).toMatchObject({ ok: true });
  const another = await act(verb, { ...body, reviewer_id: 62 });
  expect(another).toMatchObject({ status: 422 });
  for (let time = 0; time < 2; time++) {
    expect(await act(verb, body)).toMatchObject({ status: 200, body: { state, refunded } });
  }
  expect(await placesIn([date])).toEqual([{ issued: 1, held: 0, used: 0 }]);
  const [former, now] = [after, await date.stub.tickets(0, 10)];
  if (!former.ok || !now.ok) throw new Error("the date does not answer");
  expect(now.value.slice(0, CAPACITY)).toEqual(former.value);
  expect(await order.stub.state()).toMatchObject({ value: { status: "cancelled" } });
});
