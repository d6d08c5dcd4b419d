// D1 fails every query, or forgets everything: bookings go on, and the registry comes back equal.
import { expect, it } from "vitest";
import { aDate, freshId, freshNumber, type OpenDate } from "../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../support/a-window.ts";
import { aBooking, booked, said } from "../support/passculture-client.ts";
import { RegistryFile, type Registry } from "../support/registry-file.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();
const CATCH_UP_LIMIT_MS = 40_000;

async function ticketsAtTheDate(date: OpenDate) {
  const tickets = await window.operator.tickets(date.id);
  return tickets.map(({ barcode, serial, area, price, amount, channel, state }) => {
    return { barcode, serial, area, price, amount, channel, state };
  });
}

function ticketsInTheRegistry(rows: Registry, date: OpenDate) {
  return rows.tickets
    .filter((row) => row["date_id"] === date.id)
    .map(({ barcode, serial, area, price, amount, channel, state }) => {
      return { barcode, serial, area, price, amount, channel, state };
    });
}

async function registryEquals(registry: RegistryFile, date: OpenDate): Promise<void> {
  const tickets = JSON.stringify(await ticketsAtTheDate(date));
  await until(`the registry equals ${date.id}`, CATCH_UP_LIMIT_MS, () => {
    return JSON.stringify(ticketsInTheRegistry(registry.rows(), date)) === tickets;
  });
}

async function health() {
  const response = await fetch(`${window.server.url}/health`);
  const { registry, date } = (await response.json()) as Record<string, string>;
  return { status: response.status, registry, date };
}

/** Waits for the line that tells the operator that the registry lags behind. */
async function registryHasFailed(logRead: number): Promise<void> {
  await until("the log says that the registry could not be told", CATCH_UP_LIMIT_MS, () => {
    return window.server.log.slice(logRead).includes("the registry could not be told");
  });
}

it(
  "with D1 failing every query, bookings and cancellations work, and it catches up when healed",
  async () => {
    const registry = new RegistryFile(window.server.storage);
    const date = await aDate(window.operator, { capacity: 10 });
    const early = booked(await window.passCulture.book(aBooking(date.stock)));
    await registryEquals(registry, date);

    registry.hurt();
    const logRead = window.server.log.length;
    expect(await health()).toEqual({ status: 503, registry: "failing", date: "ok" });
    await expect(window.operator.putListing("stock_id", "1", date.id, "full")).rejects.toThrow(
      /: 5\d\d /,
    );
    const pair = { booking_quantity: 2 };
    const kept = booked(await window.passCulture.book(aBooking(date.stock, pair)));
    const given = booked(await window.passCulture.book(aBooking(date.stock, pair)));
    expect(given.remainingQuantity).toBe(5);
    expect(said(await window.passCulture.cancel(...early.barcodes, ...given.barcodes))).toEqual({
      status: 200,
      body: { remainingQuantity: 8 },
    });

    await registryHasFailed(logRead);
    registry.heal();
    await registryEquals(registry, date);
    const live = (await ticketsAtTheDate(date)).filter(({ state }) => state === "issued");
    expect(live.map(({ barcode }) => barcode).toSorted()).toEqual(kept.barcodes.toSorted());
  },
  LONG_TEST_MS,
);

it(
  "with D1 failing, a restart changes nothing: the direct route still books",
  async () => {
    const registry = new RegistryFile(window.server.storage);
    const date = await aDate(window.operator, { capacity: 10 });
    registry.hurt();
    const logRead = window.server.log.length;
    await window.server.kill();
    await window.server.restart();
    const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock)));
    expect(said(await window.passCulture.cancel(...barcodes))).toMatchObject({ status: 200 });
    await registryHasFailed(logRead);
    registry.heal();
    await registryEquals(registry, date);
  },
  LONG_TEST_MS,
);

it(
  "wiped, the registry is rebuilt row by row when each date is republished",
  async () => {
    const registry = new RegistryFile(window.server.storage);
    const dates = [await aDate(window.operator), await aDate(window.operator)];
    for (const date of dates) {
      const listed = freshId("CAT1");
      await window.operator.putListing("stock_id_at_provider", listed, date.id, "full");
      await window.operator.putListing("stock_id", String(freshNumber()), date.id, "full");
      booked(await window.passCulture.book(aBooking(listed, { booking_quantity: 2 })));
      const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock)));
      await window.passCulture.cancel(...barcodes);
      await window.operator.sell(date.id, "full", 3);
      await registryEquals(registry, date);
    }
    const before = registry.rows();
    const everyDate = before.dates.map((row) => String(row["id"]));

    registry.wipe();
    expect(registry.rows()).toEqual({ events: [], dates: [], listings: [], tickets: [] });
    for (const id of everyDate) await window.operator.republish(id);
    await until("every row is back", CATCH_UP_LIMIT_MS, () => {
      const { tickets, dates: back } = registry.rows();
      return tickets.length === before.tickets.length && back.length === before.dates.length;
    });
    expect(registry.rows()).toEqual(before);
  },
  LONG_TEST_MS,
);
