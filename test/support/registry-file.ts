// The registry as it lies on disk, beside the running server: for looking into it and for hurting it.
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const TABLES = ["events", "dates", "listings", "tickets"] as const;
/** Every table that anything is looked up in. */
const LOOKED_UP = [...TABLES, "imports", "devices", "calls"];
const BUSY_LIMIT_MS = 5_000;

export type Row = Readonly<Record<string, unknown>>;
export type Registry = Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;

export class RegistryFile {
  readonly #path: string;

  constructor(storage: string) {
    const files = globSync(join(storage, "v3/d1/*/*.sqlite"));
    const databases = files.filter((file) => basename(file) !== "metadata.sqlite");
    const [path] = databases;
    if (path === undefined || databases.length > 1) {
      throw new Error(`expected one registry in ${storage}, found ${databases.length}`);
    }
    this.#path = path;
  }

  /** All rows, without the watchdog's note of its last round. */
  rows(): Registry {
    return this.#open((database) => ({
      events: database.prepare("SELECT * FROM events ORDER BY id").all(),
      dates: database.prepare("SELECT *, NULL AS woken_at FROM dates ORDER BY id").all(),
      listings: database.prepare("SELECT * FROM listings ORDER BY door, kind, id").all(),
      tickets: database.prepare("SELECT * FROM tickets ORDER BY date_id, serial").all(),
    }));
  }

  /** The log of calls, the oldest first. */
  calls(): readonly Row[] {
    return this.#open((database) => database.prepare("SELECT * FROM calls ORDER BY id").all());
  }

  /** What no call of the API would write: a misbehaviour towards any channel. */
  misbehave(channel: string, misbehaviour: string): void {
    this.#open((database) =>
      database.prepare("INSERT INTO sandboxes VALUES (?, ?)").run(channel, misbehaviour),
    );
  }

  ticketsOf(date: string): readonly Row[] {
    return this.rows().tickets.filter((row) => row["date_id"] === date);
  }

  /** Writes rows as the dates' outboxes would have, many at once. */
  insert(table: (typeof TABLES)[number] | "date_times", rows: readonly Row[]): void {
    const names = Object.keys(rows[0] ?? {});
    const query = `INSERT OR IGNORE INTO ${table} (${names.join(", ")})
      SELECT ${names.map((name) => `value ->> '${name}'`).join(", ")} FROM json_each(?)`;
    this.#open((database) => database.prepare(query).run(JSON.stringify(rows)));
  }

  wipe(): void {
    this.#open((database) => {
      database.exec(TABLES.map((table) => `DELETE FROM ${table};`).join(""));
    });
  }

  /** From now on every query fails, until `heal`. */
  hurt(): void {
    this.#open((database) => {
      database.exec(
        LOOKED_UP.map((table) => `ALTER TABLE ${table} RENAME TO lost_${table};`).join(""),
      );
    });
  }

  heal(): void {
    this.#open((database) => {
      database.exec(
        LOOKED_UP.map((table) => `ALTER TABLE lost_${table} RENAME TO ${table};`).join(""),
      );
    });
  }

  #open<T>(use: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(this.#path, { timeout: BUSY_LIMIT_MS });
    try {
      return use(database);
    } finally {
      database.close();
    }
  }
}
