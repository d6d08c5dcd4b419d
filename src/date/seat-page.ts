/** The seats of a date in pages, each with its place in the order and whether it is free. */
import type { Seat } from "../core/seats.ts";
import { readBlocks } from "./blocks.ts";
import type { PlacedSeat } from "./commands.ts";
import { all } from "../core/sql.ts";
import type { DateStore } from "./store.ts";

/** Seats of an area after this position (before the first: -1); none when it is not seated. */
export function seatsAfter(
  { sql, halls }: DateStore,
  area: string,
  position: number,
  limit: number,
): PlacedSeat[] {
  const hall = halls.of(area);
  if (hall === null) return [];
  const blocked = new Map(
    readBlocks(sql)
      .filter((block) => block.area === area && block.channel === null)
      .flatMap((block) => (block.seats ?? []).map((seat) => [seat, block.id] as const)),
  );
  return all<{ position: number; number: number; seat: string }>(
    sql,
    `SELECT position, number, seat FROM seats WHERE area = ? AND position > ? ORDER BY position LIMIT ?`,
    area,
    position,
    limit,
  ).map((row) => {
    const seat = JSON.parse(row.seat) as Seat;
    const block = blocked.get(seat.id) ?? null;
    const { position, number } = row;
    return { position, number, seat, free: hall.isFree(seat.id), block };
  });
}
