// The contract's full sequence (5), in the manner of each client, with fresh ids.
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";

const window = openBuiltWindow();

describe.each(["php", "go"] as const)("as the %s client", (manner) => {
  it("sells from the list of events to the refund", async () => {
    const date = await aDate(window.operator, { capacity: 20 });
    const tm = (await anAccount(window)).as(manner);
    const list = await tm.get("/events", { output: "withlookup", limit: 100 });
    const listed = list.data.find((event: { code: string }) => event.code === date.id);
    expect(listed).toMatchObject({
      currentstatus: 19002,
      startts: "2031-03-12T19:30:00Z",
      contingents: [{ name: "Parterre", amount: 20, eventid: listed.id }],
      availability: [{ total: 20, free: 20, reserved: 0, sold_paid: 0, locked_hard: 0 }],
    });
    expect(list.lookup.locations[String(listed.locationid)].name).toBe(listed.locationname);
    const pricetype = listed.prices.contingents[0].pricetypes[0];
    expect(list.lookup.pricetypes[String(pricetype.pricetypeid)].name).toBe("Tarif full");
    expect(pricetype.saleschannels[0]).toMatchObject({ saleschannelid: 1, price: 12.5 });
    const { tickettypepriceid } = pricetype;

    const contact = await tm.post("/contacts", { firstname: "Jo", email: "jo@example.test" });
    const { orderid } = await tm.post("/orders", { events: [listed.id], saleschannelid: 1 });
    const added = await tm.post(`/orders/${orderid}/tickets`, {
      onlysinglerow: false,
      tickets: [{ tickettypepriceid }, { tickettypepriceid }],
    });
    expect(added.order.tickets.map((ticket: { id: number }) => ticket.id)).toEqual(added.ids);
    expect(added.order).toMatchObject({ status: 21001, nbroftickets: 2, totalamount: 25 });
    for (const ticket of added.order.tickets) expect(ticket.barcode).toBe("");
    expect((await tm.get(`/events/${listed.id}`)).availability).toMatchObject([
      { free: 18, reserved: 2 },
    ]);

    const updated = await tm.put(`/orders/${orderid}`, {
      customerid: contact.id,
      deliveryscenarioid: 2,
      paymentscenarioid: 3,
    });
    expect(updated).toMatchObject({
      customerid: contact.id,
      deliveryscenarioid: 2,
      paymentscenarioid: 3,
    });
    const confirmed = await tm.post(`/orders/${orderid}`);
    expect(confirmed).toMatchObject({ orderid, status: 21002, paymentstatus: 0 });
    expect(confirmed.lookup.contacts[String(contact.id)].firstname).toBe("Jo");
    const barcodes = confirmed.tickets.map((ticket: { barcode: string }) => ticket.barcode);
    expect(new Set(barcodes).size).toBe(2);

    const paid = await tm.post(`/orders/${orderid}/payments`, { amount: 25, paymentmethodid: 1 });
    expect(paid).toMatchObject({
      amountpaid: 25,
      paymentstatus: 1,
      payments: [{ id: 1, orderid }],
    });
    const left = await tm.delete(`/orders/${orderid}/tickets`, { tickets: [added.ids[1]] });
    expect(left).toMatchObject({ nbroftickets: 1, totalamount: 12.5, paymentstatus: 2 });
    const refunded = await tm.post(`/orders/${orderid}/refunds`, { amount: 12.5, paymentid: 1 });
    expect(refunded).toMatchObject({
      amountpaid: 12.5,
      paymentstatus: 1,
      payments: [{ amount: 25 }, { amount: -12.5, refundpaymentid: 1 }],
    });

    expect(await tm.delete(`/orders/${orderid}`)).toBeNull();
    expect(await tm.get(`/orders/${orderid}`)).toMatchObject({ status: 21003, nbroftickets: 0 });
    expect((await window.operator.date(date.id)).areas[0]?.free).toBe(20);
    expect((await window.operator.audit(date.id)).ok).toBe(true);
  });
});
