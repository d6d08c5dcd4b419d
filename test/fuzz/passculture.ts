// The pass Culture door: right signatures over wrong words, and wrong signatures over right ones.
import * as limits from "../../src/core/limits.ts";
import type { Dice } from "../support/dice.ts";
import { HMAC_KEY } from "../support/guichet-server.ts";
import { aBooking, asciiJson, hmacHex, PassCulture } from "../support/passculture-client.ts";
import { brokenBytes, HOSTILE, placesIn, withJsonAt } from "./hostile.ts";
import { type Probe, type Source, unannounced } from "./probe.ts";

const BOOKING = "/passculture/booking";
const CANCELLATION = "/passculture/cancellation";
const SIGNATURE = "PassCulture-Signature";
const MAC_BITS = 256;
const FIVE_MEGABYTES = 5_000_000;

/** Fields that are not read at all: whatever they hold, the booking is right. */
const UNREAD = /^(booking_confirmation|offer_(ean|id_at|name)|price_|user_(birth|phone)|venue_)/;

export interface Aim {
  /** A stock of a date that must never change. */
  readonly stock: string;
  /** A barcode of that date. */
  readonly barcode: string;
  /** A stock of a date that has no place left. */
  readonly soldOut: string;
}

interface Words {
  readonly path: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export function passcultureSources(aim: Aim): readonly Source[] {
  const words = (dice: Dice): Words =>
    dice.chance(0.6)
      ? { path: BOOKING, payload: aBooking(aim.stock) }
      : { path: CANCELLATION, payload: { barcodes: [aim.barcode] } };
  return [
    (dice) => wrongValue(words(dice), dice),
    (dice) => brokenBody(words(dice), dice),
    (dice) => wrongSignature(words(dice), dice),
    (dice) => missingField(words(dice), dice),
    () => deadEnd(),
  ];
}

/** Each bit of a signature, and each of its lengths. */
export function passcultureCorpus(aim: Aim): readonly Probe[] {
  const words = { path: BOOKING, payload: aBooking(aim.stock) };
  const mac = hmacHex(HMAC_KEY, Buffer.from(JSON.stringify(words.payload)));
  const unsigned = (name: string, signature: string | null): Probe => ({
    ...probe(name, words.path, Buffer.from(JSON.stringify(words.payload)), signature),
    statuses: [401],
  });
  return [
    ...Array.from({ length: MAC_BITS }, (_, bit) => unsigned(`bit ${bit} flipped`, flip(mac, bit))),
    ...Array.from({ length: mac.length }, (_, end) => unsigned("truncated", mac.slice(0, end))),
    ...["0", "00", "=", "==", mac, "\t0", ",", `,${mac}`].map((end) =>
      unsigned("padded", mac + end),
    ),
    ...["0x", "sha256=", "00", '"'].map((start) => unsigned("prefixed", start + mac)),
    unsigned("base64", Buffer.from(mac, "hex").toString("base64")),
    unsigned("nothing", null),
    unsigned("zeros", "0".repeat(mac.length)),
    unsigned("another key", hmacHex("another-key-altogether", Buffer.from("x"))),
    // Upper case says the same bytes: it is understood, and only what it asks for is refused.
    { ...upperCase(aim), statuses: [422] },
    // Nothing is wrong with it but that it comes too late.
    { ...signedText(BOOKING, JSON.stringify(aBooking(aim.soldOut))), statuses: [409] },
    deadEnd(),
    ...HOSTILE.flatMap(({ json }) => [signedText(BOOKING, json), signedText(CANCELLATION, json)]),
    ...limitCorpus(aim),
  ];
}

function upperCase({ stock }: Aim): Probe {
  const body = Buffer.from(JSON.stringify(aBooking(stock, { offer_price: 1 })));
  return probe("upper case", BOOKING, body, hmacHex(HMAC_KEY, body).toUpperCase());
}

/** At a limit it is understood, one past it is not; the limits are the source's own. */
function limitCorpus({ stock, barcode }: Aim): Probe[] {
  const atAndPast = (limit: number, make: (size: number) => Probe, past: number): Probe[] => [
    { ...make(limit), verdict: "perhaps", name: `at the limit ${limit}` },
    { ...make(limit + 1), statuses: [past], name: `past the limit ${limit}` },
  ];
  const booking = (changes: object) =>
    signedText(BOOKING, JSON.stringify(aBooking(stock, { ...changes, offer_price: 1 })));
  const cancellation = (barcodes: readonly string[]) =>
    signedText(CANCELLATION, JSON.stringify({ barcodes }));
  const unknown = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);
  return [
    ...atAndPast(limits.PASSCULTURE_QUANTITY_MAX, (n) => booking({ booking_quantity: n }), 400),
    ...atAndPast(limits.HOLDER_CHARACTERS_MAX, (n) => booking({ user_email: "x".repeat(n) }), 400),
    ...atAndPast(
      limits.HOLDER_CHARACTERS_MAX,
      (n) => booking({ user_last_name: "x".repeat(n) }),
      400,
    ),
    ...atAndPast(
      limits.LISTING_ID_CHARACTERS_MAX,
      (n) => booking({ stock_id_at_provider: "x".repeat(n) }),
      400,
    ),
    ...atAndPast(
      limits.PASSCULTURE_BARCODES_PER_CANCELLATION_MAX,
      (n) => cancellation(unknown(n)),
      400,
    ),
    ...atAndPast(
      limits.PASSCULTURE_BODY_BYTES_MAX,
      (n) =>
        unannounced(
          signedText(CANCELLATION, JSON.stringify({ barcodes: [`${barcode}x`] }).padEnd(n)),
        ),
      413,
    ),
    { ...signedText(BOOKING, '"'.padEnd(FIVE_MEGABYTES, "x")), statuses: [413] },
  ];
}

