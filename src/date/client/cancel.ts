/**
 * Cancelling by barcode from a Worker: each barcode names its date, and a call over several dates
 * cancels all that it may or nothing.
 */
import { refused, type Refused } from "../../core/result.ts";
import type { SettingProblem } from "../../env.ts";
import type { CancelCommand, CancelOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";
import { type Located, locateAll } from "./locate.ts";

export type CancellationOutcome = CancelOutcome | Refused<Unavailable> | Refused<SettingProblem>;

/**
 * Cancels the known ones among the barcodes; forged ones never reach a date. Over several dates all
 * are first frozen, so that none can be scanned between the judgement and the effect. If the
 * platform fails half-way the outcome says so, and repeating the call finishes it.
 */
export async function cancelByBarcode(
  env: DateEnv & Env,
  command: CancelCommand,
): Promise<CancellationOutcome> {
  const located = await locateAll(env, command.barcodes, command.deadline);
  if (!located.ok) return located;
  const groups = byDate(located.value);
  const [only] = groups;
  if (only === undefined) return refused("unknown_barcode");
  if (groups.length === 1) return cancelInDate(env, command, only);
  const frozen = await Promise.all(groups.map((group) => freezeInDate(env, command, group)));
  const obstacle = frozen.find((outcome) => !outcome.ok && !isUnknown(outcome));
  if (obstacle !== undefined) return obstacle;
  const known = groups.filter((_, index) => frozen[index]?.ok === true);
  return cancelAll(env, command, known);
}

interface Group {
  readonly code: string;
  readonly barcodes: readonly string[];
}

/** The known barcodes by date, in the order in which the dates were first named. */
function byDate(located: readonly Located[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const { code, barcode } of located) groups.set(code, [...(groups.get(code) ?? []), barcode]);
  return [...groups].map(([code, barcodes]) => ({ code, barcodes }));
}

async function cancelAll(
  env: DateEnv,
  command: CancelCommand,
  groups: readonly Group[],
): Promise<CancellationOutcome> {
  let answer: CancellationOutcome | null = null;
  for (const group of groups) {
    const outcome = await cancelInDate(env, command, group);
    if (!outcome.ok) return outcome;
    answer ??= outcome;
  }
  return answer ?? refused("unknown_barcode");
}

function cancelInDate(env: DateEnv, command: CancelCommand, group: Group) {
  return askDate(env, group.code, command.deadline, (stub) =>
    stub.cancel({ ...command, barcodes: group.barcodes }),
  );
}

function freezeInDate(env: DateEnv, command: CancelCommand, group: Group) {
  return askDate(env, group.code, command.deadline, (stub) =>
    stub.freeze({ ...command, barcodes: group.barcodes }),
  );
}

function isUnknown(outcome: CancellationOutcome): boolean {
  return !outcome.ok && ["unknown_barcode", "not_configured"].includes(outcome.reason);
}
