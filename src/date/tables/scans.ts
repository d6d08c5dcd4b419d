/** Step 5: every attempt at the entrance, online or uploaded later, and what follows from them. */
export const scans = `
  -- id is the device's own: an attempt that arrives twice is one row. serial is 0 where the date has
  -- no such ticket. at is the attempt's place in the order of its ticket's scans. finding follows
  -- from all of these; told is what the caller was answered, as JSON.
  CREATE TABLE scans (
    barcode TEXT NOT NULL,
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    serial INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    gate TEXT,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    let_through INTEGER NOT NULL CHECK (let_through IN (0, 1)),
    finding TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (barcode, device, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX scans_irregular ON scans (at, serial, device, id)
    WHERE finding IN ('double_entry', 'void', 'not_paid', 'unknown', 'forged', 'other_date');
  -- What a ticket's state follows from: a barcode that is tried a thousand times costs no more.
  CREATE INDEX scans_through ON scans (barcode, at) WHERE let_through = 1;
  -- One row per ticket that anybody came in with: what it was then, and where it came in when it is
  -- inside now.
  CREATE TABLE entries (
    barcode TEXT PRIMARY KEY,
    standing TEXT NOT NULL,
    inside_since INTEGER,
    inside_gate TEXT
  ) STRICT, WITHOUT ROWID;
`;
