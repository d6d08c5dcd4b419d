/** What a date looks like from outside: its configuration with what is sold and what is left. */
import type { Area } from "../core/domain.ts";
import { readBlocks } from "./blocks.ts";
import type { AreaState, Block, ChannelCount, DateState, SeatState } from "./commands.ts";
import { remainingOf } from "./counts.ts";
import { readCounts, readPools } from "./memory.ts";
import { readAllotments, readAreas, readDate, readListings, readPrices } from "./house.ts";
import { unpublished } from "./outbox.ts";
import { type DateStore, readSeats } from "./store.ts";

/** `channels` are those whose remaining places are wanted, beside those that already sell here. */
export function readState(store: DateStore, channels: readonly string[], now: number): DateState {
  const { sql, halls } = store;
  const row = readDate(sql);
  const counts = readCounts(sql);
  const allotments = readAllotments(sql);
  const blocks = readBlocks(sql);
  const everyChannel = [
    ...new Set([...channels, ...[...counts, ...allotments].map(({ channel }) => channel)]),
  ];
  return {
    id: row.id,
    code: row.code,
    number: row.number,
    event: row.event,
    status: row.status,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    salesEndAt: row.salesEndAt,
    keepTogether: row.keepTogether,
    entry: row.entry,
    version: row.version,
    areas: readAreas(sql).map((area) => ({
      ...areaState(area, counts, blocks),
      seated: halls.of(area.id) !== null,
    })),
    prices: readPrices(sql).map((price) => ({
      ...price,
      remaining: Object.fromEntries(
        everyChannel.map((channel) => [channel, remainingOf(store, row, price, channel, now)]),
      ),
    })),
    allotments,
    channels: counts,
    listings: readListings(sql),
    blocks,
    pools: readPools(sql),
    unpublished: unpublished(sql),
  };
}

function areaState(
  area: Area,
  counts: readonly ChannelCount[],
  blocks: readonly Block[],
): Omit<AreaState, "seated"> {
  const here = counts.filter((row) => row.area === area.id);
  const sum = (key: "issued" | "used" | "held") => here.reduce((total, row) => total + row[key], 0);
  const [issued, used, held] = [sum("issued"), sum("used"), sum("held")];
  const blocked = blocks
    .filter((block) => block.area === area.id && block.channel === null)
    .reduce((total, block) => total + block.places, 0);
  const free = area.capacity === null ? null : area.capacity - issued - used - held - blocked;
  return { ...area, issued, used, held, blocked, free };
}

/** The seats of an area with who has them; null when it is not seated. */
export function readSeatStates({ sql, halls }: DateStore, area: string): SeatState[] | null {
  const hall = halls.of(area);
  if (hall === null) return null;
  const blocked = new Set(
    readBlocks(sql)
      .filter((block) => block.area === area && block.channel === null)
      .flatMap((block) => block.seats ?? []),
  );
  return readSeats(sql, area).map((seat) => ({
    ...seat,
    state: hall.isFree(seat.id) ? "free" : blocked.has(seat.id) ? "blocked" : "taken",
  }));
}
