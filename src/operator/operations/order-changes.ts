/** What happens to an order after it was placed: confirmed, extended, cancelled, paid, described. */
import * as z from "zod";
import { parseMillis } from "../../core/clock.ts";
import { askOrder, type OrderStub } from "../../order/client.ts";
import type {
  CancelOrderOutcome,
  ConfirmOutcome,
  DescribeOutcome,
  ExtendOutcome,
  PayOutcome,
} from "../../order/commands.ts";
import { BOX_OFFICE } from "../channels.ts";
import { type Call, done, operation, problem, type Reply } from "../operation.ts";
import { orderProblem, orderReply } from "../order-replies.ts";
import * as orders from "../order-schema.ts";
import * as schema from "../schema.ts";
import { params, tag, unknownOrder } from "./orders.ts";

const MINUTE_MS = 60_000;

type Outcome = ConfirmOutcome | ExtendOutcome | CancelOrderOutcome | PayOutcome | DescribeOutcome;

async function change(
  {
    env,
    params: at,
    deadline,
  }: Pick<Call<z.output<typeof params>, unknown, unknown>, "env" | "params" | "deadline">,
  command: (stub: OrderStub) => Promise<Outcome>,
): Promise<Reply> {
  const outcome = await askOrder(env, at.order, deadline, command);
  return outcome.ok ? done(orderReply(outcome.value)) : orderProblem(outcome);
}

const postConfirmation = operation({
  id: "confirmOrder",
  method: "post",
  path: "/orders/{order}/confirmation",
  tag,
  summary: "Sell everything that the order holds, in every date, or nothing",
  description: "Can be repeated. What was held is what is sold.",
  params,
  answer: orders.order,
  success: [200],
  refusals: { ...unknownOrder, 409: "Its time is over, it is empty, or it was cancelled" },
  run: (call) => change(call, (stub) => stub.confirm({ deadline: call.deadline })),
});

const postExtension = operation({
  id: "extendOrder",
  method: "post",
  path: "/orders/{order}/extension",
  tag,
  summary: "Hold an open order's places for longer",
  params,
  body: z.strictObject({ minutes: orders.minutes }),
  answer: orders.order,
  success: [200],
  refusals: { ...unknownOrder, 409: "Its time is over, or it is not open" },
  run(call) {
    const expiresAt = call.now + call.body.minutes * MINUTE_MS;
    return change(call, (stub) => stub.extend({ deadline: call.deadline, expiresAt }));
  },
});

const postCancellation = operation({
  id: "cancelOrder",
  method: "post",
  path: "/orders/{order}/cancellation",
  tag,
  summary:
    "Cancel an order, some of its lines or some of its tickets: all that is named, or nothing",
  description: "Works before and after its confirmation, and can be repeated.",
  params,
  body: orders.cancellationBody,
  answer: orders.order,
  success: [200],
  refusals: {
    ...unknownOrder,
    409: "One of the tickets was scanned",
    422: "The order has no such line or ticket",
  },
  run(call) {
    const { lines, tickets } = call.body;
    const isAll = lines === undefined && tickets === undefined;
    const what = isAll ? "all" : { lines: lines ?? [], tickets: tickets ?? [] };
    return change(call, (stub) => stub.cancel({ deadline: call.deadline, what }));
  },
});

const putPayment = operation({
  id: "recordPayment",
  method: "put",
  path: "/orders/{order}/payments/{payment}",
  tag,
  summary: "Record that money came, or went back",
  description: "Nothing is charged: the order keeps what you say, once for each id.",
  params: params.extend({ payment: schema.id }),
  body: orders.paymentBody,
  answer: orders.order,
  success: [200],
  refusals: {
    ...unknownOrder,
    409: "Another payment is recorded under this id",
    422: "The order can keep no more payments",
  },
  run(call) {
    const { at, ...payment } = call.body;
    const instant = (at === undefined ? null : parseMillis(at)) ?? call.now;
    return change(call, (stub) => stub.pay({ ...payment, id: call.params.payment, at: instant }));
  },
});

const putDetails = operation({
  id: "describeOrder",
  method: "put",
  path: "/orders/{order}/details",
  tag,
  summary: "Set the reference, contact and metadata of an order of the box office",
  params,
  body: orders.detailsBody,
  answer: orders.order,
  success: [200],
  refusals: { ...unknownOrder, 409: "It is a partner's order" },
  async run(call) {
    const { env, params: at, deadline } = call;
    const { reference, contact, metadata } = call.body;
    const order = await askOrder(env, at.order, deadline, (stub) => stub.state());
    if (order.ok && order.value.channel !== BOX_OFFICE) {
      const detail = "What is said of it here is how its partner finds it again; change it there.";
      return problem(409, "A partner's order", detail);
    }
    const details = { reference, contact, metadata: JSON.stringify(metadata) };
    return change(call, (stub) => stub.describe(details));
  },
});

const postRepublish = operation({
  id: "republishOrder",
  method: "post",
  path: "/orders/{order}/republish",
  tag,
  summary: "Send the order to the registry again",
  params,
  answer: z.object({ accepted: z.literal(true) }),
  success: [202],
  refusals: unknownOrder,
  async run({ env, params: at, deadline }) {
    const outcome = await askOrder(env, at.order, deadline, (stub) => stub.republish());
    return outcome.ok ? done({ accepted: true }, 202) : orderProblem(outcome);
  },
});

export const orderChangeOperations = [
  postConfirmation,
  postExtension,
  postCancellation,
  putPayment,
  putDetails,
  postRepublish,
];
