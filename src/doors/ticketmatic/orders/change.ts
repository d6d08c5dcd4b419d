/** Making an order, saying who and how, confirming it, deleting it (contracts/ticketmatic.md 3.2). */
import * as z from "zod";
import { sha256Hex } from "../../../core/hmac.ts";
import {
  DESCRIBE_ATTEMPTS_MAX,
  TICKETMATIC_BASKET_MS,
  TICKETMATIC_IDS_PER_BATCH_MAX,
} from "../../../core/limits.ts";
import { askOrder, placeOrder, tellNow } from "../../../order/client.ts";
import type { OrderState } from "../../../order/commands.ts";
import { readCustomer } from "../../../registry/customers.ts";
import {
  json,
  notNow,
  nothing,
  type Problem,
  problem,
  type Reply,
  unavailable,
} from "../answers.ts";
import type { Anything, Call } from "../endpoint.ts";
import * as lists from "../settings/lists.ts";
import { gatherCustom } from "../contacts/custom.ts";
import { amount, id, instant, listBody } from "../wire.ts";
import { describeOrder } from "./context.ts";
import { findOrder, UNKNOWN_ORDER } from "./find.ts";
import { newNotes, type OrderNotes, readNotes, writeNotes } from "./notes.ts";
import * as refusals from "./refusals.ts";
import { deliveryAddress, forgetWords, keepWords, type Words, wordsObjection } from "./words.ts";

export const createBody = z.object({ saleschannelid: id });

const update = z.object({
  customerid: id.optional(),
  deliveryscenarioid: id.optional(),
  paymentscenarioid: id.optional(),
  expiryts: instant.optional(),
  rappelts: instant.optional(),
  deliveryaddress: deliveryAddress.optional(),
  custom: z.record(z.string(), z.unknown()).optional(),
  ordercosts: z.array(z.object({ amount })).optional(),
});
type Update = z.output<typeof update>;
export const updateBody = z.preprocess(gatherCustom, update);

export const batchBody = listBody(z.array(id).max(TICKETMATIC_IDS_PER_BATCH_MAX));

export async function orderReply(call: Anything, order: OrderState): Promise<Reply> {
  const described = await describeOrder(call, order);
  return "problem" in described ? described : json(described.body);
}

/** The order as it was changed, and as lists show it from now on. */
export async function changedReply(call: Anything, order: OrderState): Promise<Reply> {
  return orderReply(call, await told(call, order));
}

export function told({ c, env }: Anything, order: OrderState): Promise<OrderState> {
  return tellNow(env.REGISTRY, order, c.var.requestId);
}

export async function createOrder(
  call: Call<unknown, z.output<typeof createBody>>,
): Promise<Reply> {
  const { env, partner, body, now, deadline } = call;
  if (!lists.hasSetting(lists.salesChannels, body.saleschannelid)) {
    return problem(400, "No such sales channel");
  }
  const placed = await placeOrder(env, {
    // Two empty baskets in one second are two: an empty one takes nothing from anybody.
    request: await sha256Hex(`ticketmatic order ${crypto.randomUUID()}`),
    deadline,
    channel: partner.id,
    reference: null,
    contact: null,
    metadata: newNotes(body.saleschannelid),
    expiresAt: now + TICKETMATIC_BASKET_MS,
    lines: [],
  });
  return placed.ok ? changedReply(call, placed.value) : refusals.fillingRefusal(placed, []);
}

export async function getOrder(call: Anything): Promise<Reply> {
  const found = await findOrder(call, call.id);
  return "problem" in found ? found : orderReply(call, found.order);
}

export async function updateOrder(call: Call<unknown, Update>): Promise<Reply> {
  const { env, deadline, body, now } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const wrong = await objection(call, body, now);
  if (wrong !== null) return wrong;
  const { expiryts: expiresAt } = body;
  if (expiresAt !== undefined) {
    const extended = await askOrder(env, call.id, deadline, (stub) =>
      stub.extend({ deadline, expiresAt }),
    );
    if (!extended.ok) return refusals.extendRefusal(extended);
  }
  const updated = await carryOut(call, found.order, body);
  return "problem" in updated ? updated : orderReply(call, updated.order);
}

/** Both clients may send 0 for an id that they do not say (1.5). */
function present(value: number | undefined): number | null {
  return value === undefined || value === 0 ? null : value;
}

/**
 * What an update says of an order beside its end. That there are words is noted before they are kept:
 * so they are forgotten with the order whatever happens between.
 */
export async function carryOut(
  call: Anything,
  order: OrderState,
  body: Update,
): Promise<{ readonly order: OrderState } | { readonly problem: Problem }> {
  const contact = present(body.customerid);
  const words = wordsOf(body);
  const wrong = words === null ? null : await wordsObjection(call, order.number, words);
  if (wrong !== null) return wrong;
  const change = { ...notesOf(body), ...(words === null ? {} : { hasWords: true }) };
  const customer = contact === null ? null : String(contact);
  const restated = await restate(call, order, () => change, customer);
  if ("problem" in restated || words === null) return restated;
  return (await keepWords(call, order.number, words)) ?? restated;
}

