/**
 * A call whose caller is known: bytes under a cap, JSON, then the credentials in the body. Nothing is
 * looked up or written for anybody else.
 */
import { decodeUtf8 } from "../../core/bytes.ts";
import { within } from "../../core/deadline.ts";
import { nestsDeeper, parseJson } from "../../core/json.ts";
import { SAPITI_BODY_BYTES_MAX, SAPITI_BUDGET_MS, JSON_LEVELS_MAX } from "../../core/limits.ts";
import { logProblem } from "../../core/log.ts";
import { may, type Partner, type Permission } from "../../core/partners.ts";
import { requestDigest } from "../../core/request-digest.ts";
import { ok } from "../../core/result.ts";
import { readBody } from "../../web/body.ts";
import { type AppContext, note } from "../../web/request.ts";
import { applicationOf, type CallerOutcome, deviceOf } from "../caller.ts";
import { enterSandbox } from "../sandbox.ts";
import * as answers from "./answers.ts";
import type { Answer } from "./answers.ts";
import { DOOR } from "./mount.ts";
import { type Language, languageOf } from "./language.ts";
import { type Page, pageOf } from "./page.ts";
import { type Body, TOO_DEEP } from "./schema.ts";
import { isSigned, isTimely, refusedSignature, type Said, saidIn, textOf } from "./signature.ts";

export interface Call {
  readonly c: AppContext;
  readonly env: Env;
  readonly partner: Partner;
  /** The variable segments of the path, in their order. */
  readonly ids: readonly string[];
  readonly body: Body;
  readonly language: Language;
  readonly page: Page;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
  /** Of method, path and body: the same write again has the same. Its timestamp bounds its life. */
  readonly digest: () => Promise<string>;
}

export interface Sent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What was sent: an object, or (for `ping` alone) a list. */
  readonly json: unknown;
}

/** The body; an empty one is an empty object (contracts/sapiti.md 1.3). */
export async function readSent(c: AppContext): Promise<Answer<Sent>> {
  const deadline = c.var.arrivedAt + SAPITI_BUDGET_MS;
  const read = readBody(c.req.raw, SAPITI_BODY_BYTES_MAX);
  const body = await within(deadline - Date.now(), read);
  if (!body.ok) {
    return body.reason === "too_large"
      ? answers.invalid("the body", `has more than ${SAPITI_BODY_BYTES_MAX} bytes`)
      : answers.notJson;
  }
  const bytes = body.value;
  c.set("sent", bytes);
  if (bytes.length === 0) return ok({ bytes, json: {} });
  const text = decodeUtf8(bytes);
  const json = text === null ? null : parseJson(text);
  if (json === null) return answers.notJson;
  return nestsDeeper(json.parsed, JSON_LEVELS_MAX)
    ? answers.invalid("the body", TOO_DEEP)
    : ok({ bytes, json: json.parsed });
}

export function bodyOf({ json }: Sent): Body {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Body) : {};
}

/** Who is allowed: the kinds of callers, and the permission that none of them may lack. */
export interface Access {
  readonly kinds: readonly Partner["kind"][];
  readonly permission: Permission | null;
}

export async function identify(
  c: AppContext,
  sent: Sent,
  ids: readonly string[],
  access: Access,
): Promise<Answer<Call>> {
  const body = bodyOf(sent);
  const found = await partnerOf(c, body);
  if (!found.ok) return found;
  const partner = found.value;
  note(c, { partner: partner.id });
  await enterSandbox(c, partner.id);
  const { kinds, permission } = access;
  if (!kinds.includes(partner.kind) || (permission !== null && !may(partner, permission))) {
    return answers.notPermitted;
  }
  const page = pageOf(body);
  if (!page.ok) return page;
  const now = c.var.arrivedAt;
  const { method, path } = c.req;
  const request = { door: DOOR, partner: partner.id, method, path, body: sent.bytes };
  return ok({
    c,
    env: c.env,
    partner,
    ids,
    body,
    language: languageOf(body["language"]),
    page: page.value,
    now,
    deadline: now + SAPITI_BUDGET_MS,
    digest: () => requestDigest(request),
  });
}

/** A non-empty public key makes it an application's call, whatever else is there (1.6). */
async function partnerOf(c: AppContext, body: Body): Promise<Answer<Partner>> {
  const said = saidIn(body);
  if (said.publicKey !== "") return signedBy(c, said);
  const device = textOf(body["deviceid"]);
  return device === "" ? answers.credentialsNeeded : deviceBehind(c, device);
}

async function signedBy(c: AppContext, said: Said): Promise<Answer<Partner>> {
  const now = c.var.arrivedAt;
  const caller = await applicationOf(c.env, DOOR, said.publicKey, now);
  if (!caller.ok) return closed(c, caller);
  const { partner, secrets } = caller.value;
  const holds = await isSigned(secrets, said);
  if (partner !== null && holds && isTimely(said.timestamp, now)) return ok(partner);
  c.set("refusedSignature", refusedSignature(said, { partner, secrets, holds, now }));
  return answers.wrongSignature;
}

/** The device with this id, which is its secret. */
export async function deviceBehind(c: AppContext, device: string): Promise<Answer<Partner>> {
  const caller = await deviceOf(c.env, DOOR, device, c.var.arrivedAt);
  if (!caller.ok) return closed(c, caller);
  return caller.value.partner === null ? answers.credentialsNeeded : ok(caller.value.partner);
}

function closed(c: AppContext, why: Exclude<CallerOutcome, { ok: true }>): answers.Failed {
  const { requestId } = c.var;
  if (why.reason === "setting") {
    const { setting, problem } = why;
    logProblem(`the Sapiti door is closed: ${setting} ${problem}`, { requestId, setting });
  } else {
    logProblem("the Sapiti door does not know its partners", { requestId, detail: why.detail });
  }
  return answers.unavailable;
}
