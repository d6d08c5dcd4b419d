// Events, performers and venues: found, sorted and paged as a plain reference says, over 2,000.
import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { aTicketEvolutionPartner } from "../../support/a-ticketevolution-partner.ts";
import { LONG_TEST_MS, openBuiltWindow } from "../../support/a-window.ts";
import { RegistryFile } from "../../support/registry-file.ts";
import type { Json } from "../../support/json.ts";
import { type TicketEvolution, told } from "../../support/ticketevolution-client.ts";

const EVENTS = 2_000;
const SEED = Number(process.env["CATALOGUE_SEED"] ?? randomInt(2 ** 31));
const window = openBuiltWindow();
let client: TicketEvolution;

interface Row {
  readonly number: number;
  readonly title: string;
  readonly show: number;
  readonly venue: string;
  readonly timeZone: string;
  readonly startsAt: number;
  readonly changedAt: number;
  /** Both as this partner is told them. */
  readonly wall: string;
  readonly updated: string;
}
const rows: Row[] = [];

/** Park and Miller's: the same seed, the same events. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647 || 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const VENUES = [
  { name: "Théâtre de l'Île", timeZone: "Europe/Paris" },
  { name: "Test Hall", timeZone: "America/New_York" },
  { name: "Deep House", timeZone: "Asia/Kolkata" },
];
const TITLES = ["Cyrano", "Opening Night", "The Testers' Ball", "100% Live", "cyrano II"];

/** What the clock on the wall shows, by another way than the code under test. */
function wallClock(startsAt: number, timeZone: string): string {
  const text = new Date(startsAt).toLocaleString("sv-SE", { timeZone });
  return `${text.replace(" ", "T")}Z`;
}

beforeAll(async () => {
  console.log(`CATALOGUE_SEED=${SEED}`);
  const random = randomFrom(SEED);
  for (let number = 1; number <= EVENTS; number++) {
    const show = random(40);
    const venue = VENUES[show % VENUES.length] as (typeof VENUES)[number];
    // Whole hours of two years, many at the same: the order of equal ones shows.
    const startsAt = Date.UTC(2030, 0, 1) + random(2 * 365 * 24) * 3_600_000;
    const changedAt = Date.UTC(2029, 0, 1) + random(1_000) * 60_000 + random(1_000);
    rows.push({
      number: 1_000 + number,
      title: `${TITLES[show % TITLES.length]} ${show}`,
      show,
      venue: venue.name,
      timeZone: venue.timeZone,
      startsAt,
      changedAt,
      wall: wallClock(startsAt, venue.timeZone),
      updated: `${new Date(changedAt).toISOString().slice(0, 19)}Z`,
    });
  }
  fill(new RegistryFile(window.server.storage));
  client = (await aTicketEvolutionPartner(window)).client;
}, LONG_TEST_MS);

function fill(registry: RegistryFile): void {
  const code = (number: number) => `T${number}`;
  registry.insert(
    "events",
    rows.map(({ show, title, venue, timeZone }) => ({
      id: `show-${show}`,
      number: 500 + show,
      title,
      venue: JSON.stringify({ name: venue, timeZone }),
      version: 1,
    })),
  );
  registry.insert(
    "dates",
    rows.map((row) => ({
      id: code(row.number),
      code: code(row.number),
      number: row.number,
      event_id: `show-${row.show}`,
      status: "on_sale",
      starts_at: row.startsAt,
      ends_at: row.startsAt + 7_200_000,
      sales_end_at: row.startsAt,
      areas: "[]",
      prices: "[]",
      version: 1,
      wall_start: Date.parse(row.wall),
    })),
  );
  registry.insert(
    "date_times",
    rows.map(({ number, changedAt }) => ({
      date_id: code(number),
      created_at: 0,
      changed_at: changedAt,
      version: 1,
    })),
  );
}

async function ids(query: Readonly<Record<string, string | number>>, path = "/events") {
  const body = told(await client.get(path, query));
  return { ids: body.events.map(({ id }: Json) => id) as number[], total: body.total_entries };
}

const key = (row: Row) => row.number;
const byStart = (a: Row, b: Row) => (a.wall < b.wall ? -1 : a.wall > b.wall ? 1 : key(a) - key(b));

/** The reference: plain filters and a plain sort over everything. */
function expected(
  keep: (row: Row) => boolean,
  order: (a: Row, b: Row) => number,
  page = 1,
  perPage = 100,
) {
  const kept = rows.filter(keep).toSorted(order);
  const found = kept.slice((page - 1) * perPage, page * perPage).map(key);
  return { ids: found, total: kept.length };
}

