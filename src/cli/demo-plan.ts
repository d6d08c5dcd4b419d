// The demo hall: 400 seats in 16 curved rows around the stage, odd numbers to the left and even ones
// to the right as in a French theatre, an aisle in the middle, four accessible seats in the last row.

const ROWS = 16;
const SEATS_PER_SIDE_FIRST = 10;
const SEATS_PER_SIDE_LAST = 15;
const FIRST_RADIUS = 14;
const SEAT_PITCH = 1;
const AISLE = 3;

interface DemoSeat {
  readonly id: string;
  readonly label: string;
  readonly pos: number;
  readonly x: number;
  readonly y: number;
  readonly flags?: readonly string[];
}

export function demoPlan() {
  return {
    focus: { x: 0, y: FIRST_RADIUS - 2 },
    blocks: [
      {
        label: "Salle",
        rows: Array.from({ length: ROWS }, (_, rank) => ({
          label: String.fromCharCode(65 + rank),
          rank,
          seats: demoRow(rank),
        })),
      },
    ],
  };
}

/** From the far left to the far right: 19 17 … 3 1, the aisle, 2 4 … 18 20. */
function demoRow(rank: number): DemoSeat[] {
  const grow = (SEATS_PER_SIDE_LAST - SEATS_PER_SIDE_FIRST) / (ROWS - 1);
  const side = Math.round(SEATS_PER_SIDE_FIRST + grow * rank);
  const row = String.fromCharCode(65 + rank);
  const seats: DemoSeat[] = [];
  for (let index = 0; index < 2 * side; index++) {
    const left = index < side;
    const label = String(left ? 2 * (side - index) - 1 : 2 * (index - side + 1));
    const pos = left ? index : index + AISLE - 1;
    const last = rank === ROWS - 1 && (index < 2 || index >= 2 * side - 2);
    seats.push({
      id: `${row}${label}`,
      label,
      pos,
      ...onArc(rank, pos - side - (AISLE - 2) / 2),
      ...(last ? { flags: ["accessible"] } : {}),
    });
  }
  return seats;
}

function onArc(rank: number, offset: number): { x: number; y: number } {
  const radius = FIRST_RADIUS + rank;
  const angle = (offset * SEAT_PITCH) / radius;
  return { x: round(radius * Math.sin(angle)), y: round(radius * Math.cos(angle)) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
