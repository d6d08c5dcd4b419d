// How a call may be written: contract 1.2 and 1.3, both body forms and both serialisers.
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { HMAC_KEY } from "../../support/guichet-server.ts";
import { aBooking, booked, PassCulture, said, send } from "../../support/passculture-client.ts";

const window = openBuiltWindow();
const BOOKING = "/passculture/booking";
const LARGEST_BODY_BYTES = 64 * 1024;

describe("a call is understood", () => {
  it.each([
    { form: "string", style: "spaced" },
    { form: "string", style: "compact" },
    { form: "plain", style: "spaced" },
    { form: "plain", style: "compact" },
  ] as const)("as a $form body in $style style, on both addresses", async ({ form, style }) => {
    const date = await aDate(window.operator);
    const caller = new PassCulture(window.server.url, { hmacKey: HMAC_KEY, form, style });
    const { barcodes } = booked(await caller.book(aBooking(date.stock, { booking_quantity: 2 })));
    expect(said(await caller.cancel(...barcodes))).toMatchObject({
      status: 200,
      body: { remainingQuantity: 10 },
    });
  });

  it.each(["application/json", "application/json; charset=utf-8", "text/plain", ""])(
    "whatever its content type: %j",
    async (type) => {
      const date = await aDate(window.operator);
      const { body, headers } = window.passCulture.signed(aBooking(date.stock));
      const call = { path: BOOKING, headers: { ...headers, "Content-Type": type }, body };
      expect((await send(window.server.url, call)).status).toBe(200);
    },
  );

  it("with white space around the inner object", async () => {
    const date = await aDate(window.operator);
    const inner = ` \n${JSON.stringify(aBooking(date.stock))}\t `;
    expect((await postText(JSON.stringify(inner), inner)).status).toBe(200);
  });
});

describe("a signed call is refused with 400", () => {
  const text = JSON.stringify(aBooking("some-date:full"));
  it.each([
    ["it is an array", "[]"],
    ["it is a number", "12"],
    ["it is null", "null"],
    ["it is not JSON", "{"],
    ["it is empty", ""],
    ["it starts with a byte order mark", `\uFEFF${text}`],
    ["it is followed by something else", `${text} {}`],
  ])("when %s", async (_what, body) => {
    expect((await postText(body, body)).status).toBe(400);
  });

  it.each([
    ["an array", "[]"],
    ["a number", "12"],
    ["null", "null"],
    ["not JSON", "{"],
    ["empty", ""],
    ["another JSON string", JSON.stringify(text)],
  ])("when its string holds something that is %s", async (_what, inner) => {
    expect((await postText(JSON.stringify(inner), inner)).status).toBe(400);
  });

  it("when its string holds half a character, which no signature can tell from another", async () => {
    const inner = `{"note": "\ud800"}`;
    const answer = await postText(JSON.stringify(inner), inner);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("surrogate");
  });

  it("when it is not UTF-8", async () => {
    const body = Buffer.concat([Buffer.from('{"barcodes":["'), Buffer.from([0xc3, 0x28, 0x22])]);
    expect((await window.passCulture.postBytes(BOOKING, body)).status).toBe(400);
  });

  it("with an answer in JSON that repeats nothing of the person", async () => {
    const inner = JSON.stringify(aBooking("some-date:full", { booking_quantity: "two" }));
    const answer = await postText(JSON.stringify(inner), inner);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.text).not.toMatch(/example\.org|Lef/);
  });
});

describe("the size limit", () => {
  const padded = (bytes: number, text: string) => text.padEnd(bytes, " ");

  it("lets 64 KiB pass", async () => {
    const date = await aDate(window.operator);
    const body = asciiPlain(date.stock);
    expect((await postPlain(padded(LARGEST_BODY_BYTES, body))).status).toBe(200);
  });

  it("answers 413 to one byte more, signed or not", async () => {
    const date = await aDate(window.operator);
    const body = padded(LARGEST_BODY_BYTES + 1, asciiPlain(date.stock));
    expect((await postPlain(body)).status).toBe(413);
    const call = { path: BOOKING, body: Buffer.from(body) };
    expect((await send(window.server.url, call)).status).toBe(413);
    expect(await window.operator.tickets(date.id)).toEqual([]);
  });

  it("answers 413 to a body that does not say its length", async () => {
    const body = Buffer.alloc(LARGEST_BODY_BYTES + 1, " ");
    const call = { path: BOOKING, headers: { "Transfer-Encoding": "chunked" }, body };
    expect((await send(window.server.url, call)).status).toBe(413);
  });

  const asciiPlain = (stock: string) => JSON.stringify(aBooking(stock)).replace(/[^ -~]/g, "e");
  const postPlain = (body: string) => window.passCulture.postBytes(BOOKING, Buffer.from(body));
});

function postText(body: string, signedText: string) {
  return window.passCulture.postBytes(BOOKING, Buffer.from(body), Buffer.from(signedText));
}
