/**
 * The log: one structured line per request, and one for what happens outside of requests. Never a
 * secret, a signature, a whole barcode, or anything about a holder.
 */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export function logInfo(message: string, fields: LogFields): void {
  console.log(JSON.stringify({ level: "info", message, ...fields }));
}

/** Something that the operator should act on. */
export function logProblem(message: string, fields: LogFields): void {
  console.error(JSON.stringify({ level: "error", message, ...fields }));
}

const BARCODE_CHARACTERS_SHOWN_MAX = 8;

/** A barcode as the log may show it: the date's code, and of another never more than half. */
export function maskBarcode(barcode: string): string {
  const half = Math.floor(barcode.length / 2);
  return `${barcode.slice(0, Math.min(BARCODE_CHARACTERS_SHOWN_MAX, half))}…`;
}
