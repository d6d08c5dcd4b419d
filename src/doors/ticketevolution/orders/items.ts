/**
 * Items, shipments and requests of an order, as far as e-tickets need them
 * (contracts/ticketevolution.md 4.5, 4.6). The e-tickets are the venue's own: a file that is
 * delivered is checked to be one and not kept, for only ours open the door.
 */
import * as z from "zod";
import { fromBase64 } from "../../../core/bytes.ts";
import type { OrderLine } from "../../../order/commands.ts";
import { type Answer, done, notFound, paged, unavailable, unprocessable } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { readId } from "../query.ts";
import { amendProblem, withOrder } from "./actions.ts";
import { requestObject } from "./create.ts";
import { amend, findOrder, type Found, stateOfFound, tell } from "./found.ts";
import { itemNumber, itemObject, type Setting, settingOf, shipmentObject } from "./objects.ts";

export const listItems: Handler = (call) =>
  withOrder(call, async (found) => {
    const setting = await settingOf(call, [found]);
    const rows = found.order.lines.map((line, index) => itemObject(found, setting, line, index));
    return paged("items", rows, call.query.page, rows.length);
  });

interface FoundItem {
  readonly found: Found;
  readonly setting: Setting;
  readonly line: OrderLine;
  readonly index: number;
}

export function withItem(
  call: Call,
  handle: (item: FoundItem) => Promise<Answer>,
): Promise<Answer> {
  return withOrder(call, async (found) => {
    const setting = await settingOf(call, [found]);
    const index = lineIndex(found, setting, call.param("item"));
    const line = found.order.lines[index];
    return line === undefined
      ? notFound("OrderItem", call.param("item"))
      : handle({ found, setting, line, index });
  });
}

/** -1 when the order has no such item. */
export function lineIndex({ order }: Found, setting: Setting, id: unknown): number {
  const wanted = readId(id);
  return order.lines.findIndex((line) => itemNumber(setting, line) === wanted);
}

export const showItem: Handler = (call) =>
  withItem(call, async ({ found, setting, line, index }) =>
    done(itemObject(found, setting, line, index)),
  );

const delivery = z.object({
  etickets: z
    .array(z.object({ item_id: z.unknown(), eticket: z.string() }))
    .min(1)
    .max(50),
});

/** Does both: adds and finalises (5.3). */
export const deliverEtickets: Handler = (call) =>
  withOrder(call, async (found) => {
    const body = delivery.safeParse(call.body);
    if (!body.success) return unprocessable("etickets: must be a list of item_id and eticket");
    const setting = await settingOf(call, [found]);
    for (const { item_id, eticket } of body.data.etickets) {
      if (lineIndex(found, setting, item_id) < 0) {
        return unprocessable("etickets.item_id: is no item of this order");
      }
      if (!isPdf(eticket)) return unprocessable("etickets.eticket: must be a PDF in base64");
    }
    const problem = await finalise(call, found, call.now);
    return problem ?? done({ result: "success" });
  });

const files = z.object({ files: z.array(z.string()).min(1).max(50) });

export const addEtickets: Handler = (call) =>
  withItem(call, async ({ found, setting, line, index }) => {
    const body = files.safeParse(call.body);
    if (!body.success || !body.data.files.every(isPdf)) {
      return unprocessable("files: must be a list of PDFs in base64");
    }
    return isIssued(found)
      ? done(itemObject(found, setting, line, index))
      : unprocessable("The order must be accepted before it has e-tickets.");
  });

/** The item as it is after its order's e-tickets were finalised, or no longer are. */
function finaliseItem(at: (call: Call) => number | null): Handler {
  return (call) =>
    withItem(call, async ({ found }) => (await finalise(call, found, at(call))) ?? showItem(call));
}
export const finalizeEtickets = finaliseItem(({ now }) => now);
export const removeEtickets = finaliseItem(() => null);

async function finalise(
  call: Call,
  found: Found,
  finalizedAt: number | null,
): Promise<Answer | null> {
  if (!isIssued(found)) return unprocessable("The order must be accepted before it has e-tickets.");
  const amended = await amend(call, found, { finalizedAt });
  if (!amended.ok) return amendProblem(amended.reason);
  await tell(call, found.order.number);
  return null;
}

export function isIssued(found: Found): boolean {
  return ["accepted", "completed", "cancel_proposed"].includes(stateOfFound(found));
}

/** Every PDF begins so. */
const PDF_START = [0x25, 0x50, 0x44, 0x46];

function isPdf(base64: string): boolean {
  const bytes = fromBase64(base64);
  return bytes !== null && PDF_START.every((byte, index) => bytes[index] === byte);
}

async function shipment(call: Call, after: (found: Found) => Promise<Answer | null>) {
  const id = call.param("id");
  const found = await findOrder(call, id);
  if (!found.ok) return found.reason === "unavailable" ? unavailable : notFound("Shipment", id);
  const problem = await after(found.value);
  if (problem !== null) return problem;
  const now = await findOrder(call, id);
  if (!now.ok) return unavailable;
  return done(shipmentObject(now.value, await settingOf(call, [now.value])));
}

export const showShipment: Handler = (call) => shipment(call, async () => null);
export const deliverShipment: Handler = (call) =>
  shipment(call, (found) => finalise(call, found, call.now));
export const pendShipment: Handler = (call) =>
  shipment(call, (found) => finalise(call, found, null));

/** 4.9: a request is known by its order's number, and it is over. */
export const showRequest: Handler = (call) =>
  withOrder(call, async (found) => done(await requestObject(call, found)));
