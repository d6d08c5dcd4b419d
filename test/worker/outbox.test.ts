// What the registry is told: everything, in any order, as often as it takes, and nothing of holders.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PEOPLE_IN_A_ROW_MIN, REGISTRY_CALL_MS_MAX } from "../../src/core/limits.ts";
import type { Ticket, ToldTickets } from "../../src/core/domain.ts";
import type { EventDate } from "../../src/date/event-date.ts";
import { drain, isDrained, type RegistryPublisher } from "../../src/date/outbox.ts";
import {
  publishDate,
  publishImports,
  publishTickets,
  registryPublisher,
} from "../../src/registry/publish.ts";
import { takeDatesToWake } from "../../src/registry/dates.ts";
import { wakeAll } from "../../src/watchdog.ts";
import { aBarcode, aBooking, aDate, aHolder, barcodesOf, type TestDate } from "./a-date.ts";
import { toldOf } from "./told-tickets.ts";

interface Row {
  readonly barcode: string;
  readonly serial: number;
  readonly state: string;
  readonly version: number;
}

async function registered(date: TestDate): Promise<Row[]> {
  const { results } = await env.REGISTRY.prepare(
    `SELECT barcode, serial, state, version FROM tickets WHERE date_id = ? ORDER BY serial`,
  )
    .bind(date.id)
    .all<Row>();
  return results;
}

async function expectRegistryToEqual(date: TestDate): Promise<void> {
  const tickets = await date.stub.tickets(0, 1_000);
  const own = tickets.ok
    ? tickets.value.map(({ barcode, serial, state, version }) => ({
        barcode,
        serial,
        state,
        version,
      }))
    : [];
  expect(await registered(date)).toEqual(own);
  expect((await date.state()).unpublished).toBe(0);
}

const ALARMS_MAX = 500;

/** Runs the alarm until all is told: one may be under way by itself already. */
async function drainByAlarm(date: TestDate): Promise<void> {
  for (let alarms = 0; alarms < ALARMS_MAX; alarms++) {
    await runDurableObjectAlarm(date.stub);
    const drained = await runInDurableObject(date.stub, (_object, { storage }) =>
      isDrained(storage.sql),
    );
    if (drained) return;
    await scheduler.wait(10);
  }
  throw new Error(`the outbox is not drained after ${ALARMS_MAX} alarms`);
}

/** Drains it with a publisher of the test's own, without an alarm coming between. */
async function drainWith(
  date: TestDate,
  publisher: (object: EventDate) => RegistryPublisher,
): Promise<void> {
  await runInDurableObject(date.stub, async (object, { storage }) => {
    await storage.deleteAlarm();
    try {
      await drain(storage, publisher(object));
    } finally {
      await object.wake();
    }
  });
}

describe("the outbox", () => {
  it("tells the registry of tickets, their changes, the date, its event and its listings", async () => {
    const date = await aDate();
    const [barcode = ""] = barcodesOf(await date.book());
    await date.book({ barcodes: [aBarcode(), aBarcode()] });
    await date.cancel([barcode]);
    await date.stub.list({ door: "d", kind: "k", id: date.id, price: "full", version: 5 });
    await drainByAlarm(date);
    await expectRegistryToEqual(date);
    const row = await env.REGISTRY.prepare(
      `SELECT d.code, d.number, e.title, l.price FROM dates d JOIN events e ON e.id = d.event_id
         JOIN listings l ON l.date_id = d.id WHERE d.id = ?`,
    )
      .bind(date.id)
      .first();
    expect(row).toEqual({
      code: date.code,
      number: date.config.number,
      title: "Cyrano",
      price: "full",
    });
  });

  it("keeps what it could not tell, and tells it when the registry heals", async () => {
    const date = await aDate();
    await date.book();
    const down = () => Promise.reject(new Error("D1_ERROR: down"));
    const broken = { publishDate: down, publishTickets: down, publishImports: down };
    await expect(drainWith(date, () => broken)).rejects.toThrow("down");
    const [barcode = ""] = barcodesOf(await date.book());
    await date.cancel([barcode]);
    await drainByAlarm(date);
    await expectRegistryToEqual(date);
  });

  it("tries again by itself after the registry has failed", async () => {
    const date = await aDate();
    await drainByAlarm(date);
    await date.book();
    await env.REGISTRY.prepare(`ALTER TABLE tickets RENAME TO lost_tickets`).run();
    try {
      const again = await runInDurableObject(date.stub, async (object, { storage }) => {
        // Spent, as it is when the platform has called it.
        await storage.deleteAlarm();
        await object.alarm();
        return storage.getAlarm();
      });
      expect(again).not.toBeNull();
      expect((await date.state()).unpublished).toBe(1);
    } finally {
      await env.REGISTRY.prepare(`ALTER TABLE lost_tickets RENAME TO tickets`).run();
    }
    await drainByAlarm(date);
    await expectRegistryToEqual(date);
  });

  it("tells again what changed while it was on its way", async () => {
    const date = await aDate();
    const [barcode = ""] = barcodesOf(await date.book());
    const registry = registryPublisher(env.REGISTRY);
    let told = 0;
    const cancelling = (object: EventDate) => ({
      ...registry,
      publishTickets: async (dateId: string, tickets: ToldTickets) => {
        if (told++ === 0) {
          const deadline = Date.now() + 1_000;
          await object.cancel({ deadline, channel: null, barcodes: [barcode] });
        }
        await registry.publishTickets(dateId, tickets);
      },
    });
    await drainWith(date, cancelling);
    expect(told).toBe(1);
    expect(await registered(date)).toMatchObject([{ state: "issued" }]);
    await drainWith(date, cancelling);
    expect(told).toBe(2);
    await expectRegistryToEqual(date);
  });

  it("is not fooled by an answer that got lost after the registry had committed", async () => {
    const date = await aDate();
    await date.book();
    const registry = registryPublisher(env.REGISTRY);
    const lossy = {
      ...registry,
      publishTickets: async (dateId: string, tickets: ToldTickets) => {
        await registry.publishTickets(dateId, tickets);
        throw new Error("Network connection lost");
      },
    };
    await expect(drainWith(date, () => lossy)).rejects.toThrow("lost");
    expect(await registered(date)).toHaveLength(1);
    await drainByAlarm(date);
    await expectRegistryToEqual(date);
  });

  it("sends more tickets than fit one batch", async () => {
    const date = await aDate({}, null);
    await runInDurableObject(date.stub, (_object, { storage }) => {
      storage.sql.exec(`
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
        INSERT INTO tickets (serial, barcode, area, price, amount, currency, channel, state,
                             issued_at, changed_at)
        SELECT i, '${date.code}-' || i, 'parterre', 'full', 1250, 'EUR', 'partner', 'issued', 1, 1
          FROM n`);
    });
    await drainByAlarm(date);
    expect(await registered(date)).toHaveLength(1200);
  });
});

