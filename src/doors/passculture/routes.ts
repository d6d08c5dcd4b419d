/**
 * The pass Culture door: the booking URL and the cancellation URL. Bytes, signature, JSON, schema,
 * stock, date, answer, in this order; nothing is looked up before the signature holds.
 */
import { Hono } from "hono";
import { Budget, TimeIsUp } from "../../core/deadline.ts";
import { SANDBOX_PASSCULTURE } from "../../core/sandbox.ts";
import { hmacSign } from "../../core/hmac.ts";
import { toHex } from "../../core/bytes.ts";
import { PASSCULTURE_BODY_BYTES_MAX, PASSCULTURE_BUDGET_MS } from "../../core/limits.ts";
import { cancelByBarcode, type CancellationOutcome } from "../../date/client/cancel.ts";
import { sell, type SaleOutcome } from "../../date/client/sell.ts";
import type { Holder } from "../../date/commands.ts";
import { isOn, passcultureKeys, secret, type SettingProblem } from "../../env.ts";
import type { PasscultureKeys } from "../../core/signature-keys.ts";
import { type LogFields, logProblem, maskBarcode } from "../../core/log.ts";
import { type AppContext, type AppEnv, note } from "../../web/request.ts";
import type { Door } from "../door.ts";
import { enterSandbox, PlayedError } from "../sandbox.ts";
import { readBody } from "../../web/body.ts";
import * as answers from "./answers.ts";
import { type BookingRequest, bookingSchema, cancellationSchema } from "./schema.ts";
import {
  decodeWire,
  isSandboxSigned,
  isSigned,
  refusedSignature,
  signedDigest,
  type WireBody,
} from "./signature.ts";
import { LISTING_KINDS, stocks } from "./stock.ts";

const CHANNEL = "passculture";
/** 128 bits tell all requests and people of a date apart, and are written with every booking. */
const DIGEST_CHARACTERS = 32;

/** Handles a body whose signature holds. */
type Handler = (
  c: AppContext,
  signed: {
    readonly payload: object;
    /** The JSON text that was signed. */
    readonly text: string;
    readonly keys: PasscultureKeys;
    readonly deadline: number;
    readonly budget: Budget;
    readonly channel: string;
  },
) => Promise<answers.Answer>;

async function answerSigned(c: AppContext, handle: Handler): Promise<answers.Answer> {
  const deadline = c.get("arrivedAt") + PASSCULTURE_BUDGET_MS;
  const budget = new Budget(deadline);
  const body = await budget.within(readBody(c.req.raw, PASSCULTURE_BODY_BYTES_MAX));
  if (!body.ok) {
    return body.reason === "too_large" ? answers.bodyTooLarge : answers.bodyBrokenOff;
  }
  c.set("sent", body.value);
  const keys = await passcultureKeys(c.env);
  if (!keys.ok) return settingProblem(c, keys);
  const wire = decodeWire(body.value);
  const channel = await channelOf(c, wire, keys.value);
  if (channel === null) {
    c.set("refusedSignature", refusedSignature(c.req.raw.headers, wire, keys.value));
    return answers.invalidSignature;
  }
  c.set("channel", channel);
  if (channel !== CHANNEL) await enterSandbox(c, channel);
  if (wire.payload === null || wire.text === null) return answers.malformed(wire.problem ?? "");
  const { payload, text } = wire;
  return handle(c, { payload, text, keys: keys.value, deadline, budget, channel });
}

/** Under which it books: what a sandbox key has signed can reach nothing real. */
async function channelOf(
  c: AppContext,
  { candidates }: WireBody,
  keys: PasscultureKeys,
): Promise<string | null> {
  const { headers } = c.req.raw;
  if (await isSigned(headers, candidates, keys)) return CHANNEL;
  if (keys.sandbox.length === 0) return null;
  return (await isSandboxSigned(headers, candidates, keys)) ? SANDBOX_PASSCULTURE : null;
}

const book: Handler = async (c, { payload, text, keys, deadline, budget, channel }) => {
  const parsed = bookingSchema.safeParse(payload);
  if (!parsed.success) return answers.invalid(parsed.error);
  const booking = parsed.data;
  const holder = await holderOf(c.env, booking, channel);
  if (!holder.ok) return settingProblem(c, holder);
  const request = requestOf(booking, await signedDigest(c.req.raw.headers, text, keys));
  const sale = {
    request,
    deadline,
    channel,
    quantity: booking.booking_quantity,
    expectedAmount: isOn(c.env, "PASSCULTURE_ACCEPT_ANY_PRICE") ? null : booking.offer_price,
    holder: holder.value,
  };
  const caller = {
    budget,
    signal: c.req.raw.signal,
    waitUntil: (work: Promise<unknown>) => c.executionCtx.waitUntil(work),
  };
  for await (const stock of stocks(c.env.REGISTRY, booking, deadline)) {
    const outcome = await sell(c.env, { ...sale, ...stock }, caller);
    if (isElsewhere(outcome)) continue;
    note(c, { date: stock.code, outcome: outcome.ok ? "booked" : outcome.reason });
    reportProblem(c, outcome, { ...namesOf(booking), offered: booking.offer_price });
    return answers.bookingAnswer(outcome);
  }
  note(c, { outcome: "unknown_stock" });
  logProblem("pass Culture asked for a stock that is neither <dateId>:<priceId> nor listed", {
    requestId: c.var.requestId,
    ...namesOf(booking),
  });
  return answers.unknownStock;
};

