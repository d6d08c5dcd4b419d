// Contacts: the account's own customer file (contracts/ticketmatic.md 3.3 and 4).
import { beforeAll, expect, it } from "vitest";
import { freshId } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { anAccount } from "../../support/ticketmatic-account.ts";
import type { Json } from "../../support/json.ts";
import type { Ticketmatic } from "../../support/ticketmatic-client.ts";

const window = openBuiltWindow();
let tm: Ticketmatic;

beforeAll(async () => {
  tm = await anAccount(window);
});

it("is answered in JSON that PHP reads, whatever was written into it", async () => {
  const made = await tm.post("/contacts", { lastname: "b\udc00", firstname: "\ud83d" });
  const answer = await tm.send("GET", `/contacts/${made.id}`);
  expect(answer.text).not.toMatch(/\\ud[89a-f]/);
  expect(JSON.parse(answer.text)).toMatchObject({ lastname: "b\ufffd", firstname: "\ufffd" });
});

it("is created with what is said of it, read back, and changed in part", async () => {
  const email = `${freshId("jo")}@example.test`;
  const made = await tm.post("/contacts", {
    firstname: "Jörg",
    lastname: "O/Neil",
    email,
    birthdate: { date: "1980-02-03 00:00:00.000000", timezone_type: 3, timezone: "UTC" },
    addresses: [
      {
        street1: "Kerkstraat",
        zip: "2914 AH",
        city: "Nieuwerkerk",
        countrycode: "NL",
        typeid: "1",
      },
    ],
    phonenumbers: [
      { number: "+31222222222", typeid: 1 },
      { number: "+31222222223", typeid: 2 },
    ],
    customertitleid: 1,
    optins: null,
    status: "deleted",
    id: 5,
  });
  expect(made).toMatchObject({
    firstname: "Jörg",
    lastname: "O/Neil",
    email,
    birthdate: "1980-02-03T00:00:00Z",
    addresses: [{ id: 1, countrycode: "NL", country: "Netherlands", type: "Home" }],
    phonenumbers: [
      { id: 1, type: "Mobile" },
      { id: 2, type: "Fixed" },
    ],
    optins: [],
    status: "",
    isdeleted: false,
    lookup: {},
  });
  expect(made.id).not.toBe(5);
  const changed = await tm.as("go").put(`/contacts/${made.id}`, {
    birthdate: null,
    createdts: null,
    lastname: "Doe",
    lastupdatets: null,
  });
  expect(changed).toMatchObject({ ...made, lastname: "Doe", lastupdatets: expect.any(String) });
  expect(await tm.get("/contacts/0", { email: email.toUpperCase() })).toEqual(changed);
  expect(await tm.get(`/contacts/${made.id}`)).toEqual(changed);
});

it("is born on the day that was written, whatever the zone it was written in", async () => {
  const day = "1980-02-03";
  for (const birthdate of [
    day,
    `${day}T00:00:00`,
    `${day}T00:00:00+0100`,
    { date: `${day} 00:00:00.000000`, timezone_type: 3, timezone: "Europe/Brussels" },
    { date: `${day} 00:00:00.000000`, timezone_type: 1, timezone: "-05:00" },
  ]) {
    const made = await tm.post("/contacts", { birthdate });
    expect(made.birthdate).toBe(`${day}T00:00:00Z`);
    expect(await tm.put(`/contacts/${made.id}`, made)).toMatchObject({ birthdate: made.birthdate });
  }
  for (const birthdate of ["1980-02-31", "soon", `${day}T25:00:00`, { date: day }]) {
    const refused = await tm.refused("POST", "/contacts", { body: { birthdate } });
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("birthdate") });
  }
});

