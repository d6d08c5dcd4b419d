// A venue's logo: what an SVG may bring onto a ticket, and that nothing else gets through.
import { describe, expect, it } from "vitest";
import { logoSvg, readLogo } from "../../../src/core/logo.ts";
import { LOGO_CHARACTERS_MAX } from "../../../src/core/limits.ts";
import { readPath } from "../../../src/core/svg-path.ts";

const SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"';
const drawn = (inside: string, attributes = "") =>
  readLogo(`<svg ${SVG} ${attributes}>${inside}</svg>`);

describe("a logo of paths", () => {
  it("is read with its fills, also those of the group around it", () => {
    const inside = `<g fill="#ABC"><path d="M0 0h4v4z"/><path fill="none" d="M1 1h1"/></g>
      <g fill-rule="evenodd"><path d="M5,5 L6,6 z" fill='#A81E32'></path></g><path d="m1 1h1v1z"/>`;
    expect(drawn(inside)).toEqual({
      ok: true,
      value: {
        viewBox: { left: 0, top: 0, width: 24, height: 12 },
        shapes: [
          { d: "M0 0h4v4z", fill: "#aabbcc", evenOdd: false },
          { d: "M5 5L6 6z", fill: "#a81e32", evenOdd: true },
          { d: "m1 1h1v1z", fill: "#000000", evenOdd: false },
        ],
      },
    });
  });

  it("comes out as an SVG that is read as the same drawing", () => {
    const first = drawn('<path fill-rule="evenodd" fill="white" d="M0 0h4v4z"/>');
    if (!first.ok) throw new Error(first.problem);
    expect(readLogo(logoSvg(first.value))).toEqual(first);
  });

  it("may be described and commented, and say how large it wants to be", () => {
    const inside = '<title>Île</title><desc>d</desc><!-- <script> --><path d="M0 0h1v1z"/>';
    const text = `<?xml version="1.0"?>\n<svg ${SVG} width="24" height="12">${inside}</svg>\n`;
    expect(readLogo(text).ok).toBe(true);
  });
});

describe("what is not a drawing is refused, and named", () => {
  it.each([
    ["a script", "<script>alert(1)</script>", /element script/],
    ["a script with a foreign name", "<svg:script/>", /element svg:script/],
    ["HTML inside", "<foreignObject></foreignObject>", /element foreignObject/],
    ["an animation", '<animate attributeName="d"/>', /element animate/],
    ["a style", "<style>path{}</style>", /element style/],
    ["a link", '<a href="javascript:alert(1)"></a>', /element a;/],
    ["an image from elsewhere", '<image href="https://example.org/"/>', /element image/],
    ["another drawing", '<use href="#x"/>', /element use/],
    ["a prototype's name", "<constructor/>", /element constructor/],
    ["an event", '<path d="M0 0h1" onload="alert(1)"/>', /attribute onload of path/],
    ["an inline style", '<path d="M0 0h1" style="fill:red"/>', /attribute style of path/],
    ["a transformation", '<g transform="scale(2)"></g>', /attribute transform of g/],
    ["a fill from elsewhere", '<path d="M0 0h1" fill="url(#x)"/>', /fill "url\(#x\)"/],
    ["a path that breaks out", '<path d="M0 0&quot;/>"/>', /path whose d/],
    ["text", "Théâtre", /can't be read at "Théâtre/],
    ["an entity", "&lol;", /can't be read/],
    ["an unclosed group", "<g>", /closes svg where/],
    ["nothing", "", /draws nothing/],
  ])("%s", (_what, inside, problem) => {
    const read = drawn(inside);
    expect(read.ok ? "" : read.problem).toMatch(problem);
  });

  it.each([
    ["a document type", `<!DOCTYPE svg [<!ENTITY a "b">]><svg ${SVG}/>`],
    ["two drawings", `<svg ${SVG}><path d="M0 0h1"/></svg><svg ${SVG}/>`],
    ["no viewBox", `<svg><path d="M0 0h1"/></svg>`],
    ["an empty viewBox", `<svg viewBox="0 0 0 5"><path d="M0 0h1"/></svg>`],
    ["a viewBox that no printer can show", `<svg viewBox="0 0 1e-9 5"><path d="M0 0h1"/></svg>`],
    ["a viewBox out of reach", `<svg viewBox="-1e300 0 5 5"><path d="M0 0h1"/></svg>`],
    ["an endless viewBox", `<svg viewBox="0 0 1e999 5"><path d="M0 0h1"/></svg>`],
    ["no drawing at all", "hello"],
    ["an empty text", ""],
    ["a depth without end", `<svg ${SVG}>${"<g>".repeat(30)}`],
    ["too many paths", `<svg ${SVG}>${'<path d="M0 0h1"/>'.repeat(101)}</svg>`],
    ["too long a text", `<svg ${SVG}>${" ".repeat(LOGO_CHARACTERS_MAX)}</svg>`],
  ])("%s", (_what, svg) => {
    expect(readLogo(svg)).toMatchObject({ ok: false, reason: "logo" });
  });
});

describe("the data of a path", () => {
  it.each([
    ["gaps of every kind", " M 1,2\tL\n3 , 4 Z", "M1 2L3 4Z"],
    ["numbers that touch", "m.5.5-1-2l1e1+3", "m0.5 0.5l-1 -2l10 3"],
    ["commands that are not repeated", "M0 0 1 1 2 2H3 4z", "M0 0L1 1L2 2H3H4z"],
    ["flags of an arc that touch", "M0 0a5 5 0 012 3", "M0 0a5 5 0 0 1 2 3"],
    ["a curve of each kind", "M0 0C1 1 2 2 3 3S4 4 5 5Q6 6 7 7T8 8V9", null],
    ["more than one line", "M0 0h1zM2 2h1z", null],
    ["numbers finer than any printer", "M0 0L1e-9 0.1234567", "M0 0L0 0.123457"],
  ])("with %s is written so that every reader understands it", (_what, d, expected) => {
    expect(readPath(d)).toBe(expected ?? d);
  });

  it.each([
    ["nothing", ""],
    ["a command without numbers", "M"],
    ["a command with too few", "M0 0L1"],
    ["a curve with too few", "M0 0C1 1 2 2 3"],
    ["numbers that are none", "M0 0L e e"],
    ["a number after the line is closed", "M0 0h1z1 1"],
    ["a line before the first move", "L1 1"],
    ["a flag that is none", "M0 0a5 5 0 2 1 2 3"],
    ["a coordinate without end", "M0 0L1e999 0"],
    ["a coordinate out of reach", "M0 0L1000001 0"],
    ["something else", "M0 0L1 1#"],
  ])("with %s is refused", (_what, d) => {
    expect(readPath(d)).toBeNull();
  });
});
