// The small part of SELECT that is understood: read into conditions, and never run.
import { expect, it } from "vitest";
import { readFilter, type Table } from "../../../../src/doors/ticketmatic/filter.ts";

const TABLE: Table = {
  name: "event",
  keys: ["id"],
  columns: {
    id: { field: "number", kind: "number" },
    name: { field: "title", kind: "text" },
    startts: { field: "startsAt", kind: "instant" },
    status: {
      field: "standing",
      kind: "number",
      translate: (status) => (status === 3 ? ["closed", "cancelled"] : null),
    },
  },
};
const where = (text: string) => readFilter(`select id from tm.event where ${text}`, TABLE);

it.each([
  ["id = 5", [{ field: "number", is: "=", value: 5 }]],
  ["id='5'", [{ field: "number", is: "=", value: 5 }]],
  ["ID != -5", [{ field: "number", is: "<>", value: -5 }]],
  ["id in (1, 2,3)", [{ field: "number", is: "in", value: [1, 2, 3] }]],
  ["name = 'it''s; -- or 1=1'", [{ field: "title", is: "=", value: "it's; -- or 1=1" }]],
  ["name IS NULL", [{ field: "title", is: "is null" }]],
  [
    "name is not null AND id > 5",
    [
      { field: "title", is: "is not null" },
      { field: "number", is: ">", value: 5 },
    ],
  ],
  ["startts >= '2026-01-02'", [{ field: "startsAt", is: ">=", value: Date.UTC(2026, 0, 2) }]],
  ["status = 3", [{ field: "standing", is: "in", value: ["closed", "cancelled"] }]],
  ["status in (3, 4)", [{ field: "standing", is: "in", value: ["closed", "cancelled"] }]],
  ["status = 4", [{ field: "standing", is: "in", value: [] }]],
])("where %s", (text, conditions) => {
  expect(where(text)).toEqual(conditions);
});

it.each(["SELECT id FROM tm.event", " select\n id from tm.event ; "])("%j is all", (text) => {
  expect(readFilter(text, TABLE)).toEqual([]);
});

it.each([
  "id = 'x'",
  "id = 5 or id = 6",
  "(id = 5)",
  "id = 5 and",
  "id = 5 6",
  "id in ()",
  "id in (1 2)",
  "id in (1,)",
  "id in 1",
  "id",
  "id =",
  "id like 5",
  "id is 5",
  "5 = id",
  "name = 5",
  "name = 'x",
  'name = "x"',
  "startts = 'soon'",
  "status > 3",
  "constructor = 5",
  "id = (select 1)",
  "id = 5; drop table events",
  "id = 5 -- comment",
  "",
  Array.from({ length: 21 }, () => "id = 5").join(" and "),
])("where %s is not understood", (text) => {
  expect(where(text)).toBeNull();
});

it.each([
  "",
  "select",
  "select * from tm.event",
  "select id from event",
  "update tm.event",
  "x".repeat(3_000),
])("%s is not understood", (text) => {
  expect(readFilter(text, TABLE)).toBeNull();
});
