// Storms that need the clock or the platform in hand: a request repeated for days, and a date that
// has more to do than it can.
import {
  createExecutionContext,
  runDurableObjectAlarm,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { toHex } from "../../src/core/bytes.ts";
import { hmacSign } from "../../src/core/hmac.ts";
import { DAY_MS } from "../../src/core/limits.ts";
import type { Attempt, BookCommand } from "../../src/date/commands.ts";
import { aDate, type TestDate } from "./a-date.ts";

const DAYS = 40;
const REPEATS_A_DAY = 10;
const STORM_LIMIT_MS = 120_000;

async function aWish(date: TestDate): Promise<{ readonly text: string; readonly mac: string }> {
  const text = JSON.stringify({
    booking_creation_date: "2026-03-10T19:04:07.250031",
    booking_quantity: 1,
    offer_id: 70411,
    offer_price: 1250,
    stock_id: 915577,
    stock_id_at_provider: `${date.id}:full`,
    user_email: `${crypto.randomUUID()}@example.org`,
  });
  return { text, mac: toHex(await hmacSign(env.PASSCULTURE_HMAC_KEYS, text)) };
}

async function ask(
  { text, mac }: { readonly text: string; readonly mac: string },
  changes: object = {},
): Promise<Response> {
  const context = createExecutionContext();
  const request = new Request("https://window.test/passculture/booking", {
    method: "POST",
    body: text,
    headers: { "PassCulture-Signature": mac },
  });
  contexts.push(context);
  return app.fetch(request, { ...env, ...changes }, context);
}

/** What goes on after the answers, such as the log of calls, is waited for once for all of them. */
const contexts: ReturnType<typeof createExecutionContext>[] = [];
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => waitOnExecutionContext(context)));
});

async function tickets(date: TestDate) {
  const answer = await date.stub.tickets(0, 1_000);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
}

describe("the same request for days", () => {
  afterEach(() => void vi.useRealTimers());

  it(
    "has one effect and one answer, past the end of sale, the date and its holders' erasure",
    { timeout: STORM_LIMIT_MS },
    async () => {
      vi.useFakeTimers({ toFake: ["Date"] });
      const date = await aDate({}, 3);
      const wish = await aWish(date);
      const first = await (await ask(wish)).text();
      for (let day = 1; day <= DAYS; day++) {
        vi.setSystemTime(Date.now() + DAY_MS);
        await runDurableObjectAlarm(date.stub);
        const answers = await Promise.all(Array.from({ length: REPEATS_A_DAY }, () => ask(wish)));
        const texts = await Promise.all(answers.map((answer) => answer.text()));
        expect(new Set(texts)).toEqual(new Set([first]));
      }
      expect(await tickets(date)).toMatchObject([{ serial: 1, state: "issued" }]);
      const [ticket] = await tickets(date);
      expect(await date.stub.holder(ticket?.barcode ?? "")).toEqual({ ok: true, value: null });
    },
  );
});

/** The dates, one of which refuses as the platform does once so many calls wait for it. */
function crowded(full: TestDate, waitingMax: number) {
  let waiting = 0;
  return {
    getByName: (code: string) => {
      const stub = env.EVENT_DATE.getByName(code);
      const takeIn = async <Value>(callers: number, work: () => Promise<Value>) => {
        if (code !== full.code) return work();
        if (waiting + callers > waitingMax) {
          const error = new Error("Durable Object is overloaded. Too many requests queued.");
          throw Object.assign(error, { overloaded: true, retryable: true });
        }
        waiting += callers;
        try {
          return await work();
        } finally {
          waiting -= callers;
        }
      };
      return {
        book: (command: BookCommand) => takeIn(1, async () => stub.book(command)),
        bookAll: (commands: readonly BookCommand[]) =>
          takeIn(commands.length, async () => stub.bookAll(commands)),
        withdraw: (request: string, attempt: string) => stub.withdraw(request, attempt),
        withdrawAll: (bookings: readonly Attempt[]) => stub.withdrawAll(bookings),
      };
    },
  };
}

describe("a date with more to do than it can", () => {
  const BUYERS = 200;
  const OTHERS = 60;
  const WAITING_MAX = 20;

  it(
    "tells the excess to come back, nobody that it is sold out, and other dates go on",
    { timeout: STORM_LIMIT_MS },
    async () => {
      const [full, calm] = [await aDate({}, 10_000), await aDate({}, 10_000)];
      const changes = { EVENT_DATE: crowded(full, WAITING_MAX) };
      const wishesOf = (date: TestDate, count: number) =>
        Promise.all(Array.from({ length: count }, () => aWish(date)));
      const [wishes, others] = [await wishesOf(full, BUYERS), await wishesOf(calm, OTHERS)];
      const [stormed, undisturbed] = await Promise.all([
        Promise.all(wishes.map((wish) => ask(wish, changes))),
        Promise.all(others.map((wish) => ask(wish, changes))),
      ]);
      expect(new Set(undisturbed.map(({ status }) => status))).toEqual(new Set([200]));
      const sent = stormed.filter(({ status }) => status === 503);
      expect(new Set(stormed.map(({ status }) => status))).toEqual(new Set([200, 503]));
      for (const { headers } of sent) expect(headers.get("Retry-After")).toMatch(/^\d+$/);
      expect(await tickets(full)).toHaveLength(BUYERS - sent.length);
      // Those who come back, one after the other, all find a place.
      for (const [index, wish] of wishes.entries()) {
        if (stormed[index]?.status === 503) expect((await ask(wish, changes)).status).toBe(200);
      }
      const all = await tickets(full);
      expect(all.filter(({ state }) => state === "issued")).toHaveLength(BUYERS);
      expect(await full.stub.audit()).toMatchObject({ value: { ok: true, live: BUYERS } });
    },
  );
});
