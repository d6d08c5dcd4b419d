// Orders over HTTP, as the box office uses them: over several dates, all or nothing, beside the other
// sellers of the same seats; and the contacts that orders may name.
import { describe, expect, it } from "vitest";
import { aDate, freshId, type OpenDate } from "../support/a-date.ts";
import { openBuiltWindow } from "../support/a-window.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { aBooking, booked } from "../support/passculture-client.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();

interface Order {
  readonly number: number;
  readonly status: string;
  readonly totals: readonly { readonly due: number; readonly paid: number }[];
  readonly lines: readonly {
    readonly id: number;
    readonly tickets: readonly { readonly barcode: string; readonly state: string }[];
  }[];
}

interface Reply<Body = Order> {
  readonly status: number;
  readonly body: Body & { readonly errors?: readonly { field: string; reason: string }[] };
}

async function call<Body = Order>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply<Body>> {
  const response = await fetch(`${window.server.url}/operator/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Reply<Body>["body"] };
}

const lines = (dates: readonly OpenDate[], quantity = 2) =>
  dates.map(({ id }) => ({ date: id, price: "full", quantity }));

async function placesOf({ id }: OpenDate) {
  const { areas } = await window.operator.date(id);
  const { issued = 0, held = 0, free = 0 } = areas[0] ?? {};
  return { issued, held, free };
}

describe("an order", () => {
  it("holds, sells, scans, and gives back what it has of every date", async () => {
    const dates = [await aDate(window.operator), await aDate(window.operator)];
    const placed = await call("POST", "/orders", { lines: lines(dates), reference: freshId("r") });
    expect(placed).toMatchObject({ status: 201, body: { status: "open" } });
    const path = `/orders/${placed.body.number}`;
    for (const date of dates) expect(await placesOf(date)).toEqual({ issued: 0, held: 2, free: 8 });
    const payment = { amount: 5000, currency: "EUR", method: "card" };
    await call("PUT", `${path}/payments/p1`, payment);
    await call("PUT", `${path}/payments/p1`, payment);
    const sold = await call("POST", `${path}/confirmation`);
    expect(sold.body).toMatchObject({ status: "confirmed", totals: [{ due: 5000, paid: 5000 }] });
    const [first, second] = sold.body.lines;
    const barcode = first?.tickets[0]?.barcode ?? "";
    await window.operator.scan(barcode);
    const refused = await call("POST", `${path}/cancellation`, {});
    expect(refused).toMatchObject({ status: 409, body: { title: "Already used" } });
    await call("POST", `${path}/cancellation`, { lines: [second?.id] });
    expect(await placesOf(dates[1]!)).toEqual({ issued: 0, held: 0, free: 10 });
    const left = await call("GET", path);
    expect(left.body.lines.map(({ tickets }) => tickets.map(({ state }) => state))).toEqual([
      ["issued", "issued"],
      ["void", "void"],
    ]);
  });

  it("placed again under its reference is the same order", async () => {
    const date = await aDate(window.operator);
    const body = { lines: lines([date]), reference: freshId("r") };
    const one = await call("POST", "/orders", body);
    const again = await call("POST", "/orders", body);
    expect(again.body.number).toBe(one.body.number);
    expect(await placesOf(date)).toEqual({ issued: 0, held: 2, free: 8 });
  });

  it("names the line that can't be had, and holds nothing", async () => {
    const [plenty, few] = [
      await aDate(window.operator),
      await aDate(window.operator, { capacity: 1 }),
    ];
    const refused = await call("POST", "/orders", { lines: lines([plenty, few]) });
    expect(refused.status).toBe(409);
    expect(refused.body.errors?.[0]?.field).toBe("lines.1");
    const unknown = await call("POST", "/orders", {
      lines: [{ date: plenty.id, price: "nothing" }],
    });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ field: "lines.0.price" }] } });
    expect(await placesOf(plenty)).toEqual({ issued: 0, held: 0, free: 10 });
  });

  it("begun as an empty basket is filled, extended, described and listed", async () => {
    const date = await aDate(window.operator);
    const contact = freshId("contact");
    const { body: basket } = await call("POST", "/orders", { lines: [] });
    const path = `/orders/${basket.number}`;
    expect(await call("POST", `${path}/confirmation`)).toMatchObject({ status: 409 });
    expect((await call("POST", `${path}/lines`, { lines: lines([date]) })).status).toBe(200);
    expect((await call("POST", `${path}/extension`, { minutes: 60 })).status).toBe(200);
    const details = { reference: "R", contact, metadata: { table: 7 } };
    expect((await call("PUT", `${path}/details`, details)).body).toMatchObject(details);
    await until("the registry knows the order", 10_000, async () => {
      const { body } = await call<{ orders: Order[] }>("GET", `/orders?contact=${contact}`);
      return body.orders.some(({ number }) => number === basket.number);
    });
    expect(await call("GET", "/orders/1")).toMatchObject({ status: 404 });
  });
});

describe("orders that race for the last places of two dates", () => {
  it("are each whole or refused, and leave no place unsold that another seller could take", async () => {
    const dates = [
      await aDate(window.operator, { capacity: 10 }),
      await aDate(window.operator, { capacity: 10 }),
    ];
    const race = Array.from({ length: 30 }, async (_, index) => {
      // Half of them in the other order: nobody may wait for anybody.
      const wish = lines(index % 2 === 0 ? dates : dates.toReversed());
      const placed = await call("POST", "/orders", { lines: wish });
      if (placed.status !== 201) return { placed: placed.status, sold: 0 };
      const sold = await call("POST", `/orders/${placed.body.number}/confirmation`);
      return { placed: 201, sold: sold.status };
    });
    const outcomes = await Promise.all(race);
    const whole = outcomes.filter(({ sold }) => sold === 200).length;
    expect(
      outcomes.every(({ placed, sold }) => (placed === 201 ? sold === 200 : placed === 409)),
    ).toBe(true);
    for (const date of dates) {
      expect(await placesOf(date)).toEqual({ issued: 2 * whole, held: 0, free: 10 - 2 * whole });
      expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
      for (let left = 10 - 2 * whole; left > 0; left--) {
        booked(await window.passCulture.book(aBooking(date.stock)));
      }
    }
  });
});

describe("a contact", () => {
  it("is kept, listed, corrected and forgotten", async () => {
    const id = freshId("contact");
    const kept = await call<object>("PUT", `/contacts/${id}`, {
      name: "Zoé",
      email: "zoe@example.org",
    });
    expect(kept.body).toMatchObject({ id, name: "Zoé", phone: null });
    await call("PUT", `/contacts/${id}`, { name: "Zoé L." });
    expect((await call<object>("GET", `/contacts/${id}`)).body).toMatchObject({
      name: "Zoé L.",
      email: null,
    });
    expect((await call("PUT", `/contacts/${id}`, { email: "nonsense" })).status).toBe(400);
    await call("DELETE", `/contacts/${id}`);
    expect((await call("GET", `/contacts/${id}`)).status).toBe(404);
    const { body } = await call<{ contacts: { id: string }[] }>("GET", "/contacts");
    expect(body.contacts.some((contact) => contact.id === id)).toBe(false);
  });
});
