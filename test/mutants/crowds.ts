// Guards of bookings that share a call, a commit and what is written at its end.
import type { Mutant } from "./mutant.ts";

const COMMIT = ["worker/commit.test.ts"];
const PEOPLE = ["worker/people.test.ts"];
const AHEAD = ["worker/asked-ahead.test.ts"];
const REQUESTS = ["worker/requests.test.ts"];
const TOGETHER = ["worker/together.test.ts"];

export const crowdMutants: readonly Mutant[] = [
  {
    name: "the counters of a commit are not written",
    file: "src/date/store.ts",
    find: "  memory.writeCounts();\n",
    replace: "",
    noticedBy: ["worker/booking.test.ts"],
  },
  {
    name: "a command looks before the counters of the bookings before it are written",
    file: "src/date/event-date.ts",
    find: "    writeShared(this.#store);\n",
    replace: "",
    noticedBy: COMMIT,
  },
  {
    name: "who booked in a crowd is not found",
    file: "src/date/people.ts",
    find: "...(this.#known.get(person) ?? [])",
    replace: "",
    noticedBy: PEOPLE,
  },
  {
    name: "who booked twice in a crowd is not found",
    file: "src/date/people.ts",
    find: "...(this.#unwritten.get(person) ?? []),",
    replace: "",
    noticedBy: PEOPLE,
  },
  {
    name: "crowds are struck off before they are filed",
    file: "src/date/people.ts",
    find: "    run(this.#sql, FILE_ARRIVALS);\n",
    replace: "",
    noticedBy: PEOPLE,
  },
  {
    name: "who was asked for ahead is not looked for, though filed since",
    file: "src/date/people.ts",
    find: "  write(): void {\n    this.#asked.clear();\n",
    replace: "  write(): void {\n",
    noticedBy: AHEAD,
  },
  {
    name: "who had booked before a crowd is not found in it",
    file: "src/date/people.ts",
    find: "this.#asked.get(person)?.push(request)",
    replace: "this.#asked.get(request)?.push(person)",
    noticedBy: AHEAD,
  },
  {
    name: "a barcode that a crowd brings is new though it exists",
    file: "src/date/barcodes.ts",
    find: "for (const { barcode } of existing) this.#new.delete(barcode);",
    replace: "void existing;",
    noticedBy: AHEAD,
  },
  {
    name: "a barcode is new for as long as it was once",
    file: "src/date/store.ts",
    find: "  people.write();\n  barcodes.forget();\n",
    replace: "  people.write();\n  void barcodes;\n",
    noticedBy: AHEAD,
  },
  {
    name: "a request of before is taken for new after as many as are kept in memory",
    file: "src/date/requests.ts",
    find: "if (later > this.#last) this.#last = later",
    replace: "if (later < this.#last) this.#last = later",
    noticedBy: REQUESTS,
  },
  {
    name: "the latest request of before the date woke is taken for new",
    file: "src/date/requests.ts",
    find: "request <= this.#last",
    replace: "request < this.#last",
    noticedBy: REQUESTS,
  },
  {
    name: "people are not forgotten with their names",
    file: "src/date/erase.ts",
    find: "  people.erase();\n",
    replace: "",
    noticedBy: ["worker/outbox.test.ts"],
  },
  {
    name: "bookings that travel together are told the decision of the first",
    file: "src/date/client/together.ts",
    find: "outcomes[index] ?? lost",
    replace: "outcomes[0 * index] ?? lost",
    noticedBy: TOGETHER,
  },
  {
    name: "the first of a crowd travels alone",
    file: "src/date/client/together.ts",
    find: "if (Date.now() >= station.sharedAt + BOOKINGS_CROWDED_MS)",
    replace: "if (station.sharedAt >= 0)",
    noticedBy: TOGETHER,
  },
  {
    name: "a lone booking waits for company that does not come",
    file: "src/date/client/together.ts",
    find: "if (Date.now() >= station.sharedAt + BOOKINGS_CROWDED_MS)",
    replace: "if (station.sharedAt === 0)",
    noticedBy: TOGETHER,
  },
  {
    name: "one that gave up waiting is booked for with others",
    file: "src/date/client/together.ts",
    find: "stop.waiting.filter(({ isDone }) => !isDone)",
    replace: "[...stop.waiting]",
    noticedBy: TOGETHER,
  },
  {
    name: "who has hung up while others waited with it keeps the tickets",
    file: "src/date/client/together.ts",
    find: "if (told.length > 0) await takeBackMissing(line, told);",
    replace: "",
    noticedBy: TOGETHER,
  },
  {
    name: "tickets are taken back from those who have heard of them",
    file: "src/date/client/together.ts",
    find: "told.filter(({ traveller }) => !traveller.isDone)",
    replace: "[...told]",
    noticedBy: TOGETHER,
  },
  {
    name: "who was missing is told of a booking that it no longer has",
    file: "src/date/client/together.ts",
    find: "traveller.isMissing ? tooLate : outcome",
    replace: "outcome",
    noticedBy: TOGETHER,
  },
  {
    name: "one request makes the calls of a crowd for ever",
    file: "src/date/client/together.ts",
    find: "if (calls >= BOOKINGS_CALLS_LED_MAX) close(station, code, stop);",
    replace: "",
    noticedBy: TOGETHER,
  },
];
