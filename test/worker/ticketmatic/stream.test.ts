// A stream of 20,000 tickets: pages are read from the date as the caller takes them, and no more of
// them when the caller has gone.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { TICKETMATIC_STREAM_PAGE_ROWS } from "../../../src/core/limits.ts";
import { app } from "../../../src/app.ts";
import { aDate, aPrice, barcodesOf, seatedArea, type TestDate } from "../a-date.ts";

const CONTEXT = { waitUntil: () => undefined, passThroughOnException: () => undefined };
const SEATS = 20_000;
const SOLD = 20;
/** One that is read before the head is sent, and one that the stream keeps ready. */
const AHEAD_MAX = 2;

let authorization: string;
let account: string;
let date: TestDate;

beforeAll(async () => {
  account = `tm-${crypto.randomUUID().slice(0, 8)}`;
  const response = await exports.default.fetch(
    new Request(`https://window.test/operator/v1/partners/${account}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
      body: JSON.stringify({ door: "ticketmatic", label: "Account" }),
    }),
  );
  const { publicKey, secret } = await response.json<{ publicKey: string; secret: string }>();
  authorization = `Basic ${btoa(`${publicKey}:${secret}`)}`;
  const rows = Array.from({ length: SEATS / 200 }, () => 200);
  const arena = seatedArea("arena", [200]);
  const [block] = arena.plan?.blocks ?? [];
  const [row] = block?.rows ?? [];
  const blocks = [
    {
      label: "arena",
      rows: rows.map((_, rank) => ({
        label: `R${rank}`,
        rank,
        seats: (row?.seats ?? []).map((seat) => ({ ...seat, id: `${rank}-${seat.pos}`, y: rank })),
      })),
    },
  ];
  const plan = { focus: { x: 0, y: 0 }, blocks };
  const areas = [{ ...arena, capacity: SEATS, plan }];
  date = await aDate({ areas, prices: [aPrice("full", "arena")] });
  const barcodes = Array.from({ length: SOLD }, () => crypto.randomUUID());
  expect(barcodesOf(await date.book({ barcodes }))).toHaveLength(SOLD);
  await runDurableObjectAlarm(date.stub);
});

/** The stream, and how many pages of it the date was asked for so far. */
async function open() {
  const asked = { pages: 0 };
  const dates = { getByName: (code: string) => counted(code, asked) };
  const request = new Request(
    `https://window.test/api/1/${account}/events/${date.config.number}/tickets`,
    { headers: { Authorization: authorization } },
  );
  const on = { ...env, EVENT_DATE: dates } as unknown as Env;
  const response = await app.fetch(request, on, CONTEXT as unknown as ExecutionContext);
  expect(response.status).toBe(200);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  return { reader, asked };
}

function counted(code: string, asked: { pages: number }): object {
  const stub = env.EVENT_DATE.getByName(code) as unknown as Record<string, Method>;
  return new Proxy(stub, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        if (name === "admissionsAfter" || name === "seatsAfter") asked.pages += 1;
        return stub[String(name)]?.(...args);
      },
  });
}

type Method = (...args: unknown[]) => Promise<unknown>;

/** Everything that goes on by itself has gone on. */
async function atRest(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await date.stub.state([]);
}

it("asks the date for a page when the caller takes one, and never runs ahead", async () => {
  const { reader, asked } = await open();
  await atRest();
  expect(asked.pages).toBeLessThanOrEqual(AHEAD_MAX + 1);
  let lines = 0;
  let largest = 0;
  for (let chunks = 1; ; chunks++) {
    const { done, value } = await reader.read();
    if (done) break;
    const here = new TextDecoder().decode(value).split("\n").length - 1;
    lines += here;
    largest = Math.max(largest, here);
    if (chunks % 10 === 0) await atRest();
    // Of the sold tickets the last page is empty: it makes no chunk.
    expect(asked.pages).toBeLessThanOrEqual(chunks + 1 + AHEAD_MAX);
  }
  expect([lines, largest]).toEqual([SEATS, TICKETMATIC_STREAM_PAGE_ROWS]);
});

it("asks for nothing more when the caller has gone", async () => {
  const { reader, asked } = await open();
  await reader.read();
  await reader.cancel();
  await atRest();
  const pages = asked.pages;
  expect(pages).toBeLessThanOrEqual(AHEAD_MAX + 2);
  await atRest();
  expect(asked.pages).toBe(pages);
});
