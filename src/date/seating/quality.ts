/**
 * How good a seat is, as a cost in thousandths of a seat's width: whole numbers, so that sums are
 * exact and two pieces of equal quality are equal.
 */
import type { Point, Seat } from "../../core/seats.ts";

export const UNITS_PER_PITCH = 1_000;
/** A step to the side costs more than a step back. */
export const CENTRE_WEIGHT = 1.5;
export const RESTRICTED_VIEW_PITCHES = 10;
/** A lone seat that is at most this much worse goes to a single buyer before any other. */
export const COMPARABLE_PITCHES = 5;
/** Beyond this no seat is worse than another; keeps sums of costs within exact numbers. */
export const COST_PITCHES_MAX = 1_000;

export function costOf(seat: Seat, focus: Point, pitch: number): number {
  const pitches = Math.hypot(CENTRE_WEIGHT * (seat.x - focus.x), seat.y - focus.y) / pitch;
  return inUnits(pitches + (seat.restrictedView ? RESTRICTED_VIEW_PITCHES : 0));
}

export function distanceOf(a: Point, b: Point, pitch: number): number {
  return inUnits(Math.hypot(a.x - b.x, a.y - b.y) / pitch);
}

function inUnits(pitches: number): number {
  return Math.round(Math.min(pitches, COST_PITCHES_MAX) * UNITS_PER_PITCH);
}
