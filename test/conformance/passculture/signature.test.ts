// Who may speak: contract 1.4, over real HTTP, with the published vectors.
import { beforeAll, describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { HMAC_KEY, OTHER_HMAC_KEY } from "../../support/guichet-server.ts";
import * as client from "../../support/passculture-client.ts";
import vectors from "./vectors.json" with { type: "json" };

const window = openBuiltWindow();
const CANCELLATION = "/passculture/cancellation";
const REFUSED = { status: 401, body: { message: "Invalid signature" } };
/** What a rightly signed call about a barcode that nobody issued gets. */
const HEARD = { status: 404, body: { error: "unknown_barcode" } };
/** What the duo of the vectors gets. */
const TICKET = { barcode: expect.any(String) };
const BOOKED = { status: 200, body: { tickets: [TICKET, TICKET] } };
const TEXT = client.innerText({ barcodes: ["KX-7F3K9Q2M4T"] }, "spaced");
const BODY = Buffer.from(JSON.stringify(TEXT));
const HMAC = client.hmacHex(HMAC_KEY, Buffer.from(TEXT));
const ED25519 = client.ed25519Hex(vectors.ed25519_private_pem, Buffer.from(TEXT));

async function cancelWith(headers: client.Headers, body = BODY) {
  return client.said(await client.send(window.server.url, { path: CANCELLATION, headers, body }));
}

describe("the vectors", () => {
  const ways = [
    ["HMAC", ["PassCulture-Signature"]],
    ["Ed25519", ["PassCulture-ed25519-Signature"]],
    ["both", ["PassCulture-Signature", "PassCulture-ed25519-Signature"]],
  ] as const;
  const cases = vectors.vectors.flatMap((vector) =>
    ways.map(([way, names]) => ({ id: vector.id, expect: vector.expect, way, names, vector })),
  );

  beforeAll(async () => {
    const date = await aDate(window.operator);
    const stock = "CYRANO-20260411-2030-CAT1";
    await window.operator.putListing("stock_id_at_provider", stock, date.id, "full");
  });

  it.each(cases)("$id with $way: $expect", async ({ vector, names }) => {
    const booking = vector.inner_string.includes("booking_quantity");
    const headers = Object.fromEntries(
      names.map((name) => [
        name,
        name === "PassCulture-Signature"
          ? vector.PassCulture_Signature
          : vector.PassCulture_ed25519_Signature,
      ]),
    );
    const answer = await client.send(window.server.url, {
      path: booking ? "/passculture/booking" : CANCELLATION,
      headers: { "Content-Type": "application/json", ...headers },
      body: Buffer.from(vector.wire_body),
    });
    const accepted = booking ? BOOKED : HEARD;
    const verdict = vector.expect === "reject" ? REFUSED : accepted;
    expect(client.said(answer)).toMatchObject(verdict);
  });
});

describe("a right signature is recognised", () => {
  it.each([
    ["in upper case", { "PassCulture-Signature": HMAC.toUpperCase() }],
    ["between spaces", { "PassCulture-Signature": `  ${HMAC} ` }],
    ["under a lower-case header name", { "passculture-signature": HMAC }],
    ["under an upper-case header name", { "PASSCULTURE-SIGNATURE": HMAC }],
    ["by Ed25519 in upper case", { "PassCulture-ed25519-Signature": ED25519.toUpperCase() }],
  ])("%s", async (_how, headers) => {
    expect(await cancelWith(headers)).toEqual(HEARD);
  });

  it("of any active HMAC key, so that a key can be rotated", async () => {
    const signature = client.hmacHex(OTHER_HMAC_KEY, Buffer.from(TEXT));
    expect(await cancelWith({ "PassCulture-Signature": signature })).toEqual(HEARD);
  });

  it("over the wire bytes of a string body", async () => {
    expect(await cancelWith({ "PassCulture-Signature": client.hmacHex(HMAC_KEY, BODY) })).toEqual(
      HEARD,
    );
  });

  it("by Ed25519 whatever the HMAC says", async () => {
    const headers = {
      "PassCulture-Signature": "0".repeat(64),
      "PassCulture-ed25519-Signature": ED25519,
    };
    expect(await cancelWith(headers)).toEqual(HEARD);
  });
});

describe("a wrong signature is refused", () => {
  const other = Buffer.from("something else");
  it.each([
    ["when there is none", {}],
    ["when it is empty", { "PassCulture-Signature": "" }],
    ["when it is cut", { "PassCulture-Signature": HMAC.slice(0, -2) }],
    ["when it is too long", { "PassCulture-Signature": `${HMAC}00` }],
    ["when it is not hexadecimal", { "PassCulture-Signature": `zz${HMAC.slice(2)}` }],
    ["when it is base64", { "PassCulture-Signature": btoa(HMAC) }],
    ["of another key", { "PassCulture-Signature": client.hmacHex("another", Buffer.from(TEXT)) }],
    ["of another text", { "PassCulture-Signature": client.hmacHex(HMAC_KEY, other) }],
    [
      "of the text without its spaces",
      { "PassCulture-Signature": client.hmacHex(HMAC_KEY, Buffer.from(TEXT.replaceAll(" ", ""))) },
    ],
    [
      "of the key taken as hexadecimal",
      { "PassCulture-Signature": client.hmacHex(`\u0000${HMAC_KEY}`, Buffer.from(TEXT)) },
    ],
    ["by Ed25519 when it is cut", { "PassCulture-ed25519-Signature": ED25519.slice(0, -2) }],
    ["by Ed25519 with an HMAC in it", { "PassCulture-ed25519-Signature": HMAC }],
    ["under another header", { "X-PassCulture-Signature": HMAC }],
  ])("%s", async (_why, headers) => {
    expect(await cancelWith(headers)).toEqual(REFUSED);
  });

  it("by Ed25519 whatever the HMAC says", async () => {
    const headers = {
      "PassCulture-Signature": HMAC,
      "PassCulture-ed25519-Signature": client.ed25519Hex(vectors.ed25519_private_pem, other),
    };
    expect(await cancelWith(headers)).toEqual(REFUSED);
  });

  it.each([
    ["not JSON", Buffer.from("{")],
    ["empty", Buffer.alloc(0)],
    ["not UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ["an array", Buffer.from("[]")],
    ["encoded three times", Buffer.from(JSON.stringify(JSON.stringify(TEXT)))],
  ])("before the body is judged, when it is %s", async (_what, body) => {
    expect(await cancelWith({}, body)).toEqual(REFUSED);
    expect(await cancelWith({ "PassCulture-Signature": HMAC }, body)).toEqual(REFUSED);
  });

  it("without a booking, a cancellation or a look-up that shows in the answer", async () => {
    const date = await aDate(window.operator);
    const { barcodes } = client.booked(await window.passCulture.book(client.aBooking(date.stock)));
    const stranger = new client.PassCulture(window.server.url, { hmacKey: "a stranger's key" });
    const answers = await Promise.all([
      stranger.book(client.aBooking(date.stock)),
      stranger.book(client.aBooking("no-such-date:full")),
      stranger.cancel(...barcodes),
      stranger.cancel("KX-7F3K9Q2M4T"),
    ]);
    expect(answers.map(client.said)).toEqual([REFUSED, REFUSED, REFUSED, REFUSED]);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    const tickets = await window.operator.tickets(date.id);
    expect(tickets.map((ticket) => ticket.state)).toEqual(["issued"]);
  });
});
