/**
 * Step 10: who has booked, in a table of its own that is filled many at a time (people.ts). Bookings of
 * before keep their person and its index, which a booking without one does not touch: so nothing is
 * copied, and the version before this one can still work with the date.
 */
export const people = `
  CREATE TABLE people (
    person TEXT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (person, request)
  ) STRICT, WITHOUT ROWID;
  -- Those of one commit that are not among them yet: a JSON list of pairs of a person and a request.
  CREATE TABLE arrivals (number INTEGER PRIMARY KEY, people TEXT NOT NULL) STRICT;
`;
