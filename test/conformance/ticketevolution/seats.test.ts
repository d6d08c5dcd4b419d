// A hall with numbered seats at this door: the best ones, and those that a buyer names by the lowest.
import { beforeEach, describe, expect, it } from "vitest";
import { aPrice, FULL_PRICE, type Wishes } from "../../support/a-date.ts";
import { aSale, anOrder, left, ordered, refusal, type Sale } from "../../support/a-sale.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, booked } from "../../support/passculture-client.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
/** Two rows: in A every number, from left to right; in B the odd ones, from right to left. */
const NUMBERS = { A: ["1", "2", "3", "4", "5", "6"], B: ["11", "9", "7", "5", "3", "1"] };
const HALL = {
  areas: [
    {
      id: "parterre",
      label: "Parterre",
      plan: {
        focus: { x: 2.5, y: -2 },
        blocks: [
          {
            label: "Salle",
            rows: Object.entries(NUMBERS).map(([label, numbers], rank) => ({
              label,
              rank,
              seats: numbers.map((number, pos) => ({
                id: `${label}${number}`,
                label: number,
                pos,
                x: pos,
                y: rank,
              })),
            })),
          },
        ],
      },
    },
  ],
  prices: [aPrice("full", "parterre", FULL_PRICE)],
} as unknown as Wishes;

let sale: Sale;
beforeEach(async () => {
  sale = await aSale(window, HALL);
});

/** An order of so many seats, with what else is said of its item. */
function orderOf(quantity: number, said: Json): Json {
  const wish = anOrder(sale, quantity);
  Object.assign(wish.orders[0].shipped_items[0].items[0], said);
  return wish;
}

async function seatsOf(quantity: number, said: Json): Promise<string[]> {
  const { orders } = told(await sale.client.post("/orders", orderOf(quantity, said)));
  return orders[0].items[0].seats;
}

describe("a seated hall", () => {
  it("is shown with its free seats, and gives the best ones side by side", async () => {
    const path = `/ticket_groups/${sale.group.id}`;
    const shown = told(await sale.client.get(path, { ticket_list: "true" }));
    expect(shown).toMatchObject({ available_quantity: 12, row: "GA", wheelchair: false });
    expect(shown.seats).toHaveLength(12);
    const { items } = await ordered(sale, 2);
    expect(items[0].seats).toHaveLength(2);
    const after = told(await sale.client.get(path, { ticket_list: "true" }));
    expect(after.seats).toEqual(
      shown.seats.filter((seat: string) => !items[0].seats.includes(seat)),
    );
    expect(await left(sale)).toBe(10);
  });

  it("gives the seats from the lowest that is named, towards higher numbers", async () => {
    expect(await seatsOf(3, { low_seat: "A2" })).toEqual(["Salle A 2", "Salle A 3", "Salle A 4"]);
    expect(await seatsOf(2, { low_seat: "Salle B 7", seat_order: "odd_even" })).toEqual([
      "Salle B 7",
      "Salle B 9",
    ]);
    expect(await seatsOf(1, { low_seat: "A6", seat_order: null })).toEqual(["Salle A 6"]);
    expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
  });

  it("is accepted with the numbers of its seats alone, as sellers say them, and with no others", async () => {
    const order = orderOf(3, { low_seat: "A2" });
    const [{ id }] = told(await sale.client.post("/orders", order)).orders;
    const accept = (seats: Json) =>
      sale.client.post(`/orders/${id}/accept`, { reviewer_id: 61, seats });
    expect((await accept([2, 3, 5])).status).toBe(422);
    expect(told(await accept([2, "A3", "Salle A 4"])).state).toBe("accepted");
  });

  it("refuses seats that are gone, that are not there, or not numbered as is said", async () => {
    const [barcode] = booked(await window.passCulture.book(aBooking(sale.date.stock))).barcodes;
    const { seat } = (await window.operator.tickets(sale.date.id))[0] ?? {};
    expect(barcode).toBeDefined();
    const gone = [
      [1, { low_seat: seat }],
      [1, { low_seat: "Z1" }],
      // In both rows there is one.
      [1, { low_seat: "5" }],
      [2, { low_seat: "A6" }],
      [2, { low_seat: "A1", seat_order: "odd_even" }],
      [2, { low_seat: "B1", seat_order: "consecutive" }],
    ] as const;
    for (const [quantity, said] of gone) {
      const reply = await sale.client.post("/orders", orderOf(quantity, said));
      expect(refusal(reply)).toEqual([
        422,
        ["OrderGroup::Builder::NoTickets", "those seats are gone"],
      ]);
    }
    const unread = await sale.client.post("/orders", orderOf(1, { seat_order: "by beauty" }));
    expect(unread.status).toBe(422);
    expect(await left(sale)).toBe(11);
  });

  it("is held from the lowest seat that is named, and nobody else has those seats", async () => {
    const path = `/ticket_groups/${sale.group.id}/hold`;
    const { hold } = told(await sale.client.post(path, { quantity: 2, low_seat: "B3" }));
    expect(hold).toMatchObject({ low_seat: "Salle B 3", seats: ["Salle B 3", "Salle B 5"] });
    expect((await sale.client.post(path, { quantity: 1, low_seat: "B5" })).status).toBe(422);
    const all = aBooking(sale.date.stock, { booking_quantity: 2 });
    const given = new Set<string>();
    for (let booking = 0; booking < 5; booking++) {
      const wish = { ...all, user_email: `person-${booking}@example.test` };
      const { tickets } = booked(await window.passCulture.book(wish));
      for (const { seat } of tickets) given.add(seat ?? "");
    }
    expect(given.size).toBe(10);
    expect([...given]).not.toContain("Salle B 3");
    expect(await left(sale)).toBe(0);
  });
});
