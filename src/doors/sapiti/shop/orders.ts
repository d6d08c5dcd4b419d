/** `shop/orders`: opening, describing, confirming and ending a partner's own orders. */
import * as z from "zod";
import { atOnce } from "../../../core/at-once.ts";
import { utf8 } from "../../../core/bytes.ts";
import { nestsDeeper, parseJson } from "../../../core/json.ts";
import {
  DESCRIBE_ATTEMPTS_MAX,
  HOLD_MS_DEFAULT,
  LANGUAGE_CHARACTERS_MAX,
  JSON_LEVELS_MAX,
  SAPITI_ORDER_DETAILS_BYTES_MAX,
  REFERENCE_CHARACTERS_MAX,
  WATCHDOG_CALLS_AT_ONCE,
} from "../../../core/limits.ts";
import { ok } from "../../../core/result.ts";
import { askOrder, placeOrder } from "../../../order/client.ts";
import type { OrderDetails, OrderState } from "../../../order/commands.ts";
import { listChannelOrders } from "../../../registry/orders.ts";
import { readPartnerContact } from "../../../registry/partners/contacts.ts";
import { type Answer, invalid, unavailable, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import { noAnswer } from "../dates.ts";
import {
  boundedText,
  flag,
  int,
  optionalNotes,
  optionalText,
  read,
  textIn,
  TOO_DEEP,
} from "../schema.ts";
import * as shape from "./order-shape.ts";
import { orderFailure, ownOrder, placesFailure, told } from "./own-order.ts";

/** Those of one contact, or all; the newest first. */
export async function listOrders(call: Call): Promise<Answer> {
  const { env, partner, body, page, deadline, language } = call;
  const contact = textIn(body, "contactid");
  if (!contact.ok) return contact;
  const of = contact.value || null;
  const numbers = await listChannelOrders(env.REGISTRY, partner.id, of, page);
  const states = await atOnce(WATCHDOG_CALLS_AT_ONCE, numbers, (number) =>
    askOrder(env, number, deadline, (stub) => stub.state()),
  );
  const silent = states.find((state) => !state.ok && state.reason === "unavailable");
  if (silent?.ok === false) return noAnswer(call, silent.reason);
  return ok(states.flatMap((state) => (state.ok ? [shape.orderShape(state.value, language)] : [])));
}

export async function getOrder(call: Call): Promise<Answer> {
  const order = await ownOrder(call, call.ids[0] ?? "");
  return order.ok ? ok(shape.orderShape(order.value, call.language)) : order;
}

const metadata = z
  .unknown()
  .optional()
  .transform((value, context) => {
    if (value === undefined || value === null || value === "") return {};
    // One method of the client sends a map as text that holds JSON (3.3).
    const parsed = typeof value === "string" ? parseJson(value)?.parsed : value;
    const isMap = typeof parsed === "object" && parsed !== null;
    if (isMap && !nestsDeeper(parsed, JSON_LEVELS_MAX)) return parsed;
    const message = isMap ? TOO_DEEP : "is neither a map nor a list";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const writeSchema = z.object({
  name: boundedText(REFERENCE_CHARACTERS_MAX),
  language: boundedText(LANGUAGE_CHARACTERS_MAX),
  country: optionalText,
  postalcode: optionalText,
  automaticcancel: flag,
  contactid: optionalText,
  notes: optionalNotes,
  metadata,
  statusid: int.optional(),
});
type Written = z.output<typeof writeSchema>;

/**
 * Opens an empty order. Each call opens one: two customers of a web shop may well ask for the same
 * in the same second, with the same signature, and must not share an order.
 */
export async function createOrder(call: Call): Promise<Answer> {
  const written = read(writeSchema, call.body);
  if (!written.ok) return written;
  const details = detailsFor(call, null, written.value);
  if (!details.ok) return details;
  const stranger = await unknownContact(call, null, written.value);
  if (stranger !== null) return stranger;
  const { env, partner, now, deadline, language } = call;
  const wish = { request: crypto.randomUUID(), deadline, channel: partner.id, lines: [] };
  const expiresAt = now + HOLD_MS_DEFAULT;
  const placed = await placeOrder(env, { ...wish, ...details.value, expiresAt });
  if (!placed.ok) return placesFailure(call, placed) ?? unavailable;
  return ok(shape.orderShape(await told(call, placed.value), language));
}

/** What the order shall say of itself; what the body does not name stays. */
function detailsFor(
  { body }: Call,
  order: OrderState | null,
  written: Written,
): Answer<OrderDetails> {
  const names = (key: string) => body[key] !== undefined && body[key] !== null;
  const before = shape.keptOf({ metadata: order?.metadata ?? "{}" });
  const kept: Record<string, unknown> = { ...before };
  for (const key of ["country", "postalcode", "automaticcancel", "notes", "metadata"] as const) {
    if (names(key)) kept[key] = written[key];
  }
  if (saysLanguageOfOrder(body) && written.language !== "") kept["language"] = written.language;
  if (written.statusid !== undefined) kept["status"] = written.statusid;
  const text = JSON.stringify(kept);
  if (utf8(text).length > SAPITI_ORDER_DETAILS_BYTES_MAX) {
    return invalid("metadata", `and notes are more than ${SAPITI_ORDER_DETAILS_BYTES_MAX} bytes`);
  }
  const contact = written.contactid === "" ? (order?.contact ?? null) : written.contactid;
  const reference = names("name") ? written.name || null : (order?.reference ?? null);
  return ok({ reference, contact, metadata: text });
}

/** Null when the order names no contact, or one that the partner has. */
async function unknownContact(
  { env, partner }: Call,
  order: OrderState | null,
  { contactid }: Written,
) {
  if (contactid === "" || contactid === order?.contact) return null;
  const known = await readPartnerContact(env.REGISTRY, partner.id, contactid);
  return known === null ? unknownId("contact") : null;
}

/** `language` is in every body: of the order it speaks in the write form, and when it comes alone. */
function saysLanguageOfOrder(body: Call["body"]): boolean {
  const others = ["statusid", "contactid", "metadata", "notes"];
  return body["automaticcancel"] !== undefined || others.every((key) => body[key] === undefined);
}

export async function updateOrder(call: Call): Promise<Answer> {
  const written = read(writeSchema, call.body);
  if (!written.ok) return written;
  const order = await ownOrder(call, call.ids[0] ?? "");
  if (!order.ok) return order;
  const refusal = refusedStatus(order.value, written.value.statusid);
  if (refusal !== null) return refusal;
  const details = detailsFor(call, order.value, written.value);
  if (!details.ok) return details;
  const stranger = await unknownContact(call, order.value, written.value);
  if (stranger !== null) return stranger;
  // An order that can't end keeps the status that it had.
  const ended = isEnding(written.value.statusid) ? await cancelAll(call, order.value) : order;
  if (!ended.ok) return ended;
  const described = await describe(call, ended.value, written.value);
  if (!described.ok) return described;
  const moved = isConfirming(written.value.statusid)
    ? await confirm(call, described.value)
    : described;
  return moved.ok ? ok(shape.orderShape(await told(call, moved.value), call.language)) : moved;
}

/** Where another call was quicker, this one is applied to what that one has made of the order. */
async function describe(
  call: Call,
  read: OrderState,
  written: Written,
): Promise<Answer<OrderState>> {
  const { env, deadline } = call;
  let order = read;
  for (let attempt = 1; attempt <= DESCRIBE_ATTEMPTS_MAX; attempt++) {
    const details = detailsFor(call, order, written);
    if (!details.ok) return details;
    const { number, version } = order;
    const described = await askOrder(env, number, deadline, (stub) =>
      stub.redescribe(details.value, version),
    );
    if (described.ok) return described;
    if (described.reason !== "changed_since") return orderFailure(call, described);
    const found = await ownOrder(call, String(number));
    if (!found.ok) return found;
    order = found.value;
  }
  return unavailable;
}

function isConfirming(status: number | undefined): boolean {
  return status !== undefined && CONFIRMING.includes(status);
}

function isEnding(status: number | undefined): boolean {
  return status !== undefined && ENDING.includes(status);
}

const CONFIRMING = [shape.ORDER_CONFIRMED, shape.ORDER_TO_PAY, shape.ORDER_COMPLETED];
const ENDING = [shape.ORDER_CANCELLED, shape.ORDER_ABANDONED];

/** Null when the order can be asked to have this status. */
function refusedStatus(order: OrderState, status: number | undefined) {
  if (status === undefined || isConfirming(status)) return null;
  if (status === shape.ORDER_ABANDONED && order.status === "confirmed") {
    return invalid("statusid", "is for orders that are not confirmed; cancel it with -10");
  }
  if (isEnding(status)) return null;
  return status === shape.statusOf(order, shape.keptOf(order))
    ? null
    : invalid("statusid", "is none that can be asked for: payments make 12, 15 and 18");
}

async function confirm(call: Call, { number }: OrderState): Promise<Answer<OrderState>> {
  const { env, deadline } = call;
  const confirmed = await askOrder(env, number, deadline, (stub) => stub.confirm({ deadline }));
  return confirmed.ok ? confirmed : orderFailure(call, confirmed);
}

async function cancelAll(call: Call, { number }: OrderState): Promise<Answer<OrderState>> {
  const { env, deadline } = call;
  const cancelled = await askOrder(env, number, deadline, (stub) =>
    stub.cancel({ deadline, what: "all" }),
  );
  return cancelled.ok ? cancelled : orderFailure(call, cancelled);
}

/** Drops an order that is not confirmed; again is answered the same. */
export async function clearOrder(call: Call): Promise<Answer> {
  const order = await ownOrder(call, call.ids[0] ?? "");
  if (!order.ok) return order;
  if (order.value.status === "confirmed" || order.value.status === "confirming") {
    return invalid("orderid", "is of a confirmed order; cancel it with the status -10");
  }
  const cleared = await cancelAll(call, order.value);
  return cleared.ok
    ? ok(shape.orderShape(await told(call, cleared.value), call.language))
    : cleared;
}
