/** Creating, updating and deleting events, one or many (contracts/ticketmatic.md 3.1). */
import * as z from "zod";
import type { AreaConfig, EventCard } from "../../../core/domain.ts";
import {
  AREAS_PER_DATE_MAX,
  CAPACITY_PLACES_MAX,
  LABEL_CHARACTERS_MAX,
  TICKETMATIC_IDS_PER_BATCH_MAX,
} from "../../../core/limits.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { nothing, type Problem, problem, type Reply, unknownId } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { areaNumber, locationNumber } from "../numbers.ts";
import { id, idOrNone, instant } from "../wire.ts";
import { getEvent } from "./list.ts";
import { configure, currentConfig, makeDraft, move, writeShow } from "./prepared.ts";
import { everyVisibleDate, visibleDate } from "./visible.ts";

const contingent = z.object({
  id: id.optional(),
  // Go says every name, an empty one where none was set.
  name: z
    .string()
    .max(LABEL_CHARACTERS_MAX)
    .transform((name) => (name === "" ? undefined : name))
    .optional(),
  amount: id.pipe(z.int().max(CAPACITY_PLACES_MAX)).optional(),
});

export const eventInput = z.object({
  name: z.string().min(1).max(LABEL_CHARACTERS_MAX).optional(),
  startts: instant.optional(),
  endts: instant.optional(),
  saleendts: instant.optional(),
  locationid: idOrNone,
  contingents: z.array(contingent).max(AREAS_PER_DATE_MAX).optional(),
});
type Input = z.output<typeof eventInput>;
type Said = { readonly problem: Problem };

export const batchBody = z.object({
  ids: z.array(id).max(TICKETMATIC_IDS_PER_BATCH_MAX),
  operation: z.string(),
  parameters: z
    .object({
      updatefields: z
        .array(z.object({ key: z.string(), value: z.unknown() }))
        .max(50)
        .optional(),
    })
    .optional(),
});

/** An event without an end is taken to last so long. */
const SHOW_MS = 2 * 3_600_000;

export async function createEvent(call: Call<unknown, Input>): Promise<Reply> {
  const { partner, body } = call;
  if (partner.events !== null) return problem(403, "The account is limited to certain events");
  if (body.name === undefined) return problem(400, "name is missing");
  const venue = await venueOf(call, body.locationid);
  if ("problem" in venue) return venue;
  const contingents = body.contingents ?? [];
  const made = await makeDraft(call, {
    title: body.name,
    venue,
    ...timesOf(body, { startsAt: 0, endsAt: 0, salesEndAt: 0 }),
    areas: contingents.map((one, index) => ({
      id: `c${index + 1}`,
      label: one.name ?? `Contingent ${index + 1}`,
      capacity: one.amount ?? 0,
      plan: null,
    })),
  });
  return "problem" in made ? made : getEvent({ ...call, id: made.number });
}

export async function updateEvent(call: Call<unknown, Input>): Promise<Reply> {
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  return (await change(call, date, call.body)) ?? getEvent(call);
}

/** What can't be deleted is a 400, and so is what is not there: clients expect no other code (2). */
export async function deleteEvent(call: Anything): Promise<Reply> {
  const date = await visibleDate(call, call.id);
  if (date === null) return problem(400, "No such event");
  return (await move(call, date, { status: "cancelled", draft: true })) ?? nothing;
}

const MOVES = {
  publish: { status: "on_sale", draft: false },
  reopen: { status: "on_sale", draft: false },
  close: { status: "closed", draft: false },
  redraft: { status: "closed", draft: true },
  delete: { status: "cancelled", draft: true },
} as const;

/** One after the other; the first that can't be changed ends it, and says which. */
export async function batchEvents(call: Call<unknown, z.output<typeof batchBody>>): Promise<Reply> {
  const { ids, operation } = call.body;
  const to = Object.entries(MOVES).find(([name]) => name === operation)?.[1];
  const fields = operation === "update" ? fieldsOf(call.body) : null;
  if (fields !== null && "problem" in fields) return fields;
  if (to === undefined && fields === null) {
    return problem(
      400,
      `The operation is not offered here; these are: update, ${Object.keys(MOVES).join(", ")}`,
    );
  }
  for (const number of new Set(ids)) {
    const date = await visibleDate(call, number);
    if (date === null) return unknownId(`event: ${number}`);
    const refusal =
      to === undefined ? await change(call, date, fields ?? {}) : await move(call, date, to);
    if (refusal !== null) return refusal;
  }
  return nothing;
}

