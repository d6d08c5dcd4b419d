/** Step 9: a number for each seat that stays with it, and is never another's. */
export const seatNumbers = `
  ALTER TABLE seats ADD COLUMN number INTEGER;
  -- Seats had the numbers of their places in the order of all seats: those they keep.
  UPDATE seats SET number = counted.number
    FROM (SELECT s.area, s.id, row_number() OVER (ORDER BY a.position, s.position) - 1 AS number
            FROM seats s JOIN areas a ON a.id = s.area) AS counted
   WHERE counted.area = seats.area AND counted.id = seats.id;
  CREATE UNIQUE INDEX seats_by_number ON seats (number);
  -- How many numbers were ever given.
  ALTER TABLE date ADD COLUMN seats_numbered INTEGER NOT NULL DEFAULT 0;
  UPDATE date SET seats_numbered = (SELECT count(*) FROM seats);
`;
