/**
 * The tables of an order, as numbered steps that are applied once. An order that was never placed
 * has none, so asking about numbers that mean nothing leaves no trace.
 */
import { count, run } from "../core/sql.ts";

/** Step 1. A payment has no holder, a contact is an id: nobody is named here. */
const order = `
  CREATE TABLE the_order (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    -- The request that placed it.
    request TEXT NOT NULL,
    channel TEXT NOT NULL,
    reference TEXT,
    contact TEXT,
    metadata TEXT NOT NULL,
    status TEXT NOT NULL CHECK (
      status IN ('open', 'confirming', 'confirmed', 'releasing', 'cancelled', 'expired')),
    -- What a releasing order becomes.
    ends_as TEXT CHECK (ends_as IN ('cancelled', 'expired')),
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- 0 until its placing was answered: nobody knows it before.
    version INTEGER NOT NULL DEFAULT 0,
    published_version INTEGER NOT NULL DEFAULT 0,
    republished INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  -- wanted: the date may hold it. held: it does. dropped: to be given back, and then gone.
  -- A row is never deleted: from its id comes the id of its hold, which must not come again.
  CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    request TEXT NOT NULL,
    date TEXT NOT NULL,
    code TEXT NOT NULL,
    price TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    seats TEXT,
    accessible INTEGER NOT NULL,
    expected_amount INTEGER,
    hold TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
      state IN ('wanted', 'held', 'confirming', 'confirmed', 'ended', 'dropped', 'gone'))
  ) STRICT;
  CREATE TABLE tickets (
    line INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    barcode TEXT NOT NULL UNIQUE,
    seat_id TEXT,
    seat TEXT,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'issued', 'ending', 'void')),
    PRIMARY KEY (line, serial)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE payments (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  -- One row per decided request: its repeat is answered the same.
  CREATE TABLE answers (request TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Step 2: what the partner says about a payment beside its amount, as JSON. */
const paymentDetails = `ALTER TABLE payments ADD COLUMN details TEXT`;

/** Step 3. What was handed over to another order, which does not have it yet. */
const handOvers = `
  CREATE TABLE hand_overs (request TEXT PRIMARY KEY, taken TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Step 4. Tickets whose barcodes may be replaced at their date, until then: it is asked after. */
const expectedBarcodes = `
  CREATE TABLE expected_barcodes (
    code TEXT NOT NULL,
    serial INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (code, serial)
  ) STRICT, WITHOUT ROWID;
`;

const STEPS: readonly string[] = [order, paymentDetails, handOvers, expectedBarcodes];

/** Was this order ever placed? Asks the catalogue of tables only, and writes nothing. */
export function hasTables(sql: SqlStorage): boolean {
  return count(sql, `SELECT count(*) AS n FROM sqlite_master WHERE name = 'tables_step'`) > 0;
}

/** Applies the steps that this order has not had yet. Inside a transaction of the caller. */
export function createTables(sql: SqlStorage): void {
  run(sql, `CREATE TABLE IF NOT EXISTS tables_step (done INTEGER NOT NULL) STRICT`);
  const done = count(sql, `SELECT max(done) AS n FROM tables_step`);
  STEPS.slice(done).forEach((step, index) => {
    run(sql, step);
    run(sql, `INSERT INTO tables_step (done) VALUES (?)`, done + index + 1);
  });
}
