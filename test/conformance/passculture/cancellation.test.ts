// Giving tickets back: contract 2.2 and 3.5, and the choices of this window beside it.
import { describe, expect, it } from "vitest";
import { aDate, type OpenDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { until } from "../../support/until.ts";
import { aBooking, booked, said } from "../../support/passculture-client.ts";

const window = openBuiltWindow();
const UNKNOWN_BARCODE = { status: 404, body: { error: "unknown_barcode" } };
const ALREADY_USED = { status: 403, body: { error: "already_used" } };
const LARGEST_CALL = 20;
const LOG_LIMIT_MS = 10_000;
const NEVER_ISSUED = "7K3QW9XD2M4TZ8VB5N1C";

const remaining = (places: number | null) => ({
  status: 200,
  body: { remainingQuantity: places },
});

async function tickets(date: OpenDate, quantity: 1 | 2 = 1): Promise<string[]> {
  const request = aBooking(date.stock, { booking_quantity: quantity });
  return [...booked(await window.passCulture.book(request)).barcodes];
}

async function cancel(...barcodes: (string | undefined)[]) {
  const known = barcodes.filter((barcode) => barcode !== undefined);
  return said(await window.passCulture.cancel(...known));
}

async function states(date: OpenDate): Promise<Record<string, string>> {
  const all = await window.operator.tickets(date.id);
  return Object.fromEntries(all.map((ticket) => [ticket.barcode, ticket.state]));
}

function forged(barcode: string): string {
  const last = barcode.endsWith("0") ? "1" : "0";
  return barcode.slice(0, -1) + last;
}

describe("a refused cancellation", () => {
  it("leaves a line in the log, since the booking stays at pass Culture, and no whole barcode", async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await tickets(date);
    await window.operator.scan(barcode);
    const before = window.server.log.length;
    expect(await cancel(barcode)).toEqual(ALREADY_USED);
    expect(await cancel(forged(barcode))).toEqual(UNKNOWN_BARCODE);
    const logged = () => window.server.log.slice(before);
    await until("two lines in the log", LOG_LIMIT_MS, () =>
      ["already_used", "unknown_barcode"].every((reason) =>
        logged().includes(`"reason":"${reason}"`),
      ),
    );
    expect(logged()).toContain(barcode.slice(0, 8));
    expect(logged()).not.toContain(barcode.slice(0, 12));
  });
});

describe("a cancellation", () => {
  it("voids both tickets of a pair and says what then remains", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const pair = await tickets(date, 2);
    expect(await cancel(...pair)).toEqual(remaining(10));
    expect(Object.values(await states(date))).toEqual(["void", "void"]);
  });

  it("said again is a success that moves nothing", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const pair = await tickets(date, 2);
    await cancel(...pair);
    expect(await cancel(...pair)).toEqual(remaining(10));
    expect(await cancel(pair[1])).toEqual(remaining(10));
    expect((await window.operator.date(date.id)).areas[0]).toMatchObject({ issued: 0, free: 10 });
  });

  it("of one of a pair leaves the other valid", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const [first = "", second = ""] = await tickets(date, 2);
    expect(await cancel(first)).toEqual(remaining(9));
    expect(await states(date)).toEqual({ [first]: "void", [second]: "issued" });
    expect(await cancel(second)).toEqual(remaining(10));
  });

  it("counts a barcode that is named twice once", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const [first, second] = await tickets(date, 2);
    expect(await cancel(first, first)).toEqual(remaining(9));
    expect(await cancel(second, second, first)).toEqual(remaining(10));
  });

  it("says null for an unlimited area", async () => {
    const date = await aDate(window.operator, { capacity: null });
    expect(await cancel(...(await tickets(date)))).toEqual(remaining(null));
  });

  it("says what pass Culture may still sell, not what the house has", async () => {
    const allotments = [{ channel: "passculture", area: "parterre", places: 3 }];
    const date = await aDate(window.operator, { capacity: 100, allotments });
    expect(await cancel(...(await tickets(date)))).toEqual(remaining(3));
  });

  it("works on a closed and on a cancelled date, which then still sell nothing", async () => {
    for (const status of ["closed", "cancelled"] as const) {
      const date = await aDate(window.operator);
      const pair = await tickets(date, 2);
      await window.operator.putDate(date.id, { ...date.configuration, status });
      expect(await cancel(...pair)).toMatchObject({ status: 200 });
      expect(await cancel(...pair)).toMatchObject({ status: 200 });
    }
  });

  it("of a ticket that the operator cancelled before is a success", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const [barcode = ""] = await tickets(date);
    await window.operator.cancelTicket(barcode);
    expect(await cancel(barcode)).toEqual(remaining(10));
  });

  it("makes room for somebody else, with another barcode", async () => {
    const date = await aDate(window.operator, { capacity: 1 });
    const [before] = await tickets(date);
    await cancel(before);
    const [after] = await tickets(date);
    expect(after).not.toBe(before);
    expect(await cancel(before)).toEqual(remaining(0));
    expect(await states(date)).toEqual({ [before ?? ""]: "void", [after ?? ""]: "issued" });
  });
});