it("keeps the custom fields that a client gives it, in either spelling", async () => {
  const made = await tm.post("/contacts", {
    firstname: "Jo",
    c_seats: ["A", "B"],
    c_vip: true,
    custom_fields: { age: 41 },
    d_other: "left out",
  });
  expect(made).toMatchObject({ c_seats: ["A", "B"], c_vip: true, c_age: 41 });
  expect(made).not.toHaveProperty("custom_fields");
  expect(made).not.toHaveProperty("d_other");
  const changed = await tm.put(`/contacts/${made.id}`, { ...made, c_vip: false, lookup: [] });
  expect(changed).toMatchObject({ c_seats: ["A", "B"], c_vip: false, c_age: 41 });
  expect((await tm.get("/contacts", { limit: 1000 })).data).toContainEqual(changed);
  const large = { c_text: "x".repeat(9_000) };
  expect(await tm.refused("PUT", `/contacts/${made.id}`, { body: large })).toMatchObject({
    status: 400,
  });
  await tm.delete(`/contacts/${made.id}`);
  expect(await tm.get(`/contacts/${made.id}`)).not.toHaveProperty("c_age");
});

it("is read back in the types that the strict client needs, whatever PHP nests uncast", async () => {
  const made = await tm.post("/contacts", {
    sex: "female",
    addresses: [{ typeid: 0, countrycode: "be" }],
    phonenumbers: [{ typeid: "0", number: "+32" }],
    optins: [
      { optinid: "2", status: "7602", info: { userid: "5", ip: "::1", other: [] } },
      { id: 0, optinid: 3, status: 0, info: null, createdts: null },
    ],
    // Only the server says these.
    subscribed: "yes",
    isdeleted: "no",
    relationtypes: ["x"],
  });
  expect(made).toMatchObject({
    sex: "female",
    addresses: [{ typeid: 1, type: "Home", country: "Belgium" }],
    phonenumbers: [{ typeid: 1, type: "Mobile" }],
    subscribed: false,
    isdeleted: false,
  });
  expect(made.optins).toMatchObject([
    { id: 1, contactid: made.id, optinid: 2, status: 7602 },
    { id: 2, contactid: made.id, optinid: 3, status: 7601 },
  ]);
  expect(made.optins[0].info).toEqual({ userid: 5, ip: "::1" });
});

it("when deleted is forgotten and stays listed among the archived", async () => {
  const lastname = freshId("Zola");
  const made = await tm.post("/contacts", { firstname: "Émile", lastname });
  const list = async (query: object) =>
    (await tm.get("/contacts", { ...query, limit: 1000 })).data.map(({ id }: Json) => id);
  expect(await list({ searchterm: lastname.slice(2) })).toEqual([made.id]);
  expect(await tm.delete(`/contacts/${made.id}`)).toBeNull();
  expect(await list({})).not.toContain(made.id);
  expect(await list({ searchterm: lastname })).toEqual([]);
  expect(await list({ includearchived: true })).toContain(made.id);
  expect(await tm.get(`/contacts/${made.id}`)).toMatchObject({
    firstname: "",
    lastname: "",
    isdeleted: true,
    status: "deleted",
  });
  expect(
    await tm.refused("PUT", `/contacts/${made.id}`, { body: { firstname: "É" } }),
  ).toMatchObject({ code: 404 });
});

it("can be deleted many at once", async () => {
  const ids = await Promise.all(
    ["A", "B"].map(async (firstname) => (await tm.post("/contacts", { firstname })).id),
  );
  expect(await tm.post("/contacts/batch", { ids, operation: "delete" })).toBeNull();
  for (const id of ids) expect((await tm.get(`/contacts/${id}`)).isdeleted).toBe(true);
});

