/** What the entrance of a date has seen: counts by gate, entries that were wrong, and attempts. */
import * as z from "zod";
import { readings, scanDigest } from "../../core/barcode.ts";
import { toIso } from "../../core/clock.ts";
import { dateCode } from "../../core/ids.ts";
import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from "../../core/limits.ts";
import { askDate } from "../../date/client/call.ts";
import type { IrregularEntry, ReportedScan } from "../../date/entrance/commands.ts";
import { done, operation } from "../operation.ts";
import { dateProblem } from "../replies.ts";
import * as entrance from "../scan-schema.ts";
import * as schema from "../schema.ts";

const params = z.object({ date: schema.id });
const refusals = { 404: "There is no such date" };
const tag = "Entrance";

const getGates = operation({
  id: "countByGate",
  method: "get",
  path: "/dates/{date}/gates",
  tag,
  access: "device",
  summary: "How many came in and went out at each gate, and how many are inside",
  params,
  answer: entrance.gateCounts,
  success: [200],
  refusals,
  async run({ env, params: at, deadline }) {
    const code = await dateCode(at.date);
    const gates = await askDate(env, code, deadline, (stub) => stub.gates());
    return gates.ok ? done({ gates: gates.value }) : dateProblem(gates);
  },
});

const getDoubleEntries = operation({
  id: "listDoubleEntries",
  method: "get",
  path: "/dates/{date}/double-entries",
  tag,
  summary: "Entries that should not have been, each once, by their time",
  description:
    "Entries on a ticket that was inside already, and those that a device let in although the " +
    "ticket was void, not paid, unknown or of another date.",
  params,
  query: z.object({
    after: z
      .string()
      .regex(/^(\d+\.\d+\.[\w-]+\.[\w-]+)?$/, "must be the `next` of the page before")
      .default("")
      .describe("The `next` of the page before"),
    limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
  }),
  answer: entrance.irregularEntries,
  success: [200],
  refusals,
  async run({ env, params: at, query, deadline }) {
    const code = await dateCode(at.date);
    const report = await askDate(env, code, deadline, (stub) =>
      stub.irregularEntries(query.after, query.limit),
    );
    if (!report.ok) return dateProblem(report);
    const entries = await Promise.all(report.value.entries.map(entryReply));
    return done({ entries, next: report.value.next });
  },
});

async function entryReply({ irregularity, ticket, barcode, scan, first }: IrregularEntry) {
  return {
    irregularity,
    digest: await scanDigest(barcode),
    serial: ticket?.serial ?? null,
    area: ticket?.area ?? null,
    seat: ticket?.seat ?? null,
    scan: scanReply(scan),
    first: first === null ? null : scanReply(first),
  };
}

function scanReply<Scan extends ReportedScan>({ at, ...scan }: Scan) {
  return { ...scan, at: toIso(at) };
}

const getAttempts = operation({
  id: "listAttempts",
  method: "get",
  path: "/dates/{date}/scans",
  tag,
  summary: "Every attempt to come in to a date with one barcode, by its time",
  description:
    "For the question at the door: who came in with it, when and where? Also of barcodes that are " +
    `no tickets of this date. Of more than ${PAGE_ROWS_MAX} attempts the last ones.`,
  params,
  query: z.object({ barcode: schema.barcode }),
  answer: entrance.attempts,
  success: [200],
  refusals,
  async run({ env, params: at, query, deadline }) {
    const code = await dateCode(at.date);
    const attempts = await askDate(env, code, deadline, (stub) =>
      stub.attempts(readings(query.barcode), PAGE_ROWS_MAX),
    );
    if (!attempts.ok) return dateProblem(attempts);
    const scans = attempts.value.map(({ receivedAt, ...scan }) => ({
      ...scanReply(scan),
      receivedAt: toIso(receivedAt),
    }));
    return done({ scans });
  },
});

export const entranceReports = [getGates, getDoubleEntries, getAttempts];
