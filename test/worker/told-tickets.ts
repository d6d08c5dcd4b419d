// One ticket as a date tells the registry of it.
import type { Ticket, ToldTickets } from "../../src/core/domain.ts";

export function toldOf(ticket: Ticket): ToldTickets {
  const { area, price, amount, currency, channel, state, version } = ticket;
  const { barcode, serial, seat, issuedAt, changedAt } = ticket;
  const own = [barcode, serial, seat, issuedAt, changedAt];
  return JSON.stringify([[area, price, amount, currency, channel, state, version, [own]]]);
}
