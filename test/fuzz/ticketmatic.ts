// The Ticketmatic door: an account that may see another event alone, saying strange things everywhere.
import { TICKETMATIC_BODY_BYTES_MAX } from "../../src/core/limits.ts";
import type { Dice } from "../support/dice.ts";
import { type Account, signed, timestamp } from "../support/ticketmatic-client.ts";
import { brokenBytes, HOSTILE, placesIn, withJsonAt } from "./hostile.ts";
import { type Probe, type Source, unannounced } from "./probe.ts";

export interface TicketmaticAim {
  readonly account: Account;
  /** Numbers of the account's own order and contact, and of an event that it may see. */
  readonly order: number;
  readonly contact: number;
  readonly event: number;
  readonly price: number;
}

const FIVE_MEGABYTES = 5_000_000;
const NUMBER_OF_NOBODY = 4_000_000_007;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const QUERIES =
  "filter simplefilter context limit offset orderby orderby_asc output searchterm lastupdatesince";

function callsOf({ order, contact, event, price }: TicketmaticAim): readonly Call[] {
  return [
    { method: "GET", path: "/events" },
    { method: "GET", path: "/orders" },
    { method: "GET", path: "/contacts" },
    { method: "GET", path: "/settings/pricing/pricetypes" },
    { method: "GET", path: `/events/${event}/tickets` },
    { method: "POST", path: "/orders", body: { saleschannelid: 1, events: [event] } },
    {
      method: "PUT",
      path: `/orders/${order}`,
      body: { customerid: contact, paymentscenarioid: 3, rappelts: "2090-01-01T00:00:00" },
    },
    {
      method: "POST",
      path: `/orders/${order}/tickets`,
      body: { onlysinglerow: false, tickets: [{ tickettypepriceid: price, ticketid: 5 }] },
    },
    {
      method: "PUT",
      path: `/orders/${order}/tickets`,
      body: { operation: "setticketholders", params: { ticketholderids: [contact] }, tickets: [5] },
    },
    { method: "DELETE", path: `/orders/${order}/tickets`, body: { tickets: [5] } },
    { method: "DELETE", path: "/orders", body: [5] },
    {
      method: "POST",
      path: "/orders/batch",
      body: {
        ids: [order],
        operation: "update",
        parameters: { updatefields: [{ key: "c_row", updatetype: "set", value: 5 }] },
      },
    },
    {
      method: "POST",
      path: `/orders/${order}/payments`,
      body: { amount: 0.5, paymentmethodid: 1 },
    },
    { method: "POST", path: `/orders/${order}/refunds`, body: { amount: 0.5, paymentid: 1 } },
    {
      method: "POST",
      path: `/orders/${order}/split`,
      body: { tickets: [5], customerid: 0, deliveryscenarioid: 3 },
    },
    { method: "POST", path: `/orders/${order}/pdf`, body: { tickets: [5] } },
    {
      method: "POST",
      path: "/contacts",
      body: {
        firstname: "Jo",
        email: "jo@example.test",
        birthdate: "1980-02-03",
        addresses: [{ street1: "a", countrycode: "NL" }],
        phonenumbers: [{ number: "5", typeid: 1 }],
        optins: [{ optinid: 1, status: 7602, info: {} }],
      },
    },
    { method: "PUT", path: `/contacts/${contact}`, body: { lastname: "Doe", addresses: [] } },
    { method: "POST", path: "/contacts/batch", body: { ids: [5], operation: "delete" } },
    {
      method: "POST",
      path: "/contacts/batch",
      body: {
        ids: [contact],
        operation: "update",
        parameters: { fields: {}, updatefields: [{ key: "c_row", updatetype: "set", value: 5 }] },
      },
    },
    {
      method: "POST",
      path: "/contacts/import",
      body: [{ firstname: "Jo", birthdate: "1980-02-03" }],
    },
    {
      method: "POST",
      path: "/events",
      body: { name: "x", contingents: [{ amount: 5, name: "y" }], startts: "2090-01-01T00:00:00Z" },
    },
    {
      method: "POST",
      path: "/events/batch",
      body: {
        ids: [event],
        operation: "update",
        parameters: { updatefields: [{ key: "name", value: "x" }] },
      },
    },
    {
      method: "PUT",
      path: `/events/${event}/tickets/lock`,
      body: { locktypeid: 1, ticketids: [5] },
    },
    {
      method: "PUT",
      path: `/events/${event}/tickets/seatrank`,
      body: { seatrankid: 1, ticketids: [5] },
    },
    {
      method: "PUT",
      path: `/events/${event}/tickets/batch`,
      body: [{ id: 5, barcode: "A-1", properties: {} }],
    },
    { method: "PUT", path: `/events/${event}/tickets/unlock`, body: { ticketids: [5] } },
    { method: "PUT", path: `/events/${event}/tickets/scanout`, body: { tickettypeids: [5] } },
  ];
}

