// The log of calls keeps to its limits by the clock, and a queue that can't be emptied to its own.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { CallQueue } from "../../src/calls/queue.ts";
import { callId, type PartnerCall } from "../../src/core/calls.ts";
import {
  CALLS_KEPT_MS,
  CALLS_PER_FLUSH_MAX,
  CALLS_PER_PARTNER_MAX,
  CALLS_QUEUED_MAX,
  DAY_MS,
} from "../../src/core/limits.ts";
import { countOmitted, listCalls, tellCalls } from "../../src/registry/calls.ts";

const NOW = Date.parse("2031-05-04T20:00:00Z");
const ANY = { partner: null, door: null, status: null, since: 0, before: "" } as const;
const EVERY = { ...ANY, between: [100, 599] as const };

function aCall(at: number, changes: Partial<PartnerCall> = {}): PartnerCall {
  const requestId = crypto.randomUUID();
  const call = { door: "sapiti", method: "GET", route: "/v1/*", status: 200, ms: 3 };
  const who = { partner: "shop", proven: true, key: null };
  const id = callId(at, requestId);
  return { id, requestId, at, ...call, ...who, reason: null, detail: null, ...changes };
}

const many = (count: number, at: number, changes: Partial<PartnerCall> = {}) =>
  Array.from({ length: count }, (_, index) => aCall(at + index, changes));

async function tell(calls: readonly PartnerCall[], now: number): Promise<void> {
  for (let from = 0; from < calls.length; from += CALLS_PER_FLUSH_MAX) {
    const batch = calls.slice(from, from + CALLS_PER_FLUSH_MAX);
    await tellCalls(
      env.REGISTRY,
      batch.map((call) => ({ ...call, omitted: 0 })),
      now,
    );
  }
}

async function rows(): Promise<number> {
  const row = await env.REGISTRY.prepare("SELECT count(*) AS n FROM calls").first<{ n: number }>();
  return row?.n ?? Number.NaN;
}

beforeEach(async () => {
  await env.REGISTRY.prepare("DELETE FROM calls").run();
});

describe("the log", () => {
  it(`keeps the newest ${CALLS_PER_PARTNER_MAX} of each partner`, async () => {
    const calls = many(CALLS_PER_PARTNER_MAX + 250, NOW);
    await tell(many(3, NOW, { partner: "other" }), NOW);
    await tell(calls, NOW);
    expect(await rows()).toBe(CALLS_PER_PARTNER_MAX + 3);
    const oldest = calls.at(-CALLS_PER_PARTNER_MAX)?.id ?? "";
    const older = { ...EVERY, partner: "shop", before: oldest };
    expect(await listCalls(env.REGISTRY, older, 10, NOW)).toEqual([]);
  });

  it("does not let who only says to be a partner push its calls out", async () => {
    await tell(many(3, NOW), NOW);
    await tell(many(CALLS_PER_PARTNER_MAX + 50, NOW + 1_000, { proven: false, status: 401 }), NOW);
    const accepted = { ...EVERY, between: [200, 299] as const };
    expect(await listCalls(env.REGISTRY, accepted, 10, NOW)).toHaveLength(3);
    expect(await rows()).toBe(CALLS_PER_PARTNER_MAX + 3);
  });

  it("shows nothing older than 7 days, and lets it go with the next batch", async () => {
    expect(CALLS_KEPT_MS).toBe(7 * DAY_MS);
    await tell([aCall(NOW)], NOW);
    const listed = async (now: number) => (await listCalls(env.REGISTRY, EVERY, 10, now)).length;
    expect(await listed(NOW + CALLS_KEPT_MS)).toBe(1);
    expect(await listed(NOW + CALLS_KEPT_MS + 1)).toBe(0);
    await tell([aCall(NOW + CALLS_KEPT_MS + 1)], NOW + CALLS_KEPT_MS + 1);
    expect(await rows()).toBe(1);
  });

  it("that is told a batch again holds each call once", async () => {
    const calls = many(5, NOW);
    await tell(calls, NOW);
    await tell(calls, NOW);
    expect(await rows()).toBe(5);
  });
});

/** A registry that does not answer, until it does. */
function aFailingRegistry() {
  const state = { down: true };
  const registry = {
    prepare: (query: string) => env.REGISTRY.prepare(query),
    batch: (statements: D1PreparedStatement[]) =>
      state.down ? Promise.reject(new Error("D1_ERROR: down")) : env.REGISTRY.batch(statements),
  };
  return { state, queue: new CallQueue(registry as unknown as D1Database) };
}

it("a crowd of calls that went well leaves room for refused ones", async () => {
  const { state, queue } = aFailingRegistry();
  const keep = (call: PartnerCall) => queue.keep(call, () => undefined, NOW);
  for (const call of many(CALLS_PER_FLUSH_MAX + 20, NOW)) keep(call);
  expect([queue.hasRoom(false), queue.hasRoom(true)]).toEqual([false, true]);
  for (const call of many(7, NOW + 10_000, { status: 409 })) keep(call);
  state.down = false;
  await queue.tellAll(NOW);
  expect(await rows()).toBe(CALLS_PER_FLUSH_MAX + 7);
  expect(await countOmitted(env.REGISTRY, NOW)).toBe(20);
});

describe("a queue whose registry is down", () => {
  it("promises one request's time and no more, and keeps what fits", async () => {
    const { state, queue } = aFailingRegistry();
    const promised: Promise<unknown>[] = [];
    const calls = many(CALLS_QUEUED_MAX + 30, NOW, { status: 401 });
    for (const call of calls) queue.keep(call, (work) => promised.push(work), NOW);
    expect(promised).toHaveLength(1);
    expect(queue.hasRoom(true)).toBe(false);
    await Promise.all(promised);
    queue.keep(aCall(NOW), (work) => promised.push(work), Date.now());
    expect(promised).toHaveLength(1);
    state.down = false;
    await queue.tellAll(NOW);
    expect(await rows()).toBe(CALLS_QUEUED_MAX);
    expect(await countOmitted(env.REGISTRY, NOW)).toBe(31);
    expect((await listCalls(env.REGISTRY, EVERY, 1, NOW))[0]?.id).toBe(
      calls.at(CALLS_QUEUED_MAX - 1)?.id,
    );
  });
});

it("a promise that was not kept is given up, and another request tells", () => {
  const { queue } = aFailingRegistry();
  const never: Promise<unknown>[] = [];
  queue.keep(aCall(NOW), (work) => never.push(work), NOW);
  queue.keep(aCall(NOW), (work) => never.push(work), NOW + 39_999);
  expect(never).toHaveLength(1);
  queue.keep(aCall(NOW), (work) => never.push(work), NOW + 40_000);
  expect(never).toHaveLength(2);
});
