/**
 * What Sapiti's client says (contracts/sapiti.md 1.4, 4). One flat object; members that we do not
 * know are ignored. PHP is lenient about types, so numbers may come as text, and empty text means
 * "not said".
 */
import * as z from "zod";
import { parseMillis } from "../../core/clock.ts";
import * as limits from "../../core/limits.ts";
import { ok } from "../../core/result.ts";
import { type Answer, invalid, missing } from "./answers.ts";

export const TOO_DEEP = `is nested deeper than ${limits.JSON_LEVELS_MAX} levels`;

export type Body = Readonly<Record<string, unknown>>;

/** What the body says, or which parameter is missing (1050) or wrong (1051). Values are not named. */
export function read<Value>(schema: z.ZodType<Value>, body: Body): Answer<Value> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const name = path.join(".");
  return isAbsent(path.reduce<unknown>(member, body))
    ? missing(name)
    : invalid(name, issue?.message ?? "is invalid");
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

export const text = z.union([z.string(), z.number().transform(String)], {
  error: "is not a text",
});
const shortText = text.refine((value) => value.length <= limits.SAPITI_TEXT_CHARACTERS_MAX, {
  message: `is longer than ${limits.SAPITI_TEXT_CHARACTERS_MAX} characters`,
});

/** An id of ours, which must be said. */
export const id = text.refine((value) => /^[\x21-\x7e]{1,100}$/.test(value), {
  message: "is not an id",
});
/** Text that need not be said; empty when it is not. */
export const optionalText = shortText.nullish().transform((value) => value ?? "");
export function boundedText(max: number) {
  return optionalText.refine((value) => value.length <= max, {
    message: `is longer than ${max} characters`,
  });
}

/** A parameter that need not be said, such as a filter; empty when it is not. */
export function textIn(body: Body, name: string): Answer<string> {
  const parsed = optionalText.safeParse(body[name]);
  if (parsed.success) return ok(parsed.data);
  return invalid(name, parsed.error.issues[0]?.message ?? "is not a text");
}

export const optionalNotes = text
  .refine((value) => value.length <= limits.SAPITI_NOTES_CHARACTERS_MAX, {
    message: `is longer than ${limits.SAPITI_NOTES_CHARACTERS_MAX} characters`,
  })
  .nullish()
  .transform((value) => value ?? "");

export const int = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ],
  { error: "is not an integer" },
);

/** PHP's truth: "0", "" and "false" come from careless callers and mean no. */
export const flag = z
  .union([z.boolean(), z.number(), z.string()], { error: "is not a boolean" })
  .nullish()
  .transform((value) => ![undefined, null, false, 0, "", "0", "false"].includes(value ?? null));

/** A list, or what PHP makes of one whose keys have gaps: an object. */
export function list<Item extends z.ZodType>(item: Item, max: number) {
  const asList = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.values(value)
      : value;
  return z.preprocess(
    asList,
    z.array(item, { error: "is not a list" }).max(max, `has more than ${max} entries`),
  );
}

/** An instant with its offset, as milliseconds since 1970; null when it is not said. */
export const optionalInstant = z
  .union([z.string(), z.literal(false)], { error: "is not a date" })
  .nullish()
  .transform((value, context) => {
    if (typeof value !== "string" || value === "") return null;
    const millis = parseMillis(value);
    if (millis !== null) return millis;
    context.addIssue({ code: "custom", message: "is not an ISO 8601 date and time" });
    return z.NEVER;
  });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "is not a currency")
  .nullish()
  .transform((value) => value ?? "EUR");

/** Minor units; a repayment is negative. */
export const amount = int.refine((value) => Math.abs(value) <= limits.AMOUNT_MINOR_UNITS_MAX, {
  message: "is out of range",
});
