// A date's tables as they were before a step: what a date of an older version wakes up with.

/** Step 9: numbers of seats. */
export function undoSeatNumbers(sql: SqlStorage): void {
  undoPeople(sql);
  sql.exec(`DROP INDEX seats_by_number`);
  sql.exec(`ALTER TABLE seats DROP COLUMN number`);
  sql.exec(`ALTER TABLE date DROP COLUMN seats_numbered`);
  undone(sql, 9);
}

/** Step 10: the table of people. */
export function undoPeople(sql: SqlStorage): void {
  sql.exec(
    `UPDATE bookings SET person = p.person FROM people AS p WHERE p.request = bookings.request`,
  );
  sql.exec(`DROP TABLE people`);
  sql.exec(`DROP TABLE arrivals`);
  undone(sql, 10);
}

function undone(sql: SqlStorage, step: number): void {
  sql.exec(`DELETE FROM tables_step WHERE done = ?`, step);
}
