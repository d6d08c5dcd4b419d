/** What is printed on tickets: words instead of ids, and nothing about the holder. */
import type { PrintedDate, PrintedTicket } from "./commands.ts";
import { readAreas, readDate, readPrices } from "./house.ts";
import { findTicket, type StoredTicket } from "./tickets.ts";

/** In the order of the barcodes. A held ticket is not a ticket yet, and left out like an unknown one. */
export function readPrinted(sql: SqlStorage, barcodes: readonly string[]): PrintedDate {
  const { event, startsAt, entry } = readDate(sql);
  const areas = new Map(readAreas(sql).map(({ id, label }) => [id, label]));
  const prices = new Map(readPrices(sql).map(({ id, label }) => [id, label]));
  const printed = ({ area, price, ...ticket }: StoredTicket): PrintedTicket[] => {
    const { barcode, serial, seat, amount, currency, channel, state, issuedAt, changedAt } = ticket;
    if (state === "held") return [];
    const labels = { area: areas.get(area) ?? area, price: prices.get(price) ?? price };
    const facts = { barcode, serial, seat, amount, currency, channel, state, issuedAt, changedAt };
    return [{ ...labels, ...facts }];
  };
  const tickets = barcodes.flatMap((barcode) => {
    const ticket = findTicket(sql, barcode);
    return ticket === null ? [] : printed(ticket);
  });
  return { event, startsAt, opensAt: entry.opensAt, tickets };
}
