/**
 * A venue's logo: a drawing of filled outlines and nothing else. An SVG is read into outlines on its
 * way in and drawn from them on its way out, so nothing that a page could run, load or link to gets
 * through.
 */
import { LOGO_CHARACTERS_MAX, LOGO_SHAPES_MAX } from "./limits.ts";
import { ok, refused, type Result } from "./result.ts";
import { COORDINATE_MAX, readPath } from "./svg-path.ts";

export interface LogoShape {
  /** SVG path data. */
  readonly d: string;
  /** `#rrggbb`. */
  readonly fill: string;
  readonly evenOdd: boolean;
}

/** What of the plane is seen, in the units of the outlines. */
export interface ViewBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Logo {
  readonly viewBox: ViewBox;
  readonly shapes: readonly LogoShape[];
}

export type LogoProblem = { readonly reason: "logo"; readonly problem: string };
type Attributes = ReadonlyMap<string, string>;
type Paint = Pick<LogoShape, "fill" | "evenOdd"> | null;

const ADVICE = "draw it with paths and plain fills (`Object to path`, then save as plain SVG)";
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const NAMED: Readonly<Record<string, string>> = { black: "#000000", white: "#ffffff" };
/** What each element may carry; what does not change the drawing is read over. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  svg: ["viewBox", "fill", "fill-rule"],
  g: ["fill", "fill-rule"],
  path: ["d", "fill", "fill-rule"],
};
const READ_OVER = /^(xmlns|xmlns:\w+|version|id|role|width|height|aria-[a-z]+|xml:space)$/;
const DEPTH_MAX = 20;
/** Of the plane that is seen: below it a printer's numbers would have no end. */
const VIEW_MIN = 0.01;

/** The drawing of an SVG, or what in it can't be taken, in words for who made it. */
export function readLogo(svg: string): Result<Logo, LogoProblem> {
  if (svg.length > LOGO_CHARACTERS_MAX) {
    return wrong(`is longer than ${LOGO_CHARACTERS_MAX} characters`);
  }
  try {
    return ok(drawing(withoutTexts(svg)));
  } catch (error) {
    if (error instanceof Unfit) return wrong(error.message);
    throw error;
  }
}

class Unfit extends Error {}

function wrong(problem: string): Result<never, LogoProblem> {
  return refused("logo", { problem });
}

/** Without the declaration, comments and the texts that only describe the drawing. */
function withoutTexts(svg: string): string {
  return svg
    .replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, "")
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/<(title|desc)(?:\s[^<>]*)?>[^<]*<\/\1>/g, "");
}

function drawing(svg: string): Logo {
  const shapes: LogoShape[] = [];
  const open: { readonly name: string; readonly paint: Paint }[] = [];
  let viewBox: ViewBox | null = null;
  for (const { closing, name, attributes, empty } of tags(svg)) {
    if (closing) {
      if (open.pop()?.name !== name) throw new Unfit(`closes ${name} where it is not open`);
      continue;
    }
    if ((open.length === 0) !== (name === "svg") || (name === "svg" && viewBox !== null)) {
      throw new Unfit("must be one svg element");
    }
    if (name === "svg") viewBox = viewBoxOf(attributes);
    const paint = paintOf(attributes, open.length === 0 ? BLACK : (open.at(-1)?.paint ?? null));
    if (name === "path") shapes.push(...shapeOf(attributes, paint));
    if (shapes.length > LOGO_SHAPES_MAX) throw new Unfit(`has more than ${LOGO_SHAPES_MAX} paths`);
    if (!empty) open.push({ name, paint });
    if (open.length > DEPTH_MAX) throw new Unfit(`is nested more than ${DEPTH_MAX} deep`);
  }
  if (viewBox === null || open.length > 0) throw new Unfit("is not a complete svg element");
  if (shapes.length === 0) throw new Unfit(`draws nothing; ${ADVICE}`);
  return { viewBox, shapes };
}

const BLACK: Paint = { fill: "#000000", evenOdd: false };

function* tags(svg: string) {
  TAG.lastIndex = 0;
  for (let at = 0; at < svg.length; at = TAG.lastIndex) {
    const gap = /\s*/y;
    gap.lastIndex = at;
    at += gap.exec(svg)?.[0].length ?? 0;
    if (at >= svg.length) return;
    TAG.lastIndex = at;
    const [, closing, name = "", text = "", empty] = TAG.exec(svg) ?? [];
    if (closing === undefined) throw new Unfit(`can't be read at "${svg.slice(at, at + 40)}"`);
    const attributes = attributesOf(name, text);
    yield { closing: closing !== "", name, attributes, empty: empty === "/" };
  }
}

function attributesOf(element: string, text: string): Attributes {
  const allowed = Object.hasOwn(DRAWN, element) ? DRAWN[element] : undefined;
  if (allowed === undefined) throw new Unfit(`has an element ${element}; ${ADVICE}`);
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single = ""] of text.matchAll(ATTRIBUTE)) {
    if (allowed.includes(name)) attributes.set(name, (double ?? single).trim());
    else if (!READ_OVER.test(name)) {
      throw new Unfit(`has an attribute ${name} of ${element}; ${ADVICE}`);
    }
  }
  return attributes;
}

function viewBoxOf(attributes: Attributes): ViewBox {
  const numbers = (attributes.get("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const [left = 0, top = 0, width = 0, height = 0] = numbers;
  const drawable = numbers.every((number) => Math.abs(number) <= COORDINATE_MAX);
  if (numbers.length !== 4 || !drawable || width < VIEW_MIN || height < VIEW_MIN) {
    throw new Unfit(
      `needs a viewBox of four numbers, at most ${COORDINATE_MAX}, the last two at least ${VIEW_MIN}`,
    );
  }
  return { left, top, width, height };
}

/** Null: not filled, so not seen. */
function paintOf(attributes: Attributes, inherited: Paint): Paint {
  const { fill: above, evenOdd: ruleAbove } = inherited ?? { fill: null, evenOdd: false };
  const given = attributes.get("fill");
  const rule = attributes.get("fill-rule");
  const evenOdd = rule === undefined ? ruleAbove : rule === "evenodd";
  if (given === "none" || (given === undefined && above === null)) return null;
  const fill = given === undefined ? above : (NAMED[given] ?? given);
  if (fill === null || !COLOUR.test(fill)) {
    throw new Unfit(`has a fill "${given}"; use a colour like #a81e32, black, white or none`);
  }
  const [, r = "", g = "", b = ""] = /^#(.)(.)(.)$/.exec(fill) ?? [];
  return { fill: (r === "" ? fill : `#${r}${r}${g}${g}${b}${b}`).toLowerCase(), evenOdd };
}

function shapeOf(attributes: Attributes, paint: Paint): LogoShape[] {
  const d = readPath(attributes.get("d") ?? "");
  if (d === null) throw new Unfit(`has a path whose d can't be read`);
  return paint === null ? [] : [{ d, ...paint }];
}

/** The drawing as SVG. `attributes` go into its first tag, as they are. */
export function logoSvg({ viewBox, shapes }: Logo, attributes = ""): string {
  const paths = shapes.map(
    ({ d, fill, evenOdd }) =>
      `<path fill="${fill}"${evenOdd ? ' fill-rule="evenodd"' : ""} d="${d}"/>`,
  );
  const { left, top, width, height } = viewBox;
  const box = `viewBox="${left} ${top} ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}${attributes}>${paths.join("")}</svg>`;
}
