/** The operator API: each operation behind the token, with its input checked against its schemas. */
import { Hono } from "hono";
import type * as z from "zod";
import { decodeUtf8 } from "../core/bytes.ts";
import { hasHalfPair, nestsDeeper, parseJson } from "../core/json.ts";
import {
  INPUT_PROBLEMS_NAMED_MAX,
  JSON_LEVELS_MAX,
  OPERATOR_BODY_BYTES_MAX,
  OPERATOR_BUDGET_MS,
  UNKNOWN_KEY_CHARACTERS_SHOWN_MAX,
  UNKNOWN_KEYS_NAMED_MAX,
} from "../core/limits.ts";
import { readBody } from "../web/body.ts";
import { type FieldProblem, notFound, type Problem, problemResponse } from "../web/problem.ts";
import type { AppContext, AppEnv } from "../web/request.ts";
import { deviceProblem, withCaller } from "./auth.ts";
import { docsPage } from "./docs.ts";
import { failure } from "./failure.ts";
import { type Caller, isProblem, type Operation, problem } from "./operation.ts";
import { openApiDocument } from "./openapi.ts";
import { operations } from "./operations/index.ts";

type Input =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

function wrong(
  status: number,
  title: string,
  detail: string,
  errors?: readonly FieldProblem[],
): Input {
  return { ok: false, problem: problem(status, title, detail, errors) };
}

/** The operation's input, checked: the path, then the query, then the body. */
function checked(schema: z.ZodType | undefined, value: unknown, where: string): Input {
  if (schema === undefined) return { ok: true, value: undefined };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.flatMap(problemsOf).slice(0, INPUT_PROBLEMS_NAMED_MAX);
  const fields = errors.map(({ field }) => field || where).join(", ");
  return wrong(400, `Invalid ${where}`, `Correct: ${fields}.`, errors);
}

/** zod's words, except where they say less than we know. */
function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    // Ours to name, but not to repeat at any length.
    return issue.keys.slice(0, UNKNOWN_KEYS_NAMED_MAX).map((key) => ({
      field: fieldOf([...issue.path, key.slice(0, UNKNOWN_KEY_CHARACTERS_SHOWN_MAX)]),
      reason: "is not known here",
    }));
  }
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ field: fieldOf(issue.path), reason: isMissing ? "is missing" : issue.message }];
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

async function readInput(c: AppContext, { fromCsv }: Operation): Promise<Input> {
  const body = await readBody(c.req.raw, OPERATOR_BODY_BYTES_MAX);
  if (!body.ok && body.reason === "broken_off") {
    return wrong(400, "Invalid body", "The body broke off before its end.");
  }
  if (!body.ok) {
    const detail = `The body is larger than ${OPERATOR_BODY_BYTES_MAX} bytes; send less at once.`;
    return wrong(413, "Body too large", detail);
  }
  const text = decodeUtf8(body.value);
  const csv = fromCsv !== undefined && isCsv(c);
  if (csv && text !== null) return { ok: true, value: fromCsv(text) };
  const json = text === null ? null : parseJson(text);
  if (text === null || json === null) {
    return wrong(400, "Invalid body", `The body is not ${csv ? "CSV" : "JSON"} in UTF-8.`);
  }
  if (nestsDeeper(json.parsed, JSON_LEVELS_MAX)) {
    return wrong(400, "Invalid body", `It is nested deeper than ${JSON_LEVELS_MAX} levels.`);
  }
  return hasHalfPair(text, json.parsed)
    ? wrong(400, "Invalid body", "It has half a surrogate pair, which is no character.")
    : { ok: true, value: json.parsed };
}

function isCsv(c: AppContext): boolean {
  return /^text\/csv\b/i.test(c.req.header("Content-Type") ?? "");
}

async function runOperation(
  c: AppContext,
  operation: Operation,
  caller: Caller,
): Promise<Response> {
  const denied = deviceProblem(caller, operation.access ?? "operator", c.req.param("date"));
  if (denied !== null) return problemResponse(c, denied);
  const params = checked(operation.params, c.req.param(), "path");
  if (!params.ok) return problemResponse(c, params.problem);
  const query = checked(operation.query, c.req.query(), "query");
  if (!query.ok) return problemResponse(c, query.problem);
  const input =
    operation.body === undefined
      ? { ok: true as const, value: null }
      : await readInput(c, operation);
  if (!input.ok) return problemResponse(c, input.problem);
  const body = checked(operation.body, input.value, "body");
  if (!body.ok) return problemResponse(c, body.problem);
  const call = {
    c,
    env: c.env,
    caller,
    params: params.value as never,
    query: query.value as never,
    body: body.value as never,
    now: c.var.arrivedAt,
    deadline: c.var.arrivedAt + OPERATOR_BUDGET_MS,
  };
  const reply = await operation.run(call);
  return isProblem(reply)
    ? problemResponse(c, reply)
    : Response.json(reply.body, {
        status: reply.status,
        headers: { "Cache-Control": "no-store" },
      });
}

export const operator = new Hono<AppEnv>();

// The document and its page say nothing about this venue, so a browser may read them.
operator.get("/openapi.json", (c) => c.json(openApiDocument(operations)));
operator.get("/docs", (c) => docsPage(c, openApiDocument(operations)));
for (const operation of operations) {
  operator.on(operation.method.toUpperCase(), routeOf(operation.path), (c) =>
    withCaller(c, (caller) => runOperation(c, operation, caller)),
  );
}
for (const path of new Set(operations.map((operation) => operation.path))) {
  const methods = operations.filter((operation) => operation.path === path);
  const allow = methods.map(({ method }) => method.toUpperCase()).join(", ");
  operator.all(routeOf(path), (c) => withCaller(c, () => otherMethod(c, allow)));
}
operator.all("*", (c) => withCaller(c, () => notFound(c)));

function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function otherMethod(c: AppContext, allow: string): Response {
  const response = problemResponse(
    c,
    problem(405, "Method not allowed", `What can be done under this path: ${allow}.`),
  );
  response.headers.set("Allow", allow);
  return response;
}

operator.onError(failure);
