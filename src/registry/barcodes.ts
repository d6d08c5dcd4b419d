/** Every barcode ever issued, as the dates have told the registry. */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export interface ChannelTotals {
  readonly channel: string;
  readonly held: number;
  readonly issued: number;
  readonly used: number;
  readonly void: number;
}

/** Tickets of all dates by channel and state. */
export async function totalsByChannel(registry: D1Database): Promise<ChannelTotals[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT channel, count(*) FILTER (WHERE state = 'held') AS held,
                count(*) FILTER (WHERE state = 'issued') AS issued,
                count(*) FILTER (WHERE state = 'used') AS used,
                count(*) FILTER (WHERE state = 'void') AS void
           FROM tickets GROUP BY channel ORDER BY channel`,
      )
      .all<ChannelTotals>(),
  );
  return results;
}
