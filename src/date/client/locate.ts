/** Which date a barcode belongs to: our own say it themselves, imported ones are looked up. */
import { dateCodeOf, readings } from "../../core/barcode.ts";
import { within } from "../../core/deadline.ts";
import { type Reasons, refused, type Result, ok } from "../../core/result.ts";
import { secret, type SettingProblem } from "../../env.ts";
import { findImports } from "../../registry/imports.ts";
import type { Unavailable } from "./call.ts";

export interface Located {
  readonly code: string;
  readonly barcode: string;
}

export type LocateEnv = Pick<Env, "BARCODE_KEY" | "REGISTRY"> & Env;

/**
 * The dates of the barcodes, in their order; forged and unknown ones are left out. The registry is
 * asked only for those that are not of our own form, so our own work while it is down.
 */
export async function locateAll(
  env: LocateEnv,
  barcodes: readonly string[],
  deadline: number,
): Promise<Result<readonly Located[], SettingProblem | Unavailable>> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  const codes = new Map<string, string>();
  const foreign: string[] = [];
  for (const barcode of new Set(barcodes)) {
    const code = await dateCodeOf(key.value, barcode);
    if (code === null) foreign.push(barcode);
    else codes.set(barcode, code);
  }
  if (foreign.length > 0) {
    try {
      const imported = await within(deadline - Date.now(), findImports(env.REGISTRY, foreign));
      for (const { barcode, code } of imported) codes.set(barcode, code);
    } catch (error) {
      // Any of them may be imported: without the registry nobody can say.
      return refused("unavailable", { cause: "failed", detail: String(error) });
    }
  }
  return ok(
    [...new Set(barcodes)].flatMap((barcode) => {
      const code = codes.get(barcode);
      return code === undefined ? [] : [{ barcode, code }];
    }),
  );
}

/** The date of one barcode, as a scanner read it or a person typed it. */
export async function locate(
  env: LocateEnv,
  text: string,
  deadline: number,
): Promise<Result<Located, SettingProblem | Unavailable | Reasons<"unknown_barcode">>> {
  const located = await locateAll(env, readings(text), deadline);
  if (!located.ok) return located;
  return located.value[0] === undefined ? refused("unknown_barcode") : ok(located.value[0]);
}
