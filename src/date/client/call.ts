/** The only way from a Worker or an order to a date: its code names the object. */
import type { Budget } from "../../core/deadline.ts";
import { askObject, inJurisdiction, type Remote, type Unavailable } from "../../core/remote.ts";
import type { Refused } from "../../core/result.ts";
import type { EventDate } from "../event-date.ts";

export type { Unavailable } from "../../core/remote.ts";

export type DateEnv = Pick<Env, "EVENT_DATE" | "JURISDICTION">;
export type DateStub = Remote<EventDate>;

/** Asks the date, within the deadline (milliseconds since 1970) or the budget of the request. */
export function askDate<Value>(
  env: DateEnv,
  code: string,
  deadline: number,
  call: (stub: DateStub) => Promise<Value>,
  budget: Budget | null = null,
): Promise<Value | Refused<Unavailable>> {
  // Only plain data crosses: the platform's type would add disposers and stubs that it never has.
  const stub = (): DateStub => inJurisdiction(env.EVENT_DATE, env.JURISDICTION).getByName(code);
  return askObject(stub, deadline, call, budget);
}
