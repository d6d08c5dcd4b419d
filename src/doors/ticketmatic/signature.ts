/**
 * Who calls, as the Authorization header says it: Basic, or a signature over access key, account and
 * time (contracts/ticketmatic.md 1.6). Neither covers what is asked. The inspector calls the same
 * functions.
 */
import { fromBase64, fromHex, decodeUtf8, utf8 } from "../../core/bytes.ts";
import { parseMillis } from "../../core/clock.ts";
import { MAC_BYTES, verifyHmac } from "../../core/hmac.ts";
import {
  TICKETMATIC_HEADER_CHARACTERS_MAX,
  TICKETMATIC_TIME_TOLERANCE_MS,
} from "../../core/limits.ts";

export interface SignedClaim {
  readonly scheme: "signed";
  readonly key: string;
  /** As received: what is hashed is this text, whatever instant it names. */
  readonly time: string;
  readonly at: number;
  readonly mac: Uint8Array<ArrayBuffer>;
}

export interface BasicClaim {
  readonly scheme: "basic";
  readonly key: string;
  readonly secret: string;
}

export type Claim = SignedClaim | BasicClaim;

const SCHEME = /^(tm-hmac-sha256|basic)[ \t]+(.*)$/i;
const BETWEEN_PAIRS = /[ \t,]+/;
const PAIR = /^(key|ts|sign)=(?:"([^"]+)"|([^"]+))$/;

/** What the header claims, or null when it is missing or has neither form. */
export function readAuthorization(header: string | null): Claim | null {
  if (header === null || header.length > TICKETMATIC_HEADER_CHARACTERS_MAX) return null;
  const [, scheme = "", rest = ""] = SCHEME.exec(header.trim()) ?? [];
  if (scheme === "") return null;
  return scheme.toLowerCase() === "basic" ? readBasic(rest) : readSigned(rest);
}

function readBasic(text: string): BasicClaim | null {
  const bytes = fromBase64(text);
  const pair = bytes === null ? null : decodeUtf8(bytes);
  const colon = pair?.indexOf(":") ?? -1;
  if (pair === null || colon < 1) return null;
  return { scheme: "basic", key: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

/** Each of the three pairs once, in any order, with any run of spaces, tabs or commas between. */
function readSigned(text: string): SignedClaim | null {
  const parts = text.split(BETWEEN_PAIRS).filter((part) => part !== "");
  const pairs = new Map<string, string>();
  for (const part of parts) {
    const [, name = "", quoted, bare] = PAIR.exec(part) ?? [];
    if (name === "" || pairs.has(name)) return null;
    pairs.set(name, quoted ?? bare ?? "");
  }
  const [key, time, sign] = [pairs.get("key"), pairs.get("ts"), pairs.get("sign")];
  const mac = fromHex(sign ?? "");
  if (key === undefined || time === undefined || mac?.length !== MAC_BYTES) return null;
  const at = parseMillis(time);
  return at === null ? null : { scheme: "signed", key, time, at, mac };
}

/** What is signed: nothing stands between the three. */
export function textToSign(key: string, account: string, time: string): string {
  return key + account + time;
}

/** Was it signed under one of the secrets? `account` is that of the path, decoded; empty for `_`. */
export function isSigned(
  secrets: readonly string[],
  { key, time, mac }: SignedClaim,
  account: string,
): Promise<boolean> {
  return verifyHmac(secrets, mac, [utf8(textToSign(key, account, time))]);
}

/** The documented 30 minutes of age, and as many ahead for a clock that is fast. */
export function isTimely({ at }: SignedClaim, now: number): boolean {
  return Math.abs(now - at) <= TICKETMATIC_TIME_TOLERANCE_MS;
}
