// What commands cost, in rows: each row written is billed, and rows read say whether a command looks
// at more in a full house than in an empty one.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { callId } from "../../src/core/calls.ts";
import {
  CALLS_PER_PARTNER_MAX,
  DAY_MS,
  PEOPLE_IN_A_ROW_MIN,
  PEOPLE_UNFILED_MAX,
} from "../../src/core/limits.ts";
import { adjust } from "../../src/date/adjust.ts";
import { book } from "../../src/date/book.ts";
import { cancel } from "../../src/date/cancel.ts";
import type { AdjustChange } from "../../src/date/commands.ts";
import { scan } from "../../src/date/entrance/scan.ts";
import { isDrained } from "../../src/date/outbox.ts";
import { readState } from "../../src/date/state.ts";
import { type DateStore, storeOf, writeShared } from "../../src/date/store.ts";
import { tellCalls, type ToldCall } from "../../src/registry/calls.ts";
import {
  aBarcode,
  aBooking,
  aDate,
  aHolder,
  aPrice,
  aScan,
  booked,
  CHANNEL,
  HOUR_MS,
  seatedArea,
  type TestDate,
} from "./a-date.ts";

interface Rows {
  readonly read: number;
  readonly written: number;
}

/** Works on the tables of a date and counts the rows that each piece of work touches. */
class Counted {
  readonly store: DateStore;
  #rows: Rows = { read: 0, written: 0 };

  constructor(sql: SqlStorage) {
    const exec = (query: string, ...values: unknown[]) => {
      const cursor = sql.exec(query, ...values);
      const rows = cursor.toArray();
      const { rowsRead, rowsWritten } = cursor;
      this.#rows = {
        read: this.#rows.read + rowsRead,
        written: this.#rows.written + rowsWritten,
      };
      return { toArray: () => rows };
    };
    const counting = { exec } as unknown as SqlStorage;
    this.store = storeOf(counting);
  }

  rowsOf(work: (store: DateStore) => unknown): Rows {
    this.#rows = { read: 0, written: 0 };
    work(this.store);
    writeShared(this.store);
    return this.#rows;
  }
}

async function counted<Value>(date: TestDate, work: (rows: Counted) => Value): Promise<Value> {
  return runInDurableObject(date.stub, (_object, { storage }) => work(new Counted(storage.sql)));
}

function aSale(changes = {}) {
  const command = aBooking({ holder: aHolder(), ...changes });
  return (store: DateStore) => book(store, command, Date.now());
}

describe("rows written", () => {
  it("are five for a booking: ticket, barcode, counter, request and person", async () => {
    const date = await aDate();
    await counted(date, (rows) => {
      // The first sale of a channel makes its counter.
      rows.rowsOf(aSale());
      expect(rows.rowsOf(aSale()).written).toBe(5);
      expect(rows.rowsOf(aSale({ barcodes: [aBarcode(), aBarcode()] })).written).toBe(7);
    });
  });

  it("are four for a booking in a crowd, the person's among them, and two for the whole crowd", async () => {
    const date = await aDate({}, null);
    await counted(date, (rows) => {
      rows.rowsOf(aSale());
      const crowd = Array.from({ length: PEOPLE_UNFILED_MAX }, aSale);
      const sell = (sales: typeof crowd) =>
        rows.rowsOf((store) => sales.forEach((sale) => sale(store))).written;
      // Ticket, barcode and request; then the counter and a row of people.
      expect(sell(crowd)).toBe(3 * crowd.length + 2);
      // One too many: all are filed, and their rows go.
      const last = Array.from({ length: PEOPLE_IN_A_ROW_MIN }, aSale);
      const filed = crowd.length + last.length;
      expect(sell(last)).toBe(3 * last.length + 2 + filed + 2);
    });
  });

  it("are one more for a ticket with a seat", async () => {
    const areas = [seatedArea("parterre", [10])];
    const date = await aDate({ areas, prices: [aPrice("full", "parterre")] });
    await counted(date, (rows) => {
      rows.rowsOf(aSale());
      expect(rows.rowsOf(aSale()).written).toBe(6);
    });
  });

  it("are few for a change of a date that leaves its seats as they are, however many", async () => {
    const hall = (rows: readonly number[]) => aDate({ areas: [seatedArea("parterre", rows)] });
    const [small, large] = [await hall([2]), await hall(Array.from({ length: 20 }, () => 50))];
    const written = (date: TestDate, change: AdjustChange) =>
      counted(date, (rows) => rows.rowsOf((store) => adjust(store, change, Date.now())).written);
    for (const change of [{ status: "closed" }, { endsAt: Date.now() + 30 * DAY_MS }] as const) {
      expect(await written(large, change)).toBe(await written(small, change));
    }
  });

  it("are one for a refusal, so that it costs less than a sale, and its repeat is one mark", async () => {
    const date = await aDate({}, 1);
    await counted(date, (rows) => {
      const sale = rows.rowsOf(aSale());
      const request = "one and the same";
      const refused = rows.rowsOf(aSale({ request }));
      expect(refused.written).toBe(1);
      expect(refused.read).toBeLessThan(sale.read);
      expect(rows.rowsOf(aSale({ request })).written).toBe(1);
      expect(rows.rowsOf(aSale({ request })).written).toBe(0);
    });
  });
});

