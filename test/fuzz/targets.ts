// What is attacked: a window with a date that must never change and a playground beside it.
import { aDate, aPrice, freshId, FULL_PRICE } from "../support/a-date.ts";
import { HMAC_KEY, OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { OperatorClient } from "../support/operator-client.ts";
import { aBooking, booked, PassCulture } from "../support/passculture-client.ts";
import { elsewhere } from "./elsewhere.ts";
import { operatorCorpus, operatorSources, readOperations } from "./operator.ts";
import { passcultureCorpus, passcultureSources } from "./passculture.ts";
import type { Probe, Source } from "./probe.ts";
import { aimAtSapiti, sapitiCorpus, sapitiSources } from "./sapiti.ts";
import { anAccount } from "../support/ticketmatic-account.ts";
import {
  aimAtTicketEvolution,
  ticketevolutionCorpus,
  ticketevolutionSources,
} from "./ticketevolution.ts";
import { type TicketmaticAim, ticketmaticCorpus, ticketmaticSources } from "./ticketmatic.ts";

export interface Targets {
  readonly corpus: readonly Probe[];
  readonly sources: readonly Source[];
  /** Everything about the date that must never change, as one text. */
  readonly fingerprint: () => Promise<string>;
}

/** Another door joins here, with its corpus and its sources. */
export async function openTargets(url: string): Promise<Targets> {
  const witness = await populated(url, "witness");
  const playground = await populated(url, "playground");
  const operations = await readOperations(url);
  const { stock: soldOut } = await aDate(new OperatorClient(url, OPERATOR_TOKEN), { capacity: 0 });
  const aim = { stock: `${witness.date}:full`, barcode: witness.barcode, soldOut };
  const sapiti = await aimAtSapiti(url, playground, witness);
  const ticketmatic = await ticketmaticAim(url, playground.event);
  const ticketevolution = await aimAtTicketEvolution(url, playground.event);
  return {
    corpus: [
      ...ticketevolutionCorpus(ticketevolution),
      ...ticketmaticCorpus(ticketmatic),
      ...sapitiCorpus(sapiti),
      ...passcultureCorpus(aim),
      ...operatorCorpus(operations, witness),
    ],
    sources: [
      ...passcultureSources(aim),
      ...sapitiSources(sapiti),
      ...operatorSources(operations, witness, playground),
      ...ticketmaticSources(ticketmatic),
      ...ticketevolutionSources(ticketevolution),
      elsewhere,
    ],
    fingerprint: () => fingerprint(url, witness.date, witness.event),
  };
}

/** An account of the other event alone, with an order and a contact of its own. */
async function ticketmaticAim(url: string, event: string): Promise<TicketmaticAim> {
  const tm = await anAccount({ server: { url } }, { events: [event] });
  const { data } = await tm.get("/events");
  const price = data[0].prices.contingents[0].pricetypes[0].tickettypepriceid;
  const contact = await tm.post("/contacts", { firstname: "Jo" });
  const { orderid } = await tm.post("/orders", { saleschannelid: 1 });
  await tm.post(`/orders/${orderid}/tickets`, { tickets: [{ tickettypepriceid: price }] });
  await tm.post(`/orders/${orderid}`);
  return { account: tm.account, order: orderid, contact: contact.id, event: data[0].id, price };
}

/** A date with a ticket, a hold, a block and a listing; the names are those of the document's fields. */
async function populated(url: string, event: string) {
  const operator = new OperatorClient(url, OPERATOR_TOKEN);
  const { id: date, stock } = await aDate(operator, { event, capacity: 1_000 });
  const passCulture = new PassCulture(url, { hmacKey: HMAC_KEY });
  const [barcode = ""] = booked(await passCulture.book(aBooking(stock))).barcodes;
  await operator.sell(date, "full", 1);
  const listed = freshId("listed");
  await operator.putListing("stock_id_at_provider", listed, date, "full");
  return {
    date,
    event,
    barcode,
    door: "passculture",
    kind: "stock_id_at_provider",
    listed,
    price: "full",
    area: "parterre",
    channel: "boxoffice",
    hold: "0".repeat(64),
    block: "block",
    device: `device-of-${event}`,
    areas: [{ id: "parterre", label: "Parterre", capacity: 1_000 }],
    prices: [aPrice("full", "parterre", FULL_PRICE)],
  };
}

async function fingerprint(url: string, date: string, event: string): Promise<string> {
  const paths = [
    `/dates/${date}`,
    `/dates/${date}/tickets?limit=500`,
    `/dates/${date}/audit`,
    `/dates/${date}/gates`,
    `/events/${event}`,
  ];
  const headers = { Authorization: `Bearer ${OPERATOR_TOKEN}` };
  const texts = await Promise.all(
    paths.map(async (path) => (await fetch(`${url}/operator/v1${path}`, { headers })).text()),
  );
  return texts.join("\n").replaceAll(/"unpublished":\d+/g, "");
}
