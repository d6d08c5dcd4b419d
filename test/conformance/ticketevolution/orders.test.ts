// Orders between buyer and seller: every way from a state, what is refused, and repeats.
import { describe, expect, it } from "vitest";
import { aPrice, FULL_PRICE } from "../../support/a-date.ts";
import {
  anOrder,
  aSale,
  left,
  ordered,
  refusal,
  REVIEWER,
  type Sale,
} from "../../support/a-sale.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { type Reply, told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();

/** A call on an order; every one differs from every other, as another party's would. */
function act({ client }: Sale, { id }: Json, verb: string, body: Json = {}): Promise<Reply> {
  return client.post(`/orders/${id}/${verb}`, { ...REVIEWER, nonce: Math.random(), ...body });
}

const pay = (body: Json = {}) => ({ amount: "1.00", ...body });

describe("the way of an order", () => {
  it("pending, accepted, completed", async () => {
    const sale = await aSale(window);
    const order = await ordered(sale, 1);
    expect(order.state).toBe("pending");
    expect(told(await act(sale, order, "accept")).state).toBe("accepted");
    expect(told(await act(sale, order, "complete")).orders[0].state).toBe("completed");
  });

  it("pending, rejected: its places are free again, and its reason is told", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const order = await ordered(sale, 3);
    expect(await left(sale)).toBe(0);
    expect(told(await act(sale, order, "reject"))).toMatchObject({
      state: "rejected",
      seller_rejection_reason: "Test Order",
    });
    expect(await left(sale)).toBe(3);
  });

  it("accepted, proposed to be canceled by one, canceled by the other", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const order = await ordered(sale, 2);
    await act(sale, order, "accept");
    expect(told(await act(sale, order, "cancel")).state).toBe("cancel_proposed");
    expect(await left(sale)).toBe(1);
    expect(told(await act(sale, order, "cancel")).state).toBe("canceled");
    expect(await left(sale)).toBe(3);
  });

  it("open for a fraud check, passed on to the seller, or canceled", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const body = { ...anOrder(sale, 1), check_fraud: true };
    const [open] = told(await sale.client.post("/orders", body)).orders;
    expect(open.state).toBe("open");
    expect((await act(sale, open, "accept")).status).toBe(422);
    expect(told(await act(sale, open, "pend_to_seller")).state).toBe("pending");
    const other = { ...anOrder(sale, 1), check_fraud: true };
    const [second] = told(await sale.client.post("/orders", other)).orders;
    expect(told(await act(sale, second, "cancel")).state).toBe("canceled_open");
    expect(await left(sale)).toBe(2);
  });

  it("a refund alone changes no state; with cancel_order everything goes back", async () => {
    const sale = await aSale(window, { capacity: 2 });
    const order = await ordered(sale, 2);
    await act(sale, order, "accept");
    expect(told(await act(sale, order, "return", pay()))).toMatchObject({
      state: "accepted",
      refunded: "1.0",
    });
    expect(told(await act(sale, order, "return", pay({ cancel_order: true })))).toMatchObject({
      state: "canceled_post_acceptance",
      refunded: "2.0",
    });
    expect(await left(sale)).toBe(2);
  });

  const PREPARE: Readonly<Record<string, readonly (readonly [string, Json])[]>> = {
    pending: [],
    accepted: [["accept", {}]],
    completed: [
      ["accept", {}],
      ["complete", {}],
    ],
    rejected: [["reject", {}]],
    cancel_proposed: [
      ["accept", {}],
      ["cancel", {}],
    ],
    canceled: [
      ["accept", {}],
      ["cancel", {}],
      ["cancel", {}],
    ],
    canceled_post_acceptance: [
      ["accept", {}],
      ["return", pay({ cancel_order: true })],
    ],
  };
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    pending: ["accept", "reject"],
    accepted: ["complete", "cancel", "return"],
    completed: ["return"],
    cancel_proposed: ["cancel"],
  };
  const VERBS = ["accept", "reject", "complete", "cancel", "return", "pend_to_seller"];

  it.each(Object.keys(PREPARE))(
    "every other call on an order that is %s is a 422",
    async (state) => {
      const sale = await aSale(window);
      const order = await ordered(sale, 1);
      for (const [verb, body] of PREPARE[state] ?? []) told(await act(sale, order, verb, body));
      const free = await left(sale);
      for (const verb of VERBS.filter((verb) => !ALLOWED[state]?.includes(verb))) {
        const reply = await act(sale, order, verb, pay({ cancel_order: true }));
        expect([verb, reply.status]).toEqual([verb, 422]);
        expect(reply.body.error).toContain(state);
      }
      expect(told(await sale.client.get(`/orders/${order.id}`)).state).toBe(state);
      expect(await left(sale)).toBe(free);
    },
  );

  it("tickets that are used can't be returned", async () => {
    const sale = await aSale(window, {
      startsAt: new Date(Date.now() - 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const order = await ordered(sale, 1);
    await act(sale, order, "accept");
    const [ticket] = await window.operator.tickets(sale.date.id);
    await window.operator.scan(ticket?.barcode ?? "");
    const reply = await act(sale, order, "return", pay({ cancel_order: true }));
    expect(refusal(reply)).toEqual([422, "A ticket of the order has been used."]);
    expect(told(await sale.client.get(`/orders/${order.id}`))).toMatchObject({
      state: "accepted",
      refunded: "0.0",
    });
  });
});

describe("an order is refused, and nothing is held", () => {
  const cases: readonly (readonly [string, Json, string])[] = [
    ["below our price", { price: (FULL_PRICE - 1) / 100 }, "OrderGroup::TicketPriceError"],
    ["in a quantity that is none", { quantity: 4 }, "OrderLink::InvalidTicketSplit"],
    ["of a group that nobody has", { ticket_group_id: 7 }, "OrderGroup::Builder::NoTickets"],
  ];

  it.each(cases)("%s", async (_name, item, error) => {
    const sale = await aSale(window, { capacity: 3 });
    const items = [{ ticket_group_id: sale.group.id, quantity: 1, price: 12.5, ...item }];
    const reply = await sale.client.post(
      "/orders",
      anOrder(sale, 1, { shipped_items: [{ type: "Eticket", items }] }),
    );
    expect(refusal(reply)).toEqual([422, [error, expect.any(String)]]);
    expect(await left(sale)).toBe(3);
  });

  it("by a way that an e-ticket can't go, by another office, for nobody's client", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const items = [{ ticket_group_id: sale.group.id, quantity: 1, price: 12.5 }];
    for (const changes of [
      { shipped_items: [{ type: "FedEx", items }] },
      {
        shipped_items: [
          { type: "Eticket", items },
          { type: "FedEx", items },
        ],
      },
      { discount: "12.51" },
      { seller_id: 31 },
      { client_id: 900 },
      { client_id: null },
    ]) {
      const reply = await sale.client.post("/orders", anOrder(sale, 1, changes));
      const kind = "OrderGroup::Builder::GeneralError";
      expect(refusal(reply)).toEqual([422, [kind, expect.any(String)]]);
    }
    expect(await left(sale)).toBe(3);
  });

  it("but not for what is left null, nor for a discount of all that it costs", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const items = [{ ticket_group_id: sale.group.id, quantity: 1, price: 12.5 }];
    for (const changes of [
      { shipped_items: null, items },
      { shipped_items: [{ type: null, items }], items: null, payments: [{ type: null }] },
      { discount: "12.50" },
    ]) {
      const order = await ordered(sale, 1, changes);
      expect(order.shipments).toMatchObject([{ type: "Eticket" }]);
    }
    expect(await left(sale)).toBe(0);
  });

  it("sold out", async () => {
    const sale = await aSale(window, { capacity: 1 });
    await ordered(sale, 1);
    const reply = await sale.client.post("/orders", anOrder(sale, 1));
    expect(refusal(reply)).toEqual([422, ["OrderGroup::Builder::NoTickets", expect.any(String)]]);
  });

  it("all or nothing over two groups", async () => {
    const sale = await aSale(window, {
      areas: [
        { id: "parterre", label: "Parterre", capacity: 2 },
        { id: "balcony", label: "Balcony", capacity: 1 },
      ],
      prices: [aPrice("full", "parterre", 1250), aPrice("cheap", "balcony", 500)],
    });
    const { ticket_groups } = told(
      await sale.client.get("/ticket_groups", { event_id: sale.event.id }),
    );
    expect(ticket_groups.map(({ section }: Json) => section)).toEqual(["Balcony", "Parterre"]);
    const [balcony, parterre] = ticket_groups;
    const wish = (group: Json, quantity: number) => ({
      ticket_group_id: group.id,
      quantity,
      price: group.retail_price,
    });
    const twice = anOrder(sale, 1, {
      shipped_items: [
        { type: "Eticket", items: [wish(balcony, 1), wish(parterre, 1), wish(balcony, 1)] },
      ],
    });
    expect((await sale.client.post("/orders", twice)).status).toBe(422);
    const state = await window.operator.date(sale.date.id);
    expect(state.areas.map(({ free }) => free)).toEqual([2, 1]);
    const once = anOrder(sale, 1, {
      shipped_items: [{ type: "Eticket", items: [wish(balcony, 1), wish(parterre, 2)] }],
    });
    const [order] = told(await sale.client.post("/orders", once)).orders;
    expect(order).toMatchObject({ total: "30.0", items: [{ quantity: 1 }, { quantity: 2 }] });
  });

  it("malformed in any way, with the place of what is wrong", async () => {
    const sale = await aSale(window, { capacity: 3 });
    for (const body of [
      undefined,
      null,
      [],
      "orders",
      { orders: [] },
      { orders: [{}, {}] },
      { orders: "none" },
      { orders: [null] },
      anOrder(sale, 1, { seller_id: "one" }),
      anOrder(sale, 1, { service_fee: "4.005" }),
      anOrder(sale, 1, { shipped_items: { type: "Eticket" } }),
      anOrder(sale, 1, { instructions: "x".repeat(5_000) }),
    ]) {
      const { status, body: said } = await sale.client.post("/orders", body);
      expect([400, 422]).toContain(status);
      expect(said.error).toBeTruthy();
    }
    expect(await left(sale)).toBe(3);
  });
});

