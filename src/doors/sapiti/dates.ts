/** A date on behalf of a partner: asked of the date itself, and unknown outside of its scope. */
import { dateCode } from "../../core/ids.ts";
import { logProblem } from "../../core/log.ts";
import { maySee } from "../../core/partners.ts";
import { ok } from "../../core/result.ts";
import { askDate } from "../../date/client/call.ts";
import type { DateState } from "../../date/commands.ts";
import { type Answer, type Failed, unavailable, unknownId } from "./answers.ts";
import type { Call } from "./call.ts";
import { isOwnId } from "./paths.ts";

export async function dateOf(call: Call, id: string, what = "event"): Promise<Answer<DateState>> {
  if (!isOwnId(id)) return unknownId(what);
  const { env, partner, deadline } = call;
  const code = await dateCode(id);
  const state = await askDate(env, code, deadline, (stub) => stub.state([partner.id]));
  if (!state.ok) {
    return state.reason === "unavailable" ? noAnswer(call, state.detail) : unknownId(what);
  }
  const { value } = state;
  return value.id === id && maySee(partner, value.event.id) ? ok(value) : unknownId(what);
}

/** Nothing is known of what was asked; the log says more than the partner is told. */
export function noAnswer({ c }: Pick<Call, "c">, detail: string): Failed {
  logProblem("a Sapiti call had no answer", { requestId: c.var.requestId, detail });
  return unavailable;
}

/** What the channel can still buy of any price; null when unlimited. */
export function remainingFor(state: DateState, channel: string): number | null {
  const all = state.prices.map((price) => price.remaining[channel] ?? null);
  return all.includes(null) ? null : all.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
