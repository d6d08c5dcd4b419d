/** Ticket Evolution: method, host, path and query or body (contracts/ticketevolution.md 1.4, 2). */
import { decodeUtf8, utf8 } from "../../core/bytes.ts";
import {
  candidates,
  findCandidate,
  type SignedRequest,
  targetOf,
} from "../../doors/ticketevolution/signature.ts";
import { type Explanation, type Lack, NOTHING, type Verdict } from "../explanation.ts";
import { received } from "../headers.ts";
import { everywhere, mistakesBehind, over } from "../mistakes.ts";
import { digestOf, ENCODINGS, type Recipe } from "../recipe.ts";
import { bodyBytes, headerOf, type Question, readTarget, type WrittenRequest } from "../request.ts";
import { wrongTexts } from "./ticketevolution-texts.ts";

export const SIGNATURE_HEADER = "X-Signature";
export const TOKEN_HEADER = "X-Token";

/** What the headers say already. */
export function readFrom(request: WrittenRequest) {
  return {
    key: headerOf(request, TOKEN_HEADER) ?? "",
    timestamp: "",
    given: headerOf(request, SIGNATURE_HEADER) ?? "",
  };
}

/** The request as the door sees it on the wire. */
export function onTheWire(request: WrittenRequest): SignedRequest | null {
  const target = readTarget(request.url);
  if (target === null) return null;
  return {
    method: request.method,
    plain: target.plain,
    host: headerOf(request, "Host") || target.host,
    ...targetOf(target.href),
    body: bodyBytes(request),
  };
}

export async function explain(question: Question): Promise<Explanation> {
  const { request, key, secret, given } = question;
  const wire = onTheWire(request);
  if (wire === null) return { ...NOTHING, lacks: ["url"] };
  const texts = candidates(wire, { rubyBodies: false });
  // A query of too many pairs has none at all.
  const [usual] = texts;
  if (usual === undefined) return { ...NOTHING, lacks: ["url"] };
  const parts = partsOf(wire, decodeUtf8(usual.text) ?? "");
  const lacks: Lack[] = secret === "" ? ["secret"] : [];
  if (lacks.length > 0) return { ...NOTHING, lacks, parts, texts };
  const right: Recipe = {
    text: usual.text,
    key: utf8(secret),
    by: "hmac-sha256",
    encoding: "base64",
  };
  const digest = await digestOf(right);
  const signature = digest === null ? "" : ENCODINGS.base64(digest);
  return {
    lacks,
    parts,
    texts,
    digest,
    sent: [
      ...(key === "" ? [] : [{ where: "header", name: TOKEN_HEADER, value: key } as const]),
      { where: "header", name: SIGNATURE_HEADER, value: signature },
    ],
    verdict: given === "" ? { is: "none" } : await verdictOn(question, wire, right),
  };
}

async function verdictOn(
  { secret, given, key }: Question,
  wire: SignedRequest,
  right: Recipe,
): Promise<Verdict> {
  const texts = candidates(wire, { rubyBodies: false });
  // As a header it loses the spaces around it.
  const header = received(SIGNATURE_HEADER, given)?.get(SIGNATURE_HEADER) ?? null;
  const found = await findCandidate([secret], header, texts);
  if (found !== null) return { is: "right", rule: found.rule, unusual: [] };
  const table = { ...over(right, wrongTexts(wire, key)), ...everywhere(right, key) };
  const mistakes = await mistakesBehind(given, right, table);
  return mistakes.length === 0 ? { is: "unexplained" } : { is: "mistake", mistakes };
}

function partsOf({ method, path, body }: SignedRequest, usual: string) {
  const host = usual.slice(method.length + 1, usual.indexOf(path, method.length + 1));
  const data = usual.slice(method.length + 1 + host.length + path.length + 1);
  return [
    { name: "method", text: method },
    { name: "space", text: " " },
    { name: "host", text: host },
    { name: "path", text: path },
    { name: "question-mark", text: "?" },
    { name: body.length > 0 ? "body" : "query", text: data },
  ];
}
