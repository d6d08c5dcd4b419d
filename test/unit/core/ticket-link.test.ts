// The link to several tickets: ours is read, any other is not.
import { expect, it } from "vitest";
import { TICKETS_PER_PDF_MAX } from "../../../src/core/limits.ts";
import { linkedTickets, ticketsLink } from "../../../src/core/ticket-link.ts";

const KEY = "a-barcode-key-for-tests-only";
const BARCODES = ["5WJQ2XMK8ZC41T0RV3NB", "a+b&c=d/é%20".replace("é", "e")];

async function parts(barcodes: readonly string[]): Promise<{ list: string; mac: string }> {
  const query = new URL(await ticketsLink(KEY, barcodes), "https://window.test").searchParams;
  return { list: query.get("tickets") ?? "", mac: query.get("mac") ?? "" };
}

it("leads to its tickets, whatever characters their barcodes have", async () => {
  const { list, mac } = await parts(BARCODES);
  expect(await linkedTickets(KEY, list, mac)).toEqual(BARCODES);
});

it("is refused with another list, another MAC, another key or none", async () => {
  const { list, mac } = await parts(BARCODES);
  const other = await parts(["another"]);
  expect(await linkedTickets(KEY, `${list} more`, mac)).toBeNull();
  expect(await linkedTickets(KEY, list, other.mac)).toBeNull();
  expect(await linkedTickets(KEY, list, mac.slice(0, 62))).toBeNull();
  expect(await linkedTickets(KEY, list, "no hex")).toBeNull();
  expect(await linkedTickets(KEY, list, "")).toBeNull();
  expect(await linkedTickets(`${KEY}!`, list, mac)).toBeNull();
  expect(await linkedTickets(KEY, "", "")).toBeNull();
});

it.each([
  [TICKETS_PER_PDF_MAX, true],
  [TICKETS_PER_PDF_MAX + 1, false],
])("of %i tickets: %s", async (tickets, isRead) => {
  const { list, mac } = await parts(Array.from({ length: tickets }, (_, at) => `T${at}`));
  expect((await linkedTickets(KEY, list, mac)) !== null).toBe(isRead);
});
