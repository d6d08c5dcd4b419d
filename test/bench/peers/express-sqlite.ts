// Express with SQLite in the same process, every booking written through to the disk.
import { serveExpress } from "./express.ts";
import { take } from "./wire.ts";

interface Statement {
  get(...values: unknown[]): unknown;
  run(...values: unknown[]): unknown;
}
interface Database {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  transaction<Arguments extends unknown[], Value>(
    work: (...values: Arguments) => Value,
  ): (...values: Arguments) => Value;
}

const PLACES = 1_000_000_000;
const [port = "0", file = ""] = process.argv.slice(2);
const Sqlite = await take<new (file: string) => Database>("better-sqlite3");
const database = new Sqlite(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE IF NOT EXISTS stock (id INTEGER PRIMARY KEY, free INTEGER NOT NULL);
  INSERT INTO stock (id, free) VALUES (1, ${PLACES}) ON CONFLICT DO NOTHING;
  CREATE TABLE IF NOT EXISTS tickets (serial INTEGER PRIMARY KEY, barcode TEXT NOT NULL,
    email TEXT NOT NULL);`);
const takePlace = database.prepare(
  "UPDATE stock SET free = free - 1 WHERE id = 1 AND free > 0 RETURNING free",
);
const issue = database.prepare("INSERT INTO tickets (barcode, email) VALUES (?, ?)");
const book = database.transaction((barcode: string, email: string) => {
  const row = takePlace.get() as { readonly free: number } | undefined;
  if (row === undefined) throw new Error("sold out");
  issue.run(barcode, email);
  return row.free;
});

await serveExpress(Number(port), ({ barcode, email }) => book(barcode, email));
