/** The last calls of partners. */
import { callList, callQuery } from "../call-schema.ts";
import { findCalls } from "../calls/find.ts";
import { done, operation } from "../operation.ts";

const getCalls = operation({
  id: "listCalls",
  method: "get",
  path: "/calls",
  tag: "Calls",
  summary: "The last calls of partners, newest first",
  description:
    "Kept for 7 days, at most 1,000 of each partner, and 1,000 at each door of those whose " +
    "signature did not hold. A body is kept of a refused call alone, its personal parts masked " +
    "sign for sign. The same as a page: `/operator/calls`.",
  query: callQuery,
  answer: callList,
  success: [200],
  async run({ env, query, now }) {
    return done(await findCalls(env.REGISTRY, query, { language: "en", now }));
  },
});

export const callOperations = [getCalls];
