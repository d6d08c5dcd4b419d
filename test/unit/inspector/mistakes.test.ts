// Every known mistake is recognised by its name: a signature is made with it, and the inspector says
// which it was. Right ones are right, and what nobody knows is not explained away.
import { describe, expect, it } from "vitest";
import { explain } from "../../../src/inspector/explain.ts";
import type { Verdict } from "../../../src/inspector/explanation.ts";
import { type Mistake, MISTAKES_EN } from "../../../src/inspector/words/mistakes-en.ts";
import { MISTAKES_FR } from "../../../src/inspector/words/mistakes-fr.ts";
import * as q from "./questions.ts";
import { anEd25519Pair, base64, base64url, bytesOf, hash, hex, hmac } from "./signing.ts";

const { INNER, KEY, SECRET } = q;
const verdictOn = async ({ question }: q.Known, given: string): Promise<Verdict> =>
  (await explain({ ...question, given })).verdict;
const written = ({ encoding }: q.Known, bytes: Uint8Array) =>
  encoding === "hex" ? hex(bytes) : base64(bytes);
const found = (verdict: Verdict) => {
  if (verdict.is === "mistake") return verdict.mistakes;
  return verdict.is === "right" ? verdict.unusual : [];
};

type Case = readonly [mistake: Mistake, known: q.Known, text: string];

const TEXTS: readonly Case[] = [
  ["raw-body", q.passculture, JSON.stringify(INNER)],
  ["double-encoded", q.passculture, JSON.stringify(JSON.stringify(INNER))],
  ["json-rewritten", q.passculture, JSON.stringify(JSON.parse(INNER))],
  ["json-rewritten", q.passculture, String.raw`{"name": "L\u00e9onie", "path": "a/b", "n": 1}`],
  ["json-rewritten", q.passculture, String.raw`{"name":"L\u00e9onie","path":"a\/b","n":1}`],
  ["json-rewritten", q.passculture, '{"n":1,"name":"Léonie","path":"a/b"}'],
  ["body-escapes-kept", q.passculture, JSON.stringify(INNER).slice(1, -1)],
  ["nothing-signed", q.passculture, ""],
  ["other-order", q.sapiti, `2026-05-17T08:30:12+02:00${KEY}`],
  ["other-order", q.ticketmatic, `Salle É${KEY}2026-05-17T06:30:12`],
  ["something-between", q.sapiti, `${KEY}:2026-05-17T08:30:12+02:00`],
  ["something-between", q.ticketmatic, `${KEY}|Salle É|2026-05-17T06:30:12`],
  ["part-missing", q.sapiti, KEY],
  ["part-missing", q.ticketmatic, `${KEY}Salle É`],
  ["time-written-anew", q.sapiti, `${KEY}2026-05-17T06:30:12Z`],
  ["time-written-anew", q.sapiti, `${KEY}1778999412`],
  ["time-written-anew", q.sapiti, `${KEY}1778999412000`],
  ["time-written-anew", q.ticketmatic, `${KEY}Salle É2026-05-17T06:30:12.000Z`],
  ["time-written-anew", q.ticketmatic, `${KEY}Salle É2026-05-17T08:30:12`],
  ["key-case", q.sapiti, `${KEY.toLowerCase()}2026-05-17T08:30:12+02:00`],
  ["secret-in-text", q.sapiti, `${KEY}2026-05-17T08:30:12+02:00${SECRET}`],
  ["more-than-needed", q.sapiti, `${KEY}2026-05-17T08:30:12+02:00{"language":"fr"}`],
  ["more-than-needed", q.ticketmatic, `${q.ticketmatic.text}/api/1/Salle%20%C3%89/events`],
  ["escaped", q.sapiti, encodeURIComponent(q.sapiti.text)],
  ["quoted", q.sapiti, `"${KEY}""2026-05-17T08:30:12+02:00"`],
  ["account-missing", q.ticketmatic, `${KEY}2026-05-17T06:30:12`],
  ["account-case", q.ticketmatic, `${KEY}salle é2026-05-17T06:30:12`],
  ["account-escaped", q.ticketmatic, `${KEY}Salle%20%C3%892026-05-17T06:30:12`],
  ["account-with-slash", q.ticketmatic, `${KEY}/Salle É2026-05-17T06:30:12`],
  ["pairs-signed", q.ticketmatic, `key=${KEY}&account=Salle É&ts=2026-05-17T06:30:12`],
  ["query-unsorted", q.withQuery, "GET api.ticketevolution.com/v9/caf%C3%A9?z=2&a%5B%5D=x%20y"],
  ["question-mark-missing", q.withQuery, q.withQuery.text.replace("?", "")],
  ["question-mark-doubled", q.withQuery, q.withQuery.text.replace("?", "??")],
  ["scheme-left-in", q.withQuery, q.withQuery.text.replace("api.", "https://api.")],
  ["port-left-in", q.withQuery, q.withQuery.text.replace(".com", ".com:443")],
  ["host-case", q.withQuery, q.withQuery.text.replace("api", "Api")],
  ["host-missing", q.withQuery, q.withQuery.text.replace("api.ticketevolution.com", "")],
  ["other-host", q.withQuery, q.withQuery.text.replace("api.", "api.sandbox.")],
  ["version-missing", q.withQuery, q.withQuery.text.replace("/v9", "")],
  ["other-version", q.withQuery, q.withQuery.text.replace("/v9", "/v10")],
  ["path-slash", q.withQuery, q.withQuery.text.replace("?", "/?")],
  ["path-decoded", q.withQuery, q.withQuery.text.replace("caf%C3%A9", "café")],
  ["method-case", q.withQuery, q.withQuery.text.replace("GET", "get")],
  ["method-missing", q.withQuery, q.withQuery.text.replace("GET ", "")],
  ["other-method", q.withQuery, q.withQuery.text.replace("GET", "POST")],
  ["space-missing", q.withQuery, q.withQuery.text.replace(" ", "")],
  ["line-instead-of-space", q.withQuery, q.withQuery.text.replace(" ", "\n")],
  ["query-not-signed", q.withQuery, "GET api.ticketevolution.com/v9/caf%C3%A9?"],
  ["query-decoded", q.withQuery, q.withQuery.text.replace("a%5B%5D=x%20y", "a[]=x y")],
  [
    "query-escaped-twice",
    q.withQuery,
    q.withQuery.text.replace(/\?.*/, "?a%255B%255D%3Dx%2520y%26z%3D2"),
  ],
  ["escapes-case", q.withQuery, q.withQuery.text.replace("%5B%5D", "%5b%5d")],
  ["data-alone", q.withQuery, "a%5B%5D=x%20y&z=2"],
  ["token-in-text", q.withQuery, q.withQuery.text + KEY],
  ["json-rewritten", q.withBody, q.withBody.text.replaceAll(": ", ":").replaceAll(", ", ",")],
  ["query-instead-of-body", q.withBody, "POST api.ticketevolution.com/v9/clients?page=1"],
  ["query-and-body", q.withBody, q.withBody.text.replace("?", "?page=1&")],
  ["body-not-signed", q.withBody, "POST api.ticketevolution.com/v9/clients"],
];

