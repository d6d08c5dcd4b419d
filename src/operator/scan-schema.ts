/** What devices at the entrance say and are told: the schemas of the scanning operations. */
import * as z from "zod";
import { LABEL_CHARACTERS_MAX, SCANS_PER_UPLOAD_MAX } from "../core/limits.ts";
import type { Finding, NotKept, ScanRefusal } from "../date/entrance/commands.ts";
import * as schema from "./schema.ts";

const IRREGULARITIES = [
  "double_entry",
  "void",
  "not_paid",
  "unknown",
  "forged",
  "other_date",
] as const;
const irregularity = z.enum(IRREGULARITIES);
const FINDINGS = [
  "admitted",
  "left",
  "turned_away",
  "not_inside",
  ...IRREGULARITIES,
] as const satisfies readonly Finding[];
const NOT_KEPT = [
  "clock_ahead",
  "too_old",
  "being_cancelled",
] as const satisfies readonly NotKept[];
const REFUSALS = [
  "unknown",
  "forged",
  "other_date",
  "void",
  "not_paid",
  "being_cancelled",
  "already_inside",
  "not_inside",
  "wrong_gate",
  "too_early",
  "too_late",
] as const satisfies readonly ScanRefusal["reason"][];

const scanId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 of A-Z a-z 0-9 _ -")
  .describe("The device's own, such as a UUID: the same scan sent again counts once")
  .meta({ example: "0198c2f4-7a11-7d5e-9c40-51b8c2a7d9e3" });
const direction = z.enum(["in", "out"]).default("in");
const gate = schema.id.nullable().default(null).meta({ example: "north" });

export const scanBody = z.strictObject({
  barcode: schema.barcode,
  direction,
  gate: gate.describe("Where; a device must say it at a date that has gates"),
  id: scanId
    .optional()
    .describe("Left out, every call is a scan of its own, also one that is only sent again"),
  date: schema.id
    .optional()
    .describe("The date that the gate serves: a ticket of another one is refused"),
});

export const scanned = schema.ticket.extend({
  scan: z.object({
    id: z.string(),
    device: z.string(),
    direction: z.enum(["in", "out"]),
    gate: z.string().nullable(),
    at: z.iso.datetime(),
  }),
});

/** A refusal of a scan: a problem document, with what a scanner's program decides on. */
export const scanRefused = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    reason: z.enum(REFUSALS).optional().describe("Missing when there is no such date"),
    since: z.iso.datetime().optional().describe("already_inside: since when"),
    gate: z.string().nullable().optional().describe("already_inside: by which gate"),
    gates: z.array(schema.id).optional().describe("wrong_gate: the right ones"),
    opensAt: z.iso.datetime().optional().describe("too_early: when it will not be"),
    closesAt: z.iso.datetime().optional().describe("too_late: since when it is"),
    requestId: z.string(),
  })
  .meta({
    example: {
      type: "about:blank",
      title: "Already inside",
      status: 409,
      detail: "Somebody came in with this ticket at 2027-03-12T19:04:11.000Z by gate north.",
      reason: "already_inside",
      since: "2027-03-12T19:04:11.000Z",
      gate: "north",
      requestId: "9f4c1d1c-4f0e-4a6b-9a53-3f4f5f0f6a11",
    },
  });

export const uploadBody = z.strictObject({
  device: schema.id.optional().describe("Whose scans they are, when it is not a device that calls"),
  scans: z
    .array(
      z.strictObject({
        id: scanId,
        barcode: schema.barcode,
        direction,
        gate,
        at: schema.instant.describe("By the device's own clock"),
        letThrough: z.boolean().describe("Did the device let the person through?"),
      }),
    )
    .min(1)
    .max(SCANS_PER_UPLOAD_MAX),
});

export const uploaded = z.object({
  scans: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum([...FINDINGS, ...NOT_KEPT]),
      kept: z
        .boolean()
        .describe("False: mend what the outcome says and upload it again, or drop it"),
    }),
  ),
});

/** Of a barcode, so that a lost device does not give tickets away. */
const digest = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe("The first 32 hexadecimal digits of SHA-256 of the barcode in ASCII");

export const scanList = z.object({
  entry: schema.entry.describe("Which gate is for which area, and when they open and close"),
  whole: z.boolean().describe("Forget what is known: the list begins anew with this answer"),
  tickets: z.array(
    z.object({
      digest,
      state: z.enum(["held", "issued", "used", "void"]),
      inside: z.boolean(),
      area: schema.id,
      seat: z.string().nullable(),
    }),
  ),
  version: z.string().describe("Ask again with since=<version>"),
  more: z.boolean().describe("Ask again now: the answer was full"),
});

const count = z.int().min(0);

export const gateCounts = z.object({
  gates: z.array(
    z.object({
      gate: z.string().nullable().describe("Null: where nobody said which"),
      label: z.string().nullable(),
      in: count,
      out: count,
      inside: count.describe("Tickets that are inside now and came in here"),
      irregular: count.describe("Of those that passed in, how many should not have"),
      turnedAway: count,
    }),
  ),
});

const reportedScan = z.object({
  device: z.string(),
  id: z.string(),
  gate: z.string().nullable(),
  at: z.iso.datetime(),
});

export const irregularEntries = z.object({
  entries: z.array(
    z.object({
      irregularity,
      digest,
      serial: z.int().nullable().describe("Null when the date has no such ticket"),
      area: z.string().nullable(),
      seat: z.string().nullable(),
      scan: reportedScan,
      first: reportedScan
        .nullable()
        .describe("Of a double entry: the scan by which the ticket was inside already"),
    }),
  ),
  next: schema.next,
});

export const attempts = z.object({
  scans: z.array(
    reportedScan.extend({
      direction: z.enum(["in", "out"]),
      receivedAt: z.iso.datetime().describe("Of a scan made offline, when it was uploaded"),
      live: z.boolean().describe("Decided by the date; else by the device alone"),
      letThrough: z.boolean(),
      finding: z.enum(FINDINGS),
      refusal: z
        .enum(REFUSALS)
        .nullable()
        .describe("Why the date did not let it through; null where it did or was not asked"),
    }),
  ),
});

export const deviceBody = z.strictObject({
  label: z.string().min(1).max(LABEL_CHARACTERS_MAX),
  date: schema.id.nullable().default(null).describe("The only date that it may scan; null: all"),
  renew: z
    .boolean()
    .default(false)
    .describe("Make a new token; the old one is refused within a minute"),
});

export const device = z.object({
  id: schema.id,
  label: z.string(),
  date: z.string().nullable(),
  tokenMadeAt: z.iso.datetime(),
});
