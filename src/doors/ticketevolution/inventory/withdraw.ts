/**
 * Waste and broadcast (contracts/ticketevolution.md 4.3): a partner takes a group off its own sale,
 * for good or until it is listed again. The places stay the venue's, and on sale to everybody else.
 */
import * as z from "zod";
import { offerAgain, withdraw } from "../../../registry/withdrawals.ts";
import { done, unprocessable } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { findGroup, groupObject } from "./groups.ts";
import { groupProblem } from "./listings.ts";

const REASONS = ["Did not sell", "Lost by shipper", "Lost before shipment"] as const;
const waste = z.object({ wasted_reason: z.enum(REASONS) });
const broadcast = z.object({ broadcast: z.union([z.boolean(), z.stringbool()]) });

async function present(call: Call) {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  return done(await groupObject(call, group.value, { seats: true, tickets: false }));
}

export const wasteGroup: Handler = async (call) => {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  const body = waste.safeParse(call.body);
  if (!body.success) return unprocessable(`wasted_reason: must be one of: ${REASONS.join(", ")}`);
  await withdraw(call.env.REGISTRY, {
    channel: call.partner.id,
    number: group.value.number,
    reason: body.data.wasted_reason,
    final: true,
  });
  return present(call);
};

export const broadcastGroup: Handler = async (call) => {
  const group = await findGroup(call, call.param("id"));
  if (!group.ok) return groupProblem(call, group.reason);
  const body = broadcast.safeParse(call.body);
  if (!body.success) return unprocessable("broadcast: must be true or false");
  const channel = call.partner.id;
  const { number } = group.value;
  if (!body.data.broadcast) {
    await withdraw(call.env.REGISTRY, { channel, number, reason: "Not broadcast", final: false });
  } else if (!(await offerAgain(call.env.REGISTRY, channel, number))) {
    return unprocessable("The tickets were wasted, which is final.");
  }
  return present(call);
};
