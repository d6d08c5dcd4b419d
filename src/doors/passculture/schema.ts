/**
 * What pass Culture says (contracts/passculture.md 2). Unknown keys are ignored, and what Guichet
 * does not need (birth date, phone, address, labels) is not even read, so that it can't be kept.
 */
import * as z from "zod";
import { parseMicros } from "../../core/clock.ts";
import {
  HOLDER_CHARACTERS_MAX,
  LISTING_ID_CHARACTERS_MAX,
  PASSCULTURE_BARCODES_PER_CANCELLATION_MAX,
  PASSCULTURE_QUANTITY_MAX,
} from "../../core/limits.ts";

/** The longest barcode that pass Culture can store (contracts/passculture.md 3.2). */
const BARCODE_CHARACTERS_MAX = 100;

/** With or without fraction and offset; none means UTC. Kept as microseconds since 1970. */
const instant = z.string().transform((text, context) => {
  const micros = parseMicros(text);
  if (micros === null) {
    context.addIssue({ code: "custom", message: "is not an ISO 8601 date and time" });
    return z.NEVER;
  }
  return micros;
});

const optionalName = z.string().max(HOLDER_CHARACTERS_MAX).nullish();

/**
 * Compiled while the Worker starts, when the platform allows it: eight times as fast. Where it does
 * not, zod interprets the same schema.
 */
export const bookingSchema = z.compile(
  z.object({
    booking_creation_date: instant,
    booking_quantity: z.int().min(1).max(PASSCULTURE_QUANTITY_MAX),
    offer_id: z.int(),
    /** Euro cents for one ticket. */
    offer_price: z.int().min(0),
    stock_id: z.int(),
    /** Null, empty or missing: then `stock_id` is the only name of the stock. */
    stock_id_at_provider: z.string().max(LISTING_ID_CHARACTERS_MAX).nullish(),
    user_email: z.string().min(1).max(HOLDER_CHARACTERS_MAX),
    user_first_name: optionalName,
    user_last_name: optionalName,
  }),
);

export const cancellationSchema = z.object({
  barcodes: z
    .array(z.string().min(1).max(BARCODE_CHARACTERS_MAX))
    .min(1)
    .max(PASSCULTURE_BARCODES_PER_CANCELLATION_MAX),
});

export type BookingRequest = z.infer<typeof bookingSchema>;
