/** In which rows the seats of an order's lines are, for those who want one row or nothing. */
import { TICKETMATIC_STREAM_PAGE_ROWS } from "../../../core/limits.ts";
import { seatsAfter } from "../../../date/client/admissions.ts";
import { askDate } from "../../../date/client/call.ts";
import type { OrderLine } from "../../../order/commands.ts";
import type { Anything } from "../endpoint.ts";
import { seatedAreas } from "../events/places.ts";

/** Null when a date could not be asked. Tickets without a seat are in no row. */
export async function rowsOf(
  { env, deadline }: Pick<Anything, "env" | "deadline">,
  lines: readonly OrderLine[],
): Promise<ReadonlySet<string> | null> {
  const rows = new Set<string>();
  for (const { code, tickets } of lines) {
    const wanted = new Set(tickets.flatMap(({ seatId }) => seatId ?? []));
    if (wanted.size === 0) continue;
    const state = await askDate(env, code, deadline, (stub) => stub.state([]));
    if (!state.ok) return null;
    for (const { id: area } of seatedAreas(state.value)) {
      for (let position: number | undefined = -1; position !== undefined && wanted.size > 0;) {
        const page = await seatsAfter(
          env,
          { code, deadline },
          area,
          position,
          TICKETMATIC_STREAM_PAGE_ROWS,
        );
        if (!page.ok) return null;
        for (const { seat } of page.value) {
          if (wanted.delete(seat.id)) rows.add(JSON.stringify([code, area, seat.block, seat.row]));
        }
        position = page.value.at(-1)?.position;
      }
    }
  }
  return rows;
}
