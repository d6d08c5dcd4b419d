/** Step 3: places that are held for a while, and places that are not for sale. */
export const holds = `
  -- Named by the request that made it.
  CREATE TABLE holds (
    id TEXT PRIMARY KEY,
    serials TEXT NOT NULL,
    channel TEXT NOT NULL,
    order_number INTEGER,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'released', 'lapsed'))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holds_open ON holds (expires_at) WHERE state = 'open';
  -- channel is the one that is kept out; null keeps out everybody. seats is a JSON list of ids.
  CREATE TABLE blocks (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL,
    channel TEXT,
    places INTEGER NOT NULL CHECK (places > 0),
    seats TEXT,
    reason TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
