/**
 * Payments as Ticketmatic numbers them: by their place in the order's list, which only grows. Our
 * payment's `method` keeps theirs, and for a refund which payment it gives back.
 */
import type { Payment } from "../../../order/commands.ts";
import { writeAmount, writeInstant } from "../wire.ts";

export function methodText(paymentmethodid: number, refundOf: number | null): string {
  return refundOf === null ? String(paymentmethodid) : `${paymentmethodid} refund ${refundOf}`;
}

export function readMethod(method: string): {
  readonly paymentmethodid: number;
  readonly refundOf: number | null;
} {
  const [, id = "0", refundOf] = /^(\d+)(?: refund (\d+))?$/.exec(method) ?? [];
  return {
    paymentmethodid: Number(id),
    refundOf: refundOf === undefined ? null : Number(refundOf),
  };
}

export function paymentBodies(orderid: number, payments: readonly Payment[]) {
  return payments.map(({ amount, at, method }, index) => {
    const { paymentmethodid, refundOf } = readMethod(method);
    return {
      id: index + 1,
      orderid,
      amount: writeAmount(amount),
      paidts: writeInstant(at),
      paymentmethodid,
      properties: {},
      refundpaymentid: refundOf,
      vouchercodeid: null,
    };
  });
}

/** What of a payment was not given back yet, in minor units; null when it is none. */
export function refundable(payments: readonly Payment[], id: number): number | null {
  const payment = payments[id - 1];
  if (payment === undefined || readMethod(payment.method).refundOf !== null) return null;
  return payments
    .filter(({ method }) => readMethod(method).refundOf === id)
    .reduce((left, refund) => left + refund.amount, payment.amount);
}

/** 0 incomplete, 1 fully paid, 2 overpaid. Nothing paid for nothing is incomplete. */
export function paymentStatus(due: number, paid: number, tickets: number): 0 | 1 | 2 {
  if (paid > due) return 2;
  return paid === due && (tickets > 0 || paid > 0) ? 1 : 0;
}
