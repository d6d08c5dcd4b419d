/** What an order is to everybody: its status, what it costs, and the card that the registry lists. */
import { sha256 } from "./hmac.ts";
import { utf8 } from "./bytes.ts";

/** open -> confirming -> confirmed, or open -> releasing -> cancelled | expired. */
export type OrderStatus =
  "open" | "confirming" | "confirmed" | "releasing" | "cancelled" | "expired";

export const ORDER_STATUSES = [
  "open",
  "confirming",
  "confirmed",
  "releasing",
  "cancelled",
  "expired",
] as const satisfies readonly OrderStatus[];

/** Minor units of one currency: what the live tickets cost, and what was paid less what was repaid. */
export interface OrderTotal {
  readonly currency: string;
  readonly due: number;
  readonly paid: number;
}

/** An order as the registry knows it: enough to find and list it. The contact is only an id. */
export interface OrderCard {
  readonly number: number;
  readonly channel: string;
  /** The partner's own name for it. */
  readonly reference: string | null;
  readonly contact: string | null;
  /** The channel's own word for how far it is; a status says what is held. */
  readonly stage: string | null;
  readonly status: OrderStatus;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Live ones. */
  readonly tickets: number;
  readonly totals: readonly OrderTotal[];
  readonly lines: readonly {
    readonly date: string;
    readonly price: string;
    readonly tickets: number;
  }[];
  readonly version: number;
}

/**
 * The number of the order that a request places: random by way of its digest, so that a repeat of
 * the request finds the same order. From 1 to 2^53 - 1; another one for each attempt.
 */
export async function orderNumber(request: string, attempt: number): Promise<number> {
  const digest = await sha256(utf8(`order ${request} ${attempt}`));
  const view = new DataView(digest.buffer as ArrayBuffer);
  return Math.max(1, (view.getUint32(0) >>> 11) * 2 ** 32 + view.getUint32(4));
}