describe("another text was signed", () => {
  it.each(TEXTS)("%s", async (mistake, known, text) => {
    const verdict = await verdictOn(known, written(known, await hmac(SECRET, text)));
    expect(found(verdict)).toContain(mistake);
  });

  it("account-underscore: where the path has none", async () => {
    const { question } = q.ticketmatic;
    const request = { ...question.request, url: "https://window.test/api/1/_/tools/accounts" };
    const none = { ...q.ticketmatic, question: { ...question, request } };
    const given = hex(await hmac(SECRET, `${KEY}_2026-05-17T06:30:12`));
    expect(found(await verdictOn(none, given))).toContain("account-underscore");
    const right = hex(await hmac(SECRET, `${KEY}2026-05-17T06:30:12`));
    expect((await verdictOn(none, right)).is).toBe("right");
  });

  it("time-unreadable: no clock writes it", async () => {
    const time = "17/05/2026 06:30";
    const question = { ...q.ticketmatic.question, timestamp: time };
    const given = hex(await hmac(SECRET, `${KEY}Salle É${time}`));
    expect(found(await verdictOn({ ...q.ticketmatic, question }, given))).toEqual([
      "time-unreadable",
    ]);
  });
});

const HMACS = [q.passculture, q.sapiti, q.ticketmatic, q.withQuery, q.withBody];
const named = HMACS.map(
  (known, index) => [`${known.question.scheme} (${index + 1})`, known] as const,
);

