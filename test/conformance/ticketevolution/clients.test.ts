// Clients with their addresses, e-mails and phones, in the partner's envelopes.
import { beforeAll, describe, expect, it } from "vitest";
import {
  aTicketEvolutionPartner,
  type TicketEvolutionPartner,
} from "../../support/a-ticketevolution-partner.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
let partner: TicketEvolutionPartner;

beforeAll(async () => {
  partner = await aTicketEvolutionPartner(window);
});

async function made(...clients: Json[]): Promise<Json[]> {
  const reply = await partner.client.post("/clients", { clients });
  expect(reply.status).toBe(201);
  return reply.body.clients;
}

describe("a client", () => {
  it("is made with a list, read, changed with the bare object, and found", async () => {
    const [ada] = await made({ name: "Ada Lovelace", tags: ["vip"], company: { name: "Engine" } });
    expect(ada).toMatchObject({ tags: ["vip"], company: { name: "Engine" }, notes: null });
    const path = `/clients/${ada.id}`;
    expect(told(await partner.client.get(path))).toEqual(ada);
    const echoed = { ...ada, name: "Ada King", status_code: 200, server_message: "OK" };
    const changed = told(await partner.client.put(path, echoed));
    expect(changed).toMatchObject({ id: ada.id, name: "Ada King", tags: ["vip"] });
    const found = told(await partner.client.get("/clients/search", { q: "king" }));
    expect(found.clients).toMatchObject([{ id: ada.id, _type: "Client" }]);
    expect(told(await partner.client.get("/clients", { name: "Ada King" })).total_entries).toBe(1);
  });

  it("sent back whole, as the Ruby gem saves it, keeps its parts under their ids", async () => {
    const [ada] = await made({
      name: "Ada Whole",
      email_addresses: [{ address: "a@b.test" }, { address: "c@d.test", is_primary: true }],
      phone_numbers: [{ number: "1" }],
      addresses: [{ street_address: "1 Rue" }, { street_address: "2 Rue", is_primary: true }],
    });
    const path = `/clients/${ada.id}`;
    const saved = told(await partner.client.put(path, { ...ada, name: "Ada Saved" }));
    expect(saved).toEqual({ ...ada, name: "Ada Saved", updated_at: saved.updated_at });
    const [kept, , ...none] = ada.email_addresses;
    const twice = [{ address: "new@b.test" }, { ...kept, label: "home" }, kept];
    const other = told(await partner.client.put(path, { email_addresses: twice }));
    const ids = other.email_addresses.map(({ id }: Json) => id) as string[];
    expect([ids[1], new Set(ids).size, none]).toEqual([kept.id, 3, []]);
    expect(ids).not.toContain(ada.email_addresses[1].id);
    expect(other.email_addresses[1]).toMatchObject({ label: "home", address: "a@b.test" });
  });

  it("changed for the thousandth part is refused, for ids would reach into the next client", async () => {
    const [client] = await made({ name: "Many Changes" });
    const path = `/clients/${client.id}`;
    const twenty = Array.from({ length: 20 }, (_, at) => ({ number: String(at) }));
    for (let change = 1; change < 50; change++) {
      told(await partner.client.put(path, { phone_numbers: twenty }));
    }
    const before = told(await partner.client.get(path));
    const refused = await partner.client.put(path, { phone_numbers: twenty });
    expect([refused.status, refused.body.error]).toEqual([422, expect.any(String)]);
    expect(told(await partner.client.get(path))).toEqual(before);
    expect(told(await partner.client.put(path, before)).phone_numbers).toHaveLength(20);
  });

  it("is found by what was said of it, not by how it is kept", async () => {
    const own = await aTicketEvolutionPartner(window);
    const card = { name: "Bo", notes: "Aisle", email_addresses: [{ address: "bo@x.test" }] };
    told(await own.client.post("/clients", { clients: [card] }));
    const [{ id }] = told(await own.client.get("/clients")).clients;
    const email_addresses = [{ address: "by@x.test" }];
    told(await own.client.post(`/clients/${id}/email_addresses`, { email_addresses }));
    const found = async (q: string) =>
      told(await own.client.get("/clients/search", { q })).total_entries;
    for (const q of ["BO", "aisle", "by@x"]) expect([q, await found(q)]).toEqual([q, 1]);
    for (const q of ["is_primary", "notes", "{", '"', "address", "false", "1"]) {
      expect([q, await found(q)]).toEqual([q, 0]);
    }
  });

  it("keeps what PHP's null does not name", async () => {
    const [client] = await made({ name: "Böddy Ànn", notes: "likes the balcony" });
    const wire = {
      method: "PUT",
      target: `/v9/clients/${client.id}`,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "null",
      signed: `PUT ${new URL(window.server.url).host}/v9/clients/${client.id}?null`,
    };
    expect(told(await partner.client.send(wire))).toMatchObject({ notes: "likes the balcony" });
  });

  it("keeps every change of many at once", async () => {
    const [client] = await made({ name: "Many Hands" });
    const path = `/clients/${client.id}`;
    const addresses = Array.from({ length: 8 }, (_, at) => `hand-${at}@example.org`);
    const replies = await Promise.all([
      partner.client.put(path, { notes: "left-handed" }),
      ...addresses.map((address) =>
        partner.client.post(`${path}/email_addresses`, { email_addresses: [{ address }] }),
      ),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, ...addresses.map(() => 201)]);
    const kept = told(await partner.client.get(path));
    expect(kept.notes).toBe("left-handed");
    expect(kept.email_addresses.map(({ address }: Json) => address).toSorted()).toEqual(addresses);
  });

  it("without a name is a row with its errors, and nobody else of the call is made", async () => {
    const before = told(await partner.client.get("/clients")).total_entries;
    for (const name of ["", "  ", null, undefined]) {
      const reply = await partner.client.post("/clients", { clients: [{ name: "Bo" }, { name }] });
      expect(reply.status).toBe(422);
      expect(reply.body.clients[1]).toEqual({
        id: null,
        name: null,
        updated_at: null,
        addresses: [],
        email_addresses: [],
        phone_numbers: [],
        errors: { name: ["can't be blank"] },
      });
    }
    expect(told(await partner.client.get("/clients")).total_entries).toBe(before);
    const [client] = await made({ name: "Cleo" });
    const blank = await partner.client.put(`/clients/${client.id}`, { name: "" });
    expect(blank.status).toBe(422);
    expect(blank.body).toMatchObject({ id: client.id, errors: { name: ["can't be blank"] } });
  });

  it("sent again is the same one; two of a list are two", async () => {
    const [a, b] = await made({ name: "Twin" }, { name: "Twin" });
    const [again] = await made({ name: "Twin" }, { name: "Twin" });
    expect(a.id).not.toBe(b.id);
    expect(again.id).toBe(a.id);
  });

  it("pages by name", async () => {
    const own = await aTicketEvolutionPartner(window);
    const names = ["d", "a", "c", "b", "e"].map((name) => ({ name }));
    await own.client.post("/clients", { clients: names });
    const page = told(await own.client.get("/clients", { page: 2, per_page: 2 }));
    expect(page).toMatchObject({ current_page: 2, per_page: 2, total_entries: 5 });
    expect(page.clients.map(({ name }: Json) => name)).toEqual(["c", "d"]);
  });
});

