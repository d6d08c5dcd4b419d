// The two worlds never meet, and the date itself sees to it: whatever a door, an order or the registry
// says, a real date knows no channel of the sandbox, and can't be made to misbehave.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { isSandbox, MISBEHAVIOURS } from "../../src/core/sandbox.ts";
import { isReal } from "../../src/registry/real.ts";
import { misbehaviourFor, writeSandbox } from "../../src/registry/sandboxes.ts";
import { aBarcode, aBooking, aDate, booked, CHANNEL, HOUR_MS, type TestDate } from "./a-date.ts";

const PLAYER = "sandbox-acme";
const NOWHERE = { ok: false, reason: "not_configured" };

async function aSandboxDate(): Promise<TestDate> {
  const id = `sandbox-${crypto.randomUUID().slice(0, 13)}`;
  const venue = { name: "Nowhere", timeZone: "Europe/Paris" };
  return aDate({ id, event: { id, number: 1, title: "A rehearsal", venue, version: 1 } });
}

const two = () => ({ barcodes: [aBarcode(), aBarcode()] });

beforeEach(async () => {
  await env.REGISTRY.prepare("DELETE FROM sandboxes").run();
});

describe("a real date", () => {
  it("knows no channel of the sandbox, to book or to hold", async () => {
    const date = await aDate();
    expect(await date.book({ channel: PLAYER })).toEqual(NOWHERE);
    const hold = { expiresAt: Date.now() + HOUR_MS, order: null };
    expect(await date.book({ channel: PLAYER, hold })).toEqual(NOWHERE);
    expect((await date.state()).areas[0]).toMatchObject({ issued: 0, held: 0 });
  });

  it.each(MISBEHAVIOURS)(
    "can't be made to misbehave (%s), by any row of the registry",
    async (kind) => {
      const date = await aDate();
      for (const channel of [CHANNEL, "boxoffice", date.id, PLAYER]) {
        await writeSandbox(env.REGISTRY, { channel, misbehaviour: kind });
      }
      expect(booked(await date.book(two())).tickets).toHaveLength(2);
      expect(await date.book({ channel: PLAYER })).toEqual(NOWHERE);
      expect(await misbehaviourFor(env.REGISTRY, CHANNEL)).toBeNull();
    },
  );

  it("can't take an event of the sandbox, nor a sandbox date a real one", async () => {
    const [real, played] = [await aDate(), await aSandboxDate()];
    const refusal = { ok: false, reason: "other_world" };
    expect(await real.configure({ event: played.config.event })).toEqual(refusal);
    expect(await played.configure({ event: real.config.event })).toEqual(refusal);
  });
});

describe("a date of the sandbox", () => {
  it("sells to the channels of the sandbox and to nobody else", async () => {
    const date = await aSandboxDate();
    expect(await date.book()).toEqual(NOWHERE);
    expect(await date.book({ channel: "boxoffice" })).toEqual(NOWHERE);
    booked(await date.book({ channel: PLAYER }));
  });

  it("plays what its caller's channel is told to suffer, and answers a repeat as before", async () => {
    const date = await aSandboxDate();
    const request = crypto.randomUUID();
    await writeSandbox(env.REGISTRY, { channel: PLAYER, misbehaviour: "one_less" });
    const first = await date.book({ channel: PLAYER, request, ...two() });
    expect(booked(first).tickets).toHaveLength(1);
    expect(booked(await date.book({ channel: "sandbox-other", ...two() })).tickets).toHaveLength(2);
    await writeSandbox(env.REGISTRY, { channel: PLAYER, misbehaviour: "sold_out" });
    expect(await date.book({ channel: PLAYER, request, ...two() })).toEqual(first);
    expect(await date.book({ channel: PLAYER })).toMatchObject({ reason: "sold_out" });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true } });
  });

  it("plays it for each of the bookings that come in one call", async () => {
    await writeSandbox(env.REGISTRY, { channel: PLAYER, misbehaviour: "one_less" });
    const commands = [aBooking({ channel: PLAYER, ...two() }), aBooking(two())];
    const [played, refused] = await (await aSandboxDate()).stub.bookAll(commands);
    expect(played).toMatchObject({ ok: true, value: { tickets: [{ serial: 1 }] } });
    expect(refused).toEqual(NOWHERE);
    const [stranger, real] = await (await aDate()).stub.bookAll(commands);
    expect(stranger).toEqual(NOWHERE);
    expect(real).toMatchObject({ value: { tickets: [{ serial: 1 }, { serial: 2 }] } });
  });

  it("behaves while the registry does not answer", async () => {
    const date = await aSandboxDate();
    await env.REGISTRY.prepare("ALTER TABLE sandboxes RENAME TO lost").run();
    expect(booked(await date.book({ channel: PLAYER, ...two() })).tickets).toHaveLength(2);
    await env.REGISTRY.prepare("ALTER TABLE lost RENAME TO sandboxes").run();
  });
});

it.each([
  ["sandbox", true],
  ["sandbox-acme", true],
  ["sandboxed", false],
  ["Sandbox-acme", false],
  ["my-sandbox-acme", false],
])(
  "the name %s is of the sandbox: %s, in the code and in the registry's lists",
  async (name, is) => {
    expect(isSandbox(name)).toBe(is);
    const row = await env.REGISTRY.prepare(`SELECT ${isReal("?1")} AS real`)
      .bind(name)
      .first<{ real: number }>();
    expect(row?.real).toBe(is ? 0 : 1);
  },
);
