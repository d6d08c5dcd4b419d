/** From barcodes to what is printed on their tickets. */
import { dateCodeOf, hasOwnForm, readings } from "../core/barcode.ts";
import { type Reasons, refused, type Result, ok } from "../core/result.ts";
import { askDate, type Unavailable } from "../date/client/call.ts";
import { locate, locateAll, type Located } from "../date/client/locate.ts";
import type { PrintedDate } from "../date/commands.ts";
import { secret, type SettingProblem } from "../env.ts";

export type FindRefusal = SettingProblem | Unavailable | Reasons<"unknown_barcode">;

/**
 * Does the barcode name its date, under our own check? Then its date is asked and nobody else. Null:
 * it is forged, or comes from the venue's own system, which only the registry can tell.
 */
export async function ownBarcode(
  env: Env,
  text: string,
): Promise<Result<Located | null, SettingProblem>> {
  const key = secret(env, "BARCODE_KEY");
  if (!key.ok) return key;
  const [barcode = ""] = readings(text);
  const code = await dateCodeOf(key.value, barcode);
  return ok(code === null ? null : { code, barcode });
}

/** Where an imported barcode belongs. What can only be a forged one of ours is not looked up. */
export async function importedBarcode(
  env: Env,
  text: string,
  deadline: number,
): Promise<Result<Located, FindRefusal>> {
  const [barcode = ""] = readings(text);
  // Of 20 digits it is the venue's: ours are digits alone once in ten billion.
  const forged = hasOwnForm(barcode) && /[A-Z]/.test(barcode);
  return forged ? refused("unknown_barcode") : locate(env, text, deadline);
}

/** What is printed on these tickets, date by date. Unknown barcodes, and held places, are left out. */
export async function printedTickets(
  env: Env,
  barcodes: readonly string[],
  deadline: number,
): Promise<Result<readonly PrintedDate[], FindRefusal>> {
  const located = await locateAll(env, barcodes, deadline);
  return located.ok ? printedAt(env, located.value, deadline) : located;
}

export async function printedAt(
  env: Env,
  places: readonly Located[],
  deadline: number,
): Promise<Result<readonly PrintedDate[], FindRefusal>> {
  const dates = new Map<string, string[]>();
  for (const { code, barcode } of places) {
    dates.set(code, [...(dates.get(code) ?? []), barcode]);
  }
  const answers = await Promise.all(
    [...dates].map(([code, barcodes]) =>
      askDate(env, code, deadline, (stub) => stub.printed(barcodes)),
    ),
  );
  const printed: PrintedDate[] = [];
  for (const answer of answers) {
    if (answer.ok) printed.push(answer.value);
    else if (answer.reason === "unavailable") return answer;
  }
  const found = printed.filter(({ tickets }) => tickets.length > 0);
  return found.length === 0 ? refused("unknown_barcode") : ok(found);
}
