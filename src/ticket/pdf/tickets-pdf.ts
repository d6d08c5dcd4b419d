/**
 * Tickets as one PDF, a page each. It knows no HTTP: doors attach it to what they answer, the
 * holder's link sends it. Its writer is large, so it is imported only where a PDF is wanted.
 */
import {
  drawSvgPath,
  fill,
  FillRule,
  type PDFOperator,
  rectangle,
  rgb,
  setFillingColor,
  setFontAndSize,
  beginText,
  endText,
  moveText,
  showText,
} from "@cantoo/pdf-lib";
import type { PrintedDate } from "../../date/commands.ts";
import { barsOf } from "../codes/matrix.ts";
import { channels } from "../colour.ts";
import { type Face, faceOf } from "../face.ts";
import type { Language } from "../language.ts";
import { WORDS } from "../words.ts";
import { layoutA4 } from "./a4.ts";
import { type Page, PdfDocument } from "./document.ts";
import type { Layout, Mark } from "./layout.ts";
import type { Paper } from "./paper.ts";
import { layoutRoll } from "./roll.ts";
import { type Measure, measure, Typeface, type Weight } from "./typeface.ts";

export interface TicketsPdf {
  /** As their dates told them; at most TICKETS_PER_PDF_MAX tickets. */
  readonly dates: readonly PrintedDate[];
  readonly paper: Paper;
  readonly language: Language;
}

type Typefaces = Readonly<Record<Weight, Typeface>>;

export async function ticketsPdf({
  dates,
  paper,
  language,
}: TicketsPdf): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PdfDocument();
  const typefaces = {
    regular: new Typeface(document, "regular"),
    semibold: new Typeface(document, "semibold"),
  };
  const faces = dates.flatMap((date) =>
    date.tickets.map((ticket) => faceOf(date, ticket, language)),
  );
  for (const face of faces) draw(document, LAYOUTS[paper](face, measure), typefaces);
  await typefaces.regular.embed();
  await typefaces.semibold.embed();
  return document.save({ title: titleOf(faces, language), language });
}

const LAYOUTS: Readonly<Record<Paper, (face: Face, measure: Measure) => Layout>> = {
  a4: layoutA4,
  "80mm": layoutRoll,
};

function titleOf(faces: readonly Face[], language: Language): string {
  return [WORDS[language].ticket, ...new Set(faces.map(({ title }) => title))].join(" · ");
}

function draw(document: PdfDocument, { marks, ...size }: Layout, typefaces: Typefaces): void {
  const page = document.addPage(size, Object.values(typefaces));
  for (const mark of marks) drawMark(page, mark, typefaces);
}

function drawMark(page: Page, mark: Mark, typefaces: Typefaces): void {
  // A PDF counts from the bottom.
  const bottom = page.height - mark.y;
  switch (mark.kind) {
    case "text": {
      const typeface = typefaces[mark.weight];
      page.push(
        inked(mark.colour),
        beginText(),
        setFontAndSize(typeface.name, mark.size),
        moveText(mark.x, bottom),
        showText(typeface.encode(mark.text)),
        endText(),
      );
      return;
    }
    case "area":
      page.push(
        inked(mark.colour),
        rectangle(mark.x, bottom - mark.height, mark.width, mark.height),
        fill(),
      );
      return;
    case "code":
      page.push(inked("#000000"), ...modules(mark, bottom), fill());
      return;
    case "logo":
      drawLogo(page, mark, bottom);
  }
}

/** In points. A printer paints every dot that a shape touches: a bar without it is a dot too wide. */
const HAIR = 0.03;

/** All dark modules as one shape, so that no seam shows between them. */
function modules(mark: Extract<Mark, { kind: "code" }>, top: number): PDFOperator[] {
  const [across, down] = [mark.width / mark.matrix.width, mark.height / mark.matrix.height];
  return barsOf(mark.matrix).map(({ x, y, width }) =>
    rectangle(mark.x + x * across + HAIR, top - (y + 1) * down, width * across - 2 * HAIR, down),
  );
}

function drawLogo(page: Page, mark: Extract<Mark, { kind: "logo" }>, top: number): void {
  const { viewBox, shapes } = mark.logo;
  const scale = mark.width / viewBox.width;
  for (const { d, fill: colour, evenOdd } of shapes) {
    page.push(
      ...drawSvgPath(d, {
        x: mark.x - viewBox.left * scale,
        y: top + viewBox.top * scale,
        scale,
        color: rgb(...channels(colour)),
        borderColor: undefined,
        borderWidth: 0,
        fillRule: evenOdd ? FillRule.EvenOdd : FillRule.NonZero,
      }),
    );
  }
}

function inked(colour: string): PDFOperator {
  return setFillingColor(rgb(...channels(colour)));
}
