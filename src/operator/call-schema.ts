/** What operators ask and are told about the last calls of partners. */
import * as z from "zod";
import { SIGNATURE_FAULTS, SIGNATURE_SCHEMES } from "../core/calls.ts";
import { CALLS_PAGE_ROWS_DEFAULT, CALLS_PAGE_ROWS_MAX } from "../core/limits.ts";
import { doors } from "../doors/index.ts";
import * as schema from "./schema.ts";

export const OUTCOMES = ["accepted", "refused", "failed"] as const;
const door = z.enum(doors.map(({ name }) => name));

export const callQuery = z.object({
  partner: schema.id
    .optional()
    .describe("A partner's id; at pass Culture `passculture`; `unknown` for callers nobody knows"),
  door: door.optional(),
  status: z.coerce.number().int().min(100).max(599).optional().describe("The HTTP status"),
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .describe("`refused`: the caller's side (4xx); `failed`: ours (5xx)"),
  since: schema.instant.optional(),
  limit: z.coerce.number().int().min(1).max(CALLS_PAGE_ROWS_MAX).default(CALLS_PAGE_ROWS_DEFAULT),
  cursor: z
    .string()
    .max(80)
    .regex(/^[0-9a-f-]*$/, "must be a `next` of this list")
    .default("")
    .describe("The `next` of the page before"),
});

const shownSignature = z.object({
  scheme: z.enum(SIGNATURE_SCHEMES),
  fault: z.enum(SIGNATURE_FAULTS),
  received: z
    .object({ start: z.string(), length: z.int() })
    .nullable()
    .describe("How it begins and how long it was: never the whole of it"),
  expected: z.array(
    z.object({
      rule: z.string().describe("How this string comes about, where there are several ways"),
      text: z.string().describe("The string to sign; what is personal is masked, sign for sign"),
      start: z.string().nullable().describe("How the right signature begins"),
    }),
  ),
  aheadMs: z.int().nullable().describe("How far the caller's clock was ahead of ours"),
});

export const partnerCall = z.object({
  id: z.string(),
  requestId: z.string(),
  at: z.iso.datetime(),
  door,
  partner: z.string().nullable().describe("Null when it is unknown"),
  proven: z.boolean().describe("False where the caller only says to be this partner"),
  key: z.string().nullable().describe("How the public key of an unknown caller begins"),
  method: z.string(),
  route: z.string(),
  status: z.int(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable().describe("What came of it, in a word"),
  explanation: z.string().nullable().describe("Of a refused call: why, in a sentence"),
  ms: z.int(),
  detail: z
    .object({
      said: z.string().nullable().describe("What the caller was told"),
      body: z.string().nullable().describe("The body, masked and cut short"),
      signature: shownSignature.nullable(),
      inspector: z.string().nullable().describe("Where the call opens in the inspector"),
    })
    .nullable()
    .describe("Of a refused call alone"),
});

export const callList = z.object({
  calls: z.array(partnerCall),
  next: z.string().nullable().describe("Ask for older ones with this `cursor`"),
  omitted: z
    .int()
    .describe("Calls of this time that are not here: too many at once, or the registry was down"),
});
