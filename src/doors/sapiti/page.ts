/**
 * Which part of a list is wanted (contracts/sapiti.md 1.4). A list has no total and no next page, so a
 * caller that asks for more than it can get is told so when there is more.
 */
import * as z from "zod";
import { SAPITI_PAGE_DEFAULT, SAPITI_PAGE_MAX, SAPITI_START_MAX } from "../../core/limits.ts";
import { ok } from "../../core/result.ts";
import { type Answer, invalid } from "./answers.ts";
import { type Body, int, isAbsent, read } from "./schema.ts";

export interface Page {
  readonly start: number;
  readonly count: number;
  /** Did the caller say how many? */
  readonly said: boolean;
  /** Is it shorter than what was asked for? */
  readonly cut: boolean;
}

/** What PHP's callers say for "as many as you like", too. */
const size = z.preprocess(
  (value) => (isAbsent(value) || value === false ? 0 : value),
  int.transform((value) => Math.max(0, value)),
);
const pageSchema = z.object({
  entry_count: size,
  limit: size,
  entry_start: size.refine((start) => start <= SAPITI_START_MAX, {
    message: `is more than ${SAPITI_START_MAX}`,
  }),
});

/** `entry_count` counts before the `limit` of the client's samples; a start alone is fine. */
export function pageOf(body: Body): Answer<Page> {
  const page = read(pageSchema, body);
  if (!page.ok) return page;
  const { entry_count: entries, limit, entry_start: start } = page.value;
  const said = entries || limit;
  const wanted = said || SAPITI_PAGE_DEFAULT;
  const count = Math.min(wanted, SAPITI_PAGE_MAX);
  return ok({ start, count, said: said > 0, cut: wanted > SAPITI_PAGE_MAX });
}

/** The answer, unless it is a list that ends where the caller would not think that it does. */
export function wholePage({ cut, count }: Page, answer: Answer): Answer {
  if (!cut || !answer.ok || !Array.isArray(answer.value) || answer.value.length < count) {
    return answer;
  }
  return invalid("entry_count", `can be ${count} at most: there is more, from entry_start on`);
}