describe.each(named)("%s", (_, known) => {
  const { text } = known;
  const put = (bytes: Uint8Array) => written(known, bytes);
  const mistakeOf = async (given: string) => found(await verdictOn(known, given));

  it("is right when it is right, and says what is sent", async () => {
    const given = put(await hmac(SECRET, text));
    expect((await verdictOn(known, given)).is).toBe("right");
    const { sent, texts } = await explain(known.question);
    expect(JSON.stringify(sent)).toContain(given);
    expect(new TextDecoder().decode(texts[0]?.text)).toBe(text);
  });

  it("is not explained when nothing explains it", async () => {
    expect((await verdictOn(known, put(await hmac("another secret", text)))).is).toBe(
      "unexplained",
    );
    expect((await verdictOn(known, "é\n\u0000")).is).toBe("unexplained");
  });

  const KEYS: readonly (readonly [Mistake, Parameters<typeof hmac>[0]])[] = [
    ["secret-decoded", Uint8Array.from(atob(SECRET), (letter) => letter.charCodeAt(0))],
    ["secret-decoded", Uint8Array.of(0xab, 0x12, 0xcd, 0x34, 0xef, 0x56)],
    ["secret-encoded", btoa(SECRET)],
    ["secret-line-end", `${SECRET}\n`],
    ["secret-spaces", ` ${SECRET}`],
    ["secret-case", SECRET.toLowerCase()],
  ];
  it.each(KEYS)("%s", async (mistake, key) => {
    expect(await mistakeOf(put(await hmac(key, text)))).toContain(mistake);
  });

  it("public-key-as-secret", async () => {
    if (known.question.key === "") return;
    expect(await mistakeOf(put(await hmac(KEY, text)))).toContain("public-key-as-secret");
  });

  it.each([
    ["line-end", async () => hmac(SECRET, `${text}\n`)],
    ["line-end", async () => hmac(SECRET, `${text}\r\n`)],
    ["text-as-key", async () => hmac(text, SECRET)],
    ["sha1", async () => hmac(SECRET, text, "SHA-1")],
    ["sha512", async () => hmac(SECRET, text, "SHA-512")],
    ["no-hmac", async () => hash(SECRET + text)],
    ["no-hmac", async () => hash(text + SECRET)],
  ] as const)("%s", async (mistake, made) => {
    expect(await mistakeOf(put(await made()))).toContain(mistake);
  });

  it("wrapped, cut-off, too-long: copied badly", async () => {
    const right = put(await hmac(SECRET, text));
    expect(await mistakeOf(`"${right}"`)).toEqual(["wrapped"]);
    expect(await mistakeOf(`sha256=${right}`)).toEqual(["wrapped"]);
    expect(await mistakeOf(right.slice(0, -4))).toEqual(["cut-off"]);
    expect(await mistakeOf(`${right}00`)).toEqual(["too-long"]);
  });

  it("written in other digits", async () => {
    const mac = await hmac(SECRET, text);
    const ways: [Mistake, string][] = [
      ["written-base64url", base64url(mac)],
      ["written-unpadded-base64", base64(mac).replace("=", "")],
      ["written-base64-of-hex", btoa(hex(mac))],
      ["written-escaped-base64", encodeURIComponent(base64(mac))],
      known.encoding === "hex" ? ["written-base64", base64(mac)] : ["written-hex", hex(mac)],
    ];
    for (const [mistake, given] of ways) {
      expect(await mistakeOf(given)).toContain(mistake);
    }
    if (known.encoding === "hex") {
      expect(await mistakeOf(hex(mac).toUpperCase())).toEqual(["written-upper-case-hex"]);
    }
  });
});

describe("letters beyond ASCII", () => {
  it("latin1 and unicode-form: other bytes of the same letters", async () => {
    const latin1 = Uint8Array.from(INNER, (letter) => letter.charCodeAt(0));
    expect(found(await verdictOn(q.passculture, hex(await hmac(SECRET, latin1))))).toContain(
      "latin1",
    );
    const apart = hex(await hmac(SECRET, INNER.normalize("NFD")));
    expect(found(await verdictOn(q.passculture, apart))).toContain("unicode-form");
  });

  it("text-trimmed: what stands around the text is part of it", async () => {
    const body = JSON.stringify(`${INNER}\n`);
    const question = {
      ...q.passculture.question,
      request: { ...q.passculture.question.request, body },
    };
    const given = hex(await hmac(SECRET, INNER));
    expect(found(await verdictOn({ ...q.passculture, question }, given))).toContain("text-trimmed");
  });
});

