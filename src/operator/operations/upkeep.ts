/** Upkeep of a date: its audit, and sending everything to the registry again. */
import * as z from "zod";
import { dateCode } from "../../core/ids.ts";
import { askDate } from "../../date/client/call.ts";
import { done, operation } from "../operation.ts";
import { dateProblem } from "../replies.ts";
import * as schema from "../schema.ts";

const params = z.object({ date: schema.id });
const refusals = { 404: "There is no such date" };

const getAudit = operation({
  id: "auditDate",
  method: "get",
  path: "/dates/{date}/audit",
  tag: "Upkeep",
  summary: "Recount a date's tickets and compare them with its counters",
  params,
  answer: z.object({
    ok: z.boolean(),
    problems: z.array(z.string()),
    tickets: z.int(),
    live: z.int(),
  }),
  success: [200],
  refusals,
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const report = await askDate(env, code, deadline, (stub) => stub.audit());
    return report.ok ? done(report.value) : dateProblem(report);
  },
});

const postRepublish = operation({
  id: "republishDate",
  method: "post",
  path: "/dates/{date}/republish",
  tag: "Upkeep",
  summary: "Send the date, its event, its listings and all its tickets to the registry again",
  description:
    "Harmless at any time: rows that are up to date do not change. Works with an empty registry, " +
    "since a date knows itself. `unpublished` in the date's answer falls to 0 when it is done.",
  params,
  answer: z.object({ accepted: z.literal(true) }),
  success: [202],
  refusals,
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const outcome = await askDate(env, code, deadline, (stub) => stub.republish());
    return outcome.ok ? done({ accepted: true }, 202) : dateProblem(outcome);
  },
});

export const upkeepOperations = [getAudit, postRepublish];