describe.each([
  ["email_addresses", { address: "a@b.test" }, { address: "c@d.test" }, "address"],
  ["phone_numbers", { number: 470000001, country_code: 32 }, { number: "5" }, "number"],
  [
    "addresses",
    { street_address: "1 Rue", extended_address: null },
    { street_address: "2" },
    "street_address",
  ],
] as const)("%s", (kind, part, change, required) => {
  it("are made, listed, read, changed and deleted, each under an id of its own", async () => {
    const [client] = await made({ name: `Parts ${kind}` });
    const path = `/clients/${client.id}/${kind}`;
    const reply = await partner.client.post(path, { [kind]: [part, { ...part, label: "work" }] });
    expect(reply.status).toBe(201);
    const [first, second] = reply.body[kind];
    expect(second).toMatchObject({ label: "work", url: `${path}/${second.id}` });
    expect(told(await partner.client.get(path))).toMatchObject({ total_entries: 2 });
    expect(told(await partner.client.get(`${path}/${first.id}`))).toEqual(first);
    const changed = told(await partner.client.put(`${path}/${first.id}`, change));
    expect(changed).toMatchObject({ id: first.id, ...change });
    const deleted = told(await partner.client.call("DELETE", `${path}/${first.id}`));
    expect(deleted).toEqual({ [kind]: [{ id: first.id }] });
    expect((await partner.client.get(`${path}/${first.id}`)).status).toBe(404);
    const whole = told(await partner.client.get(`/clients/${client.id}`));
    // Now it is the first one.
    const flag = kind === "addresses" ? "primary" : "is_primary";
    expect(whole[kind]).toEqual([{ ...second, [flag]: true }]);
  });

  it("have one primary, the first until another is said to be it", async () => {
    const [client] = await made({ name: `Primary ${kind}`, [kind]: [part, part] });
    const path = `/clients/${client.id}`;
    const flag = kind === "addresses" ? "primary" : "is_primary";
    const flags = async () =>
      told(await partner.client.get(path))[kind].map((one: Json) => one[flag]) as boolean[];
    expect(await flags()).toEqual([true, false]);
    const [first, second] = client[kind];
    const said = { [flag]: true };
    const changed = told(await partner.client.put(`${path}/${kind}/${second.id}`, said));
    expect(changed).toMatchObject(said);
    expect(await flags()).toEqual([false, true]);
    told(await partner.client.put(`${path}/${kind}/${first.id}`, { label: "other" }));
    expect(await flags()).toEqual([false, true]);
    const added = [{ ...part, is_primary: true }, part];
    told(await partner.client.post(`${path}/${kind}`, { [kind]: added }));
    expect(await flags()).toEqual([false, false, true, false]);
    const third = told(await partner.client.get(path))[kind][2];
    const name = kind === "addresses" ? "billing_address" : kind.replace(/(es|s)$/, "");
    expect(told(await partner.client.get(path))[`primary_${name}`]).toEqual(third);
    told(await partner.client.call("DELETE", `${path}/${kind}/${third.id}`));
    expect(await flags()).toEqual([true, false, false]);
  });

  it("that are said again at once are the ones that there are", async () => {
    const [client] = await made({ name: `Again ${kind}` });
    const path = `/clients/${client.id}/${kind}`;
    const replies = [];
    for (let call = 0; call < 2; call++) {
      replies.push(await partner.client.post(path, { [kind]: [part] }));
    }
    expect(replies[1]).toMatchObject({ status: 201, body: replies[0]?.body });
    expect(told(await partner.client.get(path)).total_entries).toBe(1);
    await partner.client.post(path, { [kind]: [{ ...part, label: "another" }] });
    expect(told(await partner.client.get(path)).total_entries).toBe(2);
  });

  it("that lack what they need are rows with errors", async () => {
    const [client] = await made({ name: `Errors ${kind}` });
    const path = `/clients/${client.id}/${kind}`;
    const reply = await partner.client.post(path, { [kind]: [{ [required]: "" }] });
    expect(reply.status).toBe(422);
    expect(reply.body[kind]).toMatchObject([
      { id: null, errors: { [required]: expect.any(Array) } },
    ]);
    expect(told(await partner.client.get(path)).total_entries).toBe(0);
    expect((await partner.client.post(path, {})).status).toBe(400);
    expect((await partner.client.get(`${path}/word`)).status).toBe(404);
  });
});

it("a client is answered in JSON that PHP reads, whatever was written into it", async () => {
  const [client] = await made({ name: "Half", notes: "b\udc00" });
  const reply = await partner.client.get(`/clients/${client.id}`);
  expect(reply.text).not.toMatch(/\\ud[89a-f]/);
  expect(reply.body.notes).toBe("b\ufffd");
});

it("a word in the place of an id is an unknown id, not an unknown route", async () => {
  const { status, body } = await partner.client.get("/clients/addresses");
  expect([status, body.error]).toEqual([404, "Not Found"]);
});
