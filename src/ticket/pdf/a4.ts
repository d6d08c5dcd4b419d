/** A ticket on an A4 sheet: what matters in the upper half, so that it can be folded away. */
import { code128Of } from "../codes/code128.ts";
import { qrOf } from "../codes/qr.ts";
import { INK, inkOn } from "../colour.ts";
import { asLine, type Face } from "../face.ts";
import { Column, fitted, type Layout, type Mark, MM, shrunk, type Style } from "./layout.ts";
import type { Measure } from "./typeface.ts";

const PAGE = { width: 210 * MM, height: 297 * MM };
const MARGIN = 15 * MM;
const END = PAGE.height - MARGIN;
const PADDING = 6 * MM;
const QR = 52 * MM;
const BARS = { module: 0.34 * MM, height: 17 * MM };
const LOGO = { width: 40 * MM, height: 12 * MM };
const LOGO_EDGE = 1.5 * MM;

const BLACK = "#000000";
const GREY = "#55525c";
const LINE = "#c9c6c0";
const ALARM = "#9d1c1c";

const LABEL: Style = { weight: "regular", size: 8.5, colour: GREY };
const VALUE: Style = { weight: "semibold", size: 13, colour: BLACK };
const FINE: Style = { weight: "regular", size: 9, colour: BLACK };

/** All of the ticket on one sheet: what is too long for it runs on first, and then is drawn smaller. */
export function layoutA4(face: Face, measure: Measure): Layout {
  const asWritten = sheetOf(face, measure);
  if (asWritten.end <= END) return { ...PAGE, marks: asWritten.marks };
  const conditions = face.conditions?.replaceAll(/\s*\n\s*/g, " ") ?? null;
  const { marks, end } = sheetOf({ ...face, conditions }, measure);
  const scale = Math.min(1, (END - MARGIN) / (end - MARGIN));
  return { ...PAGE, marks: marks.map((mark) => shrunk(mark, MARGIN, scale)) };
}

function sheetOf(
  face: Face,
  measure: Measure,
): { readonly marks: readonly Mark[]; readonly end: number } {
  const place = { x: MARGIN, y: MARGIN, width: PAGE.width - 2 * MARGIN };
  const band = bandOf(face, measure, place);
  const body = new Column(measure, { ...place, y: band.y });
  body.space(PADDING);
  if (face.notice !== null) notice(body, face.notice);
  const fields = fieldsBeside(face, measure, body);
  body.y = Math.max(fields.y, body.y + (face.state === "void" ? 0 : QR));
  bars(body, face);
  fine(body, face);
  return { marks: [...band.marks, ...fields.marks, ...body.marks], end: body.y };
}

/** The venue's colour behind the title; its area is drawn first, once its height is known. */
function bandOf(face: Face, measure: Measure, place: { x: number; y: number; width: number }) {
  const colour = face.colour ?? INK;
  const ink = inkOn(colour);
  const column = new Column(measure, {
    x: place.x + PADDING,
    y: place.y + PADDING,
    width: place.width - 2 * PADDING,
  });
  if (face.logo !== null) {
    const { width, height } = fitted(face.logo, LOGO);
    const edge = { width: width + 2 * LOGO_EDGE, height: height + 2 * LOGO_EDGE };
    const { x, y } = column;
    column.marks.push({ kind: "area", x, y, ...edge, colour: "#ffffff" });
    const inside = { x: x + LOGO_EDGE, y: y + LOGO_EDGE, width, height };
    column.marks.push({ kind: "logo", logo: face.logo, ...inside });
    column.space(edge.height + 3 * MM);
  }
  column.text(face.venue, { weight: "regular", size: 11, colour: ink });
  column.space(1 * MM);
  column.text(face.title, { weight: "semibold", size: 24, colour: ink });
  column.space(1.5 * MM);
  column.text(`${face.day} · ${face.time}`, { weight: "semibold", size: 14, colour: ink });
  column.space(PADDING);
  const area = { kind: "area", ...place, height: column.y - place.y, colour } as const;
  return { marks: [area, ...column.marks], y: column.y };
}

function notice(body: Column, { title, detail }: NonNullable<Face["notice"]>): void {
  body.text(title, { weight: "semibold", size: 18, colour: ALARM });
  body.text(detail, { weight: "regular", size: 11, colour: ALARM });
  body.space(PADDING);
}

/** The QR code at the left and what the usher reads beside it; without the code over the whole width. */
function fieldsBeside(face: Face, measure: Measure, { x, y, width }: Column): Column {
  const isVoid = face.state === "void";
  const left = isVoid ? x : x + QR + 10 * MM;
  const column = new Column(measure, { x: left, y, width: x + width - left });
  if (!isVoid) {
    column.marks.push({ kind: "code", matrix: qrOf(face.barcode), x, y, width: QR, height: QR });
  }
  for (const { label, value } of face.fields) {
    column.text(label, LABEL);
    column.text(value, VALUE);
    column.space(3 * MM);
  }
  return column;
}

function bars(body: Column, face: Face): void {
  body.space(PADDING);
  const matrix = face.state === "void" ? null : code128Of(face.barcode);
  if (matrix !== null) {
    body.code(matrix, { width: matrix.width * BARS.module, height: BARS.height });
    body.space(2 * MM);
  }
  body.text(face.grouped, { weight: "semibold", size: 12, colour: BLACK }, "centre");
  body.space(PADDING);
  body.rule(0.6, LINE);
}

function fine(body: Column, face: Face): void {
  body.space(4 * MM);
  for (const line of face.small) body.text(asLine(line, face), FINE);
  if (face.conditions === null) return;
  body.space(3 * MM);
  body.text(face.conditions, { weight: "regular", size: 8, colour: GREY });
}
