/** Step 1: the date itself, its house, its tickets and the record of its requests. */
export const inventory = `
  CREATE TABLE date (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('on_sale', 'closed', 'cancelled')),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    sales_end_at INTEGER NOT NULL,
    -- Entry rules and the seating rule, as JSON.
    entry TEXT NOT NULL,
    keep_together INTEGER NOT NULL CHECK (keep_together IN (0, 1)),
    version INTEGER NOT NULL,
    published_version INTEGER NOT NULL DEFAULT 0,
    published_serial INTEGER NOT NULL DEFAULT 0,
    published_change INTEGER NOT NULL DEFAULT 0,
    published_import INTEGER NOT NULL DEFAULT 0,
    republished INTEGER NOT NULL DEFAULT 0,
    erased_at INTEGER
  ) STRICT;
  CREATE TABLE areas (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    capacity INTEGER CHECK (capacity >= 0)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE prices (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    area TEXT NOT NULL,
    category TEXT,
    label TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE allotments (
    area TEXT NOT NULL,
    channel TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    PRIMARY KEY (area, channel)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE listings (
    door TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    price TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (door, kind, id)
  ) STRICT, WITHOUT ROWID;
  -- Kept beside the tickets, so that a booking costs the same in an empty and in a full house.
  CREATE TABLE counts (
    area TEXT NOT NULL,
    channel TEXT NOT NULL,
    issued INTEGER NOT NULL DEFAULT 0 CHECK (issued >= 0),
    used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    PRIMARY KEY (area, channel)
  ) STRICT, WITHOUT ROWID;
  -- A ticket is never deleted: its serial number and its barcode are used up.
  CREATE TABLE tickets (
    serial INTEGER PRIMARY KEY,
    barcode TEXT NOT NULL UNIQUE,
    area TEXT NOT NULL,
    price TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- The seat's id in its area's plan, and what is printed of it.
    seat_id TEXT,
    seat TEXT,
    state TEXT NOT NULL CHECK (state IN ('held', 'issued', 'used', 'void')),
    issued_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    frozen_until INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  -- One row per decided request: the record that makes a repeat harmless, and the only place where
  -- a holder is named.
  CREATE TABLE bookings (
    request TEXT PRIMARY KEY,
    price TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    decision TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    repeated INTEGER NOT NULL DEFAULT 0,
    person TEXT,
    requested_at INTEGER,
    holder_name TEXT,
    holder_email TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX bookings_by_person ON bookings (person, requested_at) WHERE person IS NOT NULL;
  -- Never two live tickets on one seat, whatever the code above believes.
  CREATE UNIQUE INDEX tickets_by_seat ON tickets (area, seat_id)
    WHERE seat_id IS NOT NULL AND state <> 'void';
  -- Every change of a ticket after its creation, in order: what the registry and the scanners must
  -- still be told is what lies after their marks. A new ticket needs no row: its serial is its mark.
  CREATE TABLE changes (change INTEGER PRIMARY KEY, serial INTEGER NOT NULL) STRICT;
`;
