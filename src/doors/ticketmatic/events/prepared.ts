/**
 * Events that an account prepares here: made as drafts, changed, published, closed and given up by
 * the same commands as the operator's. What the venue itself keeps is not the account's to change.
 */
import type { DateConfig, DateStatus, EventCard } from "../../../core/domain.ts";
import { dateCode, numberOf } from "../../../core/ids.ts";
import type { Partner } from "../../../core/partners.ts";
import { askDate } from "../../../date/client/call.ts";
import type { DateState } from "../../../date/commands.ts";
import { type FoundDate, markDraft } from "../../../registry/date-search.ts";
import { reserveDate } from "../../../registry/dates.ts";
import { writeEvent } from "../../../registry/events.ts";
import { publishDate } from "../../../registry/publish.ts";
import { notNow, type Problem, problem, unknownId } from "../answers.ts";
import type { Anything } from "../endpoint.ts";

type Asked = Pick<Anything, "env" | "partner" | "deadline" | "now">;
type Said = { readonly problem: Problem };

const RANDOM_CHARACTERS = 12;

function prefixOf({ number }: Partner): string {
  return `tm-${number}-`;
}

/** A new id that says whose the event is, for as long as it exists. */
export function newId(partner: Partner): string {
  return prefixOf(partner) + crypto.randomUUID().replaceAll("-", "").slice(0, RANDOM_CHARACTERS);
}

export function isPreparedBy(partner: Partner, { id }: Pick<FoundDate, "id">): boolean {
  return id.startsWith(prefixOf(partner));
}

/** The date as its object has it, ready to be said again with changes. */
export async function currentConfig(
  { env, partner, deadline }: Asked,
  date: FoundDate,
): Promise<{ readonly config: DateConfig; readonly state: DateState } | Said> {
  if (!isPreparedBy(partner, date)) return problem(400, "This event is kept by the venue");
  const state = await askDate(env, date.code, deadline, (stub) => stub.state([]));
  if (!state.ok) return state.reason === "not_configured" ? unknownId("event") : notNow(state);
  if (state.value.areas.some(({ seated }) => seated)) {
    return problem(400, "This event has a seating plan of the venue's");
  }
  const { id, code, number, event, status, startsAt, endsAt, salesEndAt } = state.value;
  const { keepTogether, entry, prices, allotments } = state.value;
  const areas = state.value.areas.map(({ id, label, capacity }) => ({
    id,
    label,
    capacity,
    plan: null,
  }));
  const plain = prices.map(({ remaining: _remaining, ...price }) => price);
  const config = {
    id,
    code,
    number,
    event,
    status,
    startsAt,
    endsAt,
    salesEndAt,
    keepTogether,
    entry,
    areas,
    prices: plain,
    allotments,
  };
  return { config, state: state.value };
}

/** Says to the date what it shall be, and to the registry at once. Null when it is so. */
export async function configure(
  { env, deadline }: Asked,
  config: DateConfig,
): Promise<Said | null> {
  const outcome = await askDate(env, config.code, deadline, (stub) => stub.configure(config, []));
  if (outcome.ok) {
    await publishDate(env.REGISTRY, outcome.value);
    return null;
  }
  return outcome.reason === "unavailable"
    ? notNow(outcome)
    : problem(400, `The event can't be changed so: ${outcome.reason.replaceAll("_", " ")}`);
}

/** The show behind an event; each prepared event has one of its own. */
export async function writeShow(
  { env, now }: Asked,
  show: Pick<EventCard, "id" | "title" | "venue">,
  known: EventCard | null,
): Promise<EventCard | null> {
  const number = await numberOf("event", show.id);
  const event = { ...show, number, version: Math.max(now, (known?.version ?? 0) + 1) };
  return (await writeEvent(env.REGISTRY, event)) ? event : null;
}

export interface Plan {
  readonly title: string;
  readonly venue: EventCard["venue"];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
  readonly areas: DateConfig["areas"];
}

/** A new draft. Its prices are the venue's to set: this API has no way to say them. */
export async function makeDraft(
  call: Asked,
  plan: Plan,
): Promise<{ readonly number: number } | Said> {
  const { env, partner } = call;
  const id = newId(partner);
  const { title, venue, ...times } = plan;
  const event = await writeShow(call, { id, title, venue }, null);
  const config: DateConfig = {
    id,
    code: await dateCode(id),
    number: await numberOf("date", id),
    event: event ?? { id, number: 0, title, venue, version: 0 },
    ...times,
    status: "closed",
    keepTogether: false,
    prices: [],
    allotments: [],
    entry: { opensAt: null, closesAt: null, gates: [] },
  };
  const reserved =
    event !== null && (await reserveDate(env.REGISTRY, { ...config, event: event.id }));
  if (!reserved) return problem(503, "No number was found for the event, try again");
  // First of all a draft: nobody else shall ever list it.
  await markDraft(env.REGISTRY, id, partner.id);
  const refusal = await configure(call, config);
  return refusal ?? { number: config.number };
}

/** Moves a prepared event between draft, on sale, closed and given up. Null when it is so. */
export async function move(
  call: Asked,
  date: FoundDate,
  to: { readonly status: DateStatus; readonly draft: boolean },
): Promise<Said | null> {
  const current = await currentConfig(call, date);
  if ("problem" in current) return current;
  const { config, state } = current;
  const out = state.areas.reduce((sum, { issued, used, held }) => sum + issued + used + held, 0);
  if (to.draft && out > 0) return problem(400, "The event has tickets out: close it instead");
  if (to.status === "on_sale" && config.startsAt === 0) {
    return problem(400, "An event without startts can't be published");
  }
  if (to.draft) await markDraft(call.env.REGISTRY, date.id, call.partner.id);
  const refusal = await configure(call, { ...config, status: to.status });
  if (refusal === null && !to.draft) await markDraft(call.env.REGISTRY, date.id, null);
  return refusal;
}