describe("events agree with a plain reference", () => {
  it("page by page, by the wall clock, each once", async () => {
    const seen: number[] = [];
    for (let page = 1; page <= EVENTS / 100 + 1; page++) {
      const found = await ids({ page });
      expect(found).toEqual(expected(() => true, byStart, page));
      seen.push(...found.ids);
    }
    expect(new Set(seen).size).toBe(EVENTS);
  });

  const name = (a: Row, b: Row) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);
  const changed = (a: Row, b: Row) => (a.updated < b.updated ? -1 : a.updated > b.updated ? 1 : 0);
  const ORDERS: readonly (readonly [string, (a: Row, b: Row) => number])[] = [
    ["occurs_at", byStart],
    ["occurs_at DESC", (a, b) => (a.wall === b.wall ? key(a) - key(b) : -byStart(a, b))],
    ["events.occurs_at ASC", byStart],
    ["id DESC", (a, b) => key(b) - key(a)],
    ["name", (a, b) => name(a, b) || key(a) - key(b)],
    ["name DESC,occurs_at", (a, b) => name(b, a) || byStart(a, b)],
    ["updated_at DESC", (a, b) => changed(b, a) || key(a) - key(b)],
    ["nonsense; DROP TABLE dates", byStart],
  ];

  it.each(ORDERS)("sorted by %s", async (order_by, order) => {
    for (const page of [1, 3, 21]) {
      expect(await ids({ order_by, page })).toEqual(expected(() => true, order, page));
    }
  });

  const after = "2030-06-15T20:00:00Z";
  const FILTERS: readonly (readonly [Readonly<Record<string, string>>, (row: Row) => boolean])[] = [
    [{ name: "Cyrano 0" }, (row) => row.title === "Cyrano 0"],
    [{ name: "cyrano 0" }, () => false],
    [{ "occurs_at.gte": after }, (row) => row.wall >= after],
    [{ "occurs_at.gt": after }, (row) => row.wall > after],
    [{ "occurs_at.lt": after }, (row) => row.wall < after],
    [{ "occurs_at.lte": after }, (row) => row.wall <= after],
    [
      { "occurs_at.gte": "2030-06-01", "occurs_at.lt": "2030-07-01" },
      (row) => row.wall.startsWith("2030-06"),
    ],
    [{ "updated_at.gte": "2029-01-01T08:00:00Z" }, (row) => row.updated >= "2029-01-01T08:00:00Z"],
    [{ "updated_at.lte": "2029-01-01T08:00:00Z" }, (row) => row.updated <= "2029-01-01T08:00:00Z"],
    [{ performer_id: "501" }, (row) => row.show === 1],
    [{ "performer_id[]": "501" }, (row) => row.show === 1],
    [{ performer_id: "501,502" }, (row) => [1, 2].includes(row.show)],
    [{ "performer_id.not_eq": "501" }, (row) => row.show !== 1],
    [{ performer_id: "no number" }, () => false],
    [{ category_id: "1" }, () => true],
    [{ category_id: "2" }, () => false],
    [{ office_id: "1" }, () => true],
    [{ venue_id: "999" }, () => false],
    // Everything has the same: 0.
    [{ "popularity_score.gte": "0" }, () => true],
    [{ "popularity_score.gt": "0" }, () => false],
    [{ "short_term_popularity_score.lte": "0.0" }, () => true],
    [{ "short_term_popularity_score.lt": "0.5" }, () => true],
    [{ popularity_score: "0.5" }, () => false],
    [{ "popularity_score.not_eq": "0" }, () => false],
    [{ nobody_knows: "this" }, () => true],
  ];

  it.each(FILTERS)("filtered by %o", async (query, keep) => {
    for (const page of [1, 2]) {
      expect(await ids({ ...query, page })).toEqual(expected(keep, byStart, page));
    }
  });

  it("at one venue, by the id that venues have", async () => {
    const list = told(await client.get("/venues"));
    for (const { id, name } of list.venues) {
      const here = expected((row) => row.venue === name, byStart);
      expect(await ids({ venue_id: id })).toEqual(here);
    }
    expect(list.venues.map(({ name }: Json) => name)).toEqual(
      VENUES.map((venue) => venue.name).toSorted(),
    );
  });

  it("searched by words of the title or the venue", async () => {
    const has = (row: Row, word: string) =>
      `${row.title} ${row.venue}`.toLowerCase().includes(word);
    expect(await ids({ q: "CYRANO test" }, "/events/search")).toEqual(
      expected((row) => has(row, "cyrano") && has(row, "test"), byStart),
    );
    expect((await ids({ q: "100%" }, "/events/search")).total).toBe(
      rows.filter((row) => has(row, "100%")).length,
    );
  });

  it("pages are at most 100 long, and none past the end is empty", async () => {
    expect(await ids({ per_page: 7, page: 3 })).toEqual(expected(() => true, byStart, 3, 7));
    expect((await ids({ per_page: 5_000 })).ids).toHaveLength(100);
    expect(await ids({ page: 10_000 })).toEqual({ ids: [], total: EVENTS });
    expect(told(await client.get("/events", { page: 2, per_page: 3 }))).toMatchObject({
      current_page: 2,
      per_page: 3,
      total_entries: EVENTS,
    });
  });
});

