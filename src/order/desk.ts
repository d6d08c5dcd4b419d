/** What a step of an order works with: its tables, and the dates that it may ask. */
import type { Synchronous } from "../core/sql.ts";
import type { DateEnv } from "../date/client/call.ts";

export interface Desk {
  /** For reading between the steps; nothing else writes while a step has its turn. */
  readonly sql: SqlStorage;
  readonly env: DateEnv & Env;
  /** One transaction, with an alarm for what it leaves to be done; it is durable before a date is asked. */
  readonly write: <Value>(work: (sql: SqlStorage, now: number) => Synchronous<Value>) => Value;
}