describe("rows written by the registry", () => {
  it("are three for a sale: the ticket, its serial number and its place that is taken", async () => {
    const date = await aDate();
    const { tickets } = booked(await date.book());
    await runDurableObjectAlarm(date.stub);
    expect(await date.state()).toMatchObject({ unpublished: 0 });
    const ticket = await env.REGISTRY.prepare("SELECT * FROM tickets WHERE barcode = ?")
      .bind(tickets[0]?.barcode)
      .first();
    await env.REGISTRY.prepare("DELETE FROM tickets WHERE date_id = ?").bind(date.id).run();
    const columns = Object.keys(ticket ?? {});
    const { meta } = await env.REGISTRY.prepare(
      `INSERT INTO tickets (${columns.join()}) VALUES (${columns.map(() => "?").join()})`,
    )
      .bind(...Object.values(ticket ?? {}))
      .run();
    expect(meta.rows_written).toBe(3);
  });

  it("are two for a call that the log keeps, and one for the call that goes for it", async () => {
    let written = 0;
    const batch = async (statements: D1PreparedStatement[]) => {
      const results = await env.REGISTRY.batch(statements);
      written += results.reduce((sum, { meta }) => sum + meta.rows_written, 0);
      return results;
    };
    const prepare = (query: string) => env.REGISTRY.prepare(query);
    const tell = async (calls: number, at: number) => {
      written = 0;
      const told = Array.from({ length: calls }, (_, index) => aToldCall(at + index));
      await tellCalls({ batch, prepare } as unknown as D1Database, told, at + calls);
      return written;
    };
    // What other files left in the registry may be past its time: not counted here.
    const now = Date.now();
    await env.REGISTRY.prepare("DELETE FROM calls").run();
    expect(await tell(CALLS_PER_PARTNER_MAX, now)).toBe(2 * CALLS_PER_PARTNER_MAX);
    expect(await tell(100, now + CALLS_PER_PARTNER_MAX)).toBe(3 * 100);
  });
});

function aToldCall(at: number): ToldCall {
  const requestId = crypto.randomUUID();
  const who = { door: "passculture", partner: "passculture", proven: true, key: null };
  const what = { method: "POST", route: "/passculture/booking", status: 200, reason: "booked" };
  const id = callId(at, requestId);
  return { id, requestId, at, ms: 3, detail: null, omitted: 0, ...who, ...what };
}

const TICKETS_MAX = 200_000;

/** Tickets, their requests and changes up to so many, as if they had been sold one by one. */
function fill(sql: SqlStorage, from: number, to: number): void {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
  sql.exec(`${numbers} INSERT INTO tickets (serial, barcode, area, price, amount, currency, channel,
              state, issued_at, changed_at)
            SELECT i, 'filled-' || i, 'parterre', 'full', 1250, 'EUR', '${CHANNEL}', 'issued', 1, 1
              FROM n`);
  sql.exec(`${numbers} INSERT INTO bookings (request, price, quantity, decision, decided_at,
              requested_at)
            SELECT 'filled-' || i, 'full', 1, '{"ok":true,"value":{"tickets":[]}}', 1, 1 FROM n`);
  sql.exec(`${numbers} INSERT INTO people SELECT 'person-' || i, 'filled-' || i FROM n`);
  sql.exec(`${numbers} INSERT INTO changes (serial) SELECT i FROM n`);
  sql.exec(`UPDATE counts SET issued = issued + ${to - from + 1}`);
}

/** The rows that a sale, a cancellation, an entry, a look and the outbox's question read. */
function everydayRows(sql: SqlStorage): Record<string, Rows> {
  const rows = new Counted(sql);
  // What is kept in memory is read before.
  rows.rowsOf(aSale());
  const barcode = aBarcode();
  const [sold, other] = [aBarcode(), aBarcode()];
  const deadline = Date.now() + HOUR_MS;
  const now = Date.now();
  return {
    sale: rows.rowsOf(aSale({ barcodes: [sold] })),
    another: rows.rowsOf(aSale({ barcodes: [other] })),
    cancellation: rows.rowsOf((store) =>
      cancel(store, { deadline, channel: null, barcodes: [sold] }, now),
    ),
    entry: rows.rowsOf((store) => scan(store, aScan(other), now)),
    stranger: rows.rowsOf((store) => scan(store, aScan(barcode), now)),
    state: rows.rowsOf((store) => readState(store, [CHANNEL], now)),
    drained: rows.rowsOf((store) => isDrained(store.sql)),
    waking: new Counted(sql).rowsOf(({ memory }) => memory.date),
  };
}

describe("rows read", () => {
  it(`are the same for everyday commands with 0, 10,000 and ${TICKETS_MAX} tickets`, async () => {
    const date = await aDate({}, null);
    await runInDurableObject(date.stub, async (object, { storage }) => {
      await object.book(aBooking());
      const { sql } = storage;
      const empty = everydayRows(sql);
      fill(sql, 1_000, 10_000);
      expect(everydayRows(sql)).toEqual(empty);
      fill(sql, 20_000, TICKETS_MAX);
      expect(everydayRows(sql)).toEqual(empty);
      await storage.deleteAll();
    });
  });
});
