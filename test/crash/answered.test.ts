// The process is killed right after an answer: what was answered is there, and repeats are harmless.
import { describe, expect, it } from "vitest";
import { aDate, type OpenDate } from "../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../support/a-window.ts";
import { aBooking, booked, said } from "../support/passculture-client.ts";
import { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();
const CATCH_UP_LIMIT_MS = 20_000;

/** Waits until the registry holds exactly the date's tickets, in their present state. */
async function registryCatchesUp(date: OpenDate): Promise<void> {
  const registry = new RegistryFile(window.server.storage);
  const tickets = await window.operator.tickets(date.id);
  const short = tickets.map(({ serial, barcode, state }) => ({ serial, barcode, state }));
  await until(`the registry has the tickets of ${date.id}`, CATCH_UP_LIMIT_MS, () => {
    const rows = registry.ticketsOf(date.id).map((row) => ({
      serial: row["serial"],
      barcode: row["barcode"],
      state: row["state"],
    }));
    return JSON.stringify(rows) === JSON.stringify(short);
  });
}

describe("after a SIGKILL right after the answer", () => {
  it(
    "the tickets are there, the registry catches up, a repeat is the same, a cancellation works",
    async () => {
      const date = await aDate(window.operator, { capacity: 10 });
      const payload = aBooking(date.stock, { booking_quantity: 2 });
      const before = await window.passCulture.book(payload);
      await window.server.kill();
      await window.server.restart();

      const { barcodes } = booked(before);
      const tickets = await window.operator.tickets(date.id);
      expect(tickets.map((ticket) => ticket.barcode).toSorted()).toEqual(barcodes.toSorted());
      await registryCatchesUp(date);
      expect((await window.passCulture.book(payload)).text).toBe(before.text);
      expect(said(await window.passCulture.cancel(...barcodes))).toEqual({
        status: 200,
        body: { remainingQuantity: 10 },
      });
      expect(await window.operator.audit(date.id)).toMatchObject({ ok: true, problems: [] });
    },
    LONG_TEST_MS,
  );

  it(
    "a cancellation that was answered stays done",
    async () => {
      const date = await aDate(window.operator, { capacity: 10 });
      const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock)));
      const before = await window.passCulture.cancel(...barcodes);
      await window.server.kill();
      await window.server.restart();

      expect(said(before)).toEqual({ status: 200, body: { remainingQuantity: 10 } });
      expect((await window.passCulture.cancel(...barcodes)).text).toBe(before.text);
      const [ticket] = await window.operator.tickets(date.id);
      expect(ticket?.state).toBe("void");
      await registryCatchesUp(date);
    },
    LONG_TEST_MS,
  );
});