it("of a date that is not on sale any more leaves nothing to buy", async () => {
  const date = await aDate(window.operator, { capacity: 10 });
  const [barcode] = await tickets(date);
  await window.operator.putDate(date.id, { ...date.configuration, status: "closed" });
  expect(await cancel(barcode)).toEqual(remaining(0));
});

describe("an unknown barcode", () => {
  it.each([
    ["never issued", NEVER_ISSUED],
    ["of another system", "KX-7F3K9Q2M4T"],
    ["strange", "' OR 1=1 --"],
    ["as long as pass Culture allows", "7".repeat(100)],
  ])("that is %s is a 404", async (_what, barcode) => {
    expect(await cancel(barcode)).toEqual(UNKNOWN_BARCODE);
  });

  it("that is forged for a real date is a 404", async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await tickets(date);
    expect(await cancel(forged(barcode))).toEqual(UNKNOWN_BARCODE);
    expect(await states(date)).toEqual({ [barcode]: "issued" });
  });

  it("beside a known one does not keep the known one from being cancelled", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const [first = "", second = ""] = await tickets(date, 2);
    expect(await cancel(NEVER_ISSUED, first)).toEqual(remaining(9));
    expect(await cancel(second, forged(first))).toEqual(remaining(10));
  });

  it("is what a ticket sold at the box office is for pass Culture", async () => {
    const date = await aDate(window.operator);
    await window.operator.sell(date.id, "full", 1);
    const [sold] = await window.operator.tickets(date.id);
    expect(await cancel(sold?.barcode)).toEqual(UNKNOWN_BARCODE);
    expect(await states(date)).toEqual({ [sold?.barcode ?? ""]: "issued" });
  });
});

describe("a used ticket", () => {
  it("is refused with already_used while the date is not over, and stays used", async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await tickets(date);
    await window.operator.scan(barcode);
    expect(await cancel(barcode)).toEqual(ALREADY_USED);
    expect(await states(date)).toEqual({ [barcode]: "used" });
  });

  it("keeps the other one of its pair as it is", async () => {
    const date = await aDate(window.operator);
    const [used = "", live = ""] = await tickets(date, 2);
    await window.operator.scan(used);
    expect(await cancel(used, live)).toEqual(ALREADY_USED);
    expect(await states(date)).toEqual({ [used]: "used", [live]: "issued" });
  });

  it("is a success once the date is over, and no place comes back", async () => {
    const date = await aDate(window.operator, { capacity: 10 });
    const [barcode = ""] = await tickets(date);
    await window.operator.scan(barcode);
    await window.operator.putDate(date.id, {
      ...date.configuration,
      startsAt: "2026-01-10T20:30:00+01:00",
      endsAt: "2026-01-10T23:00:00+01:00",
    });
    expect(await cancel(barcode)).toMatchObject({ status: 200 });
    const [area] = (await window.operator.date(date.id)).areas;
    expect(area).toMatchObject({ issued: 0, used: 1, free: 9 });
  });
});

describe("tickets of several dates in one call", () => {
  it("are all cancelled, and the answer is about the first", async () => {
    const [one, two] = [
      await aDate(window.operator, { capacity: 5 }),
      await aDate(window.operator, { capacity: 7 }),
    ];
    const [first, second] = [await tickets(one), await tickets(two)];
    expect(await cancel(...second, ...first)).toEqual(remaining(7));
    expect(Object.values(await states(one))).toEqual(["void"]);
    expect(Object.values(await states(two))).toEqual(["void"]);
  });

  it("are all kept when one of them is used", async () => {
    const [one, two] = [await aDate(window.operator), await aDate(window.operator)];
    const [live, used] = [await tickets(one), await tickets(two)];
    await window.operator.scan(used[0] ?? "");
    expect(await cancel(...live, ...used)).toEqual(ALREADY_USED);
    expect(await cancel(...used, ...live)).toEqual(ALREADY_USED);
    expect(Object.values(await states(one))).toEqual(["issued"]);
    expect(Object.values(await states(two))).toEqual(["used"]);
  });
});

describe("the number of barcodes", () => {
  it("may not be 0", async () => {
    expect(await cancel()).toMatchObject({ status: 400 });
  });

  it(`may be ${LARGEST_CALL}`, async () => {
    const date = await aDate(window.operator, { capacity: 50 });
    const pairs = await Promise.all(
      Array.from({ length: LARGEST_CALL / 2 }, () => tickets(date, 2)),
    );
    expect(await cancel(...pairs.flat())).toEqual(remaining(50));
  });

  it(`may not be ${LARGEST_CALL + 1}, and then nothing is cancelled`, async () => {
    const date = await aDate(window.operator);
    const [barcode = ""] = await tickets(date);
    const many = [barcode, ...Array.from({ length: LARGEST_CALL }, () => NEVER_ISSUED)];
    expect(await cancel(...many)).toMatchObject({ status: 400 });
    expect(await states(date)).toEqual({ [barcode]: "issued" });
  });
});