function wrongValue({ path, payload }: Words, dice: Dice): Probe {
  const place = dice.oneOf(placesIn(payload));
  const { json } = dice.oneOf(HOSTILE);
  const inner = withJsonAt({ ...payload, offer_price: 1 }, place, json);
  return { ...signedWords(path, inner, dice), name: `${place.join(".")} = ${json.slice(0, 40)}` };
}

function missingField({ path, payload }: Words, dice: Dice): Probe {
  const needed = Object.keys(payload).filter((key) => !UNREAD.test(key) && key !== "offer_price");
  const { [dice.oneOf(needed)]: _dropped, ...rest } = payload;
  const doubled = `{"booking_quantity":"x",${JSON.stringify({ ...rest, offer_price: 1 }).slice(1)}`;
  return signedWords(
    path,
    dice.chance(0.5) ? doubled : JSON.stringify({ ...rest, offer_price: 1 }),
    dice,
  );
}

/** Signed as it stands, so that only what it says is wrong with it. */
function brokenBody({ path, payload }: Words, dice: Dice): Probe {
  const text = JSON.stringify({ ...payload, offer_price: 1, barcodes: ["x"] });
  const body = brokenBytes(
    Buffer.from(dice.chance(0.5) ? text : asciiJson(JSON.stringify(text))),
    dice,
  );
  return { ...probe("broken bytes", path, body, hmacHex(HMAC_KEY, body)), verdict: "perhaps" };
}

/** A right booking of a date that must not change: only the signature stands before it. */
function wrongSignature({ path, payload }: Words, dice: Dice): Probe {
  const { body, headers } = new PassCulture("http://127.0.0.1", { hmacKey: HMAC_KEY }).signed(
    payload,
  );
  const mac = headers[SIGNATURE] ?? "";
  const signature = dice.oneOf([
    () => flip(mac, dice.whole(0, MAC_BITS - 1)),
    () => mac.slice(0, dice.whole(0, mac.length - 1)),
    () => mac + dice.oneOf(["0", "00", "=", "z"]),
    () => mac.slice(1) + mac.slice(0, 1).replace(/./, (digit) => (digit === "0" ? "1" : "0")),
    () => hmacHex(HMAC_KEY, Buffer.from(`${body.toString()} `)),
    () => hmacHex(HMAC_KEY.slice(1), body),
    () => "",
    () => null,
  ])();
  return { ...probe("wrong signature", path, body, signature), statuses: [401] };
}

function deadEnd(): Probe {
  return {
    ...probe("no such path", "/passculture/bookings", Buffer.from("{}"), null),
    statuses: [404],
  };
}

/** As the string in a string that pass Culture sends, or as it stands. */
function signedWords(path: string, inner: string, dice: Dice): Probe {
  const signature = hmacHex(HMAC_KEY, Buffer.from(inner));
  const wire = dice.chance(0.5) ? inner : asciiJson(JSON.stringify(inner));
  return { ...probe("wrong words", path, Buffer.from(wire), signature), verdict: "perhaps" };
}

function signedText(path: string, text: string): Probe {
  const body = Buffer.from(text);
  return probe(text.slice(0, 40), path, body, hmacHex(HMAC_KEY, body));
}

function probe(name: string, path: string, body: Buffer, signature: string | null): Probe {
  return {
    name: `pass Culture ${path}: ${name}`,
    method: "POST",
    path,
    headers: {
      "Content-Type": "application/json",
      ...(signature === null ? {} : { [SIGNATURE]: signature }),
    },
    body,
    verdict: "refused",
  };
}

function flip(mac: string, bit: number): string {
  const bytes = Buffer.from(mac, "hex");
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString("hex");
}
