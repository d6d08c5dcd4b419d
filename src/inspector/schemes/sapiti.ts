/** Sapiti: public key and time, in the body beside what is asked (contracts/sapiti.md 1.5). */
import { utf8 } from "../../core/bytes.ts";
import { parseMillis } from "../../core/clock.ts";
import { parseJson } from "../../core/json.ts";
import { isSigned, isTimely, saidIn, signedText } from "../../doors/sapiti/signature.ts";
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
import type { Question, WrittenRequest } from "../request.ts";
import { otherTimes } from "./times.ts";

/** What the body says already. */
export function readFrom({ body }: WrittenRequest) {
  const json = parseJson(body)?.parsed;
  const fields = typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
  const { publicKey, timestamp, signature } = saidIn(fields as Record<string, unknown>);
  return { key: publicKey, timestamp, given: signature };
}

export async function explain(question: Question): Promise<Explanation> {
  const { key, timestamp, secret, given } = question;
  const lacks: Lack[] = [];
  if (key === "") lacks.push("key");
  if (timestamp === "") lacks.push("timestamp");
  const parts = [
    { name: "publickey", text: key },
    { name: "timestamp", text: timestamp },
  ];
  const text = utf8(signedText(key, timestamp));
  const texts = lacks.length > 0 ? [] : [{ rule: "", text }];
  if (secret === "") lacks.push("secret");
  if (lacks.length > 0) return { ...NOTHING, lacks, parts, texts };
  const right: Recipe = { text, key: utf8(secret), by: "hmac-sha256", encoding: "hex" };
  const digest = await digestOf(right);
  const signature = digest === null ? "" : ENCODINGS.hex(digest);
  const sent = { publickey: key, timestamp, signature };
  return {
    lacks,
    parts,
    texts,
    digest,
    sent: Object.entries(sent).map(([name, value]) => ({ where: "field", name, value })),
    verdict: given === "" ? { is: "none" } : await verdictOn(question, right),
  };
}

async function verdictOn(question: Question, right: Recipe): Promise<Verdict> {
  const { key, timestamp, secret, given, now } = question;
  if (await isSigned([secret], { publicKey: key, timestamp, signature: given })) {
    if (!isTimely(timestamp, now)) return clockVerdict(parseMillis(timestamp), now);
    return acceptedHex("", given, []);
  }
  const table = { ...over(right, wrongTexts(question)), ...everywhere(right, key) };
  const mistakes = await mistakesBehind(given, right, table);
  return mistakes.length === 0 ? { is: "unexplained" } : { is: "mistake", mistakes };
}

const BETWEEN = [" ", ":", "-", "_", ".", ",", "|", "&", "\n", "+", "/"];

function wrongTexts({ key, timestamp, secret, request }: Question): WrongTexts {
  const { method, url, body } = request;
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const usual = signedText(key, timestamp);
  return {
    "other-order": [timestamp + key],
    "something-between": BETWEEN.map((between) => key + between + timestamp),
    "part-missing": [key, timestamp],
    "time-written-anew": otherTimes(timestamp).map((time) => signedText(key, time)),
    "key-case": [key.toLowerCase(), key.toUpperCase(), key.replaceAll("-", "")].map((other) =>
      signedText(other, timestamp),
    ),
    "secret-in-text": [usual + secret, secret + usual, key + secret + timestamp],
    "more-than-needed": [
      usual + body,
      body + usual,
      usual + path,
      path + usual,
      method + path + usual,
      method + usual,
      usual + method + path,
      body,
    ],
    escaped: [encodeURIComponent(usual), signedText(key, encodeURIComponent(timestamp))],
    quoted: [JSON.stringify(key) + JSON.stringify(timestamp), JSON.stringify(usual)],
  };
}
