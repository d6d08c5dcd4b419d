// Who holds a ticket is known to its date alone: a search of everything else finds nobody.
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aDate } from "../support/a-date.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../support/a-window.ts";
import { aBooking, booked } from "../support/passculture-client.ts";
import { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();
const CATCH_UP_LIMIT_MS = 20_000;

const HOLDER = {
  user_first_name: "Hildegunde",
  user_last_name: "Oberkampfer",
  user_email: "Hildegunde.Oberkampfer@example.org",
};
const NEVER_KEPT = {
  user_birth_date: "2007-11-23",
  user_phone: "+33698765432",
  venue_address: "9 impasse des Confidences",
};

/** The texts of `person` that occur in the bytes, whatever their case. */
function found(person: Readonly<Record<string, string>>, bytes: Buffer): string[] {
  const text = bytes.toString("latin1").toLowerCase();
  return Object.values(person).filter((value) => text.includes(value.toLowerCase()));
}

function bytesBelow(folder: string): Buffer {
  const files = globSync(join(folder, "**/*")).filter((file) => statSync(file).isFile());
  if (files.length === 0) throw new Error(`no files below ${folder}`);
  return Buffer.concat(files.map((file) => readFileSync(file)));
}

it(
  "nothing but the date's own object contains the e-mail or the name of a holder",
  async () => {
    const date = await aDate(window.operator, { capacity: 3 });
    const person = { ...HOLDER, ...NEVER_KEPT };
    const book = (changes: object) =>
      window.passCulture.book(aBooking(date.stock, { ...person, ...changes }));

    const answers = [await book({ booking_creation_date: "2026-03-10T19:00:00" })];
    const rebooked = await book({ booking_creation_date: "2026-03-10T19:01:00" });
    const { barcodes } = booked(rebooked);
    answers.push(
      rebooked,
      await book({ booking_creation_date: "2026-03-10T19:02:00", offer_price: 1 }),
      await book({ booking_creation_date: "2026-03-10T19:03:00", booking_quantity: 3 }),
      await book({ booking_creation_date: "2026-03-10T19:04:00", stock_id_at_provider: "nowhere" }),
      await window.passCulture.post("/passculture/booking", { ...person }),
      await window.passCulture.book(aBooking(date.stock, { ...person, offer_id: 1 })),
      await window.passCulture.book(aBooking(date.stock, { ...person, offer_id: 2 })),
      await window.passCulture.book(aBooking(date.stock, { ...person, offer_id: 3 })),
      await window.passCulture.cancel(...barcodes),
    );
    const statuses = answers.map((answer) => answer.status);
    expect(statuses).toEqual([200, 200, 422, 400, 404, 400, 200, 200, 409, 200]);

    const registry = new RegistryFile(window.server.storage);
    await until("the registry has all four tickets", CATCH_UP_LIMIT_MS, () => {
      const states = registry.ticketsOf(date.id).map((row) => row["state"]);
      return states.join() === "void,void,issued,issued";
    });
    await window.server.kill();

    const objects = bytesBelow(join(window.server.storage, "v3/do"));
    const elsewhere = {
      answers: Buffer.from(answers.map((answer) => answer.text).join("\n")),
      log: Buffer.from(window.server.log),
      registry: bytesBelow(join(window.server.storage, "v3/d1")),
    };
    // The search itself works: it finds the ticket's barcode everywhere it should be.
    const barcode = { barcode: barcodes[0] ?? "no barcode" };
    expect(found(barcode, objects)).toHaveLength(1);
    expect(found(barcode, elsewhere.registry)).toHaveLength(1);
    expect(found(barcode, elsewhere.answers)).toHaveLength(1);

    expect(found(HOLDER, objects)).toEqual(Object.values(HOLDER));
    expect(found(NEVER_KEPT, objects)).toEqual([]);
    expect(found(person, elsewhere.answers)).toEqual([]);
    expect(found(person, elsewhere.log)).toEqual([]);
    expect(found(person, elsewhere.registry)).toEqual([]);
  },
  LONG_TEST_MS,
);
