/** The tickets of an order as a PDF, by a link that opens nothing else (contracts/ticketmatic.md 3.2). */
import * as z from "zod";
import { TICKETS_PER_PDF_MAX } from "../../../core/limits.ts";
import { ticketsLink } from "../../../core/ticket-link.ts";
import { secret } from "../../../env.ts";
import { json, notNow, problem, type Reply } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { id } from "../wire.ts";
import { findOrder } from "./find.ts";
import { liveTickets } from "./order.ts";

export const pdfBody = z.object({
  tickets: z.array(id).optional(),
  vouchercodes: z.array(id).optional(),
});

/** All confirmed tickets, where none are named. */
export async function ticketsPdf(call: Call<unknown, z.output<typeof pdfBody>>): Promise<Reply> {
  const { env, c, body } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  const issued = (await liveTickets(found.order)).filter(({ ticket }) => ticket.state === "issued");
  const named = body.tickets ?? [];
  const wanted =
    named.length === 0 ? issued : issued.filter(({ number }) => named.includes(number));
  if (wanted.length === 0 || wanted.length < new Set(named).size) {
    return problem(400, "A ticket is not a confirmed one of this order");
  }
  if (wanted.length > TICKETS_PER_PDF_MAX) {
    return problem(400, `A PDF has at most ${TICKETS_PER_PDF_MAX} tickets: name some in "tickets"`);
  }
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return notNow(key);
  const link = await ticketsLink(
    key.value,
    wanted.map(({ ticket }) => ticket.barcode),
  );
  return json({ url: new URL(link, c.req.url).href });
}
