/** Step 4: barcodes of the venue's own system, handed out in the order in which they came. */
export const imports = `
  CREATE TABLE imported (
    number INTEGER PRIMARY KEY,
    barcode TEXT NOT NULL UNIQUE,
    area TEXT NOT NULL,
    channel TEXT NOT NULL,
    serial INTEGER
  ) STRICT;
  CREATE INDEX imported_unused ON imported (area, channel, number) WHERE serial IS NULL;
  -- Kept beside them, so that what is left costs the same however many there are.
  CREATE TABLE pools (
    area TEXT NOT NULL,
    channel TEXT NOT NULL,
    unused INTEGER NOT NULL CHECK (unused >= 0),
    PRIMARY KEY (area, channel)
  ) STRICT, WITHOUT ROWID;
`;
