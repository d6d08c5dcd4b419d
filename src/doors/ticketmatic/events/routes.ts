/** Events: every call of them, fixed words before numbers (contracts/ticketmatic.md 3.1). */
import { endpoint, type Routes } from "../endpoint.ts";
import { batchUpdateBody, updateTicketBatch } from "./barcodes.ts";
import {
  batchBody,
  batchEvents,
  createEvent,
  deleteEvent,
  eventInput,
  updateEvent,
} from "./change.ts";
import { eventQuery, getEvent, listEvents } from "./list.ts";
import { lockBody, lockTickets, unlockBody, unlockTickets } from "./locks.ts";
import { rankBody, rankTickets } from "./ranks.ts";
import { scanOutBody, scanTicketsOut } from "./scan-out.ts";
import { streamTickets, ticketsQuery } from "./stream.ts";

export function mountEvents(routes: Routes): void {
  const one = "/events/:id{[0-9]+}";
  const right = "manage" as const;
  endpoint(routes, "post", "/events/batch", { right, body: batchBody, run: batchEvents });
  endpoint(routes, "post", "/events", { right, body: eventInput, run: createEvent });
  endpoint(routes, "put", one, { right, body: eventInput, run: updateEvent });
  endpoint(routes, "delete", one, { right, run: deleteEvent });
  endpoint(routes, "get", "/events", { right: "agenda", query: eventQuery, run: listEvents });
  endpoint(routes, "get", one, { right: "agenda", run: getEvent });
  endpoint(routes, "get", `${one}/tickets`, {
    right: "agenda",
    query: ticketsQuery,
    run: streamTickets,
  });
  endpoint(routes, "put", `${one}/tickets/batch`, {
    right: "sell",
    body: batchUpdateBody,
    run: updateTicketBatch,
  });
  endpoint(routes, "put", `${one}/tickets/lock`, {
    right: "manage",
    body: lockBody,
    run: lockTickets,
  });
  endpoint(routes, "put", `${one}/tickets/unlock`, {
    right: "manage",
    body: unlockBody,
    run: unlockTickets,
  });
  endpoint(routes, "put", `${one}/tickets/seatrank`, {
    right: "manage",
    body: rankBody,
    run: rankTickets,
  });
  endpoint(routes, "put", `${one}/tickets/scanout`, {
    right: "scan",
    body: scanOutBody,
    run: scanTicketsOut,
  });
}
