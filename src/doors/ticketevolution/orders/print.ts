/** E-tickets as one PDF in base64, inside JSON as all three clients need it (6 (6)). */
import { toBase64 } from "../../../core/bytes.ts";
import { TICKETS_PER_PDF_MAX } from "../../../core/limits.ts";
import type { OrderLine } from "../../../order/commands.ts";
import { printedTickets } from "../../../ticket/find.ts";
import { type Answer, done, notFound, unavailable, unprocessable } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { withOrder } from "./actions.ts";
import { isIssued, lineIndex, withItem } from "./items.ts";
import { settingOf } from "./objects.ts";

export const printEtickets: Handler = (call) =>
  withOrder(call, async (found) => {
    const item = call.query.text("item_id");
    const { lines } = found.order;
    const index = item === null ? null : lineIndex(found, await settingOf(call, [found]), item);
    const wanted = index === null ? lines : lines.slice(index, index + 1);
    if (index === -1) return notFound("OrderItem", item ?? "");
    return isIssued(found) ? print(call, found.order.number, wanted) : notYet;
  });

export const printItem: Handler = (call) =>
  withItem(call, async ({ found, line }) =>
    isIssued(found) ? print(call, found.order.number, [line]) : notYet,
  );

const notYet = unprocessable("The order must be accepted before it has e-tickets.");

async function print(call: Call, order: number, lines: readonly OrderLine[]): Promise<Answer> {
  const barcodes = lines
    .flatMap(({ tickets }) => tickets)
    .filter(({ state }) => state === "issued")
    .map(({ barcode }) => barcode);
  if (barcodes.length > TICKETS_PER_PDF_MAX) {
    return unprocessable(
      `item_id: one file has at most ${TICKETS_PER_PDF_MAX} tickets; ask item by item`,
    );
  }
  const printed = await printedTickets(call.env, barcodes, call.deadline);
  if (!printed.ok) return printed.reason === "unknown_barcode" ? notYet : unavailable;
  // Large, and not needed for anything else here.
  const { ticketsPdf } = await import("../../../ticket/pdf/tickets-pdf.ts");
  const bytes = await ticketsPdf({ dates: printed.value, paper: "a4", language: "en" });
  return done({ id: String(order), file: toBase64(bytes) });
}