/** No words without credentials, hostile values as whole bodies, and one word too many. */
export function ticketmaticCorpus(aim: TicketmaticAim): readonly Probe[] {
  const calls = callsOf(aim);
  const said = calls.filter(({ body }) => body !== undefined);
  const nothing = { ...aim, order: NUMBER_OF_NOBODY, contact: NUMBER_OF_NOBODY };
  const [order] = callsOf(nothing).filter(({ path }) => path.includes(String(NUMBER_OF_NOBODY)));
  return [
    ...calls.map((call): Probe => {
      const bare = probe(aim, call, "no credentials", { authorization: "" });
      return { ...bare, verdict: "refused", statuses: [401] };
    }),
    ...HOSTILE.flatMap(({ json }, index) =>
      said
        .filter((_, at) => at % 4 === index % 4)
        .map((call) =>
          probe(aim, call, `a body of ${json.slice(0, 20)}`, { body: Buffer.from(json) }),
        ),
    ),
    ...said.map((call) => probe(aim, call, "no JSON", { body: Buffer.from("nan") })),
    ...(order === undefined ? [] : [{ ...probe(aim, order, "of nobody", {}), statuses: [404] }]),
    ...said.map((call): Probe => {
      const body = Buffer.from('"'.padEnd(FIVE_MEGABYTES, "x"));
      return { ...probe(aim, call, "five megabytes", { body }), statuses: [413] };
    }),
    ...said.slice(0, 1).map((call): Probe => {
      const body = Buffer.from('"'.padEnd(TICKETMATIC_BODY_BYTES_MAX + 1, "x"));
      return { ...unannounced(probe(aim, call, "too large", { body })), statuses: [413] };
    }),
  ];
}

export function ticketmaticSources(aim: TicketmaticAim): readonly Source[] {
  const calls = callsOf(aim);
  const said = calls.filter(({ body }) => body !== undefined);
  const asked = calls.filter(({ body }) => body === undefined);
  return [
    (dice) => strangeValue(aim, dice.oneOf(said), dice),
    (dice) => strangeQuery(aim, dice.oneOf(asked), dice),
    (dice) => strangeNumber(aim, dice.oneOf(calls), dice),
    (dice) => broken(aim, dice.oneOf(said), dice),
    (dice) => wrongHeader(aim, dice.oneOf(calls), dice),
  ];
}

function strangeValue(aim: TicketmaticAim, call: Call, dice: Dice): Probe {
  const place = dice.oneOf(placesIn(call.body));
  const { json } = dice.oneOf(HOSTILE);
  const body = Buffer.from(withJsonAt(call.body, place, json));
  return probe(aim, call, `${place.join(".")} = ${json.slice(0, 40)}`, { body });
}

function strangeQuery(aim: TicketmaticAim, call: Call, dice: Dice): Probe {
  const { json } = dice.oneOf(HOSTILE);
  const value = dice.oneOf([
    () => json.slice(0, 2_000),
    () =>
      JSON.parse(
        dice.oneOf(['"%"', '"%zz"', '"+"', '"{"', '"[]"', '"select id from tm.event where"']),
      ) as string,
    () => `{"status":${json.slice(0, 500)}}`,
    () => `select id from tm.event where nameen = ${json.slice(0, 500)}`,
  ])();
  const key = dice.oneOf(QUERIES.split(" "));
  const query = `?${key}=${dice.chance(0.8) ? encodeURIComponent(value.toWellFormed()) : "%zz"}`;
  return probe(aim, { ...call, path: call.path + query }, key, {});
}

function strangeNumber(aim: TicketmaticAim, call: Call, dice: Dice): Probe {
  const number = dice.oneOf([
    "0",
    "-1",
    "1e3",
    "9007199254740993",
    "99999999999999999999",
    "%00",
    "5".repeat(300),
    "..",
    "5%2f6",
  ]);
  const path = call.path.replace(/\d+/, number);
  return probe(aim, { ...call, path }, `the number ${number.slice(0, 20)}`, {});
}

function broken(aim: TicketmaticAim, call: Call, dice: Dice): Probe {
  const body = brokenBytes(Buffer.from(JSON.stringify(call.body)), dice);
  return probe(aim, call, "broken bytes", { body });
}

/** A call that would be right: only the header stands before it. */
function wrongHeader({ account, ...aim }: TicketmaticAim, call: Call, dice: Dice): Probe {
  const right = signed(account);
  const authorization = dice.oneOf([
    () => right.slice(0, -1),
    () => `${right}0`,
    () => right.replace("key=", "key=x"),
    () => right.replace(/ts=\S+/, `ts=${timestamp(Date.now() - 1_000)}`),
    () => signed(account, `${account.name}x`),
    () => signed({ ...account, secret: `${account.secret}x` }),
    () => `Basic ${btoa(`${account.key}:${account.secret}x`)}`,
    () => "",
  ])();
  return {
    ...probe({ account, ...aim }, call, "wrong header", { authorization }),
    verdict: "refused",
    statuses: [401],
  };
}

function probe(
  { account }: TicketmaticAim,
  { method, path, body }: Call,
  name: string,
  wanted: { readonly body?: Buffer; readonly authorization?: string },
): Probe {
  const bytes = wanted.body ?? (body === undefined ? "" : JSON.stringify(body));
  return {
    name: `Ticketmatic ${method} ${path.slice(0, 60)}: ${name}`,
    method,
    path: `/api/1/${account.name}${path}`,
    headers: {
      "Content-Type": "application/json",
      Authorization: wanted.authorization ?? signed(account),
    },
    body: Buffer.from(bytes),
    verdict: "perhaps",
  };
}
