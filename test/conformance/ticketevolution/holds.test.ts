// Holds and takes, in both clients' spellings, and tickets by seat.
import { describe, expect, it } from "vitest";
import { aSale, left, ordered, REVIEWER } from "../../support/a-sale.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

describe("a hold", () => {
  it("takes its places from everybody, and gives them back in both spellings", async () => {
    const sale = await aSale(window, { capacity: 4 });
    const { client, group } = sale;
    const path = `/ticket_groups/${group.id}`;
    const held = [];
    for (const quantity of [1, 2]) {
      const wish = { quantity, hold_until: soon(), held_for_type: "Office", held_for_id: 1 };
      const answer = told(await client.post(`${path}/hold`, wish));
      expect(answer).toMatchObject({
        id: group.id,
        url: path,
        hold: { quantity, state: "held", held_for_type: "Office" },
      });
      held.push(answer.hold);
    }
    expect(await left(sale)).toBe(1);
    expect(told(await client.get("/filtered_tickets/held"))).toMatchObject({
      total_entries: 2,
      held: [{ id: held[0].id }, { id: held[1].id }],
      // As the Ruby gem calls the same.
      filtered_tickets: [{ id: held[0].id }, { id: held[1].id }],
    });
    expect(told(await client.get(`${path}/ticket_holds`)).ticket_holds).toHaveLength(2);
    // PHP: the same address without a body releases; Ruby has an address of its own.
    const php = told(await client.post(`${path}/hold/${held[0].id}`));
    expect(php).toMatchObject({ available_quantity: 2, hold: { state: "released" } });
    const ruby = told(await client.post(`${path}/release_hold/${held[1].id}`));
    expect(ruby).toMatchObject({ available_quantity: 4, hold: { state: "released" } });
    expect(told(await client.get("/filtered_tickets/held")).held).toEqual([]);
  });

  it("is given back without a body at PHP's address, and with Node's empty one, by no other", async () => {
    const sale = await aSale(window, { capacity: 4 });
    const path = `/ticket_groups/${sale.group.id}/hold`;
    for (const [index, nothing] of [undefined, null, {}].entries()) {
      const { hold } = told(await sale.client.post(path, { quantity: 1, notes: String(index) }));
      for (const something of [{ hold_until: null }, { notes: "" }, [], "release", false]) {
        expect((await sale.client.post(`${path}/${hold.id}`, something)).status).toBe(422);
      }
      expect(await left(sale)).toBe(3);
      const released = told(await sale.client.post(`${path}/${hold.id}`, nothing));
      expect(released).toMatchObject({ available_quantity: 4, hold: { state: "released" } });
    }
  });

  it("is moved in both spellings, not into the past", async () => {
    const { client, group } = await aSale(window);
    const path = `/ticket_groups/${group.id}`;
    const { hold } = told(await client.post(`${path}/hold`, { quantity: 1, hold_until: soon() }));
    const later = new Date(Date.now() + 2 * 3_600_000);
    const said = { hold_until: later.toISOString() };
    for (const address of [`${path}/hold/${hold.id}`, `${path}/update_hold/${hold.id}`]) {
      const moved = told(await client.post(address, said));
      expect(moved.hold.hold_until.slice(0, 16)).toBe(later.toISOString().slice(0, 16));
      expect(moved.hold.state).toBe("held");
    }
    const past = { hold_until: "2020-01-01T00:00:00Z" };
    expect((await client.post(`${path}/hold/${hold.id}`, past)).status).toBe(422);
    expect((await client.post(`${path}/hold`, { quantity: 1, ...past })).status).toBe(422);
  });

  it("is listed with those of its group alone, page by page", async () => {
    const sale = await aSale(window);
    const other = await aSale(window, {}, sale);
    const held: number[] = [];
    for (const group of [other.group, sale.group, other.group, sale.group]) {
      const path = `/ticket_groups/${group.id}/hold`;
      const { hold } = told(await sale.client.post(path, { quantity: 1, notes: `${held.length}` }));
      held.push(hold.id);
    }
    const path = `/ticket_groups/${sale.group.id}/ticket_holds`;
    const ids: number[] = [];
    for (const page of [1, 2, 3]) {
      const list = told(await sale.client.get(path, { per_page: 1, page }));
      expect(list.total_entries).toBe(2);
      ids.push(...list.ticket_holds.map(({ id }: Json) => id));
    }
    expect(new Set(ids)).toEqual(new Set([held[1], held[3]]));
    expect(ids).toHaveLength(2);
  });

  it("of more than there is, or of nothing, is refused", async () => {
    const sale = await aSale(window, { capacity: 2 });
    const path = `/ticket_groups/${sale.group.id}/hold`;
    for (const quantity of [0, 3, "two", null]) {
      expect((await sale.client.post(path, { quantity })).status).toBe(422);
    }
    expect(await left(sale)).toBe(2);
  });

  it("asked for twice in the same words is one", async () => {
    const sale = await aSale(window, { capacity: 3 });
    const path = `/ticket_groups/${sale.group.id}/hold`;
    const wish = { quantity: 2, hold_until: soon() };
    const [first, second] = [
      told(await sale.client.post(path, wish)),
      told(await sale.client.post(path, wish)),
    ];
    expect(second.hold_id).toBe(first.hold_id);
    expect(await left(sale)).toBe(1);
  });

  it.each(["hold", "take"])(
    "(or %s) that has ended is not answered to the same request as if it were there",
    async (kind) => {
      const sale = await aSale(window, { capacity: 3 });
      const path = `/ticket_groups/${sale.group.id}`;
      const place = (said: Json) => sale.client.post(`${path}/${kind}`, said);
      const { id } = told(await place({ quantity: 1 }))[kind];
      told(await sale.client.post(`${path}/release_${kind}/${id}`));
      const again = await place({ quantity: 1 });
      expect([again.status, again.body.error]).toEqual([422, expect.stringContaining("has ended")]);
      expect(await left(sale)).toBe(3);
      expect(told(await place({ quantity: 1, notes: "once more" }))[kind].id).not.toBe(id);
      expect(await left(sale)).toBe(2);
    },
  );
});

