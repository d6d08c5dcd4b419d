/** An order in Sapiti's shape (contracts/sapiti.md 4.12), and what is kept of its write form. */
import * as z from "zod";
import { parseJson } from "../../../core/json.ts";
import { unreachable } from "../../../core/result.ts";
import type { OrderState } from "../../../order/commands.ts";
import { toSapitiDate } from "../answers.ts";
import { type Language, orderStatus } from "../language.ts";

export const ORDER_ABANDONED = -20;
export const ORDER_CANCELLED = -10;
export const ORDER_CREATING = 0;
export const ORDER_CONFIRMED = 1;
export const ORDER_TO_PAY = 10;
export const ORDER_PARTLY_PAID = 12;
export const ORDER_PAID = 15;
export const ORDER_OVERPAID = 18;
export const ORDER_COMPLETED = 30;

/** What our orders have no field for; kept as the order's metadata. */
const keptSchema = z.object({
  language: z.string().default(""),
  country: z.string().default(""),
  postalcode: z.string().default(""),
  automaticcancel: z.boolean().default(true),
  notes: z.string().default(""),
  metadata: z.unknown().optional().default({}),
  /** The status that was asked for last: what follows from the order itself counts before it. */
  status: z.int().default(ORDER_CONFIRMED),
});
export type KeptDetails = z.infer<typeof keptSchema>;

export function keptOf({ metadata }: Pick<OrderState, "metadata">): KeptDetails {
  const parsed = keptSchema.safeParse(parseJson(metadata)?.parsed ?? {});
  return parsed.success ? parsed.data : keptSchema.parse({});
}

export function orderShape(order: OrderState, language: Language) {
  const kept = keptOf(order);
  const id = String(order.number);
  const status = statusOf(order, kept);
  return {
    id,
    label: id,
    name: order.reference ?? "",
    language: kept.language,
    country: kept.country,
    postalcode: kept.postalcode,
    automaticcancel: kept.automaticcancel,
    contactid: order.contact ?? "",
    info_url: "",
    notes: kept.notes,
    haspromocodes: false,
    created: toSapitiDate(order.createdAt),
    expires: status === ORDER_CREATING ? toSapitiDate(order.expiresAt) : null,
    status: orderStatus(status, language),
    metadata: kept.metadata,
  };
}

/** Payments move a confirmed order; before that, and after its end, they do not. */
export function statusOf(order: OrderState, kept: KeptDetails): number {
  switch (order.status) {
    case "open":
    case "confirming":
      return ORDER_CREATING;
    case "expired":
      return ORDER_ABANDONED;
    case "releasing":
    case "cancelled":
      return kept.status === ORDER_ABANDONED ? ORDER_ABANDONED : ORDER_CANCELLED;
    case "confirmed":
      return paidStatus(order, kept.status);
    default:
      return unreachable(order.status);
  }
}

function paidStatus({ totals }: OrderState, wanted: number): number {
  const asked = [ORDER_CONFIRMED, ORDER_TO_PAY, ORDER_COMPLETED].includes(wanted);
  const unpaid = totals.every(({ paid }) => paid === 0);
  if (unpaid) return asked ? wanted : ORDER_CONFIRMED;
  if (totals.some(({ due, paid }) => paid < due)) return ORDER_PARTLY_PAID;
  if (totals.some(({ due, paid }) => paid > due)) return ORDER_OVERPAID;
  return wanted === ORDER_COMPLETED ? ORDER_COMPLETED : ORDER_PAID;
}
