// Guards of bookings that share a call, a commit and what is written at its end.
import type { Mutant } from "./mutant.ts";

const COMMIT = ["worker/commit.test.ts"];
const PEOPLE = ["worker/people.test.ts"];
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
    find: "...(this.#unwritten.get(person) ?? []), ",
    replace: "",
    noticedBy: PEOPLE,
  },
  {
    name: "crowds are struck off before they are filed",
    file: "src/date/people.ts",
    find: "this.#file(`SELECT p.value FROM arrivals, json_each(arrivals.people) AS p`);",
    replace: "",
    noticedBy: PEOPLE,
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