/** Null when nothing is said; an address of empty texts takes back the one that was said before. */
function wordsOf({ deliveryaddress: address, custom }: Update): Partial<Words> | null {
  if (address === undefined && custom === undefined) return null;
  const isEmpty = address !== undefined && Object.values(address).every((line) => line === "");
  return {
    ...(address === undefined ? {} : { deliveryaddress: isEmpty ? null : address }),
    ...(custom === undefined ? {} : { custom }),
  };
}

export function notesOf(body: Update): Partial<OrderNotes> {
  const { rappelts } = body;
  const deliveryscenarioid = present(body.deliveryscenarioid);
  const paymentscenarioid = present(body.paymentscenarioid);
  return {
    ...(deliveryscenarioid === null ? {} : { deliveryscenarioid }),
    ...(paymentscenarioid === null ? {} : { paymentscenarioid }),
    ...(rappelts === undefined ? {} : { rappelts }),
  };
}

/** Every id that is named exists, and no instant lies in the past. */
export async function objection(
  { env, partner }: Pick<Anything, "env" | "partner">,
  body: Update,
  now: number,
): Promise<{ readonly problem: Problem } | null> {
  const [customer, delivery, payment] = [
    present(body.customerid),
    present(body.deliveryscenarioid),
    present(body.paymentscenarioid),
  ];
  if (delivery !== null && !lists.hasSetting(lists.deliveryScenarios, delivery)) {
    return problem(400, "No such delivery scenario");
  }
  if (payment !== null && !lists.hasSetting(lists.paymentScenarios, payment)) {
    return problem(400, "No such payment scenario");
  }
  if (customer !== null) {
    const known = await readCustomer(env.REGISTRY, partner.id, customer);
    if (known === null || known.deletedAt !== null) return problem(400, "No such contact");
  }
  // A fee that is not kept would be money that nobody asks for.
  if (body.ordercosts?.some((cost) => cost.amount !== 0)) {
    return problem(400, "Order fees are not offered here: an order costs what its tickets cost");
  }
  for (const at of [body.expiryts, body.rappelts]) {
    if (at !== undefined && at < now) return problem(400, "The date and time is over");
  }
  return null;
}

type Change = (notes: OrderNotes) => Partial<OrderNotes>;

export async function describeAnew(
  call: Anything,
  read: OrderState,
  change: Change,
  contact: string | null,
): Promise<Reply> {
  const restated = await restate(call, read, change, contact);
  return "problem" in restated ? restated : orderReply(call, restated.order);
}

/**
 * Changes what is said, and nothing else: where another call was quicker, `change` is applied to what
 * that one has made of the notes.
 */
export async function restate(
  call: Anything,
  read: OrderState,
  change: Change,
  contact: string | null,
): Promise<{ readonly order: OrderState } | { readonly problem: Problem }> {
  const { env, deadline } = call;
  let order = read;
  for (let attempt = 1; attempt <= DESCRIBE_ATTEMPTS_MAX; attempt++) {
    const notes = readNotes(order);
    const details = {
      reference: order.reference,
      contact: contact ?? order.contact,
      metadata: writeNotes(change(notes), notes),
    };
    const { version } = order;
    const described = await askOrder(env, order.number, deadline, (stub) =>
      stub.redescribe(details, version),
    );
    if (described.ok) return { order: await told(call, described.value) };
    if (described.reason === "unknown_order") return UNKNOWN_ORDER;
    if (described.reason !== "changed_since") return notNow(described);
    const found = await findOrder(call, order.number);
    if ("problem" in found) return found;
    order = found.order;
  }
  return unavailable;
}

export async function confirmOrder(call: Anything): Promise<Reply> {
  const { env, deadline } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const confirmed = await askOrder(env, call.id, deadline, (stub) => stub.confirm({ deadline }));
  return confirmed.ok ? changedReply(call, confirmed.value) : refusals.confirmRefusal(confirmed);
}

export async function deleteOrder(call: Anything): Promise<Reply> {
  const refusal = await cancelWhole(call, call.id);
  return refusal ?? nothing;
}

/** Each for itself: one that can't be deleted does not keep the others. */
export async function deleteOrders(
  call: Call<unknown, z.output<typeof batchBody>>,
): Promise<Reply> {
  const results: { id: number; msg: string; succeeded: boolean }[] = [];
  for (const order of new Set(call.body)) {
    const refusal = await cancelWhole(call, order);
    const msg = refusal?.problem.message ?? "";
    results.push({ id: order, msg, succeeded: refusal === null });
  }
  return json({ nbrsucceeded: results.filter(({ succeeded }) => succeeded).length, results });
}

async function cancelWhole(
  call: Anything,
  number: number,
): Promise<{ readonly problem: Problem } | null> {
  const { env, deadline } = call;
  const found = await findOrder(call, number);
  if ("problem" in found) return found;
  const cancelled = await askOrder(env, number, deadline, (stub) =>
    stub.cancel({ deadline, what: "all" }),
  );
  if (!cancelled.ok) return refusals.cancelRefusal(cancelled);
  await told(call, cancelled.value);
  await forgetWords(call, cancelled.value);
  return null;
}
