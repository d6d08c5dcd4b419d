/** pass Culture's HMAC over the inner string, as its door verifies it (contracts/passculture.md 1.4). */
import { decodeUtf8, utf8 } from "../../core/bytes.ts";
import { decodeWire, HMAC_HEADER, isSigned } from "../../doors/passculture/signature.ts";
import { acceptedHex, type Explanation, NOTHING, type Verdict } from "../explanation.ts";
import { received } from "../headers.ts";
import { everywhere, mistakesBehind, over } from "../mistakes.ts";
import { digestOf, ENCODINGS, type Recipe } from "../recipe.ts";
import { bodyBytes, type Question } from "../request.ts";
import { passcultureTexts, wrongTexts } from "./passculture-texts.ts";

export async function explain(question: Question): Promise<Explanation> {
  const { request, secret, given } = question;
  const texts = passcultureTexts(request.body);
  const [usual] = texts;
  if (usual === undefined || request.body === "") return { ...NOTHING, lacks: ["body"] };
  const parts = [{ name: usual.rule, text: decodeUtf8(usual.text) ?? "" }];
  if (secret === "") return { ...NOTHING, lacks: ["secret"], parts, texts };
  const right = recipe(usual.text, secret);
  const digest = await digestOf(right);
  const value = digest === null ? "" : ENCODINGS.hex(digest);
  return {
    lacks: [],
    parts,
    texts,
    digest,
    sent: [{ where: "header", name: HMAC_HEADER, value }],
    verdict: given === "" ? { is: "none" } : await verdictOn(question, right, value),
  };
}

async function verdictOn(
  { request, secret, given }: Question,
  right: Recipe,
  usual: string,
): Promise<Verdict> {
  const headers = received(HMAC_HEADER, given);
  const keys = { hmac: [secret], ed25519: [], requireEd25519: false, sandbox: [] };
  const { candidates } = decodeWire(bodyBytes(request));
  if (headers !== null && (await isSigned(headers, candidates, keys))) {
    const sent = given.trim();
    const isUsual = sent.toLowerCase() === usual;
    const rule = isUsual && candidates.length > 1 ? "inner-string" : "body";
    return acceptedHex(rule, given, isUsual ? [] : ["raw-body"]);
  }
  const table = {
    ...over(right, wrongTexts(request.body)),
    ...everywhere(right, ""),
  };
  const mistakes = await mistakesBehind(given, right, table);
  return mistakes.length === 0 ? { is: "unexplained" } : { is: "mistake", mistakes };
}

function recipe(text: Uint8Array<ArrayBuffer>, secret: string): Recipe {
  return { text, key: utf8(secret), by: "hmac-sha256", encoding: "hex" };
}
