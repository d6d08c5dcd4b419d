/** Ticketmatic: access key, account and time, in the Authorization header (contracts/ticketmatic.md 1.6). */
import { utf8 } from "../../core/bytes.ts";
import { parseMillis } from "../../core/clock.ts";
import {
  isSigned,
  isTimely,
  readAuthorization,
  textToSign,
} from "../../doors/ticketmatic/signature.ts";
import {
  acceptedHex,
  clockVerdict,
  type Explanation,
  type Lack,
  NOTHING,
  type Verdict,
} from "../explanation.ts";
import { everywhere, mistakesBehind, over, type WrongTexts } from "../mistakes.ts";
import { digestOf, ENCODINGS, type Recipe } from "../recipe.ts";
import { headerOf, type Question, readTarget, type WrittenRequest } from "../request.ts";
import { otherTimes } from "./times.ts";

const PAIR = (name: string) => new RegExp(`(?:^|[ \\t,])${name}=(?:"([^"]*)"|([^\\s,"]*))`);

/** What the header says already, as far as it can be read. */
export function readFrom(request: WrittenRequest) {
  const header = headerOf(request, "Authorization") ?? "";
  const said = (name: string) => {
    const [, quoted, bare] = PAIR(name).exec(header) ?? [];
    return quoted ?? bare ?? "";
  };
  return { key: said("key"), timestamp: said("ts"), given: said("sign") };
}

/** The account in the path, decoded; empty for `_`, null where the path has none. */
export function accountIn(url: string): string | null {
  const path = readTarget(url)?.path ?? "";
  const segment = /^\/api\/1\/([^/]+)/.exec(path)?.[1];
  if (segment === undefined) return null;
  try {
    const account = decodeURIComponent(segment);
    return account === "_" ? "" : account;
  } catch {
    return segment;
  }
}

export function headerFor(key: string, timestamp: string, signature: string): string {
  return `TM-HMAC-SHA256 key=${key} ts=${timestamp} sign=${signature}`;
}

export async function explain(question: Question): Promise<Explanation> {
  const { request, key, timestamp, secret, given } = question;
  const account = accountIn(request.url);
  const lacks: Lack[] = [];
  if (account === null) lacks.push("account");
  if (key === "") lacks.push("key");
  if (timestamp === "") lacks.push("timestamp");
  const parts = [
    { name: "accesskey", text: key },
    { name: "account", text: account ?? "" },
    { name: "ts", text: timestamp },
  ];
  const text = utf8(textToSign(key, account ?? "", timestamp));
  const texts = lacks.length > 0 ? [] : [{ rule: "", text }];
  if (secret === "") lacks.push("secret");
  if (lacks.length > 0 || account === null) return { ...NOTHING, lacks, parts, texts };
  const right: Recipe = { text, key: utf8(secret), by: "hmac-sha256", encoding: "hex" };
  const digest = await digestOf(right);
  const value = headerFor(key, timestamp, digest === null ? "" : ENCODINGS.hex(digest));
  return {
    lacks,
    parts,
    texts,
    digest,
    sent: [{ where: "header", name: "Authorization", value }],
    verdict: given === "" ? { is: "none" } : await verdictOn(question, account, right),
  };
}

async function verdictOn(question: Question, account: string, right: Recipe): Promise<Verdict> {
  const { key, timestamp, secret, given, now } = question;
  const claim = readAuthorization(headerFor(quoted(key), quoted(timestamp), quoted(given)));
  if (claim?.scheme === "signed" && (await isSigned([secret], claim, account))) {
    if (!isTimely(claim, now)) return clockVerdict(claim.at, now);
    return acceptedHex("", given, []);
  }
  const table = { ...over(right, wrongTexts(question, account)), ...everywhere(right, key) };
  const mistakes = await mistakesBehind(given, right, table);
  if (mistakes.length > 0) return { is: "mistake", mistakes };
  return parseMillis(timestamp) === null
    ? { is: "mistake", mistakes: ["time-unreadable"] }
    : { is: "unexplained" };
}

/** Without quotes a value could not hold what separates the pairs. */
function quoted(value: string): string {
  return `"${value}"`;
}

const BETWEEN = [" ", ":", "-", "_", ".", ",", "|", "&", "\n", "+", "/"];

function wrongTexts(question: Question, account: string): WrongTexts {
  const { key, timestamp, secret, request } = question;
  const { method, url, body } = request;
  const path = readTarget(url)?.path ?? "";
  const usual = textToSign(key, account, timestamp);
  const accounts = (...others: readonly string[]) =>
    others.map((other) => textToSign(key, other, timestamp));
  return {
    "account-missing": account === "" ? [] : accounts(""),
    "account-underscore": account === "" ? accounts("_") : [],
    "account-case": accounts(account.toLowerCase(), account.toUpperCase()),
    "account-escaped": accounts(encodeURIComponent(account)),
    "account-with-slash": accounts(`/${account}`, `/${account}/`, `${account}/`),
    "other-order": [
      key + timestamp + account,
      account + key + timestamp,
      account + timestamp + key,
      timestamp + key + account,
      timestamp + account + key,
    ],
    "something-between": BETWEEN.map((between) => [key, account, timestamp].join(between)),
    "time-written-anew": otherTimes(timestamp).map((time) => textToSign(key, account, time)),
    "part-missing": [key, timestamp, account, key + account, account + timestamp],
    "key-case": [key.toLowerCase(), key.toUpperCase()].map((other) =>
      textToSign(other, account, timestamp),
    ),
    "secret-in-text": [usual + secret, secret + usual],
    "more-than-needed": [usual + path, usual + body, method + path + usual, usual + method + path],
    "pairs-signed": [`key=${key}&account=${account}&ts=${timestamp}`, `key=${key} ts=${timestamp}`],
  };
}
