/** Orders at the box office: placing, adding to, reading and listing them. */
import * as z from "zod";
import { sha256Hex } from "../../core/hmac.ts";
import { ORDER_STATUSES } from "../../core/orders.ts";
import { askOrder, placeOrder } from "../../order/client.ts";
import type { LineWish } from "../../order/commands.ts";
import { listOrders } from "../../registry/orders.ts";
import { BOX_OFFICE } from "../channels.ts";
import { done, operation } from "../operation.ts";
import { orderProblem, orderReply, orderSummaryReply } from "../order-replies.ts";
import * as orders from "../order-schema.ts";
import * as schema from "../schema.ts";

const MINUTE_MS = 60_000;
export const tag = "Orders";
export const params = z.object({ order: orders.orderNumber });
export const unknownOrder = { 404: "There is no such order" };
const lineRefusals = {
  409: "Sold out, closed, seats taken, or fewer places left than asked: nothing is held",
  422: "There is no such date, price or seat, or there are too many lines",
};

function toWishes(lines: z.output<typeof orders.lines>): LineWish[] {
  return lines.map(({ date, price, quantity, seats, accessible }) => ({
    date,
    price,
    quantity: seats?.length ?? quantity ?? 1,
    seats: seats ?? null,
    accessible,
    // The box office sells at the venue's own price.
    expectedAmount: null,
  }));
}

const postOrder = operation({
  id: "placeOrder",
  method: "post",
  path: "/orders",
  tag,
  summary: "Hold places over one or more dates, all or nothing",
  description: "An order without lines is a basket to be filled.",
  body: orders.orderBody,
  answer: orders.order,
  success: [201],
  refusals: lineRefusals,
  async run({ env, body, now, deadline }) {
    const request = await sha256Hex(`${BOX_OFFICE} order ${body.reference ?? crypto.randomUUID()}`);
    const outcome = await placeOrder(env, {
      request,
      deadline,
      channel: BOX_OFFICE,
      expiresAt: now + body.minutes * MINUTE_MS,
      reference: body.reference ?? null,
      contact: body.contact,
      metadata: JSON.stringify(body.metadata),
      lines: toWishes(body.lines),
    });
    return outcome.ok ? done(orderReply(outcome.value), 201) : orderProblem(outcome);
  },
});

const postLines = operation({
  id: "addLines",
  method: "post",
  path: "/orders/{order}/lines",
  tag,
  summary: "Hold more places in an open order, all of them or none",
  params,
  body: orders.linesBody,
  answer: orders.order,
  success: [200],
  refusals: { ...unknownOrder, ...lineRefusals },
  async run({ env, params: at, body, deadline }) {
    const reference = body.reference ?? crypto.randomUUID();
    const request = await sha256Hex(`${BOX_OFFICE} order ${at.order} lines ${reference}`);
    const command = { request, deadline, lines: toWishes(body.lines) };
    const outcome = await askOrder(env, at.order, deadline, (stub) => stub.addLines(command));
    return outcome.ok ? done(orderReply(outcome.value)) : orderProblem(outcome);
  },
});

const getOrder = operation({
  id: "getOrder",
  method: "get",
  path: "/orders/{order}",
  tag,
  summary: "One order, of any channel, as it stands now",
  params,
  answer: orders.order,
  success: [200],
  refusals: unknownOrder,
  async run({ env, params: at, deadline }) {
    const outcome = await askOrder(env, at.order, deadline, (stub) => stub.state());
    return outcome.ok ? done(orderReply(outcome.value)) : orderProblem(outcome);
  },
});

const getOrders = operation({
  id: "listOrders",
  method: "get",
  path: "/orders",
  tag,
  summary: "Orders by number, as the registry knows them",
  query: schema.page.extend({
    after: z.coerce.number().int().min(0).default(0).describe("The `next` of the page before"),
    status: z.enum(ORDER_STATUSES).optional(),
    channel: schema.id.optional(),
    contact: schema.id.optional(),
  }),
  answer: z.object({ orders: z.array(orders.orderSummary), next: z.int().nullable() }),
  success: [200],
  async run({ env, query: { after, limit, status, channel, contact } }) {
    const filter = {
      after,
      status: status ?? null,
      channel: channel ?? null,
      contact: contact ?? null,
    };
    const cards = await listOrders(env.REGISTRY, filter, limit);
    const next = cards.length === limit ? (cards.at(-1)?.number ?? null) : null;
    return done({ orders: cards.map(orderSummaryReply), next });
  },
});

export const orderOperations = [getOrders, postOrder, getOrder, postLines];