describe("the same request again", () => {
  it("is the same order, also many at once, and even when it took the last places", async () => {
    const sale = await aSale(window, { capacity: 2 });
    const body = anOrder(sale, 2);
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => sale.client.post("/orders", body)),
    );
    const again = await sale.client.post("/orders", body);
    const ids = [...replies, again].map((reply) => told(reply).orders[0].id);
    expect(new Set(ids).size).toBe(1);
    expect((await window.operator.date(sale.date.id)).areas[0]?.free).toBe(0);
    expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
  });

  it("with any difference is another order", async () => {
    const sale = await aSale(window, { capacity: 2 });
    const first = await ordered(sale, 1, { reference: "A" });
    const second = await ordered(sale, 1, { reference: "B" });
    expect(second.id).not.toBe(first.id);
    expect([first.reference, second.reference]).toEqual(["A", "B"]);
    expect(await left(sale)).toBe(0);
  });

  it("of an action acts once: no second refund, no second party", async () => {
    const sale = await aSale(window);
    const order = await ordered(sale, 1);
    const path = `/orders/${order.id}`;
    for (let times = 0; times < 2; times++) {
      expect(told(await sale.client.post(`${path}/accept`, REVIEWER)).state).toBe("accepted");
    }
    const refund = { ...REVIEWER, amount: "1.00" };
    for (let times = 0; times < 2; times++) {
      expect(told(await sale.client.post(`${path}/return`, refund)).refunded).toBe("1.0");
    }
    for (let times = 0; times < 2; times++) {
      expect(told(await sale.client.post(`${path}/cancel`, REVIEWER)).state).toBe(
        "cancel_proposed",
      );
    }
    const other = { ...REVIEWER, reviewer_id: 62 };
    expect(told(await sale.client.post(`${path}/cancel`, other)).state).toBe("canceled");
  });

  it("of a refund acts once, also when there was another one in between", async () => {
    const sale = await aSale(window);
    const order = await ordered(sale, 2);
    const path = `/orders/${order.id}`;
    told(await sale.client.post(`${path}/accept`, REVIEWER));
    for (const [amount, refunded] of [
      ["1.00", "1.0"],
      ["2.00", "3.0"],
      ["1.00", "3.0"],
      ["2.00", "3.0"],
    ]) {
      expect(told(await sale.client.post(`${path}/return`, { amount })).refunded).toBe(refunded);
    }
  });

  it("that was refused is another try: what has become free since is sold", async () => {
    const sale = await aSale(window, { capacity: 1 });
    const first = await ordered(sale, 1);
    const body = anOrder(sale, 1);
    expect((await sale.client.post("/orders", body)).status).toBe(422);
    told(await act(sale, first, "reject"));
    expect(told(await sale.client.post("/orders", body)).orders[0].state).toBe("pending");
    expect(await left(sale)).toBe(0);
  });

  it("accepted and rejected at once, one of them wins and the places agree", async () => {
    const sale = await aSale(window, { capacity: 5 });
    for (let round = 0; round < 5; round++) {
      const order = await ordered(sale, 1);
      const free = await left(sale);
      const verbs = ["accept", "reject", "accept", "reject"];
      const replies = await Promise.all(verbs.map((verb) => act(sale, order, verb)));
      const { state } = told(await sale.client.get(`/orders/${order.id}`));
      expect(replies.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(
        1,
      );
      expect(["accepted", "rejected"]).toContain(state);
      expect(await left(sale)).toBe(state === "accepted" ? free : free + 1);
    }
    expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
  });
});