describe("a registry that never answers", () => {
  afterEach(() => void vi.useRealTimers());

  it("is given up on after a while, whatever it was told", async () => {
    const never = () => new Promise<never>(() => undefined);
    const statement = { bind: () => statement, run: never, all: never, first: never };
    const silent = { prepare: () => statement, batch: never } as unknown as D1Database;
    const { config, id, code } = await aDate();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const calls = [
      publishTickets(silent, id, "[]"),
      publishDate(silent, { ...config, listings: [], version: 1 }),
      publishImports(silent, { id, code }, []),
    ];
    const ends = calls.map((call) => expect(call).rejects.toThrow(/no answer within/));
    await vi.advanceTimersByTimeAsync(REGISTRY_CALL_MS_MAX);
    await Promise.all(ends);
  });
});

describe("the registry", () => {
  it("keeps the newer row when batches arrive in any order", async () => {
    const ticket = (version: number, state: "issued" | "void"): Ticket => ({
      barcode: "ORDER",
      serial: 1,
      area: "a",
      price: "p",
      amount: 1,
      currency: "EUR",
      channel: "c",
      seatId: null,
      seat: null,
      issuedAt: 1,
      changedAt: version,
      state,
      version,
    });
    const [newer, older] = [ticket(2, "void"), ticket(1, "issued")];
    for (const late of [newer, older, newer]) {
      await publishTickets(env.REGISTRY, "order", toldOf(late));
      const row = await env.REGISTRY.prepare(
        `SELECT state, version FROM tickets WHERE barcode = 'ORDER'`,
      ).first();
      expect(row).toEqual({ state: "void", version: 2 });
    }
  });

  it("keeps the newer date and the newer listing when an older one comes late", async () => {
    const date = await aDate();
    const listing = { door: "d", kind: "k", id: date.id, price: "full", version: 5 };
    const card = { ...date.config, listings: [listing], version: 7 };
    await publishDate(env.REGISTRY, card);
    const older = { ...listing, price: "older", version: 4 };
    await publishDate(env.REGISTRY, { ...card, status: "closed", listings: [older], version: 6 });
    const found = await env.REGISTRY.prepare(
      `SELECT dates.status, dates.version, listings.price FROM dates
         JOIN listings ON listings.date_id = dates.id WHERE dates.id = ?`,
    )
      .bind(date.id)
      .first();
    expect(found).toEqual({ status: "on_sale", version: 7, price: "full" });
  });

  it("is rebuilt, row for row, by republishing after it was wiped", async () => {
    const date = await aDate();
    const [barcode = ""] = barcodesOf(await date.book());
    await date.book();
    await date.cancel([barcode]);
    await date.stub.list({ door: "d", kind: "k", id: date.id, price: "full", version: 5 });
    const imported = [`${date.id}-1`, `${date.id}-2`];
    await date.stub.importBarcodes({ area: "parterre", channel: "other" }, imported);
    await drainByAlarm(date);
    const before = await everything();
    for (const table of TABLES) await env.REGISTRY.prepare(`DELETE FROM ${table}`).run();
    await date.stub.republish();
    await drainByAlarm(date);
    const after = await everything();
    const own = (rows: readonly Record<string, unknown>[]) =>
      rows.filter((row) => JSON.stringify(row).includes(date.id));
    expect(TABLES.map((table) => own(after[table] ?? []))).toEqual(
      TABLES.map((table) => own(before[table] ?? [])),
    );
    expect(own(after["tickets"] ?? [])).toHaveLength(2);
    expect(own(after["imports"] ?? [])).toHaveLength(2);
  });

  it("is told everything again by a republish that came while a batch was on its way", async () => {
    const date = await aDate();
    await date.book();
    const registry = registryPublisher(env.REGISTRY);
    let told = 0;
    const republishing = (object: EventDate) => ({
      ...registry,
      publishTickets: async (dateId: string, tickets: ToldTickets) => {
        await registry.publishTickets(dateId, tickets);
        if (told++ > 0) return;
        await env.REGISTRY.prepare(`DELETE FROM tickets WHERE date_id = ?`).bind(date.id).run();
        await object.republish();
      },
    });
    await drainWith(date, republishing);
    expect(await registered(date)).toEqual([]);
    await drainWith(date, republishing);
    await expectRegistryToEqual(date);
  });

  it("never holds a holder's name or address", async () => {
    const date = await aDate();
    const email = `${crypto.randomUUID()}@example.org`;
    await date.book({ holder: aHolder({ email, name: "Ségolène Unmistakable" }) });
    await drainByAlarm(date);
    expect(await registered(date)).toHaveLength(1);
    const dump = JSON.stringify(await everything());
    expect(dump).not.toContain(email);
    expect(dump).not.toContain("Unmistakable");
  });
});

