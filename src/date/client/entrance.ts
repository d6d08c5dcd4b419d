/** The entrance from a Worker: which date judges a barcode, and what a barcode is that it lacks. */
import { dateCodeOf, hasOwnForm, readings } from "../../core/barcode.ts";
import { within } from "../../core/deadline.ts";
import { dateCode } from "../../core/ids.ts";
import { IMPORT_LOOKUP_MS_MAX } from "../../core/limits.ts";
import { refused, type Refused } from "../../core/result.ts";
import { secret, type SettingProblem } from "../../env.ts";
import { findImports } from "../../registry/imports.ts";
import type {
  MergeOutcome,
  OfflineScan,
  ScanCommand,
  ScanOutcome,
  Stranger,
} from "../entrance/commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";
import { locate } from "./locate.ts";

type EntranceEnv = DateEnv & Env;

/** A scan as a device says it: the barcode as it was read, and the date that the gate serves. */
export interface WantedScan extends Omit<ScanCommand, "stranger"> {
  readonly date: string | null;
}

export type ScanAnswer = ScanOutcome | Refused<SettingProblem> | Refused<Unavailable>;

/** Asks the date that the gate serves, or else the one that the barcode belongs to. */
export async function scanTicket(env: EntranceEnv, wanted: WantedScan): Promise<ScanAnswer> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  const { date, ...scan } = wanted;
  const served = date === null ? null : await dateCode(date);
  const read = await readBarcode(key.value, wanted.barcode, served);
  const { barcode, stranger } = read;
  const code = served ?? read.code;
  if (code === null) return scanSomewhere(env, scan, stranger);
  if (read.code !== null) return ask(env, code, { ...scan, barcode, stranger });
  // Nothing in an imported barcode names its date; the common one, of this date, needs no look-up.
  const answer = await ask(env, code, { ...scan, barcode, stranger: null });
  if (answer.ok || answer.reason !== "unknown") return answer;
  const elsewhere = await importedElsewhere(env, [barcode], code);
  const found = elsewhere.has(barcode) ? "other_date" : stranger;
  return ask(env, code, { ...scan, barcode, stranger: found });
}

interface Read {
  readonly barcode: string;
  /** The code of its date where it is of our own making. */
  readonly code: string | null;
  readonly stranger: Stranger;
}

/** What a barcode says of itself, to the date with the code `served` or (null) to any. */
async function readBarcode(key: string, text: string, served: string | null): Promise<Read> {
  const texts = readings(text);
  const [own = text, asRead = own] = texts;
  const code = await dateCodeOf(key, own);
  if (code === null) {
    return { barcode: asRead, code, stranger: hasOwnForm(own) ? "forged" : "unknown" };
  }
  const elsewhere = served !== null && served !== code;
  return { barcode: own, code, stranger: elsewhere ? "other_date" : "unknown" };
}

/** No gate says its date and neither does the barcode: it may be an imported one. */
async function scanSomewhere(
  env: EntranceEnv,
  scan: Omit<ScanCommand, "stranger">,
  stranger: Stranger,
): Promise<ScanAnswer> {
  const place = await locate(env, scan.barcode, scan.deadline);
  if (place.ok) {
    const { code, barcode } = place.value;
    return ask(env, code, { ...scan, barcode, stranger });
  }
  if (place.reason !== "unknown_barcode") return place;
  return stranger === "forged" ? refused("forged") : refused("unknown");
}

function ask(env: DateEnv, code: string, command: ScanCommand): Promise<ScanAnswer> {
  return askDate(env, code, command.deadline, (stub) => stub.scan(command));
}

/** While the registry is down nobody can say: these barcodes are then as unknown as they were. */
async function importedElsewhere(
  env: Env,
  barcodes: readonly string[],
  code: string,
): Promise<ReadonlySet<string>> {
  if (barcodes.length === 0) return new Set();
  try {
    const found = await within(IMPORT_LOOKUP_MS_MAX, findImports(env.REGISTRY, barcodes));
    return new Set(found.filter((place) => place.code !== code).map(({ barcode }) => barcode));
  } catch {
    return new Set();
  }
}

/** A device's scans of this date, made without a connection. */
export async function uploadScans(
  env: EntranceEnv,
  date: string,
  device: string,
  scans: readonly Omit<OfflineScan, "stranger">[],
  deadline: number,
): Promise<MergeOutcome | Refused<Unavailable> | Refused<SettingProblem>> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  const code = await dateCode(date);
  const read = await Promise.all(
    scans.map(async ({ barcode }) => readBarcode(key.value, barcode, code)),
  );
  const foreign = read.filter((one) => one.code === null).map(({ barcode }) => barcode);
  const elsewhere = await importedElsewhere(env, foreign, code);
  const known = scans.map((scan, index): OfflineScan => {
    const { barcode = scan.barcode, stranger = "unknown" } = read[index] ?? {};
    return { ...scan, barcode, stranger: elsewhere.has(barcode) ? "other_date" : stranger };
  });
  return askDate(env, code, deadline, (stub) => stub.mergeScans(device, known));
}
