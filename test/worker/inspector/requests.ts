// Random requests of each scheme, signed rightly or spoilt, as the inspector is asked about them and
// as they go to the window. Which text is signed is written out here anew, from the contracts.
import type { SignatureScheme } from "../../../src/core/calls.ts";
import type { Question } from "../../../src/inspector/request.ts";
import type { Dice } from "../../support/dice.ts";

interface Pair {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
}

export interface Keys {
  readonly sapiti: Pair;
  readonly ticketmatic: Pair;
  readonly ticketevolution: Pair;
  readonly passculture: string;
  readonly pair: CryptoKeyPair;
  readonly pem: string;
}

export interface Drawn {
  readonly question: Question;
  /** The same with its signature in it. */
  readonly sent: Question["request"];
}

export type Draw = (dice: Dice, keys: Keys) => Promise<Drawn>;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text) as Uint8Array<ArrayBuffer>;
const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, bytesOf(text)));
}

const WORDS = ["a", "Z9", "é", "ß", "🎭", " ", "+", "%", "/", '"', "\\", "\n", "=", "&", "<", "0"];
const word = (dice: Dice) =>
  Array.from({ length: dice.whole(1, 6) }, () => dice.oneOf(WORDS)).join("");

/** Half of them stay as they are. */
function spoiltText(dice: Dice, text: string): string {
  if (dice.chance(0.5)) return text;
  const at = dice.whole(0, Math.max(0, text.length - 1));
  return dice.oneOf([
    `${text}\n`,
    text.trim(),
    ` ${text}`,
    text.toLowerCase(),
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + dice.oneOf(WORDS) + text.slice(at),
    text.replace("?", ""),
    JSON.stringify(text),
    "",
  ]);
}

/** Four of five stay as they are. */
function spoiltSignature(dice: Dice, right: string): string {
  if (dice.chance(0.8)) return right;
  const at = dice.whole(0, right.length - 1);
  const other = right.charAt(at) === "0" ? "1" : "0";
  return dice.oneOf([
    right.toUpperCase(),
    right.toLowerCase(),
    right.slice(0, at) + other + right.slice(at + 1),
    right.slice(0, at),
    `${right}00`,
    `0x${right}`,
    ` ${right} `,
    `"${right}"`,
    `${right},${right}`,
    "",
    "zz",
    encodeURIComponent(right),
    right.replaceAll("=", ""),
  ]);
}

const secretOf = (dice: Dice, secret: string) => (dice.chance(0.1) ? `${secret}x` : secret);

function aQuestion(
  scheme: SignatureScheme,
  request: Question["request"],
  more: Partial<Question>,
): Question {
  return { scheme, request, key: "", timestamp: "", secret: "", given: "", now: 0, ...more };
}

/** A JSON text as one of many programs could write it, sometimes of something else than an object. */
function someJson(dice: Dice): string {
  const object = { barcodes: [word(dice)], [word(dice)]: dice.whole(0, 99) };
  const indent = dice.oneOf([0, 1, 2]);
  const text = JSON.stringify(dice.chance(0.9) ? object : [object], null, indent);
  return dice.chance(0.1) ? text.slice(0, -1) : text;
}

function passculture(scheme: SignatureScheme, header: string): Draw {
  return async (dice, { passculture, pair, pem }) => {
    const inner = someJson(dice);
    const body = dice.chance(0.7) ? JSON.stringify(inner) : inner;
    const text = spoiltText(dice, dice.chance(0.8) ? inner : body);
    const byPair = scheme === "passculture-ed25519";
    const bytes = byPair
      ? new Uint8Array(
          await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, bytesOf(text)),
        )
      : await hmac(secretOf(dice, passculture), text);
    const given = spoiltSignature(dice, hex(bytes));
    const url = "https://window.test/passculture/cancellation";
    const request = { method: "POST", url, headers: [], body };
    const question = aQuestion(scheme, request, { secret: byPair ? pem : passculture, given });
    // No signature at all is no question for the inspector.
    const headers = [[header, given]] as const;
    return { question: { ...question, given: given || "-" }, sent: { ...request, headers } };
  };
}

const SECOND = 1_000;
const FAR = [0, 0, 0, 10, -10, -20, 20, 45, -60, 600, -900, 2_400, -2_400, 3_600, -7_200, 86_400];

