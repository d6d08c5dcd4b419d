/**
 * Who calls? The operator, by a bearer token that is compared in constant time, or one of the
 * venue's scanners by a token of its own. Wrong ones are counted per address and slowed down; a
 * right one is never counted, so nobody can lock the operator out.
 */
import { isDeviceToken, readDeviceToken } from "../core/device-token.ts";
import { equalInConstantTime } from "../core/hmac.ts";
import { logProblem } from "../core/log.ts";
import { secret, type Setting } from "../env.ts";
import { isGranted } from "../registry/devices.ts";
import { type Problem, problemResponse } from "../web/problem.ts";
import type { AppContext } from "../web/request.ts";
import { type Caller, problem } from "./operation.ts";

/** Answers for a caller who is known, and refuses everybody else. */
export async function withCaller(
  c: AppContext,
  answer: (caller: Caller) => Response | Promise<Response>,
): Promise<Response> {
  const given = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1] ?? "";
  const isDevice = isDeviceToken(given);
  const key = secret(c.env, isDevice ? "BARCODE_KEY" : "OPERATOR_TOKEN");
  if (!key.ok) return closed(c, key);
  const caller = await (isDevice ? deviceOf(c, key.value, given) : operatorOf(key.value, given));
  return caller === null ? refuse(c) : answer(caller);
}

async function operatorOf(token: string, given: string): Promise<Caller | null> {
  return (await equalInConstantTime(given, token)) ? { kind: "operator" } : null;
}

/** The registry is asked only about tokens that we made: a stranger can't make it work. */
async function deviceOf(c: AppContext, key: string, token: string): Promise<Caller | null> {
  const grant = await readDeviceToken(key, token);
  if (grant === null || !(await isGranted(c.env.REGISTRY, grant, c.var.arrivedAt))) return null;
  return { kind: "device", device: grant.device, date: grant.date };
}

/** What a device asks for beyond its right: it can scan its date, or all, and do nothing else. */
export function deviceProblem(
  caller: Caller,
  access: "operator" | "device",
  date: string | undefined,
): Problem | null {
  if (caller.kind === "operator") return null;
  if (access === "operator") {
    return problem(403, "Not for devices", "A device's token can scan and do nothing else.");
  }
  return date === undefined || caller.date === null || caller.date === date
    ? null
    : problem(403, "Other date", `This device can scan only the date ${caller.date}.`);
}

function closed(c: AppContext, key: Exclude<Setting<string>, { ok: true }>): Response {
  logProblem(`the operator API is closed: ${key.setting} ${key.problem}`, {
    requestId: c.var.requestId,
    setting: key.setting,
  });
  return problemResponse(c, {
    status: 503,
    title: "Not configured",
    detail: `The operator API is closed: the secret ${key.setting} ${key.problem}.`,
  });
}

async function refuse(c: AppContext): Promise<Response> {
  const address = c.req.header("CF-Connecting-IP") ?? "unknown";
  const { success } = await c.env.OPERATOR_FAILURES.limit({ key: address });
  if (!success) {
    const response = problemResponse(c, {
      status: 429,
      title: "Too many wrong tokens",
      detail: "Too many requests with a wrong token came from this address; wait a minute.",
    });
    response.headers.set("Retry-After", "60");
    return response;
  }
  const response = problemResponse(c, {
    status: 401,
    title: "Token missing or wrong",
    detail: "Send the header Authorization: Bearer <OPERATOR_TOKEN>, or a device's token.",
  });
  response.headers.set("WWW-Authenticate", 'Bearer realm="operator"');
  return response;
}