/**
 * What a repeat is known by. The time comes first, so that the records of one evening lie together
 * and a commit of many bookings writes few pages.
 */
function requestOf({ booking_creation_date }: BookingRequest, digest: string): string {
  return `${booking_creation_date.toString(36)}-${digest.slice(0, DIGEST_CHARACTERS)}`;
}

/** By what the operator finds the stock, here and at pass Culture. */
function namesOf({ stock_id, stock_id_at_provider = null, offer_id }: BookingRequest): LogFields {
  return { stock_id, stock_id_at_provider, offer_id };
}

const cancel: Handler = async (c, { payload, deadline, channel }) => {
  const parsed = cancellationSchema.safeParse(payload);
  if (!parsed.success) return answers.invalid(parsed.error);
  const { barcodes } = parsed.data;
  const cancellation = cancelByBarcode(c.env, { deadline, channel, barcodes });
  // Finished also when the caller hangs up half-way: a second try then finds it done.
  c.executionCtx.waitUntil(cancellation);
  const outcome = await cancellation;
  note(c, { outcome: outcome.ok ? "cancelled" : outcome.reason });
  reportProblem(c, outcome, { barcodes: barcodes.map(maskBarcode).join(" ") });
  return answers.cancellationAnswer(outcome);
};

/** No date or no such price there: the stock may still be found by a listing. */
function isElsewhere(outcome: SaleOutcome): boolean {
  return !outcome.ok && (outcome.reason === "not_configured" || outcome.reason === "unknown_price");
}

/**
 * One live booking per person and offer (contracts/passculture.md 4.3): the person is a keyed hash
 * of the offer and the case-folded address, which no one without the key can turn back.
 */
async function holderOf(
  env: Env,
  booking: BookingRequest,
  channel: string,
): Promise<
  { readonly ok: true; readonly value: Holder } | ({ readonly ok: false } & SettingProblem)
> {
  const key = secret(env, "HOLDER_KEY");
  if (!key.ok) return key;
  const email = booking.user_email.normalize("NFC").trim();
  const wish = `${channel} ${booking.offer_id} ${email.toLowerCase()}`;
  const name = [booking.user_first_name, booking.user_last_name].filter(Boolean).join(" ");
  return {
    ok: true,
    value: {
      person: toHex((await hmacSign(key.value, wish)).subarray(0, DIGEST_CHARACTERS / 2)),
      requestedAt: booking.booking_creation_date,
      name: name === "" ? null : name,
      email,
    },
  };
}

function settingProblem(c: AppContext, { setting, problem }: SettingProblem): answers.Answer {
  logProblem(`the pass Culture door is closed: ${setting} ${problem}`, {
    requestId: c.var.requestId,
    setting,
  });
  return answers.notConfigured;
}

/** What the operator should know of beyond the request's own line. */
function reportProblem(
  c: AppContext,
  outcome: SaleOutcome | CancellationOutcome,
  about: LogFields,
): void {
  if (outcome.ok) return;
  const { requestId } = c.var;
  if (outcome.reason === "setting") settingProblem(c, outcome);
  if (outcome.reason === "unavailable") {
    logProblem("a date did not answer", { requestId, detail: outcome.detail });
  }
  if (outcome.reason === "price_mismatch") {
    logProblem("pass Culture sells at another price than configured here", {
      requestId,
      configured: outcome.amount,
      ...about,
    });
  }
  // There the booking stays, and is paid for (contracts/passculture.md 3.5).
  if (outcome.reason === "unknown_barcode" || outcome.reason === "already_used") {
    logProblem("a cancellation of pass Culture is refused", {
      requestId,
      reason: outcome.reason,
      ...about,
    });
  }
}

function handleWith(handle: Handler) {
  return async function passculture(c: AppContext): Promise<Response> {
    return answers.toResponse(await answerSigned(c, handle));
  };
}

const routes = new Hono<AppEnv>()
  .post("/booking", handleWith(book))
  .post("/cancellation", handleWith(cancel))
  .all("/booking", () => answers.toResponse(answers.postOnly))
  .all("/cancellation", () => answers.toResponse(answers.postOnly))
  .all("*", () => answers.toResponse(answers.unknownPath));

routes.onError((error, c) => {
  logProblem("a pass Culture request failed", {
    requestId: c.var.requestId,
    error: String(error),
  });
  if (error instanceof PlayedError) return answers.toResponse(answers.internalError);
  return answers.toResponse(error instanceof TimeIsUp ? answers.tooLate : answers.unavailable);
});

export const passculture: Door = {
  name: "passculture",
  channel: CHANNEL,
  path: "/passculture",
  listingKinds: LISTING_KINDS,
  routes,
};
