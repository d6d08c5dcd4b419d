/**
 * Tickets by seat (contracts/ticketevolution.md 4.3): those that this partner sold, held or took. A
 * ticket's number is its date's x 1,000,000 and its serial.
 */
import type { Ticket } from "../../../core/domain.ts";
import { NUMBERS_WITHIN } from "../../../core/ids.ts";
import { TICKET_PAGES_MAX, TICKETS_PER_QUESTION } from "../../../core/limits.ts";
import { askDate } from "../../../date/client/call.ts";
import type { FoundDate } from "../../../registry/date-search.ts";
import { badRequest, done, notFound, paged, unavailable } from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { findDate } from "../catalogue/events.ts";
import { pageOf, readId } from "../query.ts";
import { money, time } from "../scalars.ts";
import { findGroup, groupNumber } from "./groups.ts";
import { groupProblem } from "./listings.ts";

const STATES = { held: "held", issued: "sold", used: "sold", void: "void" } as const;

function ticketObject(date: FoundDate, ticket: Ticket) {
  const number = date.number * NUMBERS_WITHIN + ticket.serial;
  const good = ticket.state === "issued" || ticket.state === "used";
  return {
    id: number,
    url: `/tickets/${number}`,
    seat: ticket.seat ?? String(ticket.serial),
    state: STATES[ticket.state],
    // A held place may still go back: what is not issued opens nothing.
    barcode: good ? ticket.barcode : null,
    price: money(ticket.amount),
    ticket_group_id: groupNumber(date, ticket.price),
    event_id: date.number,
    updated_at: time(ticket.changedAt),
  };
}

export const showTicket: Handler = async (call) => {
  const missing = notFound("Ticket", call.param("id"));
  const number = readId(call.param("id"));
  if (number === null) return missing;
  const date = await findDate(call, Math.floor(number / NUMBERS_WITHIN));
  if (date === null) return missing;
  const serial = number % NUMBERS_WITHIN;
  const found = await askDate(call.env, date.code, call.deadline, (stub) =>
    stub.tickets(serial - 1, 1),
  );
  if (!found.ok) return found.reason === "unavailable" ? unavailable : missing;
  const [ticket] = found.value;
  const isOurs = ticket?.serial === serial && ticket.channel === call.partner.id;
  return isOurs ? done(ticketObject(date, ticket)) : missing;
};

export const listTickets: Handler = async (call) => {
  const { query, partner } = call;
  if (query.text("ticket_group_id") === null) return badRequest("ticket_group_id is required.");
  const group = await findGroup(call, query.text("ticket_group_id"));
  if (!group.ok) return groupProblem(call, group.reason);
  const { date, price } = group.value;
  const tickets = await ticketsOf(call, date);
  if (tickets === null) return unavailable;
  const ours = tickets.filter(
    (ticket) =>
      ticket.channel === partner.id && ticket.price === price.id && ticket.state !== "void",
  );
  const rows = pageOf(ours, query.page).map((ticket) => ticketObject(date, ticket));
  return paged("tickets", rows, query.page, ours.length);
};

/** All of a date, some at a time; null when it can't be asked. */
async function ticketsOf({ env, deadline }: Call, date: FoundDate) {
  const tickets: Ticket[] = [];
  for (let page = 0; page < TICKET_PAGES_MAX; page++) {
    const after = tickets.at(-1)?.serial ?? 0;
    const some = await askDate(env, date.code, deadline, (stub) =>
      stub.tickets(after, TICKETS_PER_QUESTION),
    );
    if (!some.ok) return null;
    tickets.push(...some.value);
    if (some.value.length < TICKETS_PER_QUESTION) break;
  }
  return tickets;
}
