/** What a partner itself does not want to sell: prices of dates, by the numbers they go by. */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";

export interface Withdrawal {
  readonly channel: string;
  readonly number: number;
  readonly reason: string;
  /** For good: nothing replaces it, nothing takes it back. */
  readonly final: boolean;
}

/** The numbers from `first` to before `end` that the channel has withdrawn. */
export async function listWithdrawn(
  registry: D1Database,
  channel: string,
  { first, end }: { readonly first: number; readonly end: number },
): Promise<ReadonlySet<number>> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT number FROM withdrawals WHERE channel = ? AND number >= ? AND number < ?`)
      .bind(channel, first, end)
      .all<{ number: number }>(),
  );
  return new Set(results.map(({ number }) => number));
}

/** Again changes nothing, but what is not final can become so. */
export async function withdraw(registry: D1Database, withdrawal: Withdrawal): Promise<void> {
  const { channel, number, reason, final } = withdrawal;
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO withdrawals (channel, number, reason, final) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (channel, number) DO UPDATE SET reason = excluded.reason,
           final = excluded.final
         WHERE withdrawals.final = 0`,
      )
      .bind(channel, number, reason, final ? 1 : 0)
      .run(),
  );
}

/** False when it is withdrawn for good. */
export async function offerAgain(
  registry: D1Database,
  channel: string,
  number: number,
): Promise<boolean> {
  const [, kept] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry
        .prepare(`DELETE FROM withdrawals WHERE channel = ? AND number = ? AND final = 0`)
        .bind(channel, number),
      registry
        .prepare(`SELECT number FROM withdrawals WHERE channel = ? AND number = ?`)
        .bind(channel, number),
    ]),
  );
  return (kept?.results.length ?? 0) === 0;
}