const TABLES = ["events", "dates", "listings", "tickets", "imports"] as const;

async function everything(): Promise<Record<string, Record<string, unknown>[]>> {
  const dump: Record<string, Record<string, unknown>[]> = {};
  for (const table of TABLES) {
    const { results } = await env.REGISTRY.prepare(`SELECT * FROM ${table}`).all();
    dump[table] = results;
  }
  return dump;
}

describe("the watchdog", () => {
  it("sets the alarm of a date whose alarm was lost", async () => {
    const date = await aDate();
    await drainByAlarm(date);
    await date.book();
    await runInDurableObject(date.stub, (_object, { storage }) => storage.deleteAlarm());
    await wakeAll(env);
    const alarm = await runInDurableObject(date.stub, (_object, { storage }) => storage.getAlarm());
    expect(alarm).not.toBeNull();
    await drainByAlarm(date);
    await expectRegistryToEqual(date);
  });

  it("takes those first that were not woken for longest, so that all get their turn", async () => {
    const [one, other] = [await aDate(), await aDate()];
    await Promise.all([drainByAlarm(one), drainByAlarm(other)]);
    await takeDatesToWake(env.REGISTRY, 1, 1_000);
    await env.REGISTRY.prepare(`UPDATE dates SET woken_at = 0 WHERE id = ?`).bind(other.id).run();
    expect(await takeDatesToWake(env.REGISTRY, 2, 1)).toEqual([other.code]);
    expect(await takeDatesToWake(env.REGISTRY, 3, 1)).not.toEqual([other.code]);
  });
});

describe("the holders of a date", () => {
  it("are due to be forgotten by an alarm, also when nothing else is to be done", async () => {
    const date = await aDate();
    await date.book({ holder: aHolder() });
    await drainByAlarm(date);
    await drainByAlarm(date);
    const { endsAt } = await date.state();
    const alarm = await runInDurableObject(date.stub, (_object, { storage }) => storage.getAlarm());
    expect(alarm).toBe(endsAt + 30 * 86_400_000);
  });

  it("are named by the date alone, until they are erased after it", async () => {
    const date = await aDate();
    const [barcode = ""] = barcodesOf(await date.book({ holder: aHolder() }));
    await date.stub.bookAll(
      Array.from({ length: PEOPLE_IN_A_ROW_MIN }, () => aBooking({ holder: aHolder() })),
    );
    expect(await date.stub.holder(barcode)).toEqual({
      ok: true,
      value: { name: "Zoé Lefèvre", email: "zoe@example.org" },
    });
    await drainByAlarm(date);
    expect(await date.stub.holder(barcode)).toMatchObject({ value: { name: "Zoé Lefèvre" } });
    const longAgo = Date.now() - 31 * 86_400_000;
    await date.configure({ startsAt: longAgo - 1, endsAt: longAgo, salesEndAt: longAgo });
    await drainByAlarm(date);
    expect(await date.stub.holder(barcode)).toEqual({ ok: true, value: null });
    await runInDurableObject(date.stub, (_object, { storage }) => {
      const rows = storage.sql.exec(`SELECT * FROM bookings`).toArray();
      expect(JSON.stringify(rows)).not.toMatch(/Zoé|zoe@/);
      const people = `SELECT (SELECT count(*) FROM people) + (SELECT count(*) FROM arrivals) AS n`;
      expect(storage.sql.exec(people).one()).toEqual({ n: 0 });
    });
  });
});
