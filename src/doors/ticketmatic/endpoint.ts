/**
 * One call of the API: who may make it, what its query and body are, what it does. Bytes, key,
 * right, JSON, schema, in this order; nothing is looked up before the key is proven.
 */
import type { Hono } from "hono";
import * as z from "zod";
import { decodeUtf8 } from "../../core/bytes.ts";
import { TimeIsUp, within } from "../../core/deadline.ts";
import { parseJson } from "../../core/json.ts";
import { TICKETMATIC_BODY_BYTES_MAX, TICKETMATIC_BUDGET_MS } from "../../core/limits.ts";
import { logProblem } from "../../core/log.ts";
import { may, type Partner, type Permission } from "../../core/partners.ts";
import { requestDigest } from "../../core/request-digest.ts";
import { readBody } from "../../web/body.ts";
import type { AppContext, AppEnv } from "../../web/request.ts";
import { enterSandbox } from "../sandbox.ts";
import { admit } from "./admission.ts";
import * as answers from "./answers.ts";
import type { Reply } from "./answers.ts";
import { withoutNulls } from "./wire.ts";

export type Routes = Hono<AppEnv>;

export interface Call<Query, Body> {
  readonly c: AppContext;
  readonly env: Env;
  readonly partner: Partner;
  /** The integer in the path; 0 where there is none. */
  readonly id: number;
  readonly query: Query;
  readonly body: Body;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
  /**
   * By which a repeated write is known again: the header as signed, the method, the path and the
   * body. Two calls of one second are one when they are equal in all of these; with Basic, which
   * signs no time, never.
   */
  readonly request: string;
}

/** A call as most of what carries it out needs it. */
export type Anything = Call<unknown, unknown>;

interface Endpoint<Query extends z.ZodType, Body extends z.ZodType> {
  readonly right?: Permission;
  readonly query?: Query;
  readonly body?: Body;
  readonly run: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Reply> | Reply;
}

type Method = "get" | "post" | "put" | "delete";
const EMPTY = z.unknown();

export function endpoint<Query extends z.ZodType, Body extends z.ZodType>(
  routes: Routes,
  method: Method,
  path: string,
  described: Endpoint<Query, Body>,
): void {
  routes.on(method.toUpperCase(), path, async (c) => answers.toResponse(await run(c, described)));
}

async function run<Query extends z.ZodType, Body extends z.ZodType>(
  c: AppContext,
  { right, query = EMPTY as never, body = EMPTY as never, run }: Endpoint<Query, Body>,
): Promise<Reply> {
  const deadline = c.var.arrivedAt + TICKETMATIC_BUDGET_MS;
  const bytes = await within(
    deadline - Date.now(),
    readBody(c.req.raw, TICKETMATIC_BODY_BYTES_MAX),
  );
  if (bytes.ok) c.set("sent", bytes.value);
  const admitted = await admit(c, accountOf(c));
  if ("problem" in admitted) return admitted;
  const { partner, signedAs } = admitted;
  await enterSandbox(c, partner.id);
  if (!bytes.ok) return answers.bodyTooLarge;
  if (right !== undefined && !may(partner, right)) return answers.missingRight(right);
  const id = Number(c.req.param("id") ?? 0);
  if (!Number.isSafeInteger(id)) return answers.unknownId("id");
  const asked = query.safeParse(presentOf(c.req.query()));
  if (!asked.success) return answers.invalid(asked.error);
  const text = decodeUtf8(bytes.value);
  // Both clients send no body at all where a list or an object is empty (1.5).
  const value = text === null ? null : parseJson(text.trim() === "" ? "{}" : text);
  if (value === null) return answers.notJson;
  const said = body.safeParse(withoutNulls(value.parsed));
  if (!said.success) return answers.invalid(said.error);
  const { pathname, search } = new URL(c.req.url);
  const path = `${signedAs ?? crypto.randomUUID()} ${pathname}${search}`;
  const { method } = c.req;
  const sent = { door: "ticketmatic", partner: partner.id, method, path, body: bytes.value };
  return run({
    c,
    env: c.env,
    partner,
    id,
    query: asked.data,
    body: said.data,
    now: c.var.arrivedAt,
    deadline,
    request: await requestDigest(sent),
  });
}

/** `_` stands for no account: its callers sign an empty one (1.1). */
export function accountOf(c: AppContext): string | null {
  const account = c.req.param("account");
  return account === undefined || account === "_" ? null : account;
}

/** An empty value is none; only a flag means something by it, and that is false. */
function presentOf(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));
}

/** What the clients see when something breaks: never a page, never an empty body (6.4). */
export function failed(error: Error, c: AppContext): Response {
  logProblem("a Ticketmatic call failed", { requestId: c.var.requestId, error: String(error) });
  const slow = error instanceof TimeIsUp || /D1_ERROR/.test(String(error));
  return answers.toResponse(slow ? answers.unavailable : answers.internalError);
}
