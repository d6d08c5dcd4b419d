/** The Code 128 of a barcode, for scanners that read nothing else. */
import encoder from "jsbarcode/bin/barcodes/CODE128/CODE128_AUTO.js";
import type { Matrix } from "./matrix.ts";

const QUIET_MODULES = 10;
/** Past it the bars are too fine for a phone and for an 80 mm printer: the QR code must do. */
const MODULES_MAX = 300;

/** One row of bars, or null when the barcode is too long for them. */
export function code128Of(barcode: string): Matrix | null {
  const modules = new encoder.default(barcode, {}).encode().data;
  if (modules.length > MODULES_MAX) return null;
  return {
    width: modules.length,
    height: 1,
    quiet: QUIET_MODULES,
    isDark: (x) => modules[x] === "1",
  };
}
