// The Ticket Evolution door: a token that may see another event alone, saying strange things
// everywhere, and right words under wrong signatures.
import { createHmac } from "node:crypto";
import { TICKETEVOLUTION_BODY_BYTES_MAX } from "../../src/core/limits.ts";
import { aTicketEvolutionPartner } from "../support/a-ticketevolution-partner.ts";
import type { Dice } from "../support/dice.ts";
import { type Credentials, percent, told } from "../support/ticketevolution-client.ts";
import { brokenBytes, HOSTILE, placesIn, withJsonAt } from "./hostile.ts";
import { type Probe, type Source, unannounced } from "./probe.ts";

const MAC_BYTES = 32;
const PAST_THE_CAP = '"'.padEnd(TICKETEVOLUTION_BODY_BYTES_MAX + 1, "x");
const PARTS = ["email_addresses", "phone_numbers", "addresses"] as const;
const QUERIES =
  "q event_id ticket_group_id order_by name occurs_at.gte occurs_at.lt updated_at page per_page";

/** No order, no date, no group of places and no route has these names. */
const OF_NOBODY = ["orders", "events", "ticket_groups", "clients", "nothing"].map(
  (of) => `/v9/${of}/4000000007`,
);

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface TicketEvolutionAim {
  readonly host: string;
  readonly credentials: Credentials;
  readonly calls: readonly Call[];
}

/** A token of this event alone, with an order, a hold, a take and a client of its own. */
export async function aimAtTicketEvolution(
  url: string,
  event: string,
): Promise<TicketEvolutionAim> {
  const { client, credentials } = await aTicketEvolutionPartner(
    { server: { url } },
    { events: [event] },
  );
  const [date] = told(await client.get("/events")).events;
  const [group] = told(await client.get("/ticket_groups", { event_id: date.id })).ticket_groups;
  const [buyer] = told(
    await client.post("/clients", {
      clients: [{ name: "Jo", addresses: [{ street_address: "x" }] }],
    }),
  ).clients;
  const item = { ticket_group_id: group.id, quantity: 1, price: group.wholesale_price };
  const wanted = {
    seller_id: 1,
    client_id: buyer.id,
    shipped_items: [{ type: "Eticket", items: [item] }],
  };
  const [order] = told(await client.post("/orders", { orders: [wanted] })).orders;
  const { hold } = told(await client.post(`/ticket_groups/${group.id}/hold`, { quantity: 1 }));
  const { take } = told(await client.post(`/ticket_groups/${group.id}/take`, { quantity: 1 }));
  const ids = { date: date.id, group: group.id, client: buyer.id, order: order.id };
  const calls = callsOf({ ...ids, hold: hold.id, take: take.id }, wanted);
  return { host: new URL(url).host, credentials, calls };
}

type Ids = Readonly<Record<"date" | "group" | "client" | "order" | "hold" | "take", string>>;

function callsOf({ date, group, client, order, hold, take }: Ids, wanted: unknown): Call[] {
  const get = (path: string): Call => ({ method: "GET", path: `/v9${path}` });
  const post = (path: string, body: unknown): Call => ({
    method: "POST",
    path: `/v9${path}`,
    body,
  });
  const review = { reviewer_id: 1, reason: "Test Order", rejection_notes: "x" };
  const v10 = { ticket_group: { id: group, price: "99.0", quantity: 1 }, client_id: client };
  return [
    ...["brokerages", "offices", "users", "venues", "performers", "events"].flatMap((name) => [
      get(`/${name}`),
      get(`/${name}/search`),
      get(`/${name}/1`),
    ]),
    ...["categories", "configurations", "clients", "orders", "shipments"].map((name) =>
      get(`/${name}`),
    ),
    get(`/events/${date}/stats`),
    get(`/ticket_groups?event_id=${date}`),
    get(`/listings?event_id=${date}`),
    get(`/tickets?ticket_group_id=${group}`),
    get(`/orders/${order}/print_etickets`),
    get("/filtered_tickets/held"),
    post(`/ticket_groups/${group}/hold`, {
      quantity: 1,
      price: "12.5",
      low_seat: "A1",
      held_for_type: "Client",
      held_for_id: client,
      hold_until: "2031-01-01T00:00:00Z",
      notes: "x",
    }),
    post(`/ticket_groups/${group}/update_hold/${hold}`, { hold_until: "2031-01-01T00:00:00Z" }),
    post(`/ticket_groups/${group}/release_take/${take}`, { quantity: 1 }),
    post(`/ticket_groups/${group}/broadcast`, { broadcast: true }),
    post("/clients", { clients: [{ name: "x", email_addresses: [{ address: "x" }] }] }),
    { method: "PUT", path: `/v9/clients/${client}`, body: { name: "x", tags: ["x"] } },
    ...PARTS.map((kind) => post(`/clients/${client}/${kind}`, { [kind]: [{ label: "x" }] })),
    post("/orders", { orders: [wanted] }),
    post("/orders/open", { orders: [wanted] }),
    { method: "POST", path: "/v10/orders", body: { order: v10 } },
    ...["accept", "reject", "complete", "cancel", "return", "pend_to_seller"].map((action) =>
      post(`/orders/${order}/${action}`, { ...review, seats: ["1"], amount: "1.0" }),
    ),
    post(`/orders/${order}/deliver_etickets`, { etickets: ["x"] }),
    { method: "PATCH", path: `/v9/orders/${order}`, body: { reference: "x", po_number: "x" } },
  ];
}

