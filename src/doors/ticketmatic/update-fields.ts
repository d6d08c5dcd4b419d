/** What a batch changes of each of its rows: keys with values (contracts/ticketmatic.md 3.2, 3.3). */
import * as z from "zod";
import { type Problem, problem } from "./answers.ts";

const FIELDS_MAX = 50;

export const updateFields = z
  .array(
    z.object({
      key: z.string(),
      updatetype: z.string().optional(),
      value: z.unknown().optional(),
    }),
  )
  .max(FIELDS_MAX)
  .default([]);

/** As one object; the keys are some of `fixed`, or custom fields. */
export function fieldsOf(
  updatefields: z.output<typeof updateFields>,
  fixed: readonly string[],
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly problem: Problem } {
  if (updatefields.some(({ updatetype = "" }) => updatetype !== "" && updatetype !== "set")) {
    return problem(400, "Only the updatetype set is offered here");
  }
  if (!updatefields.every(({ key }) => fixed.includes(key) || /^c_./.test(key))) {
    return problem(400, `Only ${fixed.join(", ")} and custom fields are changed so`);
  }
  return { fields: Object.fromEntries(updatefields.map(({ key, value }) => [key, value])) };
}
