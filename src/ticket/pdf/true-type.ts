/**
 * A TrueType font file: which glyph a character has, how wide it is, and the file again with only
 * the glyphs that a document uses. Ours are cut down before (src/ticket/font), so that what is read
 * here is known to be sound.
 */

export interface TrueType {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly bounds: readonly [number, number, number, number];
  /** 0 when the font lacks the character. */
  readonly glyphOf: (codePoint: number) => number;
  /** In units per em. */
  readonly widthOf: (glyph: number) => number;
  readonly subset: (glyphs: ReadonlySet<number>) => Uint8Array<ArrayBuffer>;
}

interface Table {
  readonly offset: number;
  readonly length: number;
}

export function readTrueType(file: ArrayBuffer): TrueType {
  const view = new DataView(file);
  const tables = tablesOf(view);
  const table = (tag: string): Table => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`the font has no table ${tag}`);
    return found;
  };
  const [head, hhea, hmtx] = [table("head"), table("hhea"), table("hmtx")];
  const metrics = view.getUint16(hhea.offset + 34);
  const characters = readCharacters(view, table("cmap"));
  const bound = (at: number) => view.getInt16(head.offset + 36 + 2 * at);
  return {
    unitsPerEm: view.getUint16(head.offset + 18),
    ascent: view.getInt16(hhea.offset + 4),
    descent: view.getInt16(hhea.offset + 6),
    bounds: [bound(0), bound(1), bound(2), bound(3)],
    glyphOf: (codePoint) => characters.get(codePoint) ?? 0,
    widthOf: (glyph) => view.getUint16(hmtx.offset + 4 * Math.min(glyph, metrics - 1)),
    subset: (glyphs) => subset(view, table, glyphs),
  };
}

function tablesOf(view: DataView): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (let at = 12; at < 12 + 16 * view.getUint16(4); at += 16) {
    const tag = String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
    tables.set(tag, { offset: view.getUint32(at + 8), length: view.getUint32(at + 12) });
  }
  return tables;
}

/** From the table's format 4, which has every character up to U+FFFF. */
function readCharacters(view: DataView, cmap: Table): Map<number, number> {
  const characters = new Map<number, number>();
  const at = subtable4(view, cmap);
  const segments = view.getUint16(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + 2 * segments + 2;
  for (let segment = 0; segment < segments; segment++) {
    const end = view.getUint16(ends + 2 * segment);
    const start = view.getUint16(starts + 2 * segment);
    const delta = view.getUint16(starts + 2 * (segments + segment));
    const rangeAt = starts + 2 * (2 * segments + segment);
    const range = view.getUint16(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const listed = range === 0 ? code : view.getUint16(rangeAt + range + 2 * (code - start));
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) characters.set(code, glyph);
    }
  }
  return characters;
}

function subtable4(view: DataView, cmap: Table): number {
  for (let record = 0; record < view.getUint16(cmap.offset + 2); record++) {
    const at = cmap.offset + view.getUint32(cmap.offset + 4 + 8 * record + 4);
    if (view.getUint16(at) === 4) return at;
  }
  throw new Error("the font's cmap has no format 4");
}

/** The glyphs keep their numbers; those that are not used become empty. */
function subset(
  view: DataView,
  table: (tag: string) => Table,
  wanted: ReadonlySet<number>,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(view.buffer);
  const whole = (tag: string) => {
    const { offset, length } = table(tag);
    return bytes.slice(offset, offset + length);
  };
  const count = view.getUint16(table("maxp").offset + 4);
  const outlineOf = outlines(view, table);
  const used = withParts(wanted, outlineOf);
  const loca = new DataView(new ArrayBuffer(4 * (count + 1)));
  const glyphs: Uint8Array[] = [];
  let length = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    loca.setUint32(4 * glyph, length);
    if (!used.has(glyph)) continue;
    const outline = outlineOf(glyph);
    glyphs.push(outline);
    length += outline.length;
  }
  loca.setUint32(4 * count, length);
  const head = whole("head");
  // The long form of loca; and no checksum of the whole, which readers of PDF do not look at.
  new DataView(head.buffer).setUint16(50, 1);
  new DataView(head.buffer).setUint32(8, 0);
  return fontFile([
    ["glyf", join(glyphs)],
    ["head", head],
    ["hhea", whole("hhea")],
    ["hmtx", whole("hmtx")],
    ["loca", new Uint8Array(loca.buffer)],
    ["maxp", whole("maxp")],
  ]);
}

function outlines(view: DataView, table: (tag: string) => Table): (glyph: number) => Uint8Array {
  const [glyf, loca] = [table("glyf").offset, table("loca").offset];
  const isLong = view.getUint16(table("head").offset + 50) === 1;
  const at = (glyph: number) =>
    isLong ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph);
  return (glyph) =>
    new Uint8Array(view.buffer, glyf + at(glyph), at(glyph + 1) - at(glyph)).slice();
}

const MORE_PARTS = 0x20;
const WORDS = 0x01;
const SCALE = 0x08;
const TWO_SCALES = 0x40;
const MATRIX = 0x80;

/** With the glyphs that others are made of: é is an e and an accent. */
function withParts(
  wanted: ReadonlySet<number>,
  outlineOf: (glyph: number) => Uint8Array,
): Set<number> {
  // Glyph 0 is what a reader draws for a character that is not there.
  const used = new Set([0]);
  const waiting = [0, ...wanted];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    used.add(glyph);
    waiting.push(...partsOf(outlineOf(glyph)).filter((part) => !used.has(part)));
  }
  return used;
}

function partsOf(outline: Uint8Array): number[] {
  const view = new DataView(outline.buffer);
  if (outline.length === 0 || view.getInt16(0) >= 0) return [];
  const parts: number[] = [];
  for (let at = 10, flags = MORE_PARTS; (flags & MORE_PARTS) !== 0;) {
    flags = view.getUint16(at);
    parts.push(view.getUint16(at + 2));
    at += 4 + ((flags & WORDS) === 0 ? 2 : 4);
    if ((flags & SCALE) !== 0) at += 2;
    if ((flags & TWO_SCALES) !== 0) at += 4;
    if ((flags & MATRIX) !== 0) at += 8;
  }
  return parts;
}

/** Tables in the order of their tags, each at a multiple of four bytes. */
function fontFile(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const padded = tables.map(([, content]) => join([content, new Uint8Array(-content.length & 3)]));
  const header = new DataView(new ArrayBuffer(12 + 16 * tables.length));
  header.setUint32(0, 0x00010000);
  header.setUint16(4, tables.length);
  const power = Math.floor(Math.log2(tables.length));
  header.setUint16(6, 16 * 2 ** power);
  header.setUint16(8, power);
  header.setUint16(10, 16 * (tables.length - 2 ** power));
  let offset = header.byteLength;
  tables.forEach(([tag, content], index) => {
    const at = 12 + 16 * index;
    const body = padded[index] ?? content;
    for (let i = 0; i < 4; i++) header.setUint8(at + i, tag.charCodeAt(i));
    header.setUint32(at + 4, checksum(body));
    header.setUint32(at + 8, offset);
    header.setUint32(at + 12, content.length);
    offset += body.length;
  });
  return join([new Uint8Array(header.buffer), ...padded]);
}

function checksum(body: Uint8Array): number {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  let sum = 0;
  for (let at = 0; at < body.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
