/** A seating plan as SVG: a circle per seat, whose id is the `planseatid`. Areas one below another. */
import type { SeatState } from "../../../date/commands.ts";

const UNIT = 20;
const RADIUS = 8;
const MARGIN = 30;
const COLORS = { free: "#2e7d32", taken: "#9e9e9e", blocked: "#e0e0e0" } as const;

export interface DrawnArea {
  readonly label: string;
  readonly seats: readonly SeatState[];
}

export function drawPlan(areas: readonly DrawnArea[]): string {
  const [groups, bottom, width] = areas.reduce<[string[], number, number]>(
    ([drawn, top, widest], area) => {
      const { text, right, height } = drawArea(area, top);
      return [[...drawn, text], top + height, Math.max(widest, right)];
    },
    [[], MARGIN, 0],
  );
  const size = `${round(width + MARGIN)} ${round(bottom)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}">${groups.join("")}</svg>`;
}

function drawArea({ label, seats }: DrawnArea, top: number) {
  const [left, upper] = [least(seats, "x"), least(seats, "y")];
  const circles = seats.map((seat) => {
    const [x, y] = [MARGIN + (seat.x - left) * UNIT, top + MARGIN + (seat.y - upper) * UNIT];
    const title = `<title>${escapeXml(seat.label)}</title>`;
    const place = `cx="${round(x)}" cy="${round(y)}" r="${RADIUS}"`;
    const look = `class="seat ${seat.state}" fill="${COLORS[seat.state]}"`;
    return { x, y, text: `<circle id="${escapeXml(seat.id)}" ${place} ${look}>${title}</circle>` };
  });
  const name = `<text x="${MARGIN}" y="${round(top)}" font-size="14">${escapeXml(label)}</text>`;
  return {
    text: `<g>${name}${circles.map(({ text }) => text).join("")}</g>`,
    right: circles.reduce((most, { x }) => Math.max(most, x), 0),
    height: circles.reduce((most, { y }) => Math.max(most, y), top) - top + 2 * MARGIN,
  };
}

function least(seats: readonly SeatState[], axis: "x" | "y"): number {
  return seats.reduce((low, seat) => Math.min(low, seat[axis]), seats[0]?.[axis] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