function aTime(dice: Dice, zones: readonly string[]): string {
  const zone = dice.oneOf(zones);
  const iso = new Date(Date.now() + dice.oneOf(FAR) * SECOND).toISOString();
  const seconds = iso.slice(0, 19);
  const plain = `${seconds}${zone}`;
  if (dice.chance(0.8)) return plain;
  return dice.oneOf([iso, `${iso.slice(0, 23)}${zone}`, seconds, seconds.replace("T", " "), "now"]);
}

const sapiti: Draw = async (dice, { sapiti: { key, secret } }) => {
  const timestamp = aTime(dice, ["+00:00", "Z", "+0000", "+02:00"]);
  const text = spoiltText(dice, key + timestamp);
  const given = spoiltSignature(dice, hex(await hmac(secretOf(dice, secret), text))) || "-";
  const url = "https://window.test/v1/shop/products/";
  const said = { [word(dice)]: word(dice), publickey: key, timestamp, signature: given };
  const request = { method: "POST", url, headers: [], body: JSON.stringify(said) };
  return {
    question: aQuestion("sapiti", request, { key, timestamp, secret, given }),
    sent: request,
  };
};

const ticketmatic: Draw = async (dice, { ticketmatic: { id, key, secret } }) => {
  const account = dice.oneOf([id, id, "_", "Salle É", id.toUpperCase(), "a b+c%"]);
  const signed = account === "_" ? "" : account;
  const timestamp = aTime(dice, ["", "", "Z", "+00:00", "+02:00"]).replaceAll(" ", "T");
  const text = spoiltText(dice, key + signed + timestamp);
  const given = spoiltSignature(dice, hex(await hmac(secretOf(dice, secret), text))) || "-";
  const path =
    account === "_" ? "_/tools/accounts" : `${encodeURIComponent(account)}/tools/account`;
  const request = {
    method: "GET",
    url: `https://window.test/api/1/${path}`,
    headers: [],
    body: "",
  };
  const header = `TM-HMAC-SHA256 key="${key}" ts="${timestamp}" sign="${given}"`;
  const sent = { ...request, headers: [["Authorization", header]] as const };
  return { question: aQuestion("ticketmatic", request, { key, timestamp, secret, given }), sent };
};

const NAMES = ["page", "per_page", "q", "b[]", "b[0]", "b.gte", "occurs_at.gte", "Z"];
const VALUES = ["1", "a b", "é", "2026-01-01T00:00:00Z", "~x(y)*!", "", "a,b", "10%", "👁"];

function aQuery(dice: Dice): readonly (readonly [string, string])[] {
  return Array.from({ length: dice.whole(0, 4) }, () => [dice.oneOf(NAMES), dice.oneOf(VALUES)]);
}

const ticketevolution: Draw = async (dice, { ticketevolution: { key, secret } }) => {
  const [method, path] = dice.oneOf([
    ["GET", "/v9/events"],
    ["GET", "/v9/events/77"],
    ["POST", "/v9/clients"],
    ["PUT", "/v9/clients/900"],
    ["DELETE", "/v9/ticket_groups/501"],
  ] as const);
  const escape = dice.oneOf([encodeURIComponent, (text: string) => encodeURI(text)]);
  const space = dice.oneOf(["%20", "+"]);
  const pairs = aQuery(dice).map(
    ([name, value]) => `${escape(name)}=${escape(value).replaceAll("%20", space)}`,
  );
  const wire = pairs.join("&");
  const body = method === "GET" || dice.chance(0.4) ? "" : someJson(dice);
  const host = dice.oneOf(["window.test", "Window.Test", "window.test:8787", "api.lvh.me"]);
  const query = dice.chance(0.7) ? pairs.toSorted().join("&") : wire;
  const data = body === "" ? query : body;
  const signedHost = dice.chance(0.8) ? host.replace(/:\d+$/, "").toLowerCase() : host;
  const text = spoiltText(dice, `${method} ${signedHost}${path}?${data}`);
  const given = spoiltSignature(dice, base64(await hmac(secretOf(dice, secret), text))) || "-";
  const url = `https://window.test${path}${wire === "" ? "" : `?${wire}`}`;
  const request = { method, url, headers: [["Host", host]] as const, body };
  const headers = [...request.headers, ["X-Token", key], ["X-Signature", given]] as const;
  return {
    question: aQuestion("ticketevolution", request, { key, secret, given }),
    sent: { ...request, headers },
  };
};

export const drawers: Readonly<Record<SignatureScheme, Draw>> = {
  "passculture-hmac": passculture("passculture-hmac", "PassCulture-Signature"),
  "passculture-ed25519": passculture("passculture-ed25519", "PassCulture-ed25519-Signature"),
  sapiti,
  ticketmatic,
  ticketevolution,
};
