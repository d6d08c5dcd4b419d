/** `shop/orders/tickets/pdf`: the tickets of an order, or one of them, as base64 text of a PDF. */
import { toBase64 } from "../../../core/bytes.ts";
import { TICKETS_PER_PDF_MAX } from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import { printedTickets } from "../../../ticket/find.ts";
import { ticketsPdf } from "../../../ticket/pdf/tickets-pdf.ts";
import { type Answer, invalid } from "../answers.ts";
import type { Call } from "../call.ts";
import { noAnswer } from "../dates.ts";
import { printable } from "./tickets.ts";

export async function printTickets(call: Call): Promise<Answer> {
  const places = await printable(call);
  if (!places.ok) return places;
  const { start, count } = call.page;
  const wanted = places.value.slice(start, start + count);
  if (wanted.length === 0) return invalid("orderid", "is of an order without issued tickets");
  if (wanted.length > TICKETS_PER_PDF_MAX) {
    const pages = `ask for ${TICKETS_PER_PDF_MAX} at once with entry_count and entry_start`;
    return invalid("orderid", `is of an order with more tickets than fit: ${pages}`);
  }
  const { env, deadline, language } = call;
  const barcodes = wanted.map(({ ticket }) => ticket.barcode);
  const dates = await printedTickets(env, barcodes, deadline);
  if (!dates.ok) return noAnswer(call, dates.reason);
  return ok(toBase64(await ticketsPdf({ dates: dates.value, paper: "a4", language })));
}
