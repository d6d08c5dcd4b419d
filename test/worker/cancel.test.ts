// The rules of a cancellation, asked of a real object.
import { describe, expect, it } from "vitest";
import { aBarcode, aBooking, aDate, barcodesOf, HOUR_MS } from "./a-date.ts";

describe("a cancellation", () => {
  it("frees the place at once, and again changes nothing", async () => {
    const date = await aDate({}, 1);
    const barcodes = barcodesOf(await date.book());
    expect(await date.cancel(barcodes)).toEqual({
      ok: true,
      value: { cancelled: 1, remaining: 1 },
    });
    expect(await date.cancel(barcodes)).toEqual({
      ok: true,
      value: { cancelled: 0, remaining: 1 },
    });
    expect((await date.book()).ok).toBe(true);
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, tickets: 2, live: 1 } });
  });

  it("of one of a pair leaves the other, and counts a duplicate once", async () => {
    const date = await aDate();
    const [one = "", other = ""] = barcodesOf(
      await date.book({ barcodes: [aBarcode(), aBarcode()] }),
    );
    expect(await date.cancel([one, one])).toMatchObject({ value: { cancelled: 1, remaining: 9 } });
    expect(await date.stub.ticket(other)).toMatchObject({ value: { state: "issued" } });
  });

  it("passes over an unknown barcode when another is known, and refuses when none is", async () => {
    const date = await aDate();
    const [known = ""] = barcodesOf(await date.book());
    expect(await date.cancel([aBarcode(), known])).toMatchObject({ value: { cancelled: 1 } });
    expect(await date.cancel([aBarcode()])).toEqual({ ok: false, reason: "unknown_barcode" });
  });

  it("does not know the tickets of another channel", async () => {
    const date = await aDate();
    const barcodes = barcodesOf(await date.book({ channel: "boxoffice" }));
    expect(await date.cancel(barcodes)).toEqual({ ok: false, reason: "unknown_barcode" });
    expect(await date.cancel(barcodes, { channel: null })).toMatchObject({ ok: true });
  });

  it("is refused as a whole when a ticket was scanned and the date is not over", async () => {
    const date = await aDate();
    const [used = "", unused = ""] = barcodesOf(
      await date.book({ barcodes: [aBarcode(), aBarcode()] }),
    );
    await date.scan(used);
    expect(await date.cancel([unused, used])).toEqual({ ok: false, reason: "already_used" });
    expect(await date.stub.ticket(unused)).toMatchObject({ value: { state: "issued" } });
  });

  it("of a scanned ticket once the date is over succeeds and frees nothing", async () => {
    const date = await aDate();
    const barcodes = barcodesOf(await date.book());
    await date.scan(barcodes[0] ?? "");
    await date.configure({ startsAt: 1, salesEndAt: 2, endsAt: 2 });
    expect(await date.cancel(barcodes)).toEqual({
      ok: true,
      value: { cancelled: 0, remaining: 0 },
    });
    expect((await date.state()).areas[0]).toMatchObject({ used: 1, free: 9 });
  });

  it("whose deadline has passed has no effect", async () => {
    const date = await aDate();
    const barcodes = barcodesOf(await date.book());
    const outcome = await date.cancel(barcodes, { deadline: Date.now() - 1 });
    expect(outcome).toEqual({ ok: false, reason: "deadline_passed" });
    expect((await date.state()).areas[0]?.issued).toBe(1);
  });

  it("announced by a freeze cannot be overtaken by a scan", async () => {
    const date = await aDate();
    const barcodes = barcodesOf(await date.book());
    const command = { deadline: Date.now() + 1_000, channel: null, barcodes };
    expect(await date.stub.freeze(command)).toMatchObject({ ok: true });
    expect(await date.scan(barcodes[0] ?? "")).toEqual({
      ok: false,
      reason: "being_cancelled",
    });
    expect(await date.cancel(barcodes)).toMatchObject({ value: { cancelled: 1 } });
  });

  it("announced by a freeze while the ticket is held outlives its being paid", async () => {
    const date = await aDate();
    const deadline = Date.now() + HOUR_MS;
    const hold = aBooking({ hold: { expiresAt: deadline, order: 1 } });
    const barcodes = barcodesOf(await date.stub.book(hold));
    expect(await date.stub.freeze({ deadline, channel: null, barcodes })).toMatchObject({
      ok: true,
    });
    await date.stub.confirm({ deadline, holds: [hold.request], serials: null });
    expect(await date.scan(barcodes[0] ?? "")).toEqual({ ok: false, reason: "being_cancelled" });
    expect(await date.cancel(barcodes)).toMatchObject({ value: { cancelled: 1 } });
  });
});
