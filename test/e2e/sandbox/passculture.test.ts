// pass Culture's sandbox: a key of its own, which reaches only what is called `sandbox-…`, and a
// window that fails there in each of the ways that it is told to, and nowhere else.
import { beforeEach, describe, expect, it } from "vitest";
import { aDate, freshId } from "../../support/a-date.ts";
import { aSandboxDate, SANDBOX_KEY, sandboxId, tellSandbox } from "../../support/a-sandbox.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { aBooking, booked, PassCulture, said } from "../../support/passculture-client.ts";
import { RegistryFile } from "../../support/registry-file.ts";

const window = openBuiltWindow({ PASSCULTURE_SANDBOX_HMAC_KEYS: SANDBOX_KEY });
const CHANNEL = "sandbox-passculture";
const UNKNOWN = { status: 404, body: { error: "unknown_stock" } };

const integrator = () => new PassCulture(window.server.url, { hmacKey: SANDBOX_KEY });
const tell = (misbehaviour: string | null, channel = CHANNEL) =>
  tellSandbox(window.server.url, channel, misbehaviour);

async function out(date: string): Promise<number> {
  return (await window.operator.date(date)).areas[0]?.issued ?? Number.NaN;
}

beforeEach(async () => {
  await tell(null);
});

describe("a sandbox key", () => {
  it("books and cancels a date of the sandbox", async () => {
    const date = await aSandboxDate(window.operator);
    const { barcodes } = booked(await integrator().book(aBooking(date.stock)));
    expect(await out(date.id)).toBe(1);
    expect(said(await integrator().cancel(...barcodes))).toMatchObject({ status: 200 });
  });

  it("reaches no real date, by its id or by a listing, and no ticket of one", async () => {
    const date = await aDate(window.operator);
    expect(said(await integrator().book(aBooking(date.stock)))).toEqual(UNKNOWN);
    const listed = freshId("CAT");
    await window.operator.putListing("stock_id_at_provider", listed, date.id, "full");
    expect(said(await integrator().book(aBooking(listed)))).toEqual(UNKNOWN);
    const { barcodes } = booked(await window.passCulture.book(aBooking(date.stock)));
    expect((await integrator().cancel(...barcodes)).status).toBe(404);
    expect(await out(date.id)).toBe(1);
  });
});

it("pass Culture's own key reaches no date of the sandbox and no ticket of one", async () => {
  const date = await aSandboxDate(window.operator);
  expect(said(await window.passCulture.book(aBooking(date.stock)))).toEqual(UNKNOWN);
  const { barcodes } = booked(await integrator().book(aBooking(date.stock)));
  expect((await window.passCulture.cancel(...barcodes)).status).toBe(404);
  await expect(window.operator.sell(date.id, "full", 1)).rejects.toThrow(/: 4\d\d /);
  expect(await out(date.id)).toBe(1);
});

describe("told to", () => {
  it("fail, it answers 500 and does nothing; told nothing, the same request books", async () => {
    const date = await aSandboxDate(window.operator);
    const booking = aBooking(date.stock);
    await tell("error");
    expect(said(await integrator().book(booking))).toEqual({
      status: 500,
      body: { error: "internal_error" },
    });
    expect(await out(date.id)).toBe(0);
    await tell(null);
    booked(await integrator().book(booking));
  });

  it("lose its answer, it books, the answer breaks off, and the repeat is answered", async () => {
    const date = await aSandboxDate(window.operator);
    const booking = aBooking(date.stock);
    await tell("lost");
    await expect(integrator().book(booking)).rejects.toThrow();
    expect(await out(date.id)).toBe(1);
    await tell(null);
    booked(await integrator().book(booking));
    expect(await out(date.id)).toBe(1);
  });

  it("be late, it books and answers when the caller has long given up", async () => {
    const date = await aSandboxDate(window.operator);
    await tell("late");
    booked(await integrator().book(aBooking(date.stock)));
    expect(await out(date.id)).toBe(1);
  });

  it("be sold out, it says so and does nothing", async () => {
    const date = await aSandboxDate(window.operator);
    await tell("sold_out");
    expect(said(await integrator().book(aBooking(date.stock)))).toEqual({
      status: 409,
      body: { error: "sold_out", remainingQuantity: 0 },
    });
    expect(await out(date.id)).toBe(0);
  });

  it("give one less, it gives one ticket instead of two", async () => {
    const date = await aSandboxDate(window.operator);
    await tell("one_less");
    const pair = aBooking(date.stock, { booking_quantity: 2 });
    expect(booked(await integrator().book(pair)).barcodes).toHaveLength(1);
    expect(booked(await integrator().book(aBooking(date.stock))).barcodes).toHaveLength(1);
  });
});

describe("a real channel", () => {
  it("can't be told to misbehave, nor the sandbox in a way that nobody knows", async () => {
    expect(await tell("error", "passculture")).toBe(400);
    expect(await tell("error", "boxoffice")).toBe(400);
    expect(await tell("explode")).toBe(400);
    expect(await tell("late", sandboxId())).toBe(200);
  });

  it("does not misbehave whatever the registry holds", async () => {
    const registry = new RegistryFile(window.server.storage);
    const date = await aDate(window.operator);
    for (const misbehaviour of ["error", "lost", "sold_out", "one_less"]) {
      registry.misbehave(misbehaviour === "error" ? "passculture" : freshId("app"), misbehaviour);
      const pair = aBooking(date.stock, { booking_quantity: 2 });
      expect(booked(await window.passCulture.book(pair)).barcodes).toHaveLength(2);
    }
  });
});

it("a date of the sandbox has an event of the sandbox, and a real one a real one", async () => {
  const { configuration } = await aSandboxDate(window.operator);
  const real = { ...configuration, event: "cyrano" };
  await window.operator.putEvent("cyrano");
  await expect(window.operator.putDate(sandboxId(), real)).rejects.toThrow(/: 409 .*sandbox-/);
  await expect(window.operator.putDate(freshId("date"), configuration)).rejects.toThrow(
    /: 409 .*sandbox-/,
  );
});
