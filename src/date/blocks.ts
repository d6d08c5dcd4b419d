/** Blocks as they stand: places that are not for sale, to a channel or to anybody. */
import type { Block } from "./commands.ts";
import { all, first } from "../core/sql.ts";

type StoredBlock = Omit<Block, "seats"> & { readonly seats: string | null };
const COLUMNS = `id, area, channel, places, seats, reason`;

function toBlock(row: StoredBlock): Block {
  return { ...row, seats: row.seats === null ? null : (JSON.parse(row.seats) as string[]) };
}

export function readBlocks(sql: SqlStorage): Block[] {
  return all<StoredBlock>(sql, `SELECT ${COLUMNS} FROM blocks ORDER BY id`).map(toBlock);
}

export function readBlock(sql: SqlStorage, id: string): Block | null {
  const row = first<StoredBlock>(sql, `SELECT ${COLUMNS} FROM blocks WHERE id = ?`, id);
  return row === null ? null : toBlock(row);
}
