/** What every request carries through the routes, and the line that the log keeps of it. */
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { keepCall } from "../calls/keep.ts";
import type { RefusedSignature } from "../core/calls.ts";
import { type LogFields, logInfo } from "../core/log.ts";
import type { Misbehaviour } from "../core/sandbox.ts";
import { EXPECTED_HEADER, expectedHint } from "./development.ts";
import { misbehave } from "./misbehave.ts";

export interface AppEnv {
  Bindings: Env;
  Variables: {
    /** Ours: a client's own request id is never trusted. */
    requestId: string;
    /** Milliseconds since 1970 when the first byte was seen. */
    arrivedAt: number;
    /** What the handlers add to the request's line in the log. */
    logged: LogFields;
    /** What a door has read, for its log of calls. */
    sent: Uint8Array | undefined;
    /** The channel that has proven itself, at a door that has but one. */
    channel: string | undefined;
    refusedSignature: RefusedSignature | undefined;
    /** What a caller of the sandbox has coming; nobody else ever has. */
    misbehaviour: Misbehaviour | undefined;
  };
}

export type AppContext = Context<AppEnv>;

/** Adds facts to the request's line in the log. */
export function note(c: AppContext, fields: LogFields): void {
  Object.assign(c.get("logged"), fields);
}

/** `door`: whose calls these are, if they are calls of partners, which are kept. */
export function requestLog(door: string | null): MiddlewareHandler<AppEnv> {
  return async function requestLog(c, next) {
    const arrivedAt = Date.now();
    const requestId = crypto.randomUUID();
    c.set("arrivedAt", arrivedAt);
    c.set("requestId", requestId);
    c.set("logged", {});
    await next();
    c.res.headers.set("X-Request-Id", requestId);
    c.res.headers.set("X-Content-Type-Options", "nosniff");
    const logged = c.get("logged");
    const { method } = c.req;
    // The pattern, not the path: a path may hold a barcode.
    const route = routePath(c);
    const ms = Date.now() - arrivedAt;
    logInfo("request", { requestId, method, route, status: c.res.status, ms, ...logged });
    if (door !== null) keepDoorCall(c, { requestId, at: arrivedAt, ms, door, method, route });
    const misbehaviour = c.get("misbehaviour");
    if (misbehaviour !== undefined) c.res = await misbehave(misbehaviour, c.res);
  };
}

function keepDoorCall(
  c: AppContext,
  call: Record<"requestId" | "door" | "method" | "route", string> & Record<"at" | "ms", number>,
): void {
  const signature = c.get("refusedSignature");
  const { partner = c.get("channel"), outcome = null } = c.get("logged");
  const hint = signature === undefined ? null : expectedHint(c.env, c.req.url, signature);
  if (hint !== null) c.res.headers.set(EXPECTED_HEADER, hint);
  keepCall(c.env.REGISTRY, (work) => c.executionCtx.waitUntil(work), {
    ...call,
    url: c.req.url,
    partner: typeof partner === "string" && signature === undefined ? partner : null,
    outcome: typeof outcome === "string" ? outcome : null,
    response: c.res,
    sent: c.get("sent"),
    signature,
  });
}
