-- The registry (D1): a copy of what the dates know, for finding and listing. Idempotent and
-- additive: applying this file again changes nothing, and new columns are nullable. The rows of
-- events, dates, listings and tickets are written with a version by the dates' outbox and by
-- operators; an older version never replaces a newer one. Nothing here names a holder: people are
-- named in contacts, which the venue fills itself, and in customers, which its partners do.

-- version: milliseconds since 1970 of the last change.
CREATE TABLE IF NOT EXISTS events (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  title TEXT NOT NULL,
  venue TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the venue wants on the tickets of an event, as JSON; version is the event's.
CREATE TABLE IF NOT EXISTS presentations (
  event_id TEXT PRIMARY KEY,
  presentation TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- code names the date's object; version 0 is a row reserved before the object was configured.
-- wall_start is what the venue's clock shows at starts_at, as milliseconds since 1970 as if it were UTC.
CREATE TABLE IF NOT EXISTS dates (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  number INTEGER NOT NULL UNIQUE,
  event_id TEXT NOT NULL,
  status TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  sales_end_at INTEGER NOT NULL,
  areas TEXT NOT NULL,
  prices TEXT NOT NULL,
  version INTEGER NOT NULL,
  woken_at INTEGER,
  wall_start INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS dates_by_wall_start ON dates (wall_start);
CREATE INDEX IF NOT EXISTS dates_by_event ON dates (event_id);
-- The watchdog's round: those woken longest ago come first.
CREATE INDEX IF NOT EXISTS dates_by_waking ON dates (woken_at);

-- A partner's own id for a price of a date, such as pass Culture's stock_id.
CREATE TABLE IF NOT EXISTS listings (
  door TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  date_id TEXT NOT NULL,
  price TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (door, kind, id)
) STRICT, WITHOUT ROWID;

-- Every ticket ever issued, by the barcode that it has now. amount is in minor units; issued_at and changed_at in milliseconds.
CREATE TABLE IF NOT EXISTS tickets (
  barcode TEXT PRIMARY KEY,
  date_id TEXT NOT NULL,
  serial INTEGER NOT NULL,
  area TEXT NOT NULL,
  price TEXT NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  channel TEXT NOT NULL,
  seat TEXT,
  state TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX IF NOT EXISTS tickets_by_date ON tickets (date_id, serial);
-- How many places of a date are taken, counted without touching a ticket.
CREATE INDEX IF NOT EXISTS tickets_live ON tickets (date_id, area) WHERE state <> 'void';
-- Each index is a row more that a sale pays for: totals by channel, which are rarely asked for, read
-- the tickets themselves.
DROP INDEX IF EXISTS tickets_by_channel;

-- Barcodes of the venue's own system: which date they belong to, before and after they are handed
-- out. Nothing in such a barcode names its date.
CREATE TABLE IF NOT EXISTS imports (
  barcode TEXT PRIMARY KEY,
  date_id TEXT NOT NULL,
  code TEXT NOT NULL,
  area TEXT NOT NULL,
  channel TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The venue's scanners. version: milliseconds since 1970 when the token that is good was made; a
-- device that is gone has no row. date_id is the only date it may scan; null means all.
CREATE TABLE IF NOT EXISTS devices (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  date_id TEXT,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Orders, as their objects have told the registry. contact is an id; totals and lines are
-- JSON; stage is the channel's own word for how far it is.
CREATE TABLE IF NOT EXISTS orders (
  number INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  reference TEXT,
  contact TEXT,
  status TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  tickets INTEGER NOT NULL,
  totals TEXT NOT NULL,
  lines TEXT NOT NULL,
  version INTEGER NOT NULL,
  woken_at INTEGER,
  stage TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS orders_by_contact ON orders (contact) WHERE contact IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_channel ON orders (channel, created_at);
CREATE INDEX IF NOT EXISTS orders_by_status ON orders (status, expires_at);

-- The venue's customer file: the one table that names people. Deleting a row forgets the person.
CREATE TABLE IF NOT EXISTS contacts (
  id TEXT PRIMARY KEY,
  name TEXT,
  email TEXT,
  phone TEXT,
  language TEXT,
  changed_at INTEGER NOT NULL,
  -- The partner whose contact it is (null: the venue's own), and what it says of it beside, as JSON.
  channel TEXT,
  details TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS contacts_by_channel ON contacts (channel, id) WHERE channel IS NOT NULL;

-- Partners: one set of credentials for a door, and the channel of the same id. key is what one is
-- found by: its public key, or a keyed hash of what a device says. The secrets are sealed.
CREATE TABLE IF NOT EXISTS partners (
  id TEXT PRIMARY KEY,
  door TEXT NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  label TEXT NOT NULL,
  key TEXT NOT NULL,
  secret TEXT,
  previous_key TEXT,
  previous_secret TEXT,
  previous_until INTEGER,
  events TEXT,
  lacks TEXT NOT NULL,
  revoked_at INTEGER,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX IF NOT EXISTS partners_by_key ON partners (door, kind, key);

-- When the registry first and last heard of a change of a date, in milliseconds. version is the
-- date's at the last one.
CREATE TABLE IF NOT EXISTS date_times (
  date_id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Dates that a partner prepares and has not published: closed, and listed to nobody else.
CREATE TABLE IF NOT EXISTS drafts (
  date_id TEXT PRIMARY KEY,
  channel TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The customer files of partners that keep theirs here, each under the partner's channel. details
-- is JSON in the partner's terms; of a deleted one nothing is left in it. Under its name and " orders"
-- are the words of a Ticketmatic account about its orders, by their numbers.
CREATE TABLE IF NOT EXISTS customers (
  channel TEXT NOT NULL,
  number INTEGER NOT NULL,
  details TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (channel, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS orders_by_change ON orders (channel, changed_at);

-- What a partner itself does not want to sell: a price of a date, by its number. A final one stays.
CREATE TABLE IF NOT EXISTS withdrawals (
  channel TEXT NOT NULL,
  number INTEGER NOT NULL,
  reason TEXT NOT NULL,
  final INTEGER NOT NULL,
  PRIMARY KEY (channel, number)
) STRICT, WITHOUT ROWID;

-- The last calls of partners, for a while. log is whose share of the log it counts against: a
-- partner's id, or a door whose caller is not proven. detail is JSON, of refused calls alone: no
-- secret, no whole barcode and nothing personal. omitted: calls before it that are not here.
CREATE TABLE IF NOT EXISTS calls (
  id TEXT PRIMARY KEY,
  log TEXT NOT NULL,
  at INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  door TEXT NOT NULL,
  partner TEXT,
  proven INTEGER NOT NULL,
  key TEXT,
  method TEXT NOT NULL,
  route TEXT NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT,
  ms INTEGER NOT NULL,
  detail TEXT,
  omitted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS calls_by_log ON calls (log, id);

-- How the window misbehaves towards a channel of the sandbox; null: it behaves.
CREATE TABLE IF NOT EXISTS sandboxes (
  channel TEXT PRIMARY KEY,
  misbehaviour TEXT
) STRICT, WITHOUT ROWID;
