/** Orders as the registry lists them. The truth about an order is in its object. */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX } from "../core/limits.ts";
import type { OrderCard, OrderStatus } from "../core/orders.ts";

export type OrderRow = Omit<OrderCard, "totals" | "lines"> & {
  readonly totals: string;
  readonly lines: string;
};

export const ORDER_COLUMNS = `number, channel, reference, contact, status, expires_at AS expiresAt,
  created_at AS createdAt, changed_at AS changedAt, tickets, totals, lines, version, stage`;

export function toOrderCard(row: OrderRow): OrderCard {
  return {
    ...row,
    totals: JSON.parse(row.totals) as OrderCard["totals"],
    lines: JSON.parse(row.lines) as OrderCard["lines"],
  };
}

/** Told by an order itself; an older version changes nothing. */
export async function publishOrder(registry: D1Database, card: OrderCard): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO orders (number, channel, reference, contact, status, expires_at, created_at,
                             changed_at, tickets, totals, lines, version, stage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (number) DO UPDATE SET reference = excluded.reference,
           contact = excluded.contact, status = excluded.status, expires_at = excluded.expires_at,
           changed_at = excluded.changed_at, tickets = excluded.tickets,
           totals = excluded.totals, lines = excluded.lines, version = excluded.version,
           stage = excluded.stage
         WHERE excluded.version > orders.version`,
      )
      .bind(
        card.number,
        card.channel,
        card.reference,
        card.contact,
        card.status,
        card.expiresAt,
        card.createdAt,
        card.changedAt,
        card.tickets,
        JSON.stringify(card.totals),
        JSON.stringify(card.lines),
        card.version,
        card.stage,
      )
      .run(),
  );
}

export interface OrderFilter {
  readonly status: OrderStatus | null;
  readonly channel: string | null;
  readonly contact: string | null;
  /** Only numbers above it. */
  readonly after: number;
}

export async function listOrders(
  registry: D1Database,
  filter: OrderFilter,
  limit: number,
): Promise<OrderCard[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT ${ORDER_COLUMNS} FROM orders
          WHERE number > ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR channel = ?3)
            AND (?4 IS NULL OR contact = ?4)
          ORDER BY number LIMIT ?5`,
      )
      .bind(filter.after, filter.status, filter.channel, filter.contact, limit)
      .all<OrderRow>(),
  );
  return results.map(toOrderCard);
}

/** Numbers of one channel's orders, the newest first; of one contact or (null) of all. */
export async function listChannelOrders(
  registry: D1Database,
  channel: string,
  contact: string | null,
  page: { readonly start: number; readonly count: number },
): Promise<number[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `SELECT number FROM orders WHERE channel = ?1 AND (?2 IS NULL OR contact = ?2)
          ORDER BY created_at DESC, number LIMIT ?3 OFFSET ?4`,
      )
      .bind(channel, contact, page.count, page.start)
      .all<{ number: number }>(),
  );
  return results.map((row) => row.number);
}

export interface OrderSearch {
  readonly channel: string;
  /** How far they are: any of these. */
  readonly standings: readonly {
    readonly status: OrderStatus;
    readonly stage: string;
    /** Has it live tickets? */
    readonly live: boolean;
  }[];
  readonly contact: string | null;
  /** Only those that hold something at this price. */
  readonly offer: { readonly date: string; readonly price: string } | null;
  /** Changed at or after, and before; milliseconds since 1970. */
  readonly changedFrom: number;
  readonly changedBefore: number;
  readonly newestFirst: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** One page of a channel's orders by their creation, and how many there are in all. */
export async function searchOrders(
  registry: D1Database,
  search: OrderSearch,
): Promise<{ readonly total: number; readonly numbers: readonly number[] }> {
  const where = `channel = ?1 AND changed_at >= ?2 AND changed_at < ?3
    AND (?4 IS NULL OR contact = ?4) AND EXISTS (
      SELECT 1 FROM json_each(?5) WHERE value ->> 'status' = status
         AND value ->> 'stage' = coalesce(stage, '') AND value ->> 'live' = (tickets > 0))
    AND (?6 IS NULL OR EXISTS (
      SELECT 1 FROM json_each(lines) WHERE value ->> 'date' = ?6 AND value ->> 'price' = ?7))`;
  const values = [
    search.channel,
    search.changedFrom,
    search.changedBefore,
    search.contact,
    JSON.stringify(search.standings),
    search.offer?.date ?? null,
    search.offer?.price ?? null,
  ];
  const direction = search.newestFirst ? "DESC" : "ASC";
  const [counted, page] = await within(
    REGISTRY_CALL_MS_MAX,
    registry.batch([
      registry.prepare(`SELECT count(*) AS n FROM orders WHERE ${where}`).bind(...values),
      registry
        .prepare(
          `SELECT number FROM orders WHERE ${where}
            ORDER BY created_at ${direction}, number ${direction} LIMIT ?8 OFFSET ?9`,
        )
        .bind(...values, search.limit, search.offset),
    ]),
  );
  return {
    total: (counted?.results[0] as { n: number } | undefined)?.n ?? 0,
    numbers: ((page?.results ?? []) as { number: number }[]).map(({ number }) => number),
  };
}

/** Orders that should have ended or gone on by themselves, those woken longest ago first. */
export async function takeOrdersToWake(
  registry: D1Database,
  now: number,
  limit: number,
): Promise<number[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `UPDATE orders SET woken_at = ?1
          WHERE number IN (SELECT number FROM orders
                            WHERE status IN ('confirming', 'releasing')
                               OR (status = 'open' AND expires_at < ?1)
                            ORDER BY woken_at LIMIT ?2)
          RETURNING number`,
      )
      .bind(now, limit)
      .all<{ number: number }>(),
  );
  return results.map((row) => row.number);
}
