/** The QR code of a barcode. */
import { encodeQR } from "qr";
import type { Matrix } from "./matrix.ts";

const QUIET_MODULES = 4;

/** A quarter of it may be dirty or lost: our own barcodes have 25 x 25 modules so. */
export function qrOf(barcode: string): Matrix {
  const rows = encodeQR(barcode, "raw", { ecc: "quartile", border: QUIET_MODULES });
  const modules = rows.length - 2 * QUIET_MODULES;
  return {
    width: modules,
    height: modules,
    quiet: QUIET_MODULES,
    isDark: (x, y) => rows[y + QUIET_MODULES]?.[x + QUIET_MODULES] === true,
  };
}
