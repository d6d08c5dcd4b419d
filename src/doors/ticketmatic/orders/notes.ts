/**
 * What Ticketmatic's orders say beside ours: kept with the order as its metadata. Ids alone: nobody
 * is named there. Unreadable notes are none, so an order is never lost for them.
 */
import * as z from "zod";
import { parseJson } from "../../../core/json.ts";
import type { OrderState } from "../../../order/commands.ts";
import { SALES_CHANNEL } from "../settings/lists.ts";

const notes = z.object({
  saleschannelid: z.int().default(SALES_CHANNEL),
  deliveryscenarioid: z.int().nullable().default(null),
  paymentscenarioid: z.int().nullable().default(null),
  /** Milliseconds since 1970 of the reminder. */
  rappelts: z.int().nullable().default(null),
  /** Whom a ticket is for, by its number. */
  ticketholders: z.record(z.string(), z.int()).default({}),
  /** Has the account said something in its own words? They are kept elsewhere. */
  hasWords: z.boolean().default(false),
});

export type OrderNotes = z.output<typeof notes>;

export function readNotes({ metadata }: Pick<OrderState, "metadata">): OrderNotes {
  const read = notes.safeParse(parseJson(metadata)?.parsed);
  return read.success ? read.data : notes.parse({});
}

export function writeNotes(changed: Partial<OrderNotes>, known: OrderNotes): string {
  return JSON.stringify({ ...known, ...changed });
}

export function newNotes(saleschannelid: number): string {
  return JSON.stringify({ saleschannelid });
}
