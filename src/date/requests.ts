/**
 * Which requests the date may have decided already, so that a new one need not be looked for.
 * pass Culture's are known by the time of their creation first, so nearly each is later than all
 * that were there when this life of the object began; those since are kept in memory.
 */
import { REQUESTS_KNOWN_MAX } from "../core/limits.ts";
import { first } from "../core/sql.ts";

export class Requests {
  readonly #sql: SqlStorage;
  /** Up to here any may be known; null while it is not read. */
  #last: string | null = null;
  /** Known ones after that. */
  readonly #later = new Set<string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False only for a request of which the tables have no record. */
  mayBeKnown(request: string): boolean {
    this.#last ??= lastRequest(this.#sql);
    return request <= this.#last || this.#later.has(request);
  }

  /** Before it is recorded. One that is undone or forgotten then stays, which costs a look. */
  add(request: string): void {
    this.#last ??= lastRequest(this.#sql);
    if (this.#later.size >= REQUESTS_KNOWN_MAX) {
      for (const later of this.#later) if (later > this.#last) this.#last = later;
      this.#later.clear();
    }
    this.#later.add(request);
  }
}

/** Texts of ASCII: the database and the language put them in the same order. */
function lastRequest(sql: SqlStorage): string {
  const row = first<{ last: string | null }>(sql, `SELECT max(request) AS last FROM bookings`);
  return row?.last ?? "";
}