function fieldsOf({ parameters }: z.output<typeof batchBody>): Input | Said {
  const KEYS = ["name", "startts", "endts", "locationid"];
  const fields = parameters?.updatefields ?? [];
  const strange = fields.find(({ key }) => !KEYS.includes(key));
  if (strange !== undefined) return problem(400, `Only these are kept here: ${KEYS.join(", ")}`);
  const read = eventInput.safeParse(
    Object.fromEntries(fields.map(({ key, value }) => [key, value])),
  );
  return read.success ? read.data : problem(400, "A value of updatefields is not of its kind");
}

async function change(call: Anything, date: FoundDate, input: Input): Promise<Said | null> {
  const current = await currentConfig(call, date);
  if ("problem" in current) return current;
  const { config } = current;
  const areas = await areasAfter(date.number, config.areas, input.contingents ?? []);
  if (areas === null) return problem(400, "A contingent's id is not one of this event");
  if (areas.length > AREAS_PER_DATE_MAX) {
    return problem(400, `An event has at most ${AREAS_PER_DATE_MAX} contingents`);
  }
  const show = { id: config.event.id, title: input.name ?? config.event.title };
  const venue =
    input.locationid === undefined ? config.event.venue : await venueOf(call, input.locationid);
  if ("problem" in venue) return venue;
  const isSame = show.title === config.event.title && venue.name === config.event.venue.name;
  const event = isSame ? config.event : await writeShow(call, { ...show, venue }, config.event);
  if (event === null) return problem(503, "The event could not be written, try again");
  return configure(call, { ...config, ...timesOf(input, config), event, areas });
}

interface Times {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly salesEndAt: number;
}

function timesOf(input: Input, known: Times): Times {
  const startsAt = input.startts ?? known.startsAt;
  const moved = startsAt === 0 ? 0 : startsAt + SHOW_MS;
  const kept = known.endsAt > startsAt ? known.endsAt : moved;
  const endsAt = Math.max(startsAt, input.endts ?? kept);
  const sales = input.saleendts ?? (known.salesEndAt === known.endsAt ? endsAt : known.salesEndAt);
  return { startsAt, endsAt, salesEndAt: Math.min(sales, endsAt) };
}

/** Contingents with an id are changed, those without are new, those not named stay. */
async function areasAfter(
  date: number,
  areas: readonly AreaConfig[],
  input: NonNullable<Input["contingents"]>,
): Promise<AreaConfig[] | null> {
  const numbered = new Map<number, AreaConfig>();
  for (const area of areas) numbered.set(await areaNumber(date, area.id), area);
  const next = 1 + Math.max(0, ...areas.map(({ id }) => Number(/^c(\d+)$/.exec(id)?.[1] ?? 0)));
  const added: AreaConfig[] = [];
  for (const one of input) {
    const known = numbered.get(one.id ?? 0);
    if (known !== undefined) {
      const { name: label = known.label, amount: capacity = known.capacity } = one;
      numbered.set(one.id ?? 0, { ...known, label, capacity });
    } else if ((one.id ?? 0) !== 0) return null;
    else {
      const label = one.name ?? `Contingent ${next + added.length}`;
      added.push({ id: `c${next + added.length}`, label, capacity: one.amount ?? 0, plan: null });
    }
  }
  return [...numbered.values(), ...added];
}

/** A location is a venue that some event of the house is at; without one it is the account's own. */
async function venueOf(
  call: Anything,
  location: number | undefined,
): Promise<EventCard["venue"] | Said> {
  if (location === undefined) return { name: call.partner.label, timeZone: "UTC" };
  for (const { event } of await everyVisibleDate(call)) {
    if ((await locationNumber(event.venue.name)) === location) return event.venue;
  }
  return problem(400, "No such location");
}
