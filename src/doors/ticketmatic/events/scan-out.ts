/** Letting everybody of the account out, of some contingents or all (contracts/ticketmatic.md 3.7). */
import * as z from "zod";
import { letOut } from "../../../date/client/admissions.ts";
import { json, notNow, type Reply, unknownId } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { areaNumber, ticketNumber } from "../numbers.ts";
import { id } from "../wire.ts";
import { visibleDate } from "./visible.ts";

export const scanOutBody = z.object({ tickettypeids: z.array(id).default([]) });

export async function scanTicketsOut(
  call: Call<unknown, z.output<typeof scanOutBody>>,
): Promise<Reply> {
  const { env, partner, body, deadline, request } = call;
  const date = await visibleDate(call, call.id);
  if (date === null) return unknownId("event");
  const numbered = await Promise.all(
    date.areas.map(async ({ id }) => ({ id, number: await areaNumber(date.number, id) })),
  );
  const wanted = new Set(body.tickettypeids);
  const areas =
    wanted.size === 0
      ? null
      : numbered.filter(({ number }) => wanted.has(number)).map(({ id }) => id);
  const device = `ticketmatic ${partner.id}`;
  const command = { deadline, device, id: request, channel: partner.id, areas };
  const outcome = await letOut(env, date.code, command);
  if (outcome.ok) return json(outcome.value.map((serial) => ticketNumber(date.number, serial)));
  return outcome.reason === "not_configured" ? unknownId("event") : notNow(outcome);
}