/** Each bit of a signature, and what is no signature at all. */
export function ticketevolutionCorpus(aim: TicketEvolutionAim): readonly Probe[] {
  const call = { method: "POST", path: "/v9/clients", body: { clients: [{ name: "Never" }] } };
  const right = signatureOf(aim, call, Buffer.from(JSON.stringify(call.body)));
  const wrong = [
    ...Array.from({ length: 8 * MAC_BYTES }, (_, bit) => flipped(right, bit)),
    "",
    " ",
    "=",
    right.slice(0, -1),
    `${right}=`,
    right.toLowerCase(),
    `${right},${right}`,
    Buffer.from(right, "base64").toString("hex"),
  ].filter((signature) => signature !== right);
  return [
    ...wrong.map((signature) => refusedProbe(aim, call, signature)),
    ...HOSTILE.map(({ json }) => probe(aim, call, `the body ${json.slice(0, 40)}`, json)),
    ...OF_NOBODY.map((path): Probe => ({
      ...probe(aim, { method: "GET", path }, "of nobody", ""),
      statuses: [404],
    })),
    { ...probe(aim, call, "five megabytes", '"'.padEnd(5_000_000, "x")), statuses: [413] },
    { ...unannounced(probe(aim, call, "too large", PAST_THE_CAP)), statuses: [413] },
  ];
}

export function ticketevolutionSources(aim: TicketEvolutionAim): readonly Source[] {
  const said = aim.calls.filter(({ body }) => body !== undefined);
  const asked = aim.calls.filter(({ body }) => body === undefined);
  return [
    (dice) => strangeValue(aim, dice.oneOf(said), dice),
    (dice) => strangeQuery(aim, dice.oneOf(asked), dice),
    (dice) => strangeNumber(aim, dice.oneOf(aim.calls), dice),
    (dice) => broken(aim, dice.oneOf(said), dice),
    (dice) => wrongSignature(aim, dice.oneOf(said), dice),
  ];
}

function strangeValue(aim: TicketEvolutionAim, call: Call, dice: Dice): Probe {
  const place = dice.oneOf(placesIn(call.body));
  const { json } = dice.oneOf(HOSTILE);
  const body = withJsonAt(call.body, place, json);
  return probe(aim, call, `${place.join(".")} = ${json.slice(0, 40)}`, body);
}

function strangeQuery(aim: TicketEvolutionAim, call: Call, dice: Dice): Probe {
  const { json } = dice.oneOf(HOSTILE);
  const key = dice.oneOf(QUERIES.split(" "));
  const value = dice.chance(0.9) ? percent(json.slice(0, 1_000).toWellFormed()) : "%zz";
  const path = `${call.path.split("?")[0]}?${key}=${value}`;
  return probe(aim, { ...call, path }, key, "");
}

function strangeNumber(aim: TicketEvolutionAim, call: Call, dice: Dice): Probe {
  const number = dice.oneOf([
    "0",
    "-1",
    "1e3",
    "9007199254740993",
    "9".repeat(20),
    "%00",
    "..",
    "5%2f6",
    "5".repeat(300),
  ]);
  const path = call.path.replace(/(?<=\/v\d+\/.*)\d+/, number);
  return probe(aim, { ...call, path }, `the number ${number.slice(0, 20)}`, bodyOf(call));
}

function broken(aim: TicketEvolutionAim, call: Call, dice: Dice): Probe {
  return probe(aim, call, "broken bytes", brokenBytes(Buffer.from(bodyOf(call)), dice));
}

/** A call that would be right: only the signature stands before it. */
function wrongSignature(aim: TicketEvolutionAim, call: Call, dice: Dice): Probe {
  const right = signatureOf(aim, call, Buffer.from(bodyOf(call)));
  const other = { ...aim, credentials: { ...aim.credentials, secret: "another-secret" } };
  return refusedProbe(
    aim,
    call,
    dice.oneOf([
      () => flipped(right, dice.whole(0, 8 * MAC_BYTES - 1)),
      () => signatureOf(other, call, Buffer.from(bodyOf(call))),
      () => signatureOf(aim, call, Buffer.from(`${bodyOf(call)} `)),
      () => signatureOf(aim, { ...call, method: "DELETE" }, Buffer.from(bodyOf(call))),
      () => signatureOf(aim, { ...call, path: `${call.path}/` }, Buffer.from(bodyOf(call))),
      () => "",
    ])(),
  );
}

function refusedProbe(aim: TicketEvolutionAim, call: Call, signature: string): Probe {
  const right = probe(aim, call, "a wrong signature", bodyOf(call));
  const headers = { ...right.headers, "X-Signature": signature };
  return { ...right, headers, verdict: "refused", statuses: [401] };
}

function bodyOf({ body }: Call): string {
  return body === undefined ? "" : JSON.stringify(body);
}

/** What is signed: method, host, path, `?`, and the query of a GET or else the body. */
function signatureOf({ host, credentials }: TicketEvolutionAim, call: Call, body: Buffer): string {
  const [path = "", query = ""] = call.path.split("?");
  const data = call.method === "GET" ? Buffer.from(query) : body;
  const text = Buffer.concat([Buffer.from(`${call.method} ${host}${path}?`), data]);
  return createHmac("sha256", credentials.secret).update(text).digest("base64");
}

function flipped(signature: string, bit: number): string {
  const bytes = Buffer.from(signature, "base64");
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString("base64");
}

function probe(aim: TicketEvolutionAim, call: Call, name: string, body: string | Buffer): Probe {
  const bytes = Buffer.from(body);
  return {
    name: `Ticket Evolution ${call.method} ${call.path.slice(0, 60)}: ${name}`,
    method: call.method,
    path: call.path,
    headers: {
      "Content-Type": "application/json",
      "X-Token": aim.credentials.token,
      "X-Signature": signatureOf(aim, call, bytes),
    },
    body: bytes,
    verdict: "perhaps",
  };
}