describe("pass Culture, Ed25519", () => {
  const ask = async (
    make: (pair: Awaited<ReturnType<typeof anEd25519Pair>>) => Promise<string>,
  ) => {
    const pair = await anEd25519Pair();
    const given = await make(pair);
    const ofPublic = await explain({ ...q.ed25519.question, secret: pair.publicPem, given });
    const ofPrivate = await explain({ ...q.ed25519.question, secret: pair.privatePem, given });
    expect(ofPrivate.verdict).toEqual(ofPublic.verdict);
    return { verdict: ofPublic.verdict, sent: ofPrivate.sent };
  };

  it("is right when it is right, in either case, and a private key makes it", async () => {
    const { verdict, sent } = await ask(async ({ sign }) => hex(await sign(INNER)));
    expect(verdict).toEqual({ is: "right", rule: "inner-string", unusual: [] });
    expect(sent[0]?.value).toMatch(/^[0-9a-f]{128}$/);
    const upper = await ask(async ({ sign }) => hex(await sign(INNER)).toUpperCase());
    expect(found(upper.verdict)).toEqual(["written-upper-case-hex"]);
  });

  it.each([
    ["written-base64", async (pair) => base64(await pair.sign(INNER))],
    ["written-base64url", async (pair) => base64url(await pair.sign(INNER))],
    ["wrapped", async (pair) => `"${hex(await pair.sign(INNER))}"`],
    ["raw-body", async (pair) => hex(await pair.sign(JSON.stringify(INNER)))],
    ["json-rewritten", async (pair) => hex(await pair.sign(JSON.stringify(JSON.parse(INNER))))],
    ["line-end", async (pair) => hex(await pair.sign(`${INNER}\n`))],
    ["hashed-first", async (pair) => hex(await pair.sign(await hash(INNER)))],
    ["hmac-as-ed25519", async () => hex(await hmac(SECRET, INNER))],
  ] as [Mistake, Parameters<typeof ask>[0]][])("%s", async (mistake, make) => {
    expect(found((await ask(make)).verdict)).toContain(mistake);
  });

  it("is not explained when another key has signed", async () => {
    const other = await anEd25519Pair();
    const { verdict } = await ask(async () => hex(await other.sign(bytesOf(INNER))));
    expect(verdict.is).toBe("unexplained");
  });
});

describe("the clock", () => {
  it.each([
    [q.sapiti, 30_000 - 8_000, "right"],
    [q.sapiti, 31_000, "clock"],
    [q.ticketmatic, 29 * 60_000, "right"],
    [q.ticketmatic, 31 * 60_000, "clock"],
  ] as const)("decides where a time is signed", async (known, later, is) => {
    const question = { ...known.question, now: q.NOW + later };
    const given = hex(await hmac(SECRET, known.text));
    expect((await verdictOn({ ...known, question }, given)).is).toBe(is);
  });

  it("that is wrong by whole hours shows a time zone", async () => {
    const now = q.NOW - 2 * 3_600_000;
    const question = { ...q.ticketmatic.question, now };
    const given = hex(await hmac(SECRET, q.ticketmatic.text));
    const verdict = await verdictOn({ ...q.ticketmatic, question }, given);
    expect(verdict).toMatchObject({ is: "clock", wholeHours: 2 });
  });
});

it("every known mistake is in the tables above, and has words in both languages", () => {
  const here = readNames();
  expect(Object.keys(MISTAKES_EN).filter((name) => !here.has(name))).toEqual([]);
  expect(Object.keys(MISTAKES_FR).toSorted()).toEqual(Object.keys(MISTAKES_EN).toSorted());
});

/** Named in this file's own tests; those outside of `TEXTS` are spelled out here. */
function readNames(): Set<string> {
  const elsewhere =
    "line-end text-trimmed latin1 unicode-form secret-decoded secret-encoded secret-line-end " +
    "secret-spaces secret-case public-key-as-secret text-as-key sha1 sha512 no-hmac written-hex " +
    "written-base64 written-base64url written-unpadded-base64 written-base64-of-hex " +
    "written-escaped-base64 written-upper-case-hex wrapped cut-off too-long hashed-first " +
    "hmac-as-ed25519 account-underscore time-unreadable";
  return new Set([...TEXTS.map(([mistake]) => mistake as string), ...elsewhere.split(" ")]);
}
