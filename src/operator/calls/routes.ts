/**
 * `GET /operator/calls`. Anybody gets the form; the list is for who sends the operator's token as
 * the API wants it. The page keeps the token in memory and sends it itself: HTTP Basic would stay
 * with the browser until it ends, and go along with every request to the window, wanted or not.
 */
import { Hono } from "hono";
import { onlyThis, pageHeaders } from "../../web/page.ts";
import { problemResponse } from "../../web/problem.ts";
import type { AppContext, AppEnv } from "../../web/request.ts";
import { deviceProblem, withCaller } from "../auth.ts";
import { callQuery } from "../call-schema.ts";
import { failure } from "../failure.ts";
import { problem } from "../operation.ts";
import { type CallList, findCalls } from "./find.ts";
import { callsPage } from "./page.ts";
import { pageLanguage } from "./words.ts";

async function respond(c: AppContext, list: CallList | null): Promise<Response> {
  const page = await callsPage(languageOf(c), list);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
  const policy = await Promise.all([onlyThis("style-src", style), onlyThis("script-src", script)]);
  return c.html(page, 200, {
    ...pageHeaders(`${policy.join("; ")}; connect-src 'self'`),
    "Cache-Control": "no-store",
    Vary: "Accept-Language, Authorization",
  });
}

function languageOf(c: AppContext) {
  return pageLanguage(c.req.header("Accept-Language") ?? "");
}

async function listed(c: AppContext): Promise<Response> {
  const query = callQuery.safeParse(c.req.query());
  if (!query.success) {
    return problemResponse(c, problem(400, "Invalid query", "Correct what was asked for."));
  }
  const at = { language: languageOf(c), now: c.var.arrivedAt };
  return respond(c, await findCalls(c.env.REGISTRY, query.data, at));
}

export const calls = new Hono<AppEnv>().get("/", (c) =>
  c.req.header("Authorization") === undefined
    ? respond(c, null)
    : withCaller(c, (caller) => {
        const denied = deviceProblem(caller, "operator", undefined);
        return denied === null ? listed(c) : problemResponse(c, denied);
      }),
);
calls.onError(failure);
