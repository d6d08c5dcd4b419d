/**
 * A ticket from an 80 mm printer: black on white, and as long as it has to be. Such printers have 203
 * dots an inch and print no half dots, so every bar is a whole number of dots and begins on one.
 */
import { code128Of } from "../codes/code128.ts";
import { qrOf } from "../codes/qr.ts";
import { asLine, type Face } from "../face.ts";
import { Column, type Layout, MM, type Style } from "./layout.ts";
import type { Measure } from "./typeface.ts";

const DOT = 72 / 203;
const WIDTH = 80 * MM;
/** What the print head reaches: 576 dots. */
const PRINTED = 576 * DOT;
const END = 4 * MM;
const PAPER_DOTS = Math.floor(WIDTH / DOT);
const QR_DOTS_PER_MODULE_MAX = 12;
const BAR_DOTS = 2;
const BARS_HEIGHT = 13 * MM;
const LOGO = { width: 40 * MM, height: 14 * MM };

const BLACK = "#000000";
const LABEL: Style = { weight: "regular", size: 8, colour: BLACK };
const VALUE: Style = { weight: "semibold", size: 11, colour: BLACK };
const FINE: Style = { weight: "regular", size: 7.5, colour: BLACK };

export function layoutRoll(face: Face, measure: Measure): Layout {
  const column = new Column(measure, { x: (WIDTH - PRINTED) / 2, y: END, width: PRINTED });
  heading(column, face);
  if (face.notice !== null) {
    column.text(face.notice.title, { weight: "semibold", size: 16, colour: BLACK }, "centre");
    column.text(face.notice.detail, LABEL, "centre");
    column.space(2 * MM);
  }
  if (face.state !== "void") codes(column, face);
  column.text(face.grouped, { weight: "semibold", size: 10, colour: BLACK }, "centre");
  column.space(2 * MM);
  column.rule(2 * DOT, BLACK);
  column.space(2 * MM);
  for (const { label, value } of face.fields) {
    column.text(label, LABEL);
    column.text(value, VALUE);
    column.space(1 * MM);
  }
  column.rule(2 * DOT, BLACK);
  column.space(2 * MM);
  fine(column, face);
  return { width: WIDTH, height: column.y + END, marks: column.marks };
}

function heading(column: Column, face: Face): void {
  if (face.logo !== null) {
    column.logo(face.logo, LOGO, true);
    column.space(2 * MM);
  }
  column.text(face.venue, LABEL, "centre");
  column.text(face.title, { weight: "semibold", size: 16, colour: BLACK }, "centre");
  column.text(`${face.day} · ${face.time}`, VALUE, "centre");
  column.space(3 * MM);
}

function codes(column: Column, { barcode }: Face): void {
  const qr = qrOf(barcode);
  // A long barcode of the venue's own has more modules: light paper must be left beside them.
  const dots = Math.floor(PAPER_DOTS / (qr.width + 2 * qr.quiet));
  const side = qr.width * Math.min(QR_DOTS_PER_MODULE_MAX, dots) * DOT;
  column.code(qr, { width: side, height: side }, DOT);
  column.space(4 * MM);
  const bars = code128Of(barcode);
  if (bars === null || bars.width * BAR_DOTS * DOT > PRINTED) return;
  column.code(bars, { width: bars.width * BAR_DOTS * DOT, height: BARS_HEIGHT }, DOT);
  column.space(1.5 * MM);
}

function fine(column: Column, face: Face): void {
  const { small, conditions } = face;
  for (const line of small) column.text(asLine(line, face), FINE);
  if (conditions === null) return;
  column.space(1.5 * MM);
  column.text(conditions, { ...FINE, size: 6.5 });
}
