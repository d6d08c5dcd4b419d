/** An order of this account, asked of its object; another account's is as unknown as none at all. */
import { askOrder } from "../../../order/client.ts";
import type { OrderState } from "../../../order/commands.ts";
import { notNow, type Problem, unknownId } from "../answers.ts";
import type { Anything } from "../endpoint.ts";

export const UNKNOWN_ORDER = unknownId("order");

export async function findOrder(
  { env, partner, deadline }: Pick<Anything, "env" | "partner" | "deadline">,
  number: number,
): Promise<{ readonly order: OrderState } | { readonly problem: Problem }> {
  // An object is named by its number: 0 and what is no whole number name none of ours.
  if (number < 1) return UNKNOWN_ORDER;
  const found = await askOrder(env, number, deadline, (stub) => stub.state());
  if (!found.ok) return found.reason === "unknown_order" ? UNKNOWN_ORDER : notNow(found);
  return found.value.channel === partner.id ? { order: found.value } : UNKNOWN_ORDER;
}
