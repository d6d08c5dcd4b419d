/** Step 8: barcodes that a partner has replaced by its own, and those own ones among the imported. */
export const replaced = `
  -- A barcode that was a ticket's and never will be one's again; change is the one by which it went.
  CREATE TABLE replaced (
    barcode TEXT PRIMARY KEY,
    serial INTEGER NOT NULL,
    change INTEGER NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  -- 1: brought for one ticket, so it was never in a pool.
  ALTER TABLE imported ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
  -- The requests that had an effect, with the orders whose tickets they changed, as JSON.
  CREATE TABLE rebarcodings (request TEXT PRIMARY KEY, orders TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
