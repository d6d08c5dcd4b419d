// The Sapiti door: every route of its client with hostile words in its body and its path, and wrong
// signatures over right ones. Its application sees the playground alone, and a scanner too.
import { anApplication, aSale, hold } from "../support/a-sapiti-house.ts";
import type { Dice } from "../support/dice.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { OperatorClient } from "../support/operator-client.ts";
import { phpDate, phpJson, type Sapiti } from "../support/sapiti-client.ts";
import { type Expected, flawsOf } from "../support/sapiti-decoder.ts";
import { isRefusal } from "../support/sapiti-method.ts";
import { CLIENT_METHODS } from "../support/sapiti-methods.ts";
import { type Attempt, attempts, type Belongings, pathOf } from "../support/sapiti-routes.ts";
import type { HouseIds, Json } from "../support/sapiti-words.ts";
import { brokenBytes, HOSTILE, placesIn, withJsonAt } from "./hostile.ts";
import type { Probe, Source } from "./probe.ts";

const SIGNATURE_CHARACTERS = 64;
const OFF_MS = 600_000;

export interface SapitiAim {
  readonly client: Sapiti;
  /** What it has in the playground; with the witness's ids it asks for what it must not have. */
  readonly own: Belongings;
  readonly forbidden: HouseIds;
}

export async function aimAtSapiti(
  url: string,
  playground: { readonly event: string; readonly date: string },
  witness: { readonly event: string; readonly date: string },
): Promise<SapitiAim> {
  const window = { server: { url }, operator: new OperatorClient(url, OPERATOR_TOKEN) };
  const { client } = await anApplication(window, { events: [playground.event], lacks: [] });
  const house = idsOf(playground);
  const [product] = await hold(client, house);
  const { order, products, codes } = await aSale(client, house);
  const contact = await client.ask("POST", "contacts/", { lastname: "Love" });
  const payment = await client.ask("POST", "shop/orders/payments/", {
    orderid: order,
    paymentmethodid: "cash",
    value: { amount: 1, expectedamount: 0, currency: "EUR" },
  });
  const own: Belongings = {
    house,
    order,
    codes,
    openOrder: String(product?.["orderid"]),
    openProduct: String(product?.["id"]),
    product: String(products[0]?.["id"]),
    payment: String(payment["id"]),
    contact: String(contact["id"]),
    venue: "VEN-x",
  };
  return { client, own, forbidden: idsOf(witness) };
}

function idsOf({ event, date }: { readonly event: string; readonly date: string }): HouseIds {
  return { event, date: { id: date }, stock: `STK-${date}` };
}

/** Wrong signatures and times over right words, and hostile values as whole bodies. */
export function sapitiCorpus({ client, own }: SapitiAim): readonly Probe[] {
  const [known] = attempts(own) as [Attempt];
  const right = client.body(known.body);
  const signature = String(right["signature"]);
  const unsigned = (name: string, changes: Json): Probe => ({
    ...probe(`Sapiti: ${name}`, known, phpJson({ ...right, ...changes })),
    verdict: "refused",
    statuses: [401],
  });
  const flipped = Array.from({ length: SIGNATURE_CHARACTERS }, (_, at) => {
    const digit = signature[at] === "0" ? "1" : "0";
    return unsigned(`digit ${at}`, {
      signature: signature.slice(0, at) + digit + signature.slice(at + 1),
    });
  });
  return [
    ...flipped,
    ...Array.from({ length: SIGNATURE_CHARACTERS }, (_, end) =>
      unsigned(`cut at ${end}`, { signature: signature.slice(0, end) }),
    ),
    unsigned("stale", client.body({}, phpDate(Date.now() - OFF_MS))),
    unsigned("of the future", client.body({}, phpDate(Date.now() + OFF_MS))),
    unsigned("of nobody", { publickey: "nobody" }),
    ...HOSTILE.map(({ json }) => probe(`Sapiti: a body of ${json.slice(0, 20)}`, known, json)),
    ...attempts(own).flatMap(({ ids = [], ...attempt }) => {
      const nobody = { ...attempt, ids: ids.map(() => "nobody") };
      const body = phpJson(client.body(attempt.body));
      return ids.length === 0 ? [] : [probe("Sapiti: of nobody", nobody, body)];
    }),
    ...attempts(own).map((attempt) => probe("Sapiti: no credentials", attempt, "{}", [400, 401])),
  ];
}

export function sapitiSources({ client, own, forbidden }: SapitiAim): readonly Source[] {
  const all = attempts(own);
  const others = attempts({ ...own, house: forbidden });
  return [
    (dice) => hostileValue(client, dice.oneOf(dice.chance(0.8) ? all : others), dice),
    (dice) => hostileId(client, dice.oneOf(all), dice),
    (dice) => brokenBody(client, dice.oneOf(all), dice),
  ];
}

function hostileValue(client: Sapiti, attempt: Attempt, dice: Dice): Probe {
  const body = client.body({ ...attempt.body, entry_count: 5, entry_start: 0, limit: 3 });
  const place = dice.oneOf(placesIn(body));
  const { json } = dice.oneOf(HOSTILE);
  const name = `Sapiti: ${attempt.method} ${attempt.path} ${place.join(".")} = ${json.slice(0, 30)}`;
  return probe(name, attempt, withJsonAt(body, place, json));
}

const IDS =
  "x __proto__ constructor .. . %00 %ff %2e%2e 0 -1 9007199254740993 1e3 1-1 0-0 STK- PLAN- CT- " +
  "categories duplicate stocks payments tickets pdf control attach ' ; é";

function hostileId(client: Sapiti, attempt: Attempt, dice: Dice): Probe {
  const id = dice.chance(0.9) ? dice.oneOf(IDS.split(" ")) : "x".repeat(dice.whole(1, 2_000));
  const path = encodeURI(pathOf({ ...attempt, ids: [id, id] })).replaceAll("%25", "%");
  const slashes = "/".repeat(dice.whole(0, 3));
  const body = phpJson(client.body(attempt.body));
  const name = `Sapiti: ${attempt.method} ${attempt.path} with ${id.slice(0, 30)}`;
  // Another id may make it another route.
  const flaws = (answer: string) => flawsIn(answer, "anything");
  return { ...probe(name, attempt, body), path: `/v1/${path}${slashes}`, flaws };
}

function brokenBody(client: Sapiti, attempt: Attempt, dice: Dice): Probe {
  const body = brokenBytes(Buffer.from(phpJson(client.body(attempt.body))), dice);
  return { ...probe(`Sapiti: broken ${attempt.path}`, attempt, ""), body };
}

/** What the client's method expects, by its route. */
const EXPECTED = new Map<string, Expected>(
  CLIENT_METHODS.flatMap(({ method, path, answer }) =>
    isRefusal(answer) ? [] : [[`${method} ${path.replace(/\/$/, "")}`, answer] as const],
  ),
);

function flawsIn(text: string, expected: Expected): readonly string[] {
  const envelope = JSON.parse(text) as { readonly error?: unknown };
  return flawsOf(envelope, envelope.error === undefined ? expected : "anything");
}

function probe(name: string, attempt: Attempt, body: string, statuses?: readonly number[]): Probe {
  return {
    name,
    method: attempt.method,
    path: `/v1/${pathOf(attempt)}/`,
    headers: { "Content-Type": "application/json" },
    body: Buffer.from(body),
    verdict: "perhaps",
    flaws: (text) => flawsIn(text, EXPECTED.get(`${attempt.method} ${attempt.path}`) ?? "anything"),
    ...(statuses === undefined ? {} : { statuses }),
  };
}
