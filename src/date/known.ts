/**
 * What the tables may have of something that is nearly always new, so that it need not be looked for:
 * a look reads pages all over the tables, and costs a lone booking more than to write its ticket.
 */
import { BloomFilter } from "../core/bloom.ts";
import { KNOWN_AT_WAKING_MAX } from "../core/limits.ts";
import { first } from "../core/sql.ts";

export class Known {
  readonly #sql: SqlStorage;
  readonly #query: string;
  /** Undefined while it is not read; null when there was too much to read. */
  #filter: BloomFilter | null | undefined = undefined;

  /** The query selects `text` of all that the tables have, and no text has a space. */
  constructor(sql: SqlStorage, query: string) {
    this.#sql = sql;
    this.#query = query;
  }

  /** False only for what the tables do not have. */
  mayHave(text: string): boolean {
    return this.#read()?.mayHave(text) ?? true;
  }

  /** Before it is written. What is undone stays, which costs a look. */
  add(text: string): void {
    this.#read()?.add(text);
  }

  #read(): BloomFilter | null {
    if (this.#filter === undefined) this.#filter = readFilter(this.#sql, this.#query);
    return this.#filter;
  }
}

function readFilter(sql: SqlStorage, query: string): BloomFilter | null {
  const known = first<{ n: number; texts: string | null }>(
    sql,
    `SELECT count(*) AS n, group_concat(text, ' ') AS texts
       FROM (SELECT text FROM (${query}) LIMIT ?)`,
    KNOWN_AT_WAKING_MAX + 1,
  );
  if (known === null || known.n > KNOWN_AT_WAKING_MAX) return null;
  const filter = new BloomFilter();
  for (const text of known.texts?.split(" ") ?? []) filter.add(text);
  return filter;
}
