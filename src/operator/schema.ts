/** What operators say and are told: the schemas of the API, from which its document is generated. */
import * as z from "zod";
import { parseMillis } from "../core/clock.ts";
import { ID_PATTERN, PRICE_ID_PATTERN } from "../core/ids.ts";
import * as limits from "../core/limits.ts";
import { contradictions } from "./contradictions.ts";
import { plan } from "./plan-schema.ts";
import { presentation, presentationBody } from "./presentation-schema.ts";

export const id = z
  .string()
  .regex(ID_PATTERN, `must be 1 to ${limits.ID_CHARACTERS_MAX} of A-Z a-z 0-9 _ -`)
  .meta({ example: "cyrano-0312" });
export const priceId = z
  .string()
  .regex(PRICE_ID_PATTERN, `must be 1 to ${limits.PRICE_ID_CHARACTERS_MAX} of A-Z a-z 0-9 _ -`)
  .meta({ example: "full" });
export const label = z.string().min(1).max(limits.LABEL_CHARACTERS_MAX);
const places = z.int().min(0).max(limits.CAPACITY_PLACES_MAX);

export const barcode = z.string().min(1).max(100).meta({ example: "5WJQ2XMK8ZC41T0RV3NB" });

/** An instant with its offset, read to milliseconds. */
export const instant = z
  .string()
  .refine((text) => /(Z|[+-]\d\d:\d\d)$/i.test(text) && parseMillis(text) !== null, {
    message: "must be an ISO 8601 date and time with its offset, like 2027-03-12T20:30:00+01:00",
  })
  .meta({ format: "date-time", example: "2027-03-12T20:30:00+01:00" });

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: "must be an IANA time zone, like Europe/Paris" })
  .meta({ example: "Europe/Paris" });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

export const eventBody = z.strictObject({
  title: label,
  venue: z.strictObject({ name: label, timeZone }),
  presentation: presentationBody.nullable().default(null),
});

export const event = eventBody.extend({
  id,
  presentation: presentation.nullable(),
  number: z.int().describe("The event's number at partners that know only integers"),
});

const status = z.enum(["on_sale", "closed", "cancelled"]);

const area = z.object({
  id,
  label,
  capacity: places.nullable().describe("Places, or null when unlimited"),
});

const areaBody = z.strictObject({
  id,
  label,
  capacity: places
    .nullish()
    .describe("Places of a counted area, or null when unlimited; left out for a seated one"),
  plan: plan.optional().describe("The seats of a seated area"),
});

const category = z.string().min(1).max(limits.ID_CHARACTERS_MAX);

const price = z.strictObject({
  id: priceId,
  area: id,
  category: category
    .nullable()
    .default(null)
    .describe("Which seats of a seated area it is for; null for those without a category"),
  label,
  amount: z.int().min(0).max(limits.AMOUNT_MINOR_UNITS_MAX).describe("Minor units: euro cents"),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code, like EUR"),
});

const entryBody = z.strictObject({
  opensAt: instant.nullable().default(null).describe("Before it a scan is too early; null: never"),
  closesAt: instant.nullable().default(null).describe("After it a scan is too late; null: never"),
  gates: z
    .array(
      z.strictObject({
        id,
        label,
        areas: z.array(id).max(limits.AREAS_PER_DATE_MAX).nullable().default(null),
      }),
    )
    .max(limits.GATES_PER_DATE_MAX)
    .default([])
    .describe("The ways in, each for some areas or (null) for all; none: any gate will do"),
});

export const entry = z.object({
  opensAt: z.iso.datetime().nullable(),
  closesAt: z.iso.datetime().nullable(),
  gates: z.array(z.object({ id, label, areas: z.array(id).nullable() })),
});

const allotment = z
  .strictObject({ channel: id, area: id, places })
  .describe("The most places of an area that a channel may take");

