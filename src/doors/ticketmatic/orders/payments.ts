/** Money as the seller says it came or went back: recorded, never taken (contracts/ticketmatic.md 4). */
import * as z from "zod";
import { AMOUNT_MINOR_UNITS_MAX } from "../../../core/limits.ts";
import { askOrder } from "../../../order/client.ts";
import type { OrderState } from "../../../order/commands.ts";
import { notNow, problem, type Reply } from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import { hasSetting, paymentMethods } from "../settings/lists.ts";
import { amount, id } from "../wire.ts";
import { changedReply } from "./change.ts";
import { findOrder } from "./find.ts";
import { methodText, readMethod, refundable } from "./ledger.ts";
import { payRefusal } from "./refusals.ts";

const positive = amount.pipe(z.int().min(1).max(AMOUNT_MINOR_UNITS_MAX));

export const paymentBody = z.object({
  amount: positive,
  paymentmethodid: id,
  vouchercode: z.string().optional(),
  vouchercodeid: id.optional(),
});
export const refundBody = z.object({ amount: positive, paymentid: id });

/** An order without tickets has no price yet: what is paid for it is in euros. */
const CURRENCY = "EUR";

export async function addPayment(
  call: Call<unknown, z.output<typeof paymentBody>>,
): Promise<Reply> {
  const { amount, paymentmethodid, vouchercode, vouchercodeid } = call.body;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  if ((vouchercode ?? "") !== "" || (vouchercodeid ?? 0) !== 0) {
    return problem(400, "Vouchers are not offered here");
  }
  if (!hasSetting(paymentMethods, paymentmethodid)) return problem(400, "No such payment method");
  return record(call, found.order, amount, methodText(paymentmethodid, null));
}

export async function addRefund(call: Call<unknown, z.output<typeof refundBody>>): Promise<Reply> {
  const { amount, paymentid } = call.body;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const { payments } = found.order;
  // The same call again is answered as it was, though nothing may be left to give back.
  const again = payments.some((payment) => payment.id === call.request);
  const left = refundable(payments, paymentid);
  if (left === null) return problem(400, "No such payment");
  if (!again && amount > left) return problem(400, "The refund is more than was paid");
  const { paymentmethodid } = readMethod(payments[paymentid - 1]?.method ?? "");
  return record(call, found.order, -amount, methodText(paymentmethodid, paymentid));
}

async function record(
  call: Anything,
  order: OrderState,
  amount: number,
  method: string,
): Promise<Reply> {
  const { env, deadline, now: at, request: id } = call;
  const currency = order.totals[0]?.currency ?? CURRENCY;
  const payment = { id, amount, currency, method, at };
  const paid = await askOrder(env, order.number, deadline, (stub) => stub.pay(payment));
  if (paid.ok) return changedReply(call, paid.value);
  return paid.reason === "unavailable" ? notNow(paid) : payRefusal(paid);
}
