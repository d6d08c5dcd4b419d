/** Asking a date to give tickets other barcodes, or what it would say to it. */
import type { Refused } from "../../core/result.ts";
import type { RebarcodeCommand, RebarcodeOutcome } from "../commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";

type Outcome = Promise<RebarcodeOutcome | Refused<Unavailable>>;

export function rebarcode(env: DateEnv, code: string, command: RebarcodeCommand): Outcome {
  return askDate(env, code, command.deadline, (stub) => stub.rebarcode(command));
}

export function judgeRebarcoding(env: DateEnv, code: string, command: RebarcodeCommand): Outcome {
  return askDate(env, code, command.deadline, (stub) => stub.judgeRebarcoding(command));
}
