/** Step 2: numbered seats. Who sits where is known from the tickets alone. */
export const seats = `
  CREATE TABLE seats (
    area TEXT NOT NULL,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    seat TEXT NOT NULL,
    PRIMARY KEY (area, id)
  ) STRICT, WITHOUT ROWID;
  -- The point of an area that its best seats are near to.
  CREATE TABLE focuses (
    area TEXT PRIMARY KEY,
    x REAL NOT NULL,
    y REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
