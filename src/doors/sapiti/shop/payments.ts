/**
 * `shop/orders/payments` and `shop/paymentmethods`: payments are recorded, not taken. A payment's id
 * is its order's number and its own, so it leads to its order.
 */
import * as z from "zod";
import { sha256Hex } from "../../../core/hmac.ts";
import { parseJson } from "../../../core/json.ts";
import { ok } from "../../../core/result.ts";
import { askOrder } from "../../../order/client.ts";
import type { OrderState, Payment } from "../../../order/commands.ts";
import { type Answer, missing, toSapitiDate, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { DOOR } from "../mount.ts";
import { type Language, paymentStatus } from "../language.ts";
import { amount, currency, id, int, optionalInstant, optionalText, read } from "../schema.ts";
import { findMethod, MOLLIE, type PaymentMethod, methodShape } from "./payment-methods.ts";
import { namedOrder, orderFailure, ownOrder, told } from "./own-order.ts";

const PAYMENT_ID = /^(\d{1,16})-([0-9a-f]{16})$/;
const OWN_ID_CHARACTERS = 16;
const PENDING = 0;
const RECEIVED = 1;

const value = z.object({
  amount: amount.nullish().transform((one) => one ?? 0),
  // Older clients do not know it.
  expectedamount: amount.nullish(),
  currency,
});

const writeSchema = z.object({
  paymentmethodid: optionalText,
  externalid: optionalText,
  couponcode: optionalText,
  notes: optionalText,
  value,
  paymentdate: optionalInstant,
  status: z.object({ id: int.nullish() }).nullish().catch(null),
});

/** What our payments have no field for. */
const keptSchema = z.object({
  externalid: z.string().default(""),
  couponcode: z.string().default(""),
  notes: z.string().default(""),
  expectedamount: z.int().default(0),
  paymentdate: z.int().nullable().default(null),
  status: z.int().default(PENDING),
});
type Kept = z.infer<typeof keptSchema>;

function keptOf({ details }: Payment): Kept {
  const parsed = keptSchema.safeParse(parseJson(details ?? "{}")?.parsed);
  return parsed.success ? parsed.data : keptSchema.parse({});
}

function shapeOf(order: OrderState, payment: Payment, language: Language) {
  const kept = keptOf(payment);
  const method = findMethod(payment.method);
  return {
    id: `${order.number}-${payment.id}`,
    label: method?.labels[language] ?? payment.method,
    orderid: String(order.number),
    paymentmethodid: payment.method,
    externalid: kept.externalid,
    couponcode: kept.couponcode,
    notes: kept.notes,
    value: {
      amount: payment.amount,
      expectedamount: kept.expectedamount,
      currency: payment.currency,
    },
    paymentdate: kept.paymentdate === null ? null : toSapitiDate(kept.paymentdate),
    status: paymentStatus(kept.status, language),
    paymentmethod: method === undefined ? null : methodShape(method, language),
    counter: null,
  };
}

function shownIn(call: Call, order: OrderState, own: string): Answer {
  const payment = order.payments.find((one) => one.id === own);
  return payment === undefined ? unknownId("payment") : ok(shapeOf(order, payment, call.language));
}

export async function listPayments(call: Call): Promise<Answer> {
  const order = await namedOrder(call);
  if (!order.ok) return order;
  const { payments } = order.value;
  const shown = payments.slice(call.page.start, call.page.start + call.page.count);
  return ok(shown.map((payment) => shapeOf(order.value, payment, call.language)));
}

interface OwnPayment {
  readonly order: OrderState;
  readonly payment: Payment;
}

async function ownPayment(call: Call): Promise<Answer<OwnPayment>> {
  const [, number, own] = PAYMENT_ID.exec(call.ids[0] ?? "") ?? [];
  if (number === undefined) return unknownId("payment");
  const order = await ownOrder(call, number);
  if (!order.ok) return order.reason === "unknown_id" ? unknownId("payment") : order;
  const payment = order.value.payments.find((one) => one.id === own);
  return payment === undefined ? unknownId("payment") : ok({ order: order.value, payment });
}

export async function getPayment(call: Call): Promise<Answer> {
  const found = await ownPayment(call);
  return found.ok ? ok(shapeOf(found.value.order, found.value.payment, call.language)) : found;
}

export async function createPayment(call: Call): Promise<Answer> {
  const written = read(writeSchema, call.body);
  if (!written.ok) return written;
  const { paymentmethodid, paymentdate, status, value: money, ...said } = written.value;
  if (paymentmethodid === "") return missing("paymentmethodid");
  if (findMethod(paymentmethodid) === undefined) return unknownId("payment method");
  const order = await namedOrder(call);
  if (!order.ok) return order;
  const own = (await call.digest()).slice(0, OWN_ID_CHARACTERS);
  const kept: Kept = {
    ...said,
    expectedamount: money.expectedamount ?? 0,
    paymentdate,
    status: status?.id ?? (money.amount === 0 ? PENDING : RECEIVED),
  };
  const at = paymentdate ?? call.now;
  const payment = { id: own, amount: money.amount, currency: money.currency, at };
  return record(call, order.value, { ...payment, method: paymentmethodid }, kept);
}

/** Announces an online payment of what is still due; again finds the same one. */
export async function announceOnlinePayment(call: Call): Promise<Answer> {
  const wanted = read(z.object({ orderid: id, molliepaymentid: id }), call.body);
  if (!wanted.ok) return wanted;
  const { molliepaymentid: externalid } = wanted.value;
  const order = await namedOrder(call);
  if (!order.ok) return order;
  const digest = await sha256Hex(`${DOOR} online payment ${externalid}`);
  const own = digest.slice(0, OWN_ID_CHARACTERS);
  if (order.value.payments.some((payment) => payment.id === own)) {
    return shownIn(call, order.value, own);
  }
  const total = order.value.totals[0] ?? { currency: "EUR", due: 0, paid: 0 };
  const kept = keptSchema.parse({
    externalid,
    expectedamount: Math.max(0, total.due - total.paid),
  });
  const payment = { id: own, amount: 0, currency: total.currency, at: call.now, method: MOLLIE };
  return record(call, order.value, payment, kept);
}

async function record(
  call: Call,
  order: OrderState,
  payment: Payment,
  kept: Kept,
): Promise<Answer> {
  const { env, deadline } = call;
  const details = JSON.stringify(kept);
  const paid = await askOrder(env, order.number, deadline, (stub) =>
    stub.pay({ ...payment, details }),
  );
  if (!paid.ok) return orderFailure(call, paid);
  return shownIn(call, await told(call, paid.value), payment.id);
}

/** Empty text is "unchanged": the client sends what it never read back as empty (4.21). */
export async function updatePayment(call: Call): Promise<Answer> {
  const written = read(writeSchema.extend({ value: value.nullish() }), call.body);
  if (!written.ok) return written;
  const found = await ownPayment(call);
  if (!found.ok) return found;
  const { order, payment } = found.value;
  const before = keptOf(payment);
  const said = written.value;
  const method: PaymentMethod | undefined = findMethod(said.paymentmethodid || payment.method);
  if (method === undefined) return unknownId("payment method");
  const money = said.value ?? { ...payment, expectedamount: null };
  const arrived = money.amount !== 0 && payment.amount === 0;
  const kept: Kept = {
    externalid: said.externalid || before.externalid,
    couponcode: said.couponcode || before.couponcode,
    notes: said.notes || before.notes,
    expectedamount: money.expectedamount ?? before.expectedamount,
    paymentdate: said.paymentdate ?? before.paymentdate,
    status: arrived ? RECEIVED : (said.status?.id ?? before.status),
  };
  const changed = {
    id: payment.id,
    method: method.id,
    details: JSON.stringify(kept),
    amount: money.amount,
    currency: money.currency,
    at: said.paymentdate ?? payment.at,
  };
  const { env, deadline } = call;
  const amended = await askOrder(env, order.number, deadline, (stub) => stub.amendPayment(changed));
  if (!amended.ok) return orderFailure(call, amended);
  return shownIn(call, await told(call, amended.value), payment.id);
}

export async function deletePayment(call: Call): Promise<Answer> {
  const found = await ownPayment(call);
  if (!found.ok) return found;
  const { env, deadline } = call;
  const { order, payment } = found.value;
  const removed = await askOrder(env, order.number, deadline, (stub) =>
    stub.removePayment(payment.id),
  );
  if (!removed.ok) return orderFailure(call, removed);
  await told(call, removed.value);
  return ok(null);
}
