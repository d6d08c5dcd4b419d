/** The plan of a seated area, as operators write it. What it must add up to is checked by core/seats.ts. */
import * as z from "zod";
import { ID_CHARACTERS_MAX } from "../core/limits.ts";

const BLOCKS_MAX = 100;
const ROWS_PER_BLOCK_MAX = 500;
const SEATS_PER_ROW_MAX = 500;
const PART_CHARACTERS_MAX = 40;

const part = z.string().min(1).max(PART_CHARACTERS_MAX);
const coordinate = z.number().min(-1e6).max(1e6);

const seat = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/, "must be of A-Z a-z 0-9 _ . -")
    .max(ID_CHARACTERS_MAX)
    .meta({ example: "parterre-F-12" }),
  label: part.describe("What is printed of the seat itself"),
  pos: z.int().min(0).max(10_000).describe("Its place in the row: pos and pos + 1 touch"),
  x: coordinate,
  y: coordinate,
  category: part
    .nullable()
    .default(null)
    .describe("When its prices are not the area's ordinary ones"),
  flags: z
    .array(z.enum(["accessible", "companion", "restricted_view"]))
    .max(3)
    .default([]),
});

const row = z.strictObject({
  label: part,
  rank: z.int().min(0).max(10_000).describe("Rows nearer to the stage have lower ranks"),
  seats: z.array(seat).min(1).max(SEATS_PER_ROW_MAX),
});

export const plan = z.strictObject({
  focus: z
    .strictObject({ x: coordinate, y: coordinate })
    .describe("The point that the best seats are near to"),
  blocks: z
    .array(z.strictObject({ label: part, rows: z.array(row).min(1).max(ROWS_PER_BLOCK_MAX) }))
    .min(1)
    .max(BLOCKS_MAX),
});
