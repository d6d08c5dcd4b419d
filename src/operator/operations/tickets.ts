/** Tickets: those of a date, one by its barcode, its cancellation and its holder. */
import * as z from "zod";
import { readings } from "../../core/barcode.ts";
import { dateCode } from "../../core/ids.ts";
import { TICKETS_PER_PDF_MAX } from "../../core/limits.ts";
import { refused } from "../../core/result.ts";
import { ticketsLink } from "../../core/ticket-link.ts";
import { askDate } from "../../date/client/call.ts";
import { cancelByBarcode } from "../../date/client/cancel.ts";
import { locate } from "../../date/client/locate.ts";
import { secret } from "../../env.ts";
import { totalsByChannel } from "../../registry/barcodes.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem, ticketReply } from "../replies.ts";
import * as schema from "../schema.ts";

const params = z.object({ barcode: schema.barcode });
const refusals = { 404: "No ticket has this barcode" };
const alreadyUsed = problem(409, "Already used", "The ticket was scanned at the entrance.");

const getTickets = operation({
  id: "listTickets",
  method: "get",
  path: "/dates/{date}/tickets",
  tag: "Tickets",
  summary: "The tickets of a date, by serial number",
  params: z.object({ date: schema.id }),
  query: schema.page.extend({ after: z.coerce.number().int().min(0).default(0) }),
  answer: z.object({ tickets: z.array(schema.ticket), next: z.int().nullable() }),
  success: [200],
  refusals: { 404: "There is no such date" },
  async run({ env, params: at, query, deadline }) {
    const code = await dateCode(at.date);
    const tickets = await askDate(env, code, deadline, (stub) =>
      stub.tickets(query.after, query.limit),
    );
    if (!tickets.ok) return dateProblem(tickets);
    const full = tickets.value.length === query.limit;
    const next = full ? (tickets.value.at(-1)?.serial ?? null) : null;
    return done({ tickets: tickets.value.map((row) => ticketReply(at.date, row)), next });
  },
});

const getTicket = operation({
  id: "getTicket",
  method: "get",
  path: "/tickets/{barcode}",
  tag: "Tickets",
  summary: "One ticket by its barcode",
  params,
  answer: schema.ticket,
  success: [200],
  refusals,
  async run({ env, params: at, deadline }) {
    const place = await locate(env, at.barcode, deadline);
    if (!place.ok) return dateProblem(place);
    const { code, barcode } = place.value;
    const ticket = await askDate(env, code, deadline, (stub) => stub.ticket(barcode));
    if (!ticket.ok) return dateProblem(ticket);
    return ticket.value === null
      ? dateProblem(refused("unknown_barcode"))
      : done(ticketReply(ticket.value.date, ticket.value));
  },
});

const getHolder = operation({
  id: "getHolder",
  method: "get",
  path: "/tickets/{barcode}/holder",
  tag: "Tickets",
  summary: "Who holds a ticket",
  description:
    "The only answer that names a holder. Many are minors: ask only when someone stands at the " +
    "door. Both fields are null once they are erased.",
  params,
  answer: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  success: [200],
  refusals,
  async run({ env, params: at, deadline }) {
    const place = await locate(env, at.barcode, deadline);
    if (!place.ok) return dateProblem(place);
    const { code, barcode } = place.value;
    const holder = await askDate(env, code, deadline, (stub) => stub.holder(barcode));
    return holder.ok ? done(holder.value ?? { name: null, email: null }) : dateProblem(holder);
  },
});

const postCancellation = operation({
  id: "cancelTicket",
  method: "post",
  path: "/tickets/{barcode}/cancellation",
  tag: "Tickets",
  summary: "Cancel a ticket of any channel",
  description:
    "Can be repeated. The place is free at once. A channel that sold the ticket is not told: " +
    "cancel a pass Culture booking at pass Culture, or refund it there.",
  params,
  answer: z.object({
    cancelled: z.int().describe("0 when it was void already"),
    remaining: z.int().nullable().describe("What the ticket's channel can still buy of its price"),
  }),
  success: [200],
  refusals: { ...refusals, 409: "It was scanned and the date is not over" },
  async run({ env, params: at, deadline }) {
    const barcodes = readings(at.barcode);
    const outcome = await cancelByBarcode(env, { deadline, channel: null, barcodes });
    if (outcome.ok) return done(outcome.value);
    return outcome.reason === "already_used" ? alreadyUsed : dateProblem(outcome);
  },
});

const postLink = operation({
  id: "linkTickets",
  method: "post",
  path: "/ticket-links",
  tag: "Tickets",
  summary: "A link to several tickets as one PDF, for the person who bought them",
  description:
    "Whoever has the link can print these tickets, for as long as they exist; a void one is printed " +
    "as void. Add `&format=80mm` for a ticket printer. One ticket needs no link: its page is " +
    "`/t/{barcode}`, its PDF `/t/{barcode}.pdf`.",
  body: z.strictObject({
    barcodes: z
      .array(schema.barcode.regex(/^\S+$/, "must have no spaces"))
      .min(1)
      .max(TICKETS_PER_PDF_MAX),
  }),
  answer: z.object({ url: z.url() }),
  success: [200],
  async run({ c, env, body }) {
    const key = secret(env, "BARCODE_KEY");
    if (!key.ok) return dateProblem(key);
    const path = await ticketsLink(key.value, body.barcodes);
    return done({ url: new URL(path, c.req.url).href });
  },
});

const getChannels = operation({
  id: "countByChannel",
  method: "get",
  path: "/channels",
  tag: "Tickets",
  summary: "Tickets of all dates by channel and state",
  description: "From the registry: at most about a second old.",
  answer: z.object({
    channels: z.array(
      z.object({
        channel: z.string(),
        held: z.int(),
        issued: z.int(),
        used: z.int(),
        void: z.int(),
      }),
    ),
  }),
  success: [200],
  async run({ env }) {
    return done({ channels: await totalsByChannel(env.REGISTRY) });
  },
});

export const ticketOperations = [
  getTickets,
  getTicket,
  getHolder,
  postCancellation,
  postLink,
  getChannels,
];
