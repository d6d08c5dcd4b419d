// The contract's section 6 from the first call to the last, and the same places seen elsewhere.
import { describe, expect, it } from "vitest";
import { FULL_PRICE } from "../../support/a-date.ts";
import { aSale, eventOf, left, REVIEWER } from "../../support/a-sale.ts";
import { anApplication } from "../../support/a-sapiti-house.ts";
import { aTicketEvolutionPartner } from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, said } from "../../support/passculture-client.ts";
import { node, php, ruby, told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
const PDF = Buffer.from("%PDF-1.4\n").toString("base64");

describe.each([
  ["PHP", php],
  ["Ruby", ruby],
  ["Node", node],
])("with %s's way of signing", (_name, client) => {
  it("from the events to the e-tickets, and back", async () => {
    const partner = await aTicketEvolutionPartner(window, { client });
    const sale = await aSale(window, { capacity: 4 }, partner);
    const { client: te } = partner;

    // 1
    expect(sale.event).toMatchObject({
      name: "Cyrano",
      state: "shown",
      occurs_at: "2031-03-12T20:30:00Z",
      occurs_at_local: "2031-03-12T20:30:00+01:00",
      available_count: 4,
      products_count: 1,
    });

    // 2
    expect(sale.group).toMatchObject({
      url: `/ticket_groups/${sale.group.id}`,
      type: "event",
      section: "Parterre",
      quantity: 4,
      available_quantity: 4,
      splits: [1, 2, 3, 4],
      retail_price: "12.5",
      wholesale_price: "12.5",
      format: "Eticket",
      eticket: true,
      office: { id: "1", brokerage: { id: "1" } },
    });
    const listings = told(await te.get("/listings", { event_id: sale.event.id, quantity: 2 }));
    expect(listings).toMatchObject({ total_entries: 1, listings: [{ id: sale.group.id }] });

    // 3
    const made = await te.post("/clients", {
      clients: [
        {
          name: "Ada Example",
          email_addresses: [{ label: "home", address: "ada@example.test", is_primary: true }],
          phone_numbers: [{ label: "cell", country_code: "32", number: "470000001" }],
          addresses: [{ label: "billing", street_address: "1 Rue Test", locality: "Brussels" }],
        },
      ],
    });
    expect(made.status).toBe(201);
    const [buyer] = made.body.clients;
    expect(buyer).toMatchObject({
      url: `/clients/${buyer.id}`,
      name: "Ada Example",
      tags: [],
      company: null,
      balance: "0.0",
      email_addresses: [{ label: "home", address: "ada@example.test" }],
      phone_numbers: [{ number: "470000001", extension: null }],
      addresses: [{ street_address: "1 Rue Test", latitude: null, primary: true, po_box: false }],
    });

    // 4
    const placed = await te.post("/orders", {
      orders: [
        {
          seller_id: 1,
          client_id: Number(buyer.id),
          billing_address_id: Number(buyer.addresses[0].id),
          service_fee: "4.00",
          shipping: "0.00",
          instructions: "call first",
          shipped_items: [
            {
              type: "Eticket",
              email_address_id: Number(buyer.email_addresses[0].id),
              items: [{ ticket_group_id: sale.group.id, quantity: 2, price: "12.50" }],
            },
          ],
          payments: [{ type: "offline", amount: "29.00" }],
        },
      ],
    });
    expect(placed.status).toBe(201);
    const [order] = placed.body.orders;
    expect(order).toMatchObject({
      url: `/orders/${order.id}`,
      state: "pending",
      seller_state: "pending",
      buyer_state: "pending",
      total: "29.0",
      balance: "0.0",
      service_fee: "4.0",
      shipping: "0.0",
      instructions: "call first",
      client: { id: buyer.id, url: `/clients/${buyer.id}`, name: "Ada Example" },
      buyer: null,
      seller: { id: "1", url: "/offices/1" },
      billing_address: { street_address: "1 Rue Test" },
      items: [
        {
          quantity: 2,
          price: "12.5",
          cost: "25.0",
          needs_eticket: true,
          eticket_available: false,
          ticket_group: { id: String(sale.group.id), event: { id: sale.event.id } },
        },
      ],
      shipments: [{ type: "Eticket", state: "pending" }],
      substitutions: [],
    });
    expect(await left(sale)).toBe(2);

    // 5
    const path = `/orders/${order.id}`;
    const [item] = order.items;
    const seats = item.seats.map(Number);
    expect(told(await te.post(`${path}/accept`, { reviewer_id: 61, seats }))).toMatchObject({
      id: order.id,
      state: "accepted",
      seller_state: "accepted",
    });
    const etickets = [{ item_id: item.order_item_id, eticket: PDF }];
    expect(told(await te.post(`${path}/deliver_etickets`, { etickets }))).toEqual({
      result: "success",
    });
    const completed = told(await te.post(`${path}/complete`));
    expect(completed.orders).toMatchObject([
      { id: order.id, state: "completed", items: [{ eticket_finalized: true }] },
    ]);
    expect(completed.orders[0].shipments).toMatchObject([{ state: "delivered" }]);

    // 6
    const printed = told(await te.get(`${path}/print_etickets`, { item_id: item.id }));
    expect(printed.id).toBe(String(order.id));
    expect(Buffer.from(printed.file, "base64").subarray(0, 5).toString()).toBe("%PDF-");
    const tickets = await window.operator.tickets(sale.date.id);
    expect(tickets.map(({ state, channel }) => ({ state, channel }))).toEqual([
      { state: "issued", channel: sale.id },
      { state: "issued", channel: sale.id },
    ]);

    // 7
    const back = { ...REVIEWER, amount: "29.00", cancel_order: true, notes: "clean-up" };
    expect(told(await te.post(`${path}/return`, back))).toMatchObject({
      state: "canceled_post_acceptance",
      refunded: "29.0",
    });
    expect(await left(sale)).toBe(4);
    expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
  });
});

it("what is sold here is sold at pass Culture and at Sapiti, and the other way round", async () => {
  const sale = await aSale(window, { capacity: 2 });
  const { client: te } = sale;
  const { client: sapiti } = await anApplication(window);
  const stock = `shop/products/stocks/STK-${sale.date.id}`;
  const first = told(
    await te.post("/orders", {
      orders: [
        {
          seller_id: "1",
          client_id: sale.clientId,
          items: [{ ticket_group_id: sale.group.id, quantity: 1, price: FULL_PRICE / 100 }],
        },
      ],
    }),
  ).orders[0];
  expect(await sapiti.ask("GET", stock)).toMatchObject({ capacity_free: 1 });
  const pair = aBooking(sale.date.stock, { booking_quantity: 2 });
  expect(said(await window.passCulture.book(pair))).toEqual({
    status: 409,
    body: { error: "not_enough_seats", remainingQuantity: 1 },
  });
  const one = said(await window.passCulture.book(aBooking(sale.date.stock)));
  expect(one.status).toBe(200);
  expect(await sapiti.ask("GET", stock)).toMatchObject({ capacity_free: 0 });
  expect(await left(sale)).toBe(0);
  const reject = { ...REVIEWER, rejection_notes: "sold at the box office" };
  expect(told(await te.post(`/orders/${first.id}/reject`, reject))).toMatchObject({
    state: "rejected",
    seller_rejection_reason: "Test Order",
  });
  expect(await left(sale)).toBe(1);
  expect((await eventOf(window, sale.date.id, sale)).id).toBe(sale.event.id);
  expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
});