it("can be changed many at once, in the older and the newer spelling, all or none", async () => {
  const made = async (firstname: string) => (await tm.post("/contacts", { firstname })).id;
  const ids = [await made("John"), await made("Bob")];
  const update = (parameters: object, numbers = ids) => ({
    ids: numbers,
    operation: "update",
    parameters,
  });
  const fields = { languagecode: "EN", c_vip: true };
  expect(await tm.post("/contacts/batch", update({ fields }))).toBeNull();
  const newer = {
    ids: null,
    updatefields: [{ key: "customertitleid", updatetype: "", value: "2" }],
  };
  await tm.as("go").post("/contacts/batch", update(newer));
  for (const [index, firstname] of ["John", "Bob"].entries()) {
    const expected = { firstname, languagecode: "EN", c_vip: true, customertitleid: 2 };
    expect(await tm.get(`/contacts/${ids[index]}`)).toMatchObject(expected);
  }
  const refused = (parameters: object, numbers = ids) =>
    tm.refused("POST", "/contacts/batch", { body: update(parameters, numbers) });
  const french = { fields: { languagecode: "FR" } };
  await tm.delete(`/contacts/${ids[1]}`);
  expect(await refused(french)).toMatchObject({ code: 404 });
  expect(await refused({ fields: { email: "jo@example.test" } })).toMatchObject({ code: 400 });
  const added = { updatefields: [{ key: "c_vip", updatetype: "add", value: 1 }] };
  expect(await refused(added)).toMatchObject({ code: 400 });
  const large = { fields: { c_text: "x".repeat(9_000) } };
  expect(await refused(large, ids.slice(0, 1))).toMatchObject({ code: 400 });
  expect((await tm.get(`/contacts/${ids[0]}`)).languagecode).toBe("EN");
  const other = await anAccount(window);
  const foreign = { body: update(french, ids.slice(0, 1)) };
  expect(await other.refused("POST", "/contacts/batch", foreign)).toMatchObject({ code: 404 });
});

it("is taken over from elsewhere with many, each row for itself", async () => {
  const mine = await anAccount(window);
  const file = [
    { firstname: "Test", lastname: "Mc Cheer", c_old: 12 },
    { firstname: "Last", email: "invalid" },
    { firstname: 5 },
    "nobody",
  ];
  const answer = await mine.post("/contacts/import", file);
  const why = expect.stringMatching(/./);
  expect(answer).toEqual([
    { id: expect.any(Number), ok: true, error: "" },
    { id: 0, ok: false, error: "Invalid email" },
    { id: 0, ok: false, error: why },
    { id: 0, ok: false, error: why },
  ]);
  const { data } = await mine.get("/contacts");
  expect(data).toMatchObject([{ id: answer[0].id, lastname: "Mc Cheer", c_old: 12 }]);
  const many = Array.from({ length: 250 }, (_, n) => ({ firstname: `N${n}` }));
  const taken = await mine.post("/contacts/import", many);
  expect(taken.every(({ ok }: Json) => ok)).toBe(true);
  // Who does not say how many they want has the whole file.
  const all = (await mine.get("/contacts")).data;
  expect(all).toHaveLength(251);
  const names = new Map(all.map(({ id, firstname }: Json) => [id, firstname]));
  expect(taken.map(({ id }: Json) => names.get(id))).toEqual(many.map((one) => one.firstname));
  for (const client of [mine, mine.as("go")]) {
    expect(await client.post("/contacts/import", [])).toEqual([]);
  }
  const tooMany = { body: Array.from({ length: 1_001 }, () => ({})) };
  expect(await mine.refused("POST", "/contacts/import", tooMany)).toMatchObject({ status: 400 });
});

it("may be made of nothing, as both clients may say it", async () => {
  expect((await tm.post("/contacts", [])).firstname).toBe("");
  expect((await tm.as("go").post("/contacts", { firstname: null })).firstname).toBe("");
});

it.each([
  ["an address that is none", { email: "not an address" }],
  ["a name that is no text", { firstname: 5 }],
  [
    "more than can be kept",
    { addresses: Array.from({ length: 20 }, () => ({ street1: "x".repeat(500) })) },
  ],
])("can't be made of %s", async (_what, body) => {
  expect(await tm.refused("POST", "/contacts", { body })).toMatchObject({ status: 400, code: 400 });
});

it("is nobody of another account's", async () => {
  const { id, ...rest } = await tm.post("/contacts", { firstname: "Jo", email: "jo@example.test" });
  const other = await anAccount(window);
  for (const method of ["GET", "PUT", "DELETE"]) {
    expect(
      await other.refused(method, `/contacts/${id}`, { body: { firstname: "X" } }),
    ).toMatchObject({ code: 404 });
  }
  expect(
    await other.refused("GET", "/contacts/0", { query: { email: "jo@example.test" } }),
  ).toMatchObject({ code: 404 });
  await other.post("/contacts/batch", { ids: [id], operation: "delete" });
  expect((await other.get("/contacts", { includearchived: true })).data).toEqual([]);
  expect(await tm.get(`/contacts/${id}`)).toEqual({ id, ...rest });
});
