/** Orders and contacts as operators say them and are told. */
import * as z from "zod";
import { utf8 } from "../core/bytes.ts";
import * as limits from "../core/limits.ts";
import { ORDER_STATUSES } from "../core/orders.ts";
import { checkWish, reference, wishFields } from "./operations/sales.ts";
import * as schema from "./schema.ts";

const MINUTE_MS = 60_000;

const line = z.strictObject({ date: schema.id, ...wishFields }).superRefine(checkWish);

export const lines = z.array(line).max(limits.ORDER_LINES_MAX);

export const minutes = z
  .int()
  .min(1)
  .max(limits.ORDER_MS_MAX / MINUTE_MS)
  .default(limits.HOLD_MS_DEFAULT / MINUTE_MS)
  .describe("From now, until its places are free again");

const contact = schema.id.nullable().describe("A contact's id");
const metadata = z
  .record(z.string().max(limits.LABEL_CHARACTERS_MAX), z.json())
  .refine((value) => utf8(JSON.stringify(value)).length <= limits.ORDER_METADATA_BYTES_MAX, {
    message: `must be at most ${limits.ORDER_METADATA_BYTES_MAX} bytes as JSON`,
  })
  .describe("Of your own");

export const orderBody = z.strictObject({
  lines,
  minutes,
  reference,
  contact: contact.default(null),
  metadata: metadata.default({}),
});

export const linesBody = z.strictObject({ lines: lines.min(1), reference });

export const detailsBody = z.strictObject({
  reference: z.string().min(1).max(limits.REFERENCE_CHARACTERS_MAX).nullable(),
  contact,
  metadata,
});

export const cancellationBody = z
  .strictObject({
    lines: z.array(z.int().min(1)).max(limits.ORDER_LINES_EVER_MAX).optional(),
    tickets: z.array(schema.barcode).max(limits.ORDER_TICKETS_PER_CALL_MAX).optional(),
  })
  .describe("Which lines and which tickets; an empty object cancels the whole order");

const amount = z
  .int()
  .min(-limits.AMOUNT_MINOR_UNITS_MAX)
  .max(limits.AMOUNT_MINOR_UNITS_MAX)
  .describe("Minor units; negative when money goes back");
const currency = z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code, like EUR");
const method = z.string().min(1).max(limits.ID_CHARACTERS_MAX).meta({ example: "card" });

export const paymentBody = z.strictObject({
  amount,
  currency,
  method,
  at: schema.instant.optional().describe("Now, when left out"),
});

const ticket = z.object({
  serial: z.int(),
  barcode: schema.barcode,
  seatId: z.string().nullable(),
  seat: z.string().nullable(),
  amount: z.int(),
  currency: z.string(),
  state: z
    .enum(["held", "issued", "ending", "void"])
    .describe("As the order knows it; ending: its date has not answered the cancellation yet"),
});

const total = z.object({
  currency: z.string(),
  due: z.int().describe("What the live tickets cost"),
  paid: z.int(),
});

const card = z.object({
  number: z.int(),
  channel: z.string(),
  reference: z.string().nullable(),
  contact: z.string().nullable(),
  status: z.enum(ORDER_STATUSES),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  totals: z.array(total),
});

export const order = card.extend({
  metadata: z.record(z.string(), z.json()),
  lines: z.array(
    z.object({
      id: z.int(),
      date: schema.id,
      code: z.string().describe("The date's code"),
      price: schema.priceId,
      tickets: z.array(ticket),
    }),
  ),
  payments: z.array(z.object({ id: z.string(), amount, currency, method, at: z.iso.datetime() })),
});

export const orderSummary = card.extend({
  tickets: z.int().describe("Live ones"),
  lines: z.array(z.object({ date: schema.id, price: schema.priceId, tickets: z.int() })),
});

export const orderNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const text = (max: number) => z.string().min(1).max(max).nullable().default(null);

export const contactBody = z.strictObject({
  name: text(limits.LABEL_CHARACTERS_MAX),
  email: z.email().max(limits.HOLDER_CHARACTERS_MAX).nullable().default(null),
  phone: text(limits.PHONE_CHARACTERS_MAX),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag, like fr or nl-BE")
    .max(limits.LANGUAGE_CHARACTERS_MAX)
    .nullable()
    .default(null),
});

export const contactReply = z.object({
  id: schema.id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: z.string().nullable(),
  changedAt: z.iso.datetime(),
});
