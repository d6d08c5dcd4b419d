// The dates of one round: a small house that fills up, a large one that never does, and a seated one.
import { aDate, aPrice, FULL_PRICE, type OpenDate } from "../support/a-date.ts";
import type { OperatorClient } from "../support/operator-client.ts";

const SMALL_PLACES = 25;
const LARGE_PLACES = 100_000;
const SEAT_ROWS = 8;
const SEATS_PER_ROW = 10;

export interface House {
  /** Here 409 is a lie: there is always a place. */
  readonly large: OpenDate;
  /** Here every ticket has a seat. */
  readonly seated: OpenDate;
  readonly dates: readonly OpenDate[];
  readonly capacities: ReadonlyMap<string, number>;
}

export async function openHouse(operator: OperatorClient): Promise<House> {
  const small = await aDate(operator, { capacity: SMALL_PLACES });
  const large = await aDate(operator, { capacity: LARGE_PLACES });
  const seated = await aDate(operator, {
    areas: [{ id: "parterre", label: "Parterre", plan: rowsOfSeats() }],
    prices: [aPrice("full", "parterre", FULL_PRICE)],
  });
  return {
    large,
    seated,
    dates: [small, large, seated],
    capacities: new Map([
      [small.id, SMALL_PLACES],
      [large.id, LARGE_PLACES],
      [seated.id, SEAT_ROWS * SEATS_PER_ROW],
    ]),
  };
}

function rowsOfSeats() {
  const row = (rank: number) => String.fromCharCode("A".charCodeAt(0) + rank);
  return {
    focus: { x: (SEATS_PER_ROW - 1) / 2, y: -2 },
    blocks: [
      {
        label: "Salle",
        rows: Array.from({ length: SEAT_ROWS }, (_, rank) => ({
          label: row(rank),
          rank,
          seats: Array.from({ length: SEATS_PER_ROW }, (_, pos) => ({
            id: `${row(rank)}${pos + 1}`,
            label: String(pos + 1),
            pos,
            x: pos,
            y: rank,
          })),
        })),
      },
    ],
  };
}
