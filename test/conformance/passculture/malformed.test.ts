// Signed calls that make no sense, and addresses that are not the window's: contract 1.6 and 2.
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, send } from "../../support/passculture-client.ts";

const window = openBuiltWindow();

describe("a booking with a wrong field is a 400 that names the field", () => {
  it.each([
    ["booking_quantity", 0],
    ["booking_quantity", -1],
    ["booking_quantity", 3],
    ["booking_quantity", 1.5],
    ["booking_quantity", "2"],
    ["booking_quantity", null],
    ["booking_creation_date", null],
    ["booking_creation_date", "yesterday"],
    ["booking_creation_date", "2026-02-30T12:00:00"],
    ["booking_creation_date", 1_773_169_447],
    ["offer_id", null],
    ["offer_id", "70411"],
    ["offer_price", null],
    ["offer_price", 12.5],
    ["offer_price", "1250"],
    ["offer_price", -1250],
    ["stock_id", null],
    ["stock_id_at_provider", 12],
    ["stock_id_at_provider", ["a"]],
    ["user_email", null],
    ["user_email", 12],
    ["user_email", ""],
    ["user_first_name", 12],
    ["user_last_name", { first: "Zoé" }],
  ])("%s = %j", async (field, value) => {
    const answer = await window.passCulture.book(aBooking("some-date:full", { [field]: value }));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(field);
  });

  it.each(["booking_creation_date", "booking_quantity", "offer_id", "offer_price", "user_email"])(
    "%s missing",
    async (field) => {
      const { [field]: _left, ...rest } = aBooking("some-date:full");
      const answer = await window.passCulture.book(rest);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(field);
    },
  );

  it("in JSON, without a word about the person", async () => {
    const wrong = { booking_quantity: "Zoé", user_first_name: 12 };
    const answer = await window.passCulture.book(aBooking("some-date:full", wrong));
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.text).not.toMatch(/zoe\.|Zoé|Lefèvre/);
  });

  it("and all wrong fields are named at once", async () => {
    const wrong = { booking_quantity: 9, offer_price: "free" };
    const answer = await window.passCulture.book(aBooking("some-date:full", wrong));
    expect(answer.text).toContain("booking_quantity");
    expect(answer.text).toContain("offer_price");
  });

  it("and nothing is issued", async () => {
    const date = await aDate(window.operator);
    await window.passCulture.book(aBooking(date.stock, { booking_quantity: 3 }));
    await window.passCulture.book(aBooking(date.stock, { user_email: null }));
    expect(await window.operator.tickets(date.id)).toEqual([]);
  });
});

describe("a cancellation that makes no sense is a 400 that names the barcodes", () => {
  it.each([
    [{}],
    [{ barcodes: null }],
    [{ barcodes: [] }],
    [{ barcodes: "7K3QW9XD2M4TZ8VB5N1C" }],
    [{ barcodes: [12] }],
    [{ barcodes: [null] }],
    [{ barcodes: [["7K3QW9XD2M4TZ8VB5N1C"]] }],
    [{ barcodes: ["x".repeat(1_000)] }],
    [{ barcode: "7K3QW9XD2M4TZ8VB5N1C" }],
  ])("%j", async (payload) => {
    const answer = await window.passCulture.post("/passculture/cancellation", payload);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("barcodes");
  });
});

describe("other methods and addresses", () => {
  const addresses = ["/passculture/booking", "/passculture/cancellation"];
  const cases = [
    ...addresses.flatMap((path) => ["GET", "PUT", "DELETE"].map((method) => ({ method, path }))),
    ...addresses.map((path) => ({ method: "POST", path: `${path}/` })),
    ...addresses.map((path) => ({ method: "POST", path: `${path}/1` })),
    ...["/passculture", "/passculture/", "/passculture/bookings", "/passculture/Booking"].map(
      (path) => ({ method: "POST", path }),
    ),
    { method: "GET", path: "/passculture/booking/" },
    { method: "POST", path: "//passculture/booking" },
  ];

  it.each(cases)("$method $path is a 404 or 405 in JSON, never a redirect", async (call) => {
    const { body, headers } = window.passCulture.signed(aBooking("some-date:full"));
    const sent = call.method === "GET" ? { headers: {} } : { headers, body };
    const answer = await send(window.server.url, { ...call, ...sent });
    expect([404, 405]).toContain(answer.status);
    expect(answer.headers["content-type"]).toMatch(/json/);
    expect(answer.headers.location).toBeUndefined();
    expect(JSON.parse(answer.text)).toBeTypeOf("object");
  });
});
