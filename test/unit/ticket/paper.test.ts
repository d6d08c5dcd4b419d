// Paper has edges: nothing that a venue may write, and no barcode that it may bring, goes beyond them.
import { describe, expect, it } from "vitest";
import type { Presentation } from "../../../src/core/domain.ts";
import {
  CONDITIONS_CHARACTERS_MAX,
  LABEL_CHARACTERS_MAX,
  SEAT_LABEL_CHARACTERS_MAX,
} from "../../../src/core/limits.ts";
import type { PrintedTicket } from "../../../src/date/commands.ts";
import { type Face, faceOf } from "../../../src/ticket/face.ts";
import { layoutA4 } from "../../../src/ticket/pdf/a4.ts";
import { type Layout, type Mark, MM } from "../../../src/ticket/pdf/layout.ts";
import { layoutRoll } from "../../../src/ticket/pdf/roll.ts";

const LONGEST = "W".repeat(LABEL_CHARACTERS_MAX);
/** As wide as the widest letters of most fonts. */
const measure = (text: string, _weight: string, size: number) => text.length * size;

function aFace(
  presentation: Partial<Presentation>,
  { label = "Cyrano", ...ticket }: Partial<PrintedTicket> & { readonly label?: string } = {},
): Face {
  const nothing = { address: [], organiser: null, licence: null, conditions: null };
  const printed: PrintedTicket = {
    barcode: "5WJQ2XMK8ZC41T0RV3NB",
    serial: 42,
    area: label,
    seat: "F 12",
    price: label,
    amount: 1250,
    currency: "EUR",
    channel: "passculture",
    state: "issued",
    issuedAt: 0,
    changedAt: 0,
    ...ticket,
  };
  const event = {
    id: "cyrano",
    number: 1,
    title: label,
    venue: { name: label, timeZone: "Europe/Paris" },
    version: 1,
    presentation: { ...nothing, colour: null, logo: null, ...presentation },
  };
  return faceOf({ event, startsAt: 0, opensAt: 0, tickets: [] }, printed, "fr");
}

/** The lowest and the rightmost point of a mark, in points; of a text its baseline and its start. */
function farthest(mark: Mark): { readonly x: number; readonly y: number } {
  if (mark.kind === "text") return { x: mark.x, y: mark.y };
  return { x: mark.x + mark.width, y: mark.y + mark.height };
}

function isBeyond({ width, height, marks }: Layout): Mark[] {
  return marks.filter((mark) => {
    const { x, y } = farthest(mark);
    return mark.x < 0 || mark.y < 0 || x > width || y > height - 10 * MM;
  });
}

function textOf({ marks }: Layout): string {
  return marks.map((mark) => (mark.kind === "text" ? mark.text : "")).join(" ");
}

describe("an A4 sheet holds", () => {
  it("conditions of many short lines, every one of them", () => {
    const lines = Array.from({ length: 150 }, (_, index) => `§ ${index + 1}`);
    const layout = layoutA4(aFace({ conditions: lines.join("\n") }), measure);
    expect(isBeyond(layout)).toEqual([]);
    expect(textOf(layout)).toContain(lines.join(" "));
  });

  it.each(["issued", "used", "void"] as const)(
    "the longest texts that a venue may write, and codes that can be read: %s",
    (state) => {
      const presentation = {
        address: Array.from({ length: 4 }, () => LONGEST),
        organiser: LONGEST,
        licence: LONGEST,
        conditions: "§".repeat(CONDITIONS_CHARACTERS_MAX),
      };
      const seat = "W".repeat(SEAT_LABEL_CHARACTERS_MAX);
      const layout = layoutA4(aFace(presentation, { label: LONGEST, seat, state }), measure);
      expect(isBeyond(layout)).toEqual([]);
      expect(textOf(layout).match(/§/g)).toHaveLength(CONDITIONS_CHARACTERS_MAX);
      for (const mark of layout.marks) {
        if (mark.kind === "code") expect(mark.width).toBeGreaterThan(20 * MM);
      }
    },
  );

  it("conditions line by line as they were written, where they have the room", () => {
    const conditions = "Ni repris ni échangé.\nPlacement libre.";
    const { marks } = layoutA4(aFace({ conditions }), measure);
    const texts = marks.map((mark) => (mark.kind === "text" ? mark.text : ""));
    expect(texts).toEqual(expect.arrayContaining(conditions.split("\n")));
  });
});

describe("an 80 mm roll holds", () => {
  it.each([20, 64, 65, 100])(
    "the code of an imported barcode of %i characters, and light on both sides of it",
    (characters) => {
      const layout = layoutRoll(aFace({}, { barcode: "~".repeat(characters) }), measure);
      const [qr] = layout.marks.filter((mark) => mark.kind === "code");
      if (qr === undefined) throw new Error("a ticket has a code");
      const quiet = (qr.matrix.quiet * qr.width) / qr.matrix.width;
      expect(qr.x).toBeGreaterThanOrEqual(quiet);
      expect(qr.x + qr.width + quiet).toBeLessThanOrEqual(layout.width);
      // A 203 dpi printer prints whole dots, and 576 of them side by side.
      const dots = (qr.width * 203) / 72 / qr.matrix.width;
      expect(dots).toBeCloseTo(Math.round(dots), 6);
      expect(dots * qr.matrix.width).toBeLessThanOrEqual(576);
    },
  );
});
