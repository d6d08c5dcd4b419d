// What the inspector says of a signature is what the door does with it: the same random requests,
// right and spoilt in many ways, go to the window itself. INSPECTOR_RUNS for more of each scheme,
// INSPECTOR_SEED to see a run again.
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { explain } from "../../src/inspector/explain.ts";
import type { Question } from "../../src/inspector/request.ts";
import { Dice } from "../support/dice.ts";
import { type Draw, type Drawn, drawers, type Keys } from "./inspector/requests.ts";

declare module "vitest" {
  export interface ProvidedContext {
    readonly inspectorRuns: number;
    readonly inspectorSeed: number;
  }
}

const RUNS = inject("inspectorRuns") || 120;
const SEED = inject("inspectorSeed") || Math.floor(Math.random() * 2 ** 31);
/** So many requests share what they leave to be done after the answer. */
const TOGETHER = 40;
/** Both judge at one moment: a timestamp may lie at the very edge of what counts. */
const NOW = Date.parse("2027-03-14T15:09:26.535Z");
const DOORS = ["sapiti", "ticketmatic", "ticketevolution"] as const;

let keys: Keys;
let settings: Record<string, string>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  const partners = await Promise.all(DOORS.map(aPartner));
  const made = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const pair = made as CryptoKeyPair;
  const spki = (await crypto.subtle.exportKey("spki", pair.publicKey)) as ArrayBuffer;
  const pem = `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...new Uint8Array(spki)))}\n-----END PUBLIC KEY-----`;
  const [sapiti, ticketmatic, ticketevolution] = partners as [Pair, Pair, Pair];
  const passculture = env.PASSCULTURE_HMAC_KEYS;
  keys = { sapiti, ticketmatic, ticketevolution, passculture, pair, pem };
  settings = { PASSCULTURE_ED25519_KEYS: pem };
});

afterAll(() => {
  vi.useRealTimers();
});

type Pair = Keys["sapiti"];

async function aPartner(door: (typeof DOORS)[number]): Promise<Pair> {
  const id = `p-${crypto.randomUUID().slice(0, 18)}`;
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1/partners/${id}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      body: JSON.stringify({ door, label: door }),
    }),
  );
  const { publicKey, secret } = await response.json<{ publicKey: string; secret: string }>();
  expect(response.status).toBe(201);
  return { id, key: publicKey, secret };
}

/** What the window itself does with it. */
async function isLetIn(
  { method, url, headers, body }: Question["request"],
  context: ExecutionContext,
): Promise<boolean> {
  const init = { method, headers: headers.map(([name, value]) => [name, value]) };
  const request = new Request(url, method === "GET" ? init : { ...init, body });
  const response = await app.fetch(request, { ...env, ...settings }, context);
  return response.status !== 401;
}

async function compare({ question, sent }: Drawn, context: ExecutionContext): Promise<boolean> {
  const { verdict } = await explain({ ...question, now: NOW });
  const said = verdict.is === "right";
  const asked = JSON.stringify({ ...question, secret: "" });
  expect(await isLetIn(sent, context), `${verdict.is} for ${asked}`).toBe(said);
  return said;
}

async function compareAll(draw: Draw): Promise<void> {
  const dice = new Dice(SEED);
  for (let run = 0; run < RUNS; run += TOGETHER) {
    const context = createExecutionContext();
    for (let one = 0; one < Math.min(TOGETHER, RUNS - run); one++) {
      await compare(await draw(dice, keys), context);
    }
    await waitOnExecutionContext(context);
  }
}

/** Draws the first and the likely of everything: a request that nothing is wrong with. */
class SteadyDice extends Dice {
  constructor() {
    super(1);
  }

  override chance(probability: number): boolean {
    return probability >= 0.5;
  }

  override oneOf<Item>(items: readonly Item[]): Item {
    return items[0] as Item;
  }
}

describe(`${RUNS} requests of each scheme, seed ${SEED}`, () => {
  const schemes = Object.entries(drawers);

  it.each(schemes)("%s: the verdicts are the door's own", async (_, draw) => {
    await compareAll(draw);
  });

  it.each(schemes)("%s: right when all is well, wrong by one digit", async (_, draw) => {
    const context = createExecutionContext();
    const { question, sent } = await draw(new SteadyDice(), keys);
    expect(await compare({ question, sent }, context)).toBe(true);
    const { given } = question;
    const other = given.startsWith("0") ? `1${given.slice(1)}` : `0${given.slice(1)}`;
    const spoilt = JSON.parse(JSON.stringify(sent).replaceAll(given, other)) as typeof sent;
    expect(await compare({ question: { ...question, given: other }, sent: spoilt }, context)).toBe(
      false,
    );
    await waitOnExecutionContext(context);
  });
});
