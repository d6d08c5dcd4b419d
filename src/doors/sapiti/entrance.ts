/**
 * `accesscontrol`: scanners. A refused code is no error: each code of the call has its own result
 * (contracts/sapiti.md 3.4, 4.11). Every call is a scan of its own, also one with the same bytes as
 * another of its second: the second entry of a code must be refused.
 */
import * as z from "zod";
import { SAPITI_CODES_PER_CONTROL_MAX } from "../../core/limits.ts";
import type { Partner } from "../../core/partners.ts";
import { may } from "../../core/partners.ts";
import { ok, type Refused, unreachable } from "../../core/result.ts";
import { readings } from "../../core/barcode.ts";
import { askDate } from "../../date/client/call.ts";
import { scanTicket } from "../../date/client/entrance.ts";
import type { DateState, TicketTrace } from "../../date/commands.ts";
import type { Direction, ScanRefusal } from "../../date/entrance/commands.ts";
import { readPartner } from "../../registry/partners/stored.ts";
import { note } from "../../web/request.ts";
import { listEvents } from "./agenda/events.ts";
import { type Answer, missing, notPermitted, toSapitiDate, unavailable } from "./answers.ts";
import { type Call, deviceBehind } from "./call.ts";
import { dateOf, noAnswer } from "./dates.ts";
import { list, read, text } from "./schema.ts";
import { productId, ticketNumber } from "./shop/product-id.ts";
import { textOf } from "./signature.ts";

const GRANTED = 1;
const UNKNOWN = -299;
/** A scanner reads whatever it is shown: what is longer is no ticket, and nobody is asked. */
const CODE_CHARACTERS_MAX = 100;

/**
 * The device that `deviceid` names. An application may speak for one, since it says the device's
 * secret: the client always sends it, whatever its own keys are.
 */
async function deviceOf(call: Call): Promise<Answer<Partner>> {
  if (call.partner.kind === "device") return ok(call.partner);
  const id = textOf(call.body["deviceid"]);
  if (id === "") return missing("deviceid");
  const device = await deviceBehind(call.c, id);
  if (!device.ok) return device;
  return may(device.value, "scan") ? device : notPermitted;
}

export async function getDevice(call: Call): Promise<Answer> {
  const device = await deviceOf(call);
  if (!device.ok) return device;
  const { id, label } = device.value;
  return ok({
    // What it calls itself, which is what its later calls must say.
    id: textOf(call.body["deviceid"]),
    label,
    lastcontact: toSapitiDate(call.now),
    client: { id, label },
  });
}

export async function listDeviceEvents(call: Call): Promise<Answer> {
  const device = await deviceOf(call);
  return device.ok ? listEvents({ ...call, partner: device.value }) : device;
}

const controlSchema = z.object({
  codes: list(text, SAPITI_CODES_PER_CONTROL_MAX),
});

export const controlEntry = (call: Call) => control(call, "in");
export const controlExit = (call: Call) => control(call, "out");

async function control(call: Call, direction: Direction): Promise<Answer> {
  const device = await deviceOf(call);
  if (!device.ok) return device;
  const at = { ...call, partner: device.value };
  const state = await dateOf(at, call.ids[0] ?? "");
  if (!state.ok) return state;
  const body = read(controlSchema, call.body);
  if (!body.ok) return body;
  const { codes } = body.value;
  const results = new Map<string, Judged>();
  // In their order, each once: a code that is named twice in one call is one person.
  for (const code of new Set(codes)) {
    const judged = await judge(at, state.value, code, direction);
    if (!judged.ok) return judged;
    results.set(code, judged.value);
  }
  note(call.c, { device: device.value.id, codes: codes.length });
  const shapes = await shapesOf(at, state.value, results);
  return shapes.ok ? ok(codes.map((code) => shapes.value.get(code))) : shapes;
}

interface Judged {
  readonly status: number;
  /** When it was let through, now or before; null when it was not. */
  readonly at: number | null;
}

async function judge(
  { env, partner, deadline, ...call }: Call,
  date: DateState,
  code: string,
  direction: Direction,
): Promise<Answer<Judged>> {
  if (code.length > CODE_CHARACTERS_MAX) return ok({ status: UNKNOWN, at: null });
  const answer = await scanTicket(env, {
    deadline,
    device: partner.id,
    id: crypto.randomUUID(),
    barcode: code,
    direction,
    // Sapiti knows no gates: its devices are as free as the venue's own staff.
    gate: null,
    mayOmitGate: true,
    date: date.id,
  });
  if (answer.ok) return ok({ status: GRANTED, at: answer.value.at });
  switch (answer.reason) {
    case "unavailable":
      return noAnswer(call, answer.detail);
    case "setting":
      return noAnswer(call, `${answer.setting} ${answer.problem}`);
    case "not_configured":
    case "deadline_passed":
      return unavailable;
    default:
      return ok({
        status: statusOf(answer),
        at: answer.reason === "already_inside" ? answer.since : null,
      });
  }
}

function statusOf(refusal: Refused<ScanRefusal>): number {
  switch (refusal.reason) {
    case "unknown":
    case "forged":
      return UNKNOWN;
    case "other_date":
      return -201;
    case "not_paid":
      return -200;
    case "already_inside":
      return -202;
    case "wrong_gate":
      return -101;
    case "void":
    case "being_cancelled":
    case "not_inside":
    case "too_early":
    case "too_late":
      return -250;
    default:
      return unreachable(refusal);
  }
}

async function shapesOf(
  call: Call,
  date: DateState,
  results: ReadonlyMap<string, Judged>,
): Promise<Answer<ReadonlyMap<string, object>>> {
  const { env, deadline } = call;
  const known = [...results].filter(([, { status }]) => status !== UNKNOWN);
  const barcodes = known.flatMap(([code]) => readings(code));
  const traces = await askDate(env, date.code, deadline, (stub) => stub.traces(barcodes));
  if (!traces.ok) return noAnswer(call, traces.reason);
  const byBarcode = new Map(traces.value.map((trace) => [trace.ticket.barcode, trace]));
  const labels = new Map([[call.partner.id, call.partner.label]]);
  const shapes = new Map<string, object>();
  for (const [code, judged] of results) {
    const trace = readings(code)
      .map((barcode) => byBarcode.get(barcode))
      .find((found) => found !== undefined);
    shapes.set(code, await shapeOf(call, date, { code, judged, trace }, labels));
  }
  return ok(shapes);
}

async function shapeOf(
  { env }: Call,
  date: DateState,
  { code, judged, trace }: { code: string; judged: Judged; trace: TicketTrace | undefined },
  labels: Map<string, string>,
) {
  const number = trace === undefined ? null : ticketNumber(date.number, trace.ticket.serial);
  const order = trace?.order ?? null;
  const product = number === null || order === null ? null : productId(order, number);
  const device = judged.at === null ? null : (trace?.entry?.device ?? null);
  return {
    id: product ?? (number === null ? "" : String(number)),
    code,
    label: code,
    origin: trace === undefined ? "" : order === null ? "booking" : "order",
    productid: product,
    usage: {
      statusid: judged.status,
      by: device === null ? null : await labelOf(env, device, labels),
      date: judged.at === null ? null : toSapitiDate(judged.at),
    },
  };
}

/** The name of a scanner: a partner's label, or the id of one of the venue's own. */
async function labelOf(env: Env, device: string, labels: Map<string, string>): Promise<string> {
  const known = labels.get(device);
  if (known !== undefined) return known;
  const partner = await readPartner(env.REGISTRY, device).catch(() => null);
  const label = partner?.label ?? device;
  labels.set(device, label);
  return label;
}