describe("what an event says", () => {
  it("of itself, its venue and its performer, by id", async () => {
    const row = rows[0] as Row;
    const reply = await client.get(`/events/${row.number}`);
    expect(reply.type).toBe("application/vnd.ticketevolution.api+json; version=9; charset=utf-8");
    expect(told(reply)).toMatchObject({
      id: row.number,
      url: `/events/${row.number}`,
      name: row.title,
      state: "shown",
      occurs_at: row.wall,
      updated_at: row.updated,
      owned_by_office: true,
      venue: { name: row.venue },
      performances: [{ primary: true, performer: { id: String(500 + row.show), name: row.title } }],
    });
    const { occurs_at, occurs_at_local } = reply.body;
    expect(occurs_at_local.slice(0, 19)).toBe(occurs_at.slice(0, 19));
    expect(Date.parse(occurs_at_local)).toBe(row.startsAt);
  });

  it("an id that nobody has is a 404 in this partner's words", async () => {
    for (const id of ["1", "nothing", "9".repeat(30)]) {
      const { status, body } = await client.get(`/events/${id}`);
      expect({ status, error: body.error }).toEqual({ status: 404, error: "Not Found" });
    }
  });

  it("words in the place of an id are lists of their own, and empty", async () => {
    for (const path of ["/events/deleted", "/events/pinned"]) {
      expect(told(await client.get(path))).toMatchObject({ total_entries: 0, events: [] });
    }
    expect(told(await client.get("/performers/deleted"))).toMatchObject({ performers: [] });
    expect(told(await client.get("/venues/deleted"))).toMatchObject({ venues: [] });
    expect(told(await client.get("/categories/deleted"))).toMatchObject({ categories: [] });
  });
});

describe("who and what is beside", () => {
  it("one brokerage, its office, this partner's user", async () => {
    const partner = await aTicketEvolutionPartner(window);
    const brokerages = told(await partner.client.get("/brokerages"));
    expect(brokerages).toMatchObject({
      current_page: 1,
      total_entries: 1,
      brokerages: [{ id: "1", url: "/brokerages/1", abbreviation: "G" }],
    });
    expect(told(await partner.client.get("/offices/1"))).toMatchObject({
      id: "1",
      brokerage: { id: "1" },
    });
    const { users } = told(await partner.client.get("/users"));
    expect(users).toMatchObject([{ id: String(partner.number) }]);
    const stranger = (await aTicketEvolutionPartner(window)).number;
    expect((await partner.client.get(`/users/${stranger}`)).status).toBe(404);
  });

  it("a search that finds one of a kind has nothing on its second page", async () => {
    for (const name of ["brokerages", "offices", "users"]) {
      const first = told(await client.get(`/${name}/search`, { q: "" }));
      expect([first.total_entries, first[name].length]).toEqual([1, 1]);
      expect(told(await client.get(`/${name}/search`, { q: "", page: 2 }))[name]).toEqual([]);
    }
  });

  it("performers and venues by id, by slug, and found by a word", async () => {
    const { performers } = told(await client.get("/performers/search", { q: "ball" }));
    expect(performers[0]).toMatchObject({ _type: "Performer" });
    const [{ id, slug }] = performers;
    expect(told(await client.get(`/performers/${id}`)).name).toBe(performers[0].name);
    expect(told(await client.get(`/performers/${slug}`)).id).toBe(id);
    expect(told(await client.get("/venues/test-hall")).name).toBe("Test Hall");
    expect((await client.get("/venues/nowhere")).status).toBe(404);
    const configurations = told(await client.get("/configurations"));
    expect(configurations.total_entries).toBe(3);
    expect(told(await client.get("/categories/1"))).toMatchObject({ id: "1", parent: null });
  });

  it("a call that is not offered is a 404 that says so", async () => {
    const { status, body } = await client.get("/quotes");
    expect({ status, error: body.error }).toEqual({
      status: 404,
      error: "This window does not offer that call.",
    });
  });
});

it("a partner that may see some events only sees no others, by any way", async () => {
  const { id } = await aDate(window.operator);
  const only = await aTicketEvolutionPartner(window, { events: ["cyrano"] });
  const body = told(await only.client.get("/events"));
  expect(body.total_entries).toBe(1);
  expect(body.events[0]).toMatchObject({ name: "Cyrano", available_count: 10 });
  expect(told(await only.client.get("/performers")).total_entries).toBe(1);
  expect((await only.client.get(`/events/${rows[0]?.number}`)).status).toBe(404);
  expect(id).not.toBe("");
});
