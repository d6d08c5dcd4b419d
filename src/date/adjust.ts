/**
 * Changing some of what a date is, as its operator and partners that manage it may: its status, its
 * times, the places of areas. Everything else stays as it was configured, but the doors, which open
 * and close with the beginning; and the same rules hold as for a configuration.
 */
import type { AreaConfig, DateConfig, EntryRules } from "../core/domain.ts";
import { planOf } from "../core/seats.ts";
import { ok, refused, type Result } from "../core/result.ts";
import type { AdjustChange, AdjustOutcome } from "./commands.ts";
import { configure } from "./configure.ts";
import { readAllotments, readAreas, readDate, readPrices } from "./house.ts";
import { first } from "../core/sql.ts";
import { type DateStore, readSeats } from "./store.ts";

type Adjusted = Exclude<AdjustOutcome, { ok: true }> | { readonly ok: true; readonly value: null };

export function adjust(store: DateStore, change: AdjustChange, now: number): Adjusted {
  const config = readConfig(store);
  const areas = adjustAreas(config.areas, change.capacities ?? []);
  if (!areas.ok) return areas;
  const times = adjustTimes(config, change);
  if (times.endsAt <= times.startsAt) return refused("times_cross", { time: "endsAt" });
  if (times.salesEndAt > times.endsAt) return refused("times_cross", { time: "salesEndAt" });
  const status = change.status ?? config.status;
  const entry = movedEntry(config.entry, times.startsAt - config.startsAt);
  return configure(store, { ...config, ...times, entry, status, areas: areas.value }, now);
}

/** The doors open and close as long before and after the beginning as they did. */
function movedEntry({ opensAt, closesAt, gates }: EntryRules, later: number): EntryRules {
  return {
    opensAt: opensAt === null ? null : opensAt + later,
    closesAt: closesAt === null ? null : closesAt + later,
    gates,
  };
}

function adjustAreas(
  areas: readonly AreaConfig[],
  capacities: NonNullable<AdjustChange["capacities"]>,
): Result<
  readonly AreaConfig[],
  | { readonly reason: "unknown_area"; readonly area: string }
  | { readonly reason: "seated"; readonly area: string }
> {
  const wanted = new Map(capacities.map(({ area, places }) => [area, places]));
  for (const id of wanted.keys()) {
    const area = areas.find((one) => one.id === id);
    if (area === undefined) return refused("unknown_area", { area: id });
    if (area.plan !== null) return refused("seated", { area: id });
  }
  return ok(
    areas.map((area) => {
      const places = wanted.get(area.id);
      return places === undefined ? area : { ...area, capacity: places };
    }),
  );
}

type Times = Pick<DateConfig, "startsAt" | "endsAt" | "salesEndAt">;

function adjustTimes(was: Times, change: AdjustChange): Times {
  const startsAt = change.startsAt ?? was.startsAt;
  const endsAt = change.endsAt ?? was.endsAt;
  const moved = new Map([
    [was.startsAt, startsAt],
    [was.endsAt, endsAt],
  ]);
  const salesEndAt = change.salesEndAt ?? moved.get(was.salesEndAt) ?? was.salesEndAt;
  return { startsAt, endsAt, salesEndAt };
}

/** The date as it is configured: what another date can be made of. */
export function readConfig({ sql }: DateStore): DateConfig {
  const { id, code, number, event, status, startsAt, endsAt, salesEndAt, keepTogether, entry } =
    readDate(sql);
  return {
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
    areas: readAreas(sql).map((area): AreaConfig => {
      const focus = first<{ x: number; y: number }>(
        sql,
        `SELECT x, y FROM focuses WHERE area = ?`,
        area.id,
      );
      const plan = focus === null ? null : planOf(focus, readSeats(sql, area.id));
      return { ...area, plan };
    }),
    prices: readPrices(sql),
    allotments: readAllotments(sql),
  };
}
