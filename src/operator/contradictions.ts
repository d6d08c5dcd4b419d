/** What is wrong between the fields of a date, each of which is right by itself. */
import { parseMillis } from "../core/clock.ts";
import { checkPlan, type SeatingPlan } from "../core/seats.ts";

export interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

interface Area {
  readonly id: string;
  readonly capacity?: number | null | undefined;
  readonly plan?: SeatingPlan | undefined;
}

interface WantedDate {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly salesEndAt?: string | null | undefined;
  readonly areas: readonly Area[];
  readonly prices: readonly {
    readonly id: string;
    readonly area: string;
    readonly category: string | null;
  }[];
  readonly allotments: readonly { readonly channel: string; readonly area: string }[];
  readonly entry: {
    readonly gates: readonly { readonly id: string; readonly areas: readonly string[] | null }[];
  };
}

export function contradictions(date: WantedDate): Contradiction[] {
  return [
    ...timeContradictions(date),
    ...doubled(
      "areas",
      date.areas.map(({ id }) => id),
    ),
    ...doubled(
      "prices",
      date.prices.map(({ id }) => id),
    ),
    ...doubled(
      "allotments",
      date.allotments.map(({ channel, area }) => `${channel} ${area}`),
    ),
    ...doubled(
      "gates",
      date.entry.gates.map(({ id }) => id),
    ),
    ...strayAreas(date),
    ...date.areas.flatMap(areaContradictions),
    ...categoryContradictions(date),
  ];
}

function timeContradictions({ startsAt, endsAt, salesEndAt }: WantedDate): Contradiction[] {
  const found: Contradiction[] = [];
  const [starts, ends] = [parseMillis(startsAt) ?? 0, parseMillis(endsAt) ?? 0];
  if (ends <= starts) found.push({ path: ["endsAt"], message: "must be after startsAt" });
  if (typeof salesEndAt === "string" && (parseMillis(salesEndAt) ?? 0) > ends) {
    found.push({ path: ["salesEndAt"], message: "must not be after endsAt" });
  }
  return found;
}

function doubled(list: string, keys: readonly string[]): Contradiction[] {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [{ path: [list, index], message: "says again what an earlier one says" }],
  );
}

function strayAreas(date: WantedDate): Contradiction[] {
  const areas = new Set(date.areas.map(({ id }) => id));
  const message = "names no area of this date";
  const found: Contradiction[] = [];
  for (const list of ["prices", "allotments"] as const) {
    date[list].forEach((row, index) => {
      if (!areas.has(row.area)) found.push({ path: [list, index, "area"], message });
    });
  }
  date.entry.gates.forEach((gate, index) => {
    if (gate.areas?.some((area) => !areas.has(area)) === true) {
      found.push({ path: ["entry", "gates", index, "areas"], message });
    }
  });
  return found;
}

function areaContradictions({ capacity, plan }: Area, index: number): Contradiction[] {
  if (plan === undefined) {
    return capacity === undefined
      ? [{ path: ["areas", index], message: "needs a capacity (null when unlimited) or a plan" }]
      : [];
  }
  const problems = checkPlan(plan).map(({ where, reason }) => ({
    path: ["areas", index, "plan"],
    message: `${where}: ${reason}`,
  }));
  return capacity === undefined
    ? problems
    : [{ path: ["areas", index, "capacity"], message: "is that of the plan" }, ...problems];
}

function categoryContradictions({ areas, prices }: WantedDate): Contradiction[] {
  const plans = new Map(areas.map(({ id, plan }) => [id, plan]));
  return prices.flatMap(({ area, category }, index) => {
    if (category === null) return [];
    const blocks = plans.get(area)?.blocks ?? [];
    const known = blocks.some(({ rows }) =>
      rows.some(({ seats }) => seats.some((seat) => seat.category === category)),
    );
    return known
      ? []
      : [{ path: ["prices", index, "category"], message: "names no category of its area's seats" }];
  });
}
