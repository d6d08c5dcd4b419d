/**
 * Who has booked here, and by which requests: the partner allows a person one live booking
 * (contracts/passculture.md 4.3). People are known by keyed hashes, which come in no order, so a table
 * of them is written all over: a page for each booking. Those of a commit of many are therefore
 * written as they came, in one row, and filed when they are many enough to share pages. Until then
 * they are also kept in memory.
 */
import { PEOPLE_IN_A_ROW_MIN, PEOPLE_UNFILED_MAX } from "../core/limits.ts";
import { all, run } from "../core/sql.ts";
import { Known } from "./known.ts";

/** A booking of before step 10 names its person itself. */
const FILED = `SELECT request FROM people WHERE person = ?1
               UNION ALL SELECT request FROM bookings WHERE person = ?1`;
const ALL_FILED = `SELECT person AS text FROM people
                   UNION ALL SELECT person FROM bookings WHERE person IS NOT NULL`;
/** A request that was taken back may come again. */
const FILE = `INSERT OR IGNORE INTO people (person, request) VALUES (?, ?)`;
/** In order, so that each page is written once. */
const FILE_ARRIVALS = `
  INSERT OR IGNORE INTO people (person, request)
  SELECT p.value ->> 0, p.value ->> 1 FROM arrivals, json_each(arrivals.people) AS p ORDER BY 1, 2`;

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
  readonly #filed: Known;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#filed = new Known(sql, ALL_FILED);
  }

  /** All that were booked, also those that were taken back since. */
  requestsOf(person: string): readonly string[] {
    return [
      ...(this.#unwritten.get(person) ?? []),
      ...(this.#known.get(person) ?? []),
      ...(this.#filed.mayHave(person) ? this.#filedOf(person) : []),
    ];
  }

  #filedOf(person: string): readonly string[] {
    const filed = all<{ request: string }>(this.#sql, FILED, person);
    return filed.map(({ request }) => request);
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
      for (const [person, requests] of arrivals) {
        this.#filed.add(person);
        for (const request of requests) run(this.#sql, FILE, person, request);
      }
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
    for (const person of this.#known.keys()) this.#filed.add(person);
    run(this.#sql, FILE_ARRIVALS);
    run(this.#sql, `DELETE FROM arrivals`);
    this.#unfiled = new Arrivals();
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
