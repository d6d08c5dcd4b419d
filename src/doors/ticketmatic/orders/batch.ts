/** The same change of many orders (contracts/ticketmatic.md 3.2). */
import * as z from "zod";
import { TICKETMATIC_CALLS_AT_ONCE, TICKETMATIC_IDS_PER_BATCH_MAX } from "../../../core/limits.ts";
import type { OrderState } from "../../../order/commands.ts";
import { invalid, nothing, problem, type Reply, unknownId } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { inGroups } from "../parameters.ts";
import { fieldsOf, updateFields } from "../update-fields.ts";
import { id } from "../wire.ts";
import { carryOut, objection, updateBody } from "./change.ts";
import { findOrder } from "./find.ts";

export const ordersBatchBody = z.object({
  ids: z.array(id).max(TICKETMATIC_IDS_PER_BATCH_MAX),
  operation: z.string(),
  parameters: z.object({ updatefields: updateFields }).optional(),
});

const FIXED = ["deliveryscenarioid", "paymentscenarioid"];

/** None is changed where one is not there; the first that can't be changed says why. */
export async function batchOrders(
  call: Call<unknown, z.output<typeof ordersBatchBody>>,
): Promise<Reply> {
  const { body, now } = call;
  if (body.operation !== "update") {
    return problem(400, "Only the operation update is offered here");
  }
  const named = fieldsOf(body.parameters?.updatefields ?? [], FIXED);
  if ("problem" in named) return named;
  const update = updateBody.safeParse(named.fields);
  if (!update.success) return invalid(update.error);
  const wrong = await objection(call, update.data, now);
  if (wrong !== null) return wrong;
  const orders: OrderState[] = [];
  const numbers = [...new Set(body.ids)];
  const found = await inGroups(numbers, TICKETMATIC_CALLS_AT_ONCE, (number) =>
    findOrder(call, number),
  );
  for (const [index, one] of found.entries()) {
    if ("order" in one) orders.push(one.order);
    else return one.problem.status === 404 ? unknownId(`order: ${numbers[index]}`) : one;
  }
  const updated = await inGroups(orders, TICKETMATIC_CALLS_AT_ONCE, (order) =>
    carryOut(call, order, update.data),
  );
  return updated.find((one) => "problem" in one) ?? nothing;
}
