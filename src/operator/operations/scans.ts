/** The entrance: scans as they happen, those that devices made alone, and the list for these. */
import * as z from "zod";
import { scanDigest } from "../../core/barcode.ts";
import { parseMillis, toIso } from "../../core/clock.ts";
import { dateCode } from "../../core/ids.ts";
import { SCAN_LIST_TICKETS_MAX } from "../../core/limits.ts";
import { askDate } from "../../date/client/call.ts";
import { scanTicket, uploadScans } from "../../date/client/entrance.ts";
import { note } from "../../web/request.ts";
import { deviceProblem } from "../auth.ts";
import { type Caller, done, operation, problem } from "../operation.ts";
import { dateProblem, entryReply, ticketReply } from "../replies.ts";
import * as entrance from "../scan-schema.ts";
import { scanProblem } from "../scan-problem.ts";
import * as schema from "../schema.ts";

/** Under which device the operator's own scans are kept. */
export const OPERATOR_DEVICE = "operator";

const params = z.object({ date: schema.id });
const refusals = { 404: "There is no such date" };
const access = "device";
const tag = "Entrance";

const postScan = operation({
  id: "scanTicket",
  method: "post",
  path: "/scans",
  tag,
  access,
  summary: "Let the holder of a ticket in, or out again",
  description:
    "A ticket is `used` from its first entry on; who went out can come in again. A refusal says " +
    "its `reason`: unknown, forged, other_date, void, not_paid, being_cancelled, already_inside " +
    "(with `since` and `gate`), not_inside, wrong_gate (with the right `gates`), too_early, " +
    "too_late. Every attempt is kept by its date; one on a barcode that belongs to no date, at no " +
    "gate that serves one, is not.",
  body: entrance.scanBody,
  answer: entrance.scanned,
  success: [200],
  refusals: { 404: "No ticket has this barcode", 409: "The ticket is not let through" },
  refusal: entrance.scanRefused,
  async run({ c, env, caller, body, deadline }) {
    const own = caller.kind === "device" ? caller : { device: OPERATOR_DEVICE, date: null };
    const denied = deviceProblem(caller, access, body.date);
    if (denied !== null) return denied;
    note(c, { device: own.device });
    const { barcode, direction, gate, id = crypto.randomUUID() } = body;
    const scan = { id, device: own.device, direction, gate };
    const answer = await scanTicket(env, {
      ...scan,
      deadline,
      barcode,
      date: body.date ?? own.date,
      mayOmitGate: caller.kind === "operator",
    });
    if (!answer.ok) return scanProblem(answer);
    const { date, ticket, at } = answer.value;
    return done({ ...ticketReply(date, ticket), scan: { ...scan, at: toIso(at) } });
  },
});

const postScans = operation({
  id: "uploadScans",
  method: "post",
  path: "/dates/{date}/scans",
  tag,
  access,
  summary: "Hand in scans that a device made without a connection",
  description:
    "In any order, as often as it takes: what follows is drawn from the set of all scans, by their " +
    "times. Each answer is what the scan was found to be when it first arrived; later uploads may " +
    "change that, and GET /dates/{date}/double-entries has it as it is. A clock that runs ahead by " +
    "more than 15 minutes, or back by more than 30 days, is refused.",
  params,
  body: entrance.uploadBody,
  answer: entrance.uploaded,
  success: [200],
  refusals,
  async run({ c, env, caller, params: { date }, body, deadline }) {
    const device = deviceOf(caller, body.device);
    if (device === null)
      return problem(403, "Other device", "A device uploads its own scans only.");
    note(c, { device, scans: body.scans.length });
    const scans = body.scans.map((scan) => ({ ...scan, at: parseMillis(scan.at) ?? 0 }));
    const outcome = await uploadScans(env, date, device, scans, deadline);
    return outcome.ok ? done({ scans: outcome.value }) : dateProblem(outcome);
  },
});

function deviceOf(caller: Caller, named: string | undefined): string | null {
  if (caller.kind === "operator") return named ?? OPERATOR_DEVICE;
  return named === undefined || named === caller.device ? caller.device : null;
}

const getScanList = operation({
  id: "getScanList",
  method: "get",
  path: "/dates/{date}/scanlist",
  tag,
  access,
  summary: "What a scanner must know to work without a connection",
  description:
    "All tickets, and with `since` only those that are new or changed. Digests, not barcodes: the " +
    "scanner computes the digest of what it reads.",
  params,
  query: z.object({
    since: z
      .string()
      .regex(/^(\d{1,7}-\d{1,15})?$/, "must be the `version` of an earlier answer")
      .default("")
      .describe("The `version` of the answer before; left out, everything"),
    limit: z.coerce.number().int().min(1).max(SCAN_LIST_TICKETS_MAX).default(SCAN_LIST_TICKETS_MAX),
  }),
  answer: entrance.scanList,
  success: [200],
  refusals,
  async run({ env, params: at, query, deadline }) {
    const code = await dateCode(at.date);
    const list = await askDate(env, code, deadline, (stub) =>
      stub.scanList(query.since, query.limit),
    );
    if (!list.ok) return dateProblem(list);
    const tickets = await Promise.all(
      list.value.tickets.map(async ({ barcode, ...ticket }) => ({
        digest: await scanDigest(barcode),
        ...ticket,
      })),
    );
    return done({ ...list.value, entry: entryReply(list.value.entry), tickets });
  },
});

export const scanOperations = [postScan, postScans, getScanList];
