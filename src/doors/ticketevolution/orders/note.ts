/**
 * What this door keeps of an order beside its lines, in the order's metadata: how far it is between
 * buyer and seller, and what was said about it. What is held and issued, only the order itself says.
 */
import * as z from "zod";
import type { OrderStatus } from "../../../core/orders.ts";
import { ORDER_METADATA_BYTES_MAX } from "../../../core/limits.ts";
import { utf8 } from "../../../core/bytes.ts";
import { ORDER_STATUSES } from "../../../core/orders.ts";
import { unreachable } from "../../../core/result.ts";

/** What was decided; together with the order's status it makes its state. */
const STAGES = [
  "pending",
  "open",
  "accepted",
  "completed",
  "cancel_proposed",
  "canceled",
  "canceled_open",
  "rejected",
  "returned",
  "hold",
  "take",
] as const;
export type Stage = (typeof STAGES)[number];

const note = z.object({
  stage: z.enum(STAGES),
  client: z.int().nullable(),
  /** Minor units of one ticket, as the partner sells it; by line. */
  prices: z.array(z.int()),
  fees: z.object({
    shipping: z.int(),
    service_fee: z.int(),
    additional_expense: z.int(),
    tax: z.int(),
    discount: z.int(),
  }),
  /** The free texts: instructions, notes and the partner's own references. */
  texts: z.record(z.string(), z.string()),
  delivery: z.string(),
  billing: z.int().nullable(),
  payments: z.array(z.object({ type: z.string(), amount: z.int() })),
  reason: z.string().nullable(),
  reasonNotes: z.string().nullable(),
  refunded: z.int(),
  finalizedAt: z.number().nullable(),
  /** The digest of the last action: the same again is its repeat, not another one. */
  did: z.string().nullable(),
  /** The refunds of a moment ago, by the digests of their requests: the same again is no other one. */
  refunds: z.array(z.object({ by: z.string(), at: z.number() })).default([]),
  /** The digest of an action whose effect in the dates comes before its decision. */
  doing: z.string().nullable().default(null),
});
export type Note = z.infer<typeof note>;

export const BLANK: Note = {
  stage: "pending",
  client: null,
  prices: [],
  fees: { shipping: 0, service_fee: 0, additional_expense: 0, tax: 0, discount: 0 },
  texts: {},
  delivery: "Eticket",
  billing: null,
  payments: [],
  reason: null,
  reasonNotes: null,
  refunded: 0,
  finalizedAt: null,
  did: null,
  refunds: [],
  doing: null,
};

/** Null when the order was not made by this door. */
export function readNote(metadata: string): Note | null {
  const parsed = note.safeParse(JSON.parse(metadata));
  return parsed.success ? parsed.data : null;
}

/** Null when it says more than an order keeps. */
export function writeNote(said: Note): string | null {
  const text = JSON.stringify(said);
  return utf8(text).length <= ORDER_METADATA_BYTES_MAX ? text : null;
}

/** 5.3, and `expired`, which the older pages know: a pending order whose places went back. */
export const STATES = [
  "open",
  "pending",
  "accepted",
  "completed",
  "rejected",
  "cancel_proposed",
  "canceled",
  "canceled_open",
  "canceled_post_acceptance",
  "expired",
] as const;
export type State = (typeof STATES)[number];

export interface Standing {
  readonly status: OrderStatus;
  readonly stage: Stage;
  /** Has it live tickets? */
  readonly live: boolean;
}

/** What was decided, and what of it has come about. */
export function stateOf({ status, stage, live }: Standing): State {
  if (stage === "rejected" || stage === "canceled_open") return stage;
  if (stage === "returned") return "canceled_post_acceptance";
  switch (status) {
    case "open":
    case "confirming":
      return stage === "open" ? "open" : "pending";
    case "expired":
      return "expired";
    case "releasing":
    case "cancelled":
      return "canceled";
    case "confirmed":
      if (stage === "completed" || stage === "cancel_proposed") return live ? stage : "canceled";
      return stage === "canceled" || !live ? "canceled" : "accepted";
    default:
      return unreachable(status);
  }
}

/** Every standing of an order, for those that want to search by state. */
export function standingsIn(states: readonly State[]): Standing[] {
  const stages = STAGES.filter((stage) => stage !== "hold" && stage !== "take");
  return ORDER_STATUSES.flatMap((status) =>
    stages.flatMap((stage) => [true, false].map((live): Standing => ({ status, stage, live }))),
  ).filter((standing) => states.includes(stateOf(standing)));
}

/** Reads both spellings (5.3). */
export function readStates(texts: readonly string[]): State[] {
  const words = texts.map((text) => text.trim().replace("cancelled", "canceled"));
  return STATES.filter((state) => words.includes(state));
}
