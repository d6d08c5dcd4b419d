// A real house over HTTP: parties racing for a seated plan, and imported barcodes at every door.
import { describe, expect, it } from "vitest";
import { openBuiltWindow, LONG_TEST_MS } from "../support/a-window.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { aBooking, booked, said } from "../support/passculture-client.ts";

const window = openBuiltWindow();
const ROWS = 15;
const SEATS_PER_ROW = 20;
/** More than there are, whatever the sizes of the parties are: the last of them find it full. */
const SEATS_ASKED = 350;
const LONE_SEATS_MAX = 0.02 * ROWS * SEATS_PER_ROW;
const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function operator(method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${window.server.url}/operator/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function plan() {
  return {
    focus: { x: (SEATS_PER_ROW - 1) / 2, y: -3 },
    blocks: [
      {
        label: "Parterre",
        rows: Array.from({ length: ROWS }, (_, rank) => ({
          label: `R${rank + 1}`,
          rank,
          seats: Array.from({ length: SEATS_PER_ROW }, (_seat, pos) => ({
            id: `R${rank + 1}-${pos + 1}`,
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

async function aSeatedDate(id: string): Promise<void> {
  const event = { title: "Cyrano", venue: { name: "Théâtre", timeZone: "Europe/Paris" } };
  await operator("PUT", `/events/${id}`, event);
  const put = await operator("PUT", `/dates/${id}`, {
    event: id,
    startsAt: "2030-03-12T20:30:00+01:00",
    endsAt: "2030-03-12T23:00:00+01:00",
    areas: [{ id: "parterre", label: "Parterre", plan: plan() }],
    prices: [{ id: "full", area: "parterre", label: "Plein", amount: 1250, currency: "EUR" }],
  });
  expect(put.status).toBe(200);
}

interface SeatRow {
  readonly row: string;
  readonly pos: number;
  readonly state: string;
}

/** Free seats with no free seat beside them. */
function loneSeats(seats: readonly SeatRow[]): number {
  const free = new Set(
    seats.filter(({ state }) => state === "free").map(({ row, pos }) => `${row} ${pos}`),
  );
  return seats.filter(
    ({ row, pos, state }) =>
      state === "free" && !free.has(`${row} ${pos - 1}`) && !free.has(`${row} ${pos + 1}`),
  ).length;
}

/** A small generator with a printed seed, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe(`parties of 1 to 6 racing for ${ROWS * SEATS_PER_ROW} seats (SEED=${SEED})`, () => {
  it("get no seat twice, and leave few lone seats", { timeout: LONG_TEST_MS }, async () => {
    await aSeatedDate("race");
    const next = random(SEED);
    const sizes: number[] = [];
    for (let asked = 0; asked < SEATS_ASKED; asked += sizes.at(-1) ?? 0) {
      sizes.push(1 + Math.floor(next() * 6));
    }
    const answers = await Promise.all(
      sizes.map((quantity) => operator("POST", "/dates/race/sales", { price: "full", quantity })),
    );
    const sold = answers.filter(({ status }) => status === 201);
    const tickets = sold.flatMap(({ body }) => body["tickets"] as { seatId: string }[]);
    expect(new Set(tickets.map(({ seatId }) => seatId)).size).toBe(tickets.length);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    // Nobody is refused while there is room, so fewer seats are left than the largest party wants.
    expect(tickets.length).toBeGreaterThan(ROWS * SEATS_PER_ROW - 6);
    expect(tickets.length).toBeLessThanOrEqual(ROWS * SEATS_PER_ROW);
    expect((await operator("GET", "/dates/race/audit")).body).toMatchObject({ ok: true });
    const map = await operator("GET", "/dates/race/areas/parterre/seats");
    const lone = loneSeats(map.body["seats"] as SeatRow[]);
    console.info(`${lone} lone seats left of ${ROWS * SEATS_PER_ROW}, ${tickets.length} sold`);
    expect(lone).toBeLessThanOrEqual(LONE_SEATS_MAX);
  });
});

describe("pass Culture in a seated house with imported barcodes", () => {
  it("is given seats and the venue's own barcodes, and cancels and scans by them", async () => {
    await aSeatedDate("own");
    const csv = "barcode;note\nVENUE-0001;a\nVENUE-0002;b\nVENUE-0003;c\n";
    const imported = await fetch(
      `${window.server.url}/operator/v1/dates/own/imports?area=parterre&channel=passculture`,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${OPERATOR_TOKEN}`, "Content-Type": "text/csv" },
        body: csv,
      },
    );
    expect(imported.status).toBe(201);
    expect(await imported.json()).toEqual({ imported: 3 });
    const again = await operator("POST", "/dates/own/imports?area=parterre&channel=boxoffice", {
      barcodes: ["NEW-1", "VENUE-0002", "NEW-1"],
    });
    expect(again).toMatchObject({
      status: 409,
      body: { errors: [{ field: "barcodes.2", reason: "line 3 repeats line 1" }] },
    });
    const pair = aBooking("own:full", { booking_quantity: 2 });
    const { remainingQuantity, barcodes, tickets } = booked(await window.passCulture.book(pair));
    expect(remainingQuantity).toBe(1);
    expect(barcodes).toEqual(["VENUE-0001", "VENUE-0002"]);
    expect(tickets[0]?.seat).toMatch(/Parterre.*R\d+.*\d+/);
    expect((await operator("POST", "/scans", { barcode: "VENUE-0001" })).status).toBe(200);
    const cancelled = await window.passCulture.cancel("VENUE-0002");
    expect(said(cancelled)).toEqual({ status: 200, body: { remainingQuantity: 1 } });
  });
});
