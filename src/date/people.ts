/**
 * Who has booked here, and by which requests: the partner allows a person one live booking
 * (contracts/passculture.md 4.3). People are known by keyed hashes, which come in no order, so a table
 * of them is written all over: a page for each booking. Those of a commit of many are therefore
 * written as they came, in one row, and filed when they are many enough to share pages. Until then
 * they are also kept in memory.
 */
import { PEOPLE_IN_A_ROW_MIN, PEOPLE_UNFILED_MAX } from "../core/limits.ts";
import { all, run } from "../core/sql.ts";

/** The requests of each person. */
class Arrivals extends Map<string, string[]> {
  #requests = 0;

  get requests(): number {
    return this.#requests;
  }

  add(person: string, request: string): void {
    this.set(person, [...(this.get(person) ?? []), request]);
    this.#requests += 1;
  }

  /** As JSON: pairs of a person and a request. */
  toText(): string {
    return JSON.stringify(
      [...this].flatMap(([person, requests]) => requests.map((request) => [person, request])),
    );
  }
}

export class People {
  readonly #sql: SqlStorage;
  /** Of the commit that is under way. */
  #unwritten = new Arrivals();
  /** Written and not filed; null while it is not known. */
  #unfiled: Arrivals | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** What is not in the table of people. */
  unfiledRequests(person: string): readonly string[] {
    return [...(this.#unwritten.get(person) ?? []), ...(this.#known.get(person) ?? [])];
  }

  /** Written at the end of the commit. */
  add(person: string, request: string): void {
    this.#unwritten.add(person, request);
  }

  /** Inside the transaction that the new ones belong to, at its end. */
  write(): void {
    const arrivals = this.#unwritten;
    if (arrivals.requests === 0) return;
    this.#unwritten = new Arrivals();
    if (arrivals.requests < PEOPLE_IN_A_ROW_MIN) {
      this.#file(`SELECT value FROM json_each(?)`, arrivals.toText());
      return;
    }
    // Read before these are among them, where it must be.
    const unfiled = this.#known;
    run(this.#sql, `INSERT INTO arrivals (people) VALUES (?)`, arrivals.toText());
    for (const [person, requests] of arrivals) {
      for (const request of requests) unfiled.add(person, request);
    }
    if (unfiled.requests > PEOPLE_UNFILED_MAX) this.#fileAll();
  }

  /** After an undone transaction. */
  forget(): void {
    this.#unwritten = new Arrivals();
    this.#unfiled = null;
  }

  /** Inside a transaction. Nothing is left of anybody. */
  erase(): void {
    run(this.#sql, `DELETE FROM people`);
    run(this.#sql, `DELETE FROM arrivals`);
    this.forget();
  }

  #fileAll(): void {
    this.#file(`SELECT p.value FROM arrivals, json_each(arrivals.people) AS p`);
    run(this.#sql, `DELETE FROM arrivals`);
    this.#unfiled = new Arrivals();
  }

  /** In order, so that each page is written once. A request that was taken back may come again. */
  #file(pairs: string, ...values: string[]): void {
    run(
      this.#sql,
      `INSERT OR IGNORE INTO people (person, request)
       SELECT value ->> 0, value ->> 1 FROM (${pairs}) ORDER BY 1, 2`,
      ...values,
    );
  }

  get #known(): Arrivals {
    this.#unfiled ??= readArrivals(this.#sql);
    return this.#unfiled;
  }
}

function readArrivals(sql: SqlStorage): Arrivals {
  const arrivals = new Arrivals();
  for (const { people } of all<{ people: string }>(sql, `SELECT people FROM arrivals`)) {
    for (const [person, request] of JSON.parse(people) as [string, string][]) {
      arrivals.add(person, request);
    }
  }
  return arrivals;
}
