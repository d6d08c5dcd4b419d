/** Step 10: who has booked, in a table of its own that is filled many at a time (people.ts). */
export const people = `
  CREATE TABLE people (
    person TEXT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (person, request)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO people SELECT person, request FROM bookings WHERE person IS NOT NULL ORDER BY 1, 2;
  DROP INDEX bookings_by_person;
  ALTER TABLE bookings DROP COLUMN person;
  -- Those of one commit that are not among them yet: a JSON list of pairs of a person and a request.
  CREATE TABLE arrivals (number INTEGER PRIMARY KEY, people TEXT NOT NULL) STRICT;
`;
