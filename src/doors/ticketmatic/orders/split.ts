/** Splitting an order: some of its tickets get an order of their own (contracts/ticketmatic.md 3.2). */
import * as z from "zod";
import { orderNumber } from "../../../core/orders.ts";
import { askOrder } from "../../../order/client.ts";
import { unreachable } from "../../../core/result.ts";
import type { HandOverOutcome } from "../../../order/commands.ts";
import { notNow, type Problem, problem, type Reply } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { flag, id } from "../wire.ts";
import { changedReply, notesOf, objection } from "./change.ts";
import { findOrder, UNKNOWN_ORDER } from "./find.ts";
import { type OrderNotes, readNotes, writeNotes } from "./notes.ts";
import { everyTicket } from "./order.ts";
import { keepWords, readWords } from "./words.ts";

export const splitBody = z.object({
  tickets: z.array(id).min(1),
  products: z.array(id).optional(),
  customerid: id.optional(),
  deliveryscenarioid: id.optional(),
  paymentscenarioid: id.optional(),
  regenerate_barcodes: flag.optional(),
});

/** The answer is the new order. Scenarios that are not said, or 0, are kept (1.5). */
export async function splitOrder(call: Call<unknown, z.output<typeof splitBody>>): Promise<Reply> {
  const { env, body, deadline, request, now } = call;
  const found = await findOrder(call, call.id);
  if ("problem" in found) return found;
  if (body.regenerate_barcodes === true) {
    return problem(
      400,
      "regenerate_barcodes is not offered here: events/{id}/tickets/batch takes barcodes of your own",
    );
  }
  const wrong = await objection(call, body, now);
  if (wrong !== null) return wrong;
  const { order } = found;
  const known = new Map(
    (await everyTicket(order)).map(({ number, ticket }) => [number, ticket.barcode]),
  );
  const tickets = body.tickets.flatMap((number) => known.get(number) ?? []);
  if (tickets.length < body.tickets.length) return problem(400, NOT_OF_THIS_ORDER);
  const number = await orderNumber(request, 1);
  const notes = readNotes(order);
  const customer = body.customerid ?? 0;
  const to = {
    number,
    reference: null,
    contact: customer === 0 ? order.contact : String(customer),
    metadata: writeNotes(
      { ...notesOf(body), ticketholders: holdersOf(notes, body.tickets) },
      notes,
    ),
  };
  const outcome = await askOrder(env, order.number, deadline, (stub) =>
    stub.handOver({ request, deadline, tickets, to }),
  );
  if (!outcome.ok) return refusal(outcome);
  const words = (await readWords(call, [order])).get(order.number);
  if (words !== undefined) await keepWords(call, outcome.value.number, words);
  const made = await findOrder(call, outcome.value.number);
  return "problem" in made ? made : changedReply(call, made.order);
}

/** A ticket keeps its number, and so whom it is for. */
function holdersOf({ ticketholders }: OrderNotes, tickets: readonly number[]) {
  const moved = new Set(tickets.map(String));
  return Object.fromEntries(Object.entries(ticketholders).filter(([ticket]) => moved.has(ticket)));
}

const NOT_OF_THIS_ORDER = "A ticket is not one of this order";

function refusal(outcome: Exclude<HandOverOutcome, { ok: true }>): { readonly problem: Problem } {
  switch (outcome.reason) {
    case "unavailable":
    case "deadline_passed":
    case "setting":
      return notNow(outcome);
    case "unknown_order":
      return UNKNOWN_ORDER;
    case "wrong_status":
      return problem(400, "Only a confirmed order can be split", "wrongStatus");
    case "unknown_ticket":
      return problem(400, NOT_OF_THIS_ORDER);
    case "nothing_left":
      return problem(400, "A ticket must stay in the order");
    default:
      return unreachable(outcome);
  }
}