it("a take is for good until it is released, and is no order", async () => {
  const sale = await aSale(window, { capacity: 3 });
  const { client, group } = sale;
  const path = `/ticket_groups/${group.id}`;
  const { take } = told(await client.post(`${path}/take`, { quantity: 2 }));
  expect(take).toMatchObject({ quantity: 2, state: "taken", hold_until: null });
  expect((await window.operator.date(sale.date.id)).areas[0]).toMatchObject({ issued: 2, free: 1 });
  expect(told(await client.get("/filtered_tickets/taken")).taken).toMatchObject([{ id: take.id }]);
  expect((await client.get(`/orders/${take.id}`)).status).toBe(404);
  expect((await client.post(`/orders/${take.id}/accept`, REVIEWER)).status).toBe(404);
  expect(told(await client.get("/orders")).total_entries).toBe(0);
  // Neither does a hold's address release it.
  expect((await client.post(`${path}/release_hold/${take.id}`)).status).toBe(404);
  const released = told(await client.post(`${path}/release_take/${take.id}`));
  expect(released).toMatchObject({ available_quantity: 3, take: { state: "released" } });
  expect((await window.operator.audit(sale.date.id)).ok).toBe(true);
});

it("a hold or an order is not found under another group", async () => {
  const sale = await aSale(window);
  const other = await aSale(window, {}, sale);
  const path = `/ticket_groups/${sale.group.id}`;
  const { hold } = told(await sale.client.post(`${path}/hold`, { quantity: 1 }));
  const order = await ordered(sale, 1);
  const elsewhere = `/ticket_groups/${other.group.id}/release_hold/${hold.id}`;
  expect((await sale.client.post(elsewhere)).status).toBe(404);
  expect((await sale.client.post(`${path}/release_hold/${order.id}`)).status).toBe(404);
  expect(await left(sale)).toBe(8);
});

it("tickets by seat: barcodes once they are issued, none before", async () => {
  const sale = await aSale(window, { capacity: 3 });
  const order = await ordered(sale, 2);
  const list = async () =>
    told(await sale.client.get("/tickets", { ticket_group_id: sale.group.id })).tickets as Json[];
  expect((await list()).map(({ state, barcode }) => [state, barcode])).toEqual([
    ["held", null],
    ["held", null],
  ]);
  told(await sale.client.post(`/orders/${order.id}/accept`, REVIEWER));
  const issued = await window.operator.tickets(sale.date.id);
  const tickets = await list();
  expect(tickets.map(({ state, barcode }) => [state, barcode])).toEqual(
    issued.map(({ barcode }) => ["sold", barcode]),
  );
  expect(told(await sale.client.get(`/tickets/${tickets[1]?.id}`))).toEqual(tickets[1]);
  expect((await sale.client.get(`/tickets/${tickets[1]?.id + 1}`)).status).toBe(404);
  expect((await sale.client.get("/tickets")).status).toBe(400);
});
