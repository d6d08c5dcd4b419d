/** What is said of an order (contracts/ticketevolution.md 4.5, 4.7, 4.8). Unknown keys are ignored. */
import * as z from "zod";
import {
  ORDER_LINES_MAX,
  ORDER_PAYMENTS_MAX,
  REFERENCE_CHARACTERS_MAX,
  TICKETEVOLUTION_INSTRUCTIONS_CHARACTERS_MAX,
} from "../../../core/limits.ts";
import { seatWish } from "../inventory/seat-run.ts";
import { readId } from "../query.ts";
import { readMoney } from "../scalars.ts";

/** A number, or its digits (3.2). */
const id = z.unknown().transform((value, context) => {
  const number = readId(value);
  if (number === null) {
    context.addIssue({ code: "custom", message: "is not an id" });
    return z.NEVER;
  }
  return number;
});

/** Minor units of a decimal, text or number. */
const amount = z.unknown().transform((value, context) => {
  const minorUnits = readMoney(value);
  if (minorUnits === null) {
    context.addIssue({ code: "custom", message: "is not an amount with two decimals at most" });
    return z.NEVER;
  }
  return minorUnits;
});
const fee = z.preprocess((value) => value ?? 0, amount);
const optionalId = z.preprocess((value) => value ?? null, z.union([z.null(), id]));
const text = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().max(500))
  .nullish()
  .transform((value) => value ?? null);

const item = z.object({
  ticket_group_id: id,
  quantity: id.pipe(z.int().min(1)),
  price: amount,
  ...seatWish,
});
const items = z.array(item).max(ORDER_LINES_MAX);

const typeOr = (usual: string) =>
  z
    .string()
    .max(40)
    .nullish()
    .transform((type) => type ?? usual);
const delivery = typeOr("Eticket");

const payments = z
  .array(z.object({ type: typeOr("offline"), amount: fee }))
  .max(ORDER_PAYMENTS_MAX)
  .nullish()
  .transform((value) => value ?? []);

const reference = text.pipe(z.string().max(REFERENCE_CHARACTERS_MAX).nullable());

const aboutOrder = {
  client_id: optionalId,
  buyer_id: optionalId,
  shipping: fee,
  service_fee: fee,
  additional_expense: fee,
  tax: fee,
  discount: fee,
  payments,
  instructions: text,
  internal_notes: text,
  external_notes: text,
  reference,
  po_number: text,
  billing_address_id: optionalId,
};

/** 4.7: the items stand in their shipments, or beside them. */
export const orderV9 = z
  .object({
    ...aboutOrder,
    seller_id: id,
    shipped_items: z
      .array(z.object({ type: delivery, items }))
      .max(ORDER_LINES_MAX)
      .nullish(),
    items: items.nullish(),
  })
  .transform(({ shipped_items, items, ...order }) => ({
    ...order,
    items: [...(shipped_items ?? []).flatMap((shipment) => shipment.items), ...(items ?? [])],
    deliveries: (shipped_items ?? []).map(({ type }) => type),
  }));

/** 4.8: one group, no list. */
export const orderV10 = z
  .object({
    ...aboutOrder,
    instructions: text.pipe(z.string().max(TICKETEVOLUTION_INSTRUCTIONS_CHARACTERS_MAX).nullable()),
    ticket_group: z.object({ id, price: amount, quantity: id.pipe(z.int().min(1)), ...seatWish }),
    delivery: z.object({ type: delivery }).nullish(),
  })
  .transform(({ ticket_group, delivery, ...order }) => ({
    ...order,
    seller_id: null,
    items: [
      {
        ticket_group_id: ticket_group.id,
        quantity: ticket_group.quantity,
        price: ticket_group.price,
        low_seat: ticket_group.low_seat,
        seat_order: ticket_group.seat_order,
      },
    ],
    deliveries: delivery == null ? [] : [delivery.type],
  }));

export const bodyV9 = z.object({ orders: z.array(z.unknown()).length(1) });
export const bodyV10 = z.object({ order: z.unknown() });

export type WantedOrder = z.infer<typeof orderV9> | z.infer<typeof orderV10>;
export type WantedItem = z.infer<typeof item>;

/** 4.5: the only reasons there are. */
const REASONS = [
  "Tickets No Longer Available",
  "Tickets Priced Incorrectly",
  "Duplicate Order",
  "Fraudulent Order",
  "Test Order",
  "Other",
] as const;
const reason = z.enum(REASONS, { error: `must be one of: ${REASONS.join(", ")}` });

export const acceptance = z.object({
  reviewer_id: id,
  seats: z.array(z.union([z.string(), z.number().transform(String)])).nullish(),
});
export const rejection = z.object({ reviewer_id: id, reason, rejection_notes: text });
export const cancellation = z.object({ reviewer_id: id, reason });
const flag = z.union([z.boolean(), z.stringbool()]);
export const returned = z
  .object({
    amount,
    cancel_order: flag.nullish().transform((value) => value === true),
    reviewer_id: optionalId,
    reason: reason.nullish().transform((value) => value ?? null),
    notes: text,
  })
  .refine((body) => !body.cancel_order || (body.reviewer_id !== null && body.reason !== null), {
    message: "reviewer_id and reason are required with cancel_order",
  });

export const change = z.object({
  instructions: text,
  internal_notes: text,
  external_notes: text,
  reference,
  po_number: text,
});

/** The first thing that is wrong, by its place; never the value. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `${path === "" ? "body" : path}: ${issue?.message ?? "is not valid"}`;
}
