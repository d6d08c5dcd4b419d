// Every guard that is removed once.
import { barcodeMutants } from "./barcodes.ts";
import { callMutants } from "./calls.ts";
import { crowdMutants } from "./crowds.ts";
import { dateMutants } from "./date.ts";
import { entranceMutants } from "./entrance.ts";
import type { Mutant } from "./mutant.ts";
import { orderMutants } from "./order.ts";
import { windowMutants } from "./window.ts";

export const mutants: readonly Mutant[] = [
  ...barcodeMutants,
  ...callMutants,
  ...crowdMutants,
  ...dateMutants,
  ...entranceMutants,
  ...orderMutants,
  ...windowMutants,
];
