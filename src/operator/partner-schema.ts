/** What operators say and are told about partners. */
import * as z from "zod";
import {
  PARTNER_EVENTS_MAX,
  PARTNER_KEY_CHARACTERS_MAX,
  PARTNER_OVERLAP_HOURS_DEFAULT,
  PARTNER_OVERLAP_HOURS_MAX,
} from "../core/limits.ts";
import { PARTNER_DOORS, PARTNER_KINDS, PERMISSIONS } from "../core/partners.ts";
import * as schema from "./schema.ts";

const SECRET_CHARACTERS_MIN = 8;

const publicKey = z
  .string()
  .max(PARTNER_KEY_CHARACTERS_MAX)
  .regex(/^[A-Za-z0-9._-]+$/, "must be of A-Z a-z 0-9 . _ -")
  .meta({ example: "27A77FC5-4118-43F9-ABF9-E1F82932ED6B" });

const secret = z
  .string()
  .min(SECRET_CHARACTERS_MIN)
  .max(PARTNER_KEY_CHARACTERS_MAX)
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces");

const events = z.array(schema.id).max(PARTNER_EVENTS_MAX);

export const partnerBody = z
  .strictObject({
    door: z.enum(PARTNER_DOORS),
    kind: z
      .enum(PARTNER_KINDS)
      .default("application")
      .describe(
        "An application signs with a key pair; a device (Sapiti) says its secret as its id",
      ),
    label: schema.label,
    events: events
      .nullable()
      .default(null)
      .describe("The only events that it may see and sell; null: all"),
    lacks: z
      .array(z.enum(PERMISSIONS))
      .optional()
      .describe(
        "What it may not do, of what its door lets its kind do; left out: nothing, and at Sapiti " +
          "`manage`, with which one can close and cancel dates",
      ),
    publicKey: publicKey.optional().describe("One that it has already; made here when left out"),
    secret: secret.optional().describe("One that it has already; made here when left out"),
  })
  .superRefine(({ door, kind, publicKey }, context) => {
    if (kind === "device" && door !== "sapiti") {
      context.addIssue({ code: "custom", path: ["kind"], message: "only Sapiti has devices" });
    }
    if (kind === "device" && publicKey !== undefined) {
      context.addIssue({ code: "custom", path: ["publicKey"], message: "a device has none" });
    }
  });

export const rotationBody = z.strictObject({
  secret: secret.optional().describe("The new one, when it was agreed elsewhere"),
  overlapHours: z
    .number()
    .min(0)
    .max(PARTNER_OVERLAP_HOURS_MAX)
    .default(PARTNER_OVERLAP_HOURS_DEFAULT)
    .describe("How long the replaced secret goes on; 0 ends it at once"),
});

export const partner = z.object({
  id: schema.id.describe("Also the channel under which it sells"),
  door: z.enum(PARTNER_DOORS),
  kind: z.enum(PARTNER_KINDS),
  number: z.int().describe("The partner's number at doors that know only integers"),
  label: z.string(),
  events: events.nullable(),
  lacks: z.array(z.enum(PERMISSIONS)),
  publicKey: z.string().nullable().describe("Null for a device, which has its secret only"),
  replacedSecretUntil: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  changedAt: z.iso.datetime(),
});

export const partnerWithSecret = partner.extend({
  secret: z.string().nullable().describe("Shown when it is new, and never again: then null"),
});