export const dateBody = z
  .strictObject({
    event: id,
    startsAt: instant,
    endsAt: instant.meta({ example: "2027-03-12T23:00:00+01:00" }),
    salesEndAt: instant.nullish().describe("When sales end; the end of the date when left out"),
    status: status.default("on_sale"),
    areas: z.array(areaBody).min(1).max(limits.AREAS_PER_DATE_MAX),
    prices: z.array(price).min(1).max(limits.PRICES_PER_DATE_MAX),
    allotments: z.array(allotment).max(limits.ALLOTMENTS_PER_DATE_MAX).default([]),
    keepTogether: z
      .boolean()
      .default(false)
      .describe("Refuse a party that fits nowhere side by side, instead of splitting it"),
    entry: entryBody.default({ opensAt: null, closesAt: null, gates: [] }),
  })
  .superRefine((date, context) => {
    for (const issue of contradictions(date)) context.addIssue({ code: "custom", ...issue });
  });

export const dateChange = z.strictObject({
  status: status.optional(),
  startsAt: instant
    .optional()
    .describe("The doors, `entry`, open and close as long before and after it as they did"),
  endsAt: instant.optional(),
  salesEndAt: instant
    .optional()
    .describe("Left out, sales that ended with the date, or as it began, still do"),
  capacities: z
    .array(
      z.strictObject({ area: id, capacity: places.nullable().describe("Null when unlimited") }),
    )
    .max(limits.AREAS_PER_DATE_MAX)
    .refine((rows) => new Set(rows.map((row) => row.area)).size === rows.length, {
      message: "names an area twice",
    })
    .optional()
    .describe("Of counted areas; the others keep theirs"),
});

const remaining = z
  .record(z.string(), z.int().min(0).nullable())
  .describe("By channel, how many can still be bought; null when unlimited");

export const listing = z.object({
  door: z.string(),
  kind: z.string(),
  id: z.string(),
  date: id,
  price: priceId,
});

export const seatId = z
  .string()
  .min(1)
  .max(limits.ID_CHARACTERS_MAX)
  .meta({ example: "parterre-F-12" });
const seatIds = z.array(seatId).min(1).max(limits.SEATS_PER_AREA_MAX);

export const blockBody = z.strictObject({
  area: id,
  channel: id.nullable().default(null).describe("Who is kept out; null: everybody"),
  places: places.min(1).optional().describe("How many places of a counted area"),
  seats: seatIds.optional().describe("Which seats of a seated area"),
  reason: label,
});

export const block = z.object({
  date: id,
  id,
  area: id,
  channel: z.string().nullable(),
  places: z.int(),
  seats: z.array(z.string()).nullable(),
  reason: z.string(),
});

export const date = z.object({
  id,
  code: z.string().describe("The first 8 characters of its barcodes"),
  number: z.int().describe("The date's number at partners that know only integers"),
  event: id,
  status,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  salesEndAt: z.iso.datetime(),
  areas: z.array(
    area.extend({
      issued: z.int(),
      used: z.int(),
      held: z.int(),
      blocked: z.int(),
      free: z.int().nullable(),
      seated: z.boolean(),
    }),
  ),
  prices: z.array(price.extend({ remaining })),
  allotments: z.array(allotment),
  channels: z.array(
    z.object({ area: id, channel: id, issued: z.int(), used: z.int(), held: z.int() }),
  ),
  keepTogether: z.boolean(),
  entry,
  listings: z.array(listing.omit({ date: true })),
  blocks: z.array(block.omit({ date: true })),
  pools: z
    .array(z.object({ area: id, channel: id, unused: z.int() }))
    .describe("Imported barcodes that were not handed out yet"),
  unpublished: z.int().describe("Tickets that the registry has not been told about yet"),
});

export const dateSummary = date
  .omit({
    channels: true,
    listings: true,
    unpublished: true,
    allotments: true,
    blocks: true,
    pools: true,
    entry: true,
    keepTogether: true,
  })
  .extend({ areas: z.array(area), prices: z.array(price) });

export const ticket = z.object({
  date: id,
  serial: z.int(),
  barcode,
  area: id,
  price: priceId,
  amount: z.int(),
  currency: z.string(),
  channel: z.string(),
  seatId: z.string().nullable(),
  seat: z.string().nullable(),
  state: z.enum(["held", "issued", "used", "void"]),
  issuedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
});

export const page = z.object({
  after: z.string().max(200).default("").describe("The `next` of the page before"),
  limit: z.coerce.number().int().min(1).max(limits.PAGE_ROWS_MAX).default(limits.PAGE_ROWS_DEFAULT),
});
export const next = z.string().nullable().describe("Ask for the next page with this `after`");
