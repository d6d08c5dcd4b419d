/** The two weights of a document's font: measuring and encoding texts, and embedding what was used. */
import { PDFHexString, PDFName, type PDFRef, PDFString } from "@cantoo/pdf-lib";
import regular from "../font/ticket-sans-regular.ttf.bin";
import semibold from "../font/ticket-sans-semibold.ttf.bin";
import type { PdfDocument } from "./document.ts";
import { readTrueType, type TrueType } from "./true-type.ts";

export type Weight = "regular" | "semibold";
/** The width of a text, in the unit of its size. */
export type Measure = (text: string, weight: Weight, size: number) => number;

const FONTS: Readonly<Record<Weight, { readonly name: string; readonly font: TrueType }>> = {
  // A subset's name begins with six letters of its own (ISO 32000-1, 9.6.4).
  regular: { name: "GUICHT+TicketSans-Regular", font: readTrueType(regular) },
  semibold: { name: "GUICHT+TicketSans-SemiBold", font: readTrueType(semibold) },
};
const PER_EM = 1000;

export function measure(text: string, weight: Weight, size: number): number {
  const { font } = FONTS[weight];
  const units = glyphsOf(font, text).reduce((sum, { glyph }) => sum + font.widthOf(glyph), 0);
  return (units / font.unitsPerEm) * size;
}

interface Glyph {
  readonly glyph: number;
  /** What a reader copies: also where another glyph stands in for a missing one. */
  readonly codePoint: number;
}

function glyphsOf(font: TrueType, text: string): Glyph[] {
  return Array.from(text.normalize("NFC"), (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return { glyph: glyphFor(font, character, codePoint), codePoint };
  });
}

/** The character, or its letter without the accent, or a question mark. */
function glyphFor(font: TrueType, character: string, codePoint: number): number {
  const own = font.glyphOf(codePoint);
  if (own !== 0) return own;
  const [base = "?"] = character.normalize("NFKD");
  return font.glyphOf(base.codePointAt(0) ?? 0) || font.glyphOf("?".charCodeAt(0));
}

/** The font of one document: it remembers which glyphs its texts used. */
export class Typeface {
  readonly name: PDFName;
  readonly ref: PDFRef;
  readonly #document: PdfDocument;
  readonly #weight: Weight;
  readonly #used = new Map<number, number>();

  constructor(document: PdfDocument, weight: Weight) {
    this.#document = document;
    this.#weight = weight;
    this.name = PDFName.of(weight);
    this.ref = document.context.nextRef();
  }

  encode(text: string): PDFHexString {
    const glyphs = glyphsOf(FONTS[this.#weight].font, text);
    for (const { glyph, codePoint } of glyphs) this.#used.set(glyph, codePoint);
    return PDFHexString.of(glyphs.map(({ glyph }) => hex(glyph)).join(""));
  }

  /** To be called once, when all texts are drawn. */
  async embed(): Promise<void> {
    const { context } = this.#document;
    const { name, font } = FONTS[this.#weight];
    const glyphs = [...this.#used.keys()].toSorted((a, b) => a - b);
    const em = (units: number) => Math.round((units * PER_EM) / font.unitsPerEm);
    const file = font.subset(new Set(glyphs));
    const descriptor = context.obj({
      Type: "FontDescriptor",
      FontName: name,
      // 32: letters as in ordinary text (ISO 32000-1, table 123).
      Flags: 32,
      FontBBox: font.bounds.map(em),
      ItalicAngle: 0,
      Ascent: em(font.ascent),
      Descent: em(font.descent),
      CapHeight: em(font.ascent),
      StemV: 80,
      FontFile2: await this.#document.addStream(file, { Length1: file.length }),
    });
    const descendant = context.obj({
      Type: "Font",
      Subtype: "CIDFontType2",
      BaseFont: name,
      CIDSystemInfo: {
        Registry: PDFString.of("Adobe"),
        Ordering: PDFString.of("Identity"),
        Supplement: 0,
      },
      FontDescriptor: context.register(descriptor),
      CIDToGIDMap: "Identity",
      W: glyphs.flatMap((glyph) => [glyph, [em(font.widthOf(glyph))]]),
    });
    context.assign(
      this.ref,
      context.obj({
        Type: "Font",
        Subtype: "Type0",
        BaseFont: name,
        Encoding: "Identity-H",
        DescendantFonts: [context.register(descendant)],
        ToUnicode: await this.#document.addStream(this.#toUnicode(glyphs)),
      }),
    );
  }

  /** So that a reader can search and copy (ISO 32000-1, 9.10.3); at most 100 lines a block. */
  #toUnicode(glyphs: readonly number[]): string {
    const lines = glyphs.map((glyph) => `<${hex(glyph)}> <${utf16(this.#used.get(glyph) ?? 0)}>`);
    const blocks: string[] = [];
    for (let start = 0; start < lines.length; start += 100) {
      const block = lines.slice(start, start + 100);
      blocks.push(`${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`);
    }
    return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
  }
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, "0");
}

function utf16(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at))).join("");
}
