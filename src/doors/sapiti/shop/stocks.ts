/** `shop/products/stocks`: what can be bought of the dates in the partner's scope. */
import * as z from "zod";
import { atOnce } from "../../../core/at-once.ts";
import { CAPACITY_PLACES_MAX, WATCHDOG_CALLS_AT_ONCE } from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import { askDate } from "../../../date/client/call.ts";
import { listAgendaDates } from "../../../registry/agenda.ts";
import { publishDate } from "../../../registry/publish.ts";
import { type Answer, invalid, missing, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { dateOf, noAnswer } from "../dates.ts";
import type { Page } from "../page.ts";
import { int, optionalText, read, textIn } from "../schema.ts";
import { dateOfStock, stockShape } from "./stock-shape.ts";

const SUGGESTIONS_MAX = 10;

/** Of one event, or of all that are not over. */
export async function listStocks(call: Call): Promise<Answer> {
  const event = textIn(call.body, "eventid");
  if (!event.ok) return event;
  if (event.value === "") return stocksOf(call, null, call.page);
  const state = await dateOf(call, event.value);
  // A list that is asked with an id that means nothing to the caller is empty.
  if (!state.ok) return state.reason === "unknown_id" ? ok([]) : state;
  const all = [stockShape(state.value, call.partner.id, call.language)];
  return ok(all.slice(call.page.start));
}

async function stocksOf(
  call: Call,
  event: string | null,
  page: Pick<Page, "start" | "count">,
): Promise<Answer> {
  const { env, partner, deadline, now, language } = call;
  const filter = { event, endsAfter: now };
  const dates = await listAgendaDates(env.REGISTRY, partner.events, filter, page);
  const states = await atOnce(WATCHDOG_CALLS_AT_ONCE, dates, (date) =>
    askDate(env, date.code, deadline, (stub) => stub.state([partner.id])),
  );
  const silent = states.find((state) => !state.ok && state.reason === "unavailable");
  if (silent?.ok === false) return noAnswer(call, silent.reason);
  return ok(
    states.flatMap((state) => (state.ok ? [stockShape(state.value, partner.id, language)] : [])),
  );
}

export async function getStock(call: Call): Promise<Answer> {
  const state = await stockDate(call);
  return state.ok ? ok(stockShape(state.value, call.partner.id, call.language)) : state;
}

function stockDate(call: Call) {
  return dateOf(call, dateOfStock(call.ids[0] ?? ""), "stock");
}

/** Other dates of the same event, the next first. */
export async function suggestStocks(call: Call): Promise<Answer> {
  const state = await stockDate(call);
  if (!state.ok) return state;
  const { id, event } = state.value;
  const found = await stocksOf(call, event.id, { start: 0, count: SUGGESTIONS_MAX });
  if (!found.ok) return found;
  const stocks = found.value as readonly ReturnType<typeof stockShape>[];
  const { start, count } = call.page;
  const others = stocks.filter(({ eventid, capacity_free }) => eventid !== id && capacity_free > 0);
  return ok(others.slice(start, start + count));
}

const adaptSchema = z.object({
  categoryid: optionalText,
  capacity_total: int.refine((places) => places >= 0 && places <= CAPACITY_PLACES_MAX, {
    message: `must be from 0 to ${CAPACITY_PLACES_MAX}`,
  }),
});

/** Gives an area another capacity; one of several is named by `categoryid`. */
export async function adaptStock(call: Call): Promise<Answer> {
  const wanted = read(adaptSchema, call.body);
  if (!wanted.ok) return wanted;
  const state = await stockDate(call);
  if (!state.ok) return state;
  const { code, areas } = state.value;
  const { categoryid, capacity_total: places } = wanted.value;
  const area = categoryid === "" && areas.length === 1 ? (areas[0]?.id ?? "") : categoryid;
  if (area === "") return missing("categoryid");
  const { env, partner, deadline } = call;
  const outcome = await askDate(env, code, deadline, (stub) =>
    stub.adjust({ capacities: [{ area, places }] }, [partner.id]),
  );
  if (outcome.ok) {
    await publishDate(env.REGISTRY, outcome.value);
    return ok(null);
  }
  switch (outcome.reason) {
    case "unavailable":
      return noAnswer(call, outcome.detail);
    case "unknown_area":
      return unknownId("category");
    case "seated":
      return invalid("categoryid", "has numbered seats: their plan is its capacity");
    default:
      return invalid("capacity_total", "is below what is sold, or the event is cancelled");
  }
}
