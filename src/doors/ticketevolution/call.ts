/**
 * A call: bytes, token, signature, JSON, in this order; nothing is looked up before the signature
 * holds but the token itself. What comes out of here is from the partner that it names.
 */
import { decodeUtf8 } from "../../core/bytes.ts";
import { TimeIsUp, within } from "../../core/deadline.ts";
import { parseJson } from "../../core/json.ts";
import { TICKETEVOLUTION_BODY_BYTES_MAX, TICKETEVOLUTION_BUDGET_MS } from "../../core/limits.ts";
import { logProblem } from "../../core/log.ts";
import type { Partner } from "../../core/partners.ts";
import { requestDigest } from "../../core/request-digest.ts";
import { ok, type Result } from "../../core/result.ts";
import { isOn } from "../../env.ts";
import { readBody } from "../../web/body.ts";
import { type AppContext, note } from "../../web/request.ts";
import { applicationOf } from "../caller.ts";
import { enterSandbox } from "../sandbox.ts";
import * as answers from "./answers.ts";
import { Query } from "./query.ts";
import { refusedSignature } from "./refused-signature.ts";
import { candidates, findCandidate, targetOf } from "./signature.ts";

export interface Call {
  readonly env: Env;
  readonly partner: Partner;
  readonly query: Query;
  /** The JSON of the body; null when there is none, and for the `null` that PHP sends (1.5). */
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
  /** By which the same request is known again. */
  readonly digest: string;
  /** A part of the path, by its name in the route. */
  readonly param: (name: string) => string;
}

export type Handler = (call: Call) => Promise<answers.Answer>;

type Signed = Result<Call, { readonly reason: "answered"; readonly answer: answers.Answer }>;

/** The call behind a request, or the answer that ends it here. */
export async function signedCall(c: AppContext): Promise<Signed> {
  const deadline = c.var.arrivedAt + TICKETEVOLUTION_BUDGET_MS;
  const request = c.req.raw;
  const body = await within(
    deadline - Date.now(),
    readBody(request, TICKETEVOLUTION_BODY_BYTES_MAX),
  );
  if (!body.ok) return answered(answers.tooLarge);
  c.set("sent", body.value);
  const caller = await applicationOf(
    c.env,
    "ticketevolution",
    request.headers.get("X-Token") ?? "",
    c.var.arrivedAt,
  );
  if (!caller.ok) {
    const { reason } = caller;
    const what = caller.reason === "setting" ? caller.setting : caller.detail;
    logProblem("a Ticket Evolution caller could not be known", { reason, what });
    return answered(answers.unavailable);
  }
  const { path, query } = targetOf(request.url);
  const signed = {
    method: request.method,
    plain: new URL(request.url).protocol === "http:",
    host: request.headers.get("Host") ?? "",
    path,
    query,
    body: body.value,
  };
  const texts = candidates(signed, { rubyBodies: isOn(c.env, "TICKETEVOLUTION_RUBY_BODIES") });
  const { partner, secrets } = caller.value;
  const found = await findCandidate(secrets, request.headers.get("X-Signature"), texts);
  if (partner === null || found === null) {
    c.set("refusedSignature", refusedSignature(request.headers, texts, caller.value));
    return answered(partner === null ? answers.unknownToken : answers.wrongSignature);
  }
  note(c, { partner: partner.id, signature: found.rule });
  await enterSandbox(c, partner.id);
  const json = readJson(body.value);
  if (!json.ok) return json;
  const { method } = request;
  const said = { door: "ticketevolution", partner: partner.id, method, body: body.value };
  return ok({
    env: c.env,
    partner,
    query: new Query(query),
    body: json.value,
    now: c.var.arrivedAt,
    deadline,
    digest: await requestDigest({ ...said, path: `${path}?${query}` }),
    param: (name) => c.req.param(name) ?? "",
  });
}

function answered(answer: answers.Answer): Signed {
  return { ok: false, reason: "answered", answer };
}

/** Whatever the content type says (1.3): a body that is not empty is JSON. */
function readJson(
  body: Uint8Array,
): Result<unknown, { reason: "answered"; answer: answers.Answer }> {
  if (body.length === 0) return ok(null);
  const text = decodeUtf8(body);
  const json = text === null ? null : parseJson(text.replace(/^\uFEFF/, ""));
  if (json === null) {
    const answer = answers.badRequest("The body is not valid JSON.");
    return { ok: false, reason: "answered", answer };
  }
  return ok(json.parsed);
}

/** A time-out is the same to the caller as an object that does not answer. */
export function failure(c: AppContext, error: unknown): answers.Answer {
  logProblem("a Ticket Evolution request failed", {
    requestId: c.var.requestId,
    error: String(error),
  });
  return error instanceof TimeIsUp ? answers.unavailable : answers.internalError;
}
