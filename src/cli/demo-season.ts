// The demo season: three events and eight dates, one of each kind that a venue meets. Loaded through
// the operator API, and only where it is missing, so that what was changed since stays changed.
import { request } from "node:http";
import { demoPlan } from "./demo-plan.ts";

/** What `npm run book` books when it is not told otherwise. */
export const DEMO_STOCK = "cyrano-premiere:full";
export const DEMO_AMOUNT = 1250;

const DAY_MS = 86_400_000;
const EVENING_MS = 19.5 * 3_600_000;
const DURATION_MS = 2.5 * 3_600_000;

const VENUE = { name: "Théâtre de l’Île", timeZone: "Europe/Paris" };
const EVENTS: Readonly<Record<string, string>> = {
  cyrano: "Cyrano de Bergerac",
  jazz: "Nuits du jazz",
  tosca: "Tosca",
};

const LABELS: Readonly<Record<string, string>> = {
  parterre: "Parterre",
  balcon: "Balcon",
  salle: "Salle",
};

interface DemoDate {
  readonly id: string;
  readonly shows: string;
  readonly event: string;
  readonly inDays: number;
  readonly capacities: Readonly<Record<string, number | null>>;
  readonly sold: number;
  readonly closed?: true;
  readonly seated?: true;
  readonly imported?: number;
}

const DATES: readonly DemoDate[] = [
  {
    id: "cyrano-premiere",
    shows: "plenty of seats",
    event: "cyrano",
    inDays: 30,
    capacities: { parterre: 300 },
    sold: 0,
  },
  {
    id: "cyrano-matinee",
    shows: "one seat left",
    event: "cyrano",
    inDays: 31,
    capacities: { parterre: 20 },
    sold: 19,
  },
  {
    id: "cyrano-derniere",
    shows: "sold out",
    event: "cyrano",
    inDays: 32,
    capacities: { parterre: 20 },
    sold: 20,
  },
  {
    id: "jazz-plein-air",
    shows: "unlimited",
    event: "jazz",
    inDays: 40,
    capacities: { parterre: null },
    sold: 0,
  },
  {
    id: "jazz-cave",
    shows: "closed",
    event: "jazz",
    inDays: 41,
    capacities: { parterre: 80 },
    sold: 0,
    closed: true,
  },
  {
    id: "tosca-gala",
    shows: "two prices in two areas",
    event: "tosca",
    inDays: 50,
    capacities: { parterre: 200, balcon: 60 },
    sold: 0,
  },
  {
    id: "tosca-salle",
    shows: "a seated plan of 400 seats",
    event: "tosca",
    inDays: 51,
    capacities: { salle: null },
    sold: 0,
    seated: true,
  },
  {
    id: "jazz-club",
    shows: "barcodes of the venue's own",
    event: "jazz",
    inDays: 42,
    capacities: { parterre: 50 },
    sold: 0,
    imported: 50,
  },
];

interface DemoPrice {
  readonly id: string;
  readonly area: string;
  readonly label: string;
  readonly amount: number;
  readonly currency: string;
}

const PRICES: Readonly<Record<string, DemoPrice>> = {
  parterre: {
    id: "full",
    area: "parterre",
    label: "Plein tarif",
    amount: DEMO_AMOUNT,
    currency: "EUR",
  },
  salle: { id: "full", area: "salle", label: "Plein tarif", amount: DEMO_AMOUNT, currency: "EUR" },
  balcon: { id: "balcon", area: "balcon", label: "Balcon", amount: 800, currency: "EUR" },
};

/** What a place of this stock costs in the demo season; elsewhere it is only a guess. */
export function demoAmount(stock: string): number {
  const price = Object.values(PRICES).find(({ id }) => stock.endsWith(`:${id}`));
  return price?.amount ?? DEMO_AMOUNT;
}

/** `id:price` of every demo date, with what it shows. */
export const demoStocks: readonly (readonly [stock: string, shows: string])[] = DATES.flatMap(
  ({ id, shows, capacities }) =>
    Object.keys(capacities).map(
      (area) => [`${id}:${area === "balcon" ? "balcon" : "full"}`, shows] as const,
    ),
);

/** Loads what is missing of the season and answers how many dates that were. */
export async function loadDemoSeason(url: string, operatorToken: string): Promise<number> {
  const call = operatorCaller(url, operatorToken);
  let loaded = 0;
  for (const date of DATES) {
    if ((await call("GET", `/dates/${date.id}`)).status === 200) continue;
    await expect2xx(
      call("PUT", `/events/${date.event}`, { title: EVENTS[date.event], venue: VENUE }),
    );
    await expect2xx(call("PUT", `/dates/${date.id}`, dateBody(date)));
    if (date.sold > 0) {
      const sale = { price: "full", quantity: date.sold, reference: `demo-${date.id}` };
      await expect2xx(call("POST", `/dates/${date.id}/sales`, sale));
    }
    if (date.imported !== undefined) {
      const place = "area=parterre&channel=passculture";
      const barcodes = Array.from({ length: date.imported }, (_, index) => `JAZZ-${1001 + index}`);
      await expect2xx(call("POST", `/dates/${date.id}/imports?${place}`, { barcodes }));
    }
    loaded += 1;
  }
  return loaded;
}

function dateBody({ event, inDays, capacities, closed, seated }: DemoDate): object {
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const startsAt = midnight + inDays * DAY_MS + EVENING_MS;
  return {
    event,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + DURATION_MS).toISOString(),
    status: closed === true ? "closed" : "on_sale",
    areas: Object.entries(capacities).map(([id, capacity]) => ({
      id,
      label: LABELS[id] ?? id,
      ...(seated === true ? { plan: demoPlan() } : { capacity }),
    })),
    prices: Object.keys(capacities).map((area) => PRICES[area]),
  };
}

interface Reply {
  readonly status: number;
  readonly text: string;
}
type OperatorCall = (method: string, path: string, body?: object) => Promise<Reply>;

const CALL_MS_MAX = 20_000;

function operatorCaller(url: string, token: string): OperatorCall {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
      const outgoing = request(
        `${url}/operator/v1${path}`,
        { method, headers, timeout: CALL_MS_MAX },
        (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.on("error", reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function expect2xx(reply: Promise<Reply>): Promise<void> {
  const { status, text } = await reply;
  if (status < 200 || status > 299) throw new Error(`the demo season was refused: ${text}`);
}
