/** What a venue wants on its tickets: texts, a colour and a logo, checked where they come in. */
import * as z from "zod";
import * as limits from "../core/limits.ts";
import { readLogo } from "../core/logo.ts";

const ADDRESS_LINES_MAX = 4;

/** Control characters. In the document's patterns, where not every reader knows `\p{Cc}`. */
const CONTROL = String.raw`\u0000-\u001f\u007f-\u009f`;

/** Printed as it stands; a control character would break the line it is printed on. */
const line = z
  .string()
  .trim()
  .min(1)
  .max(limits.LABEL_CHARACTERS_MAX)
  .regex(new RegExp(`^[^${CONTROL}]*$`), "must be one line, without control characters");

const conditions = z
  .string()
  .trim()
  .min(1)
  .max(limits.CONDITIONS_CHARACTERS_MAX)
  .regex(
    new RegExp(`^(\n|[^${CONTROL}])*$`),
    "must be text, with no control characters but the end of a line",
  );

const texts = {
  address: z.array(line).max(ADDRESS_LINES_MAX).default([]).describe("Of the venue, by lines"),
  organiser: line
    .nullable()
    .default(null)
    .describe("Who runs the show, by its legal name; the venue's name is printed when left out"),
  licence: line.nullable().default(null).describe("Such as the numbers of a French licence"),
  conditions: conditions.nullable().default(null),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #a81e32")
    .nullable()
    .default(null),
};

const logo = z
  .string()
  .transform((svg, context) => {
    const read = readLogo(svg);
    if (read.ok) return read.value;
    context.addIssue({ code: "custom", message: `the logo ${read.problem}` });
    return z.NEVER;
  })
  .describe("An SVG of paths with plain fills: nothing else of an SVG is let through");

export const presentationBody = z
  .strictObject({ ...texts, logo: logo.nullable().default(null) })
  .describe("What the event's tickets show beside the sale itself");

export const presentation = z.object({ ...texts, logo: z.string().nullable() });