describe("finding orders", () => {
  it("by state, client and page, the newest as soon as it is there", async () => {
    const sale = await aSale(window);
    const [first, second, third] = [
      await ordered(sale, 1),
      await ordered(sale, 1),
      await ordered(sale, 1),
    ];
    await act(sale, second, "accept");
    await act(sale, third, "reject");
    const ids = async (query: Readonly<Record<string, string | number>>) =>
      told(await sale.client.get("/orders", query)).orders.map(({ id }: Json) => id) as number[];
    expect(await ids({ state: "pending", type: "Order" })).toEqual([first.id]);
    expect(await ids({ state: "accepted" })).toEqual([second.id]);
    expect(await ids({ state: "accepted,rejected" })).toEqual([second.id, third.id]);
    expect(await ids({})).toEqual([first.id, second.id, third.id]);
    expect(await ids({ order_by: "created_at DESC" })).toEqual([third.id, second.id, first.id]);
    expect(await ids({ per_page: 2, page: 2 })).toEqual([third.id]);
    expect(await ids({ client_id: sale.clientId })).toHaveLength(3);
    expect(await ids({ client_id: 1 })).toEqual([]);
    expect(await ids({ type: "PurchaseOrder" })).toEqual([]);
    expect(await ids({ state: "no such state" })).toEqual([]);
    const grouped = told(await sale.client.get(`/orders/${first.order_group_id}-${first.id}`));
    expect(grouped.id).toBe(first.id);
  });

  it.each(["orders", "clients"])("%s by when they were changed, to the second", async (name) => {
    const sale = await aSale(window);
    const order = await ordered(sale, 1);
    const { updated_at } =
      name === "orders" ? order : told(await sale.client.get(`/clients/${sale.clientId}`));
    const total = async (query: Readonly<Record<string, string>>) =>
      told(await sale.client.get(`/${name}`, query)).total_entries as number;
    for (const suffix of ["", ".eq", ".gte", ".lte"]) {
      const query = { [`updated_at${suffix}`]: updated_at };
      expect([query, await total(query)]).toEqual([query, 1]);
    }
    for (const suffix of [".gt", ".lt"]) {
      const query = { [`updated_at${suffix}`]: updated_at };
      expect([query, await total(query)]).toEqual([query, 0]);
    }
    expect(await total({ "updated_at.gt": "2020-01-01", "updated_at.lt": "2020-01-02" })).toBe(0);
    expect(await total({ "updated_at.gte": "no time" })).toBe(1);
  });

  it("its items, its shipment, its texts, by PATCH and by PUT", async () => {
    const sale = await aSale(window);
    const order = await ordered(sale, 2, { instructions: "call first" });
    const path = `/orders/${order.id}`;
    const { items } = told(await sale.client.get(`${path}/items`));
    expect(told(await sale.client.get(`${path}/items/${items[0].id}`))).toEqual(items[0]);
    expect((await sale.client.get(`${path}/items/1`)).status).toBe(404);
    expect(told(await sale.client.get(`/shipments/${order.shipments[0].id}`))).toMatchObject({
      order: { id: String(order.id) },
      state: "pending",
    });
    const patched = await sale.client.call("PATCH", path, {}, { internal_notes: "x" });
    expect(told(patched)).toMatchObject({ internal_notes: "x", instructions: "call first" });
    expect(told(await sale.client.put(path, { instructions: null }))).toMatchObject({
      internal_notes: "x",
      instructions: null,
    });
    const long = { reference: "x".repeat(101) };
    expect((await sale.client.call("PATCH", path, {}, long)).status).toBe(422);
    expect((await sale.client.get(`${path}/print_etickets`)).status).toBe(422);
    const { total_entries, shipments } = told(await sale.client.get("/shipments"));
    expect([total_entries, shipments[0].id]).toEqual([1, String(order.id)]);
    told(await act(sale, order, "accept"));
    // The state of a shipment is not that of its order.
    const pending = told(await sale.client.get("/shipments", { state: "pending" }));
    expect(pending.shipments).toMatchObject([{ id: String(order.id), state: "pending" }]);
    // As the Ruby gem saves an order: whole.
    const whole = told(await sale.client.get(path));
    const saved = told(await sale.client.put(path, { ...whole, po_number: "PO 7" }));
    const { updated_at } = saved;
    expect({ ...saved, items: [], shipments: [] }).toEqual({
      ...whole,
      po_number: "PO 7",
      updated_at,
      items: [],
      shipments: [],
    });
  });

  it("by a request object, where it was opened as one, and by version 10", async () => {
    const sale = await aSale(window, { capacity: 2 });
    const opened = told(await sale.client.post("/orders/open", anOrder(sale, 1)));
    expect(opened).toMatchObject({ state: "completed", error: null, result: { state: "pending" } });
    const request = told(await sale.client.get(`/requests/orders/${opened.id}`));
    expect(request.result.id).toBe(opened.id);
    const reply = await sale.client.post("/v10/orders", {
      order: {
        client_id: Number(sale.clientId),
        ticket_group: { id: sale.group.id, price: 12.5, quantity: 1 },
        delivery: { type: "Eticket" },
      },
    });
    expect([reply.status, reply.body.state]).toEqual([201, "pending"]);
    expect(reply.type).toContain("version=10");
    const wordy = await sale.client.post("/v10/orders", {
      order: { instructions: "x".repeat(201) },
    });
    expect([wordy.status, wordy.body.error]).toEqual([
      422,
      expect.stringMatching(/^instructions: /),
    ]);
    const full = await sale.client.post("/orders/open", anOrder(sale, 1));
    expect(told(full)).toMatchObject({ state: "errored", result: null });
  });
});
