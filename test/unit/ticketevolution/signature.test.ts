// Which texts count as signed: the contract's vectors, and each client's way of writing a query.
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../src/core/bytes.ts";
import { findSigned } from "../../../src/core/hmac.ts";
import {
  candidates,
  readSignature,
  type SignedRequest,
} from "../../../src/doors/ticketevolution/signature.ts";
import vectors from "../../conformance/ticketevolution/vectors.json" with { type: "json" };

const NO_RUBY = { rubyBodies: false };

/** The request whose wire form is the vector's own text. */
function requestOf(text: string, changes: Partial<SignedRequest> = {}): SignedRequest {
  const [, method = "", host = "", path = "", data = ""] =
    /^([A-Z]+) (?:http:\/\/)?([^/]+)([^?]*)\?(.*)$/s.exec(text) ?? [];
  const isBody = data.startsWith("{");
  const query = isBody ? "" : data;
  const body = utf8(isBody ? data : "");
  return { method, plain: false, host, path, query, body, ...changes };
}

async function ruleOf(
  key: string,
  signature: string,
  request: SignedRequest,
  options = NO_RUBY,
): Promise<string | null> {
  const mac = readSignature(signature);
  if (mac === null) return null;
  const texts = candidates(request, options);
  const index = await findSigned(
    [key],
    mac,
    texts.map(({ text }) => text),
  );
  return index === null ? null : (texts[index]?.rule ?? null);
}

function textsOf(query: string, changes: Partial<SignedRequest> = {}): string[] {
  const request = requestOf(`GET api.test/v9/events?${query}`, changes);
  return candidates(request, NO_RUBY).map(({ text }) => new TextDecoder().decode(text));
}

function vector(id: string): { readonly text: string; readonly signature: string } {
  const found = vectors.own.find((row) => row.id === id);
  if (found === undefined) throw new Error(`no vector ${id}`);
  return found;
}

describe("the contract's vectors", () => {
  const REFUSED = ["T02", "T20"];

  it.each(vectors.own.filter(({ id }) => !REFUSED.includes(id)))(
    "$id is accepted for its own request",
    async ({ text, signature }) => {
      const plain = text.includes(" http://");
      expect(await ruleOf(vectors.key, signature, requestOf(text, { plain }))).not.toBeNull();
    },
  );

  it.each(vectors.published.rows)("the published $text is accepted", async (row) => {
    const { key } = vectors.published;
    expect(await ruleOf(key, row.signature, requestOf(row.text))).not.toBeNull();
  });

  it("the pair printed on the seed page is refused, and the right one accepted", async () => {
    const request = requestOf(vector("T01").text);
    const { key, printed, v9 } = vectors.seed;
    expect(await ruleOf(key, printed, request)).toBeNull();
    expect(await ruleOf(key, v9, request)).toBe("host/sorted");
  });

  it("T01 is accepted for an unsorted wire, and T02, signed unsorted, for none", async () => {
    const unsorted = requestOf(vector("T02").text);
    expect(await ruleOf(vectors.key, vector("T01").signature, unsorted)).toBe("host/sorted");
    expect(await ruleOf(vectors.key, vector("T02").signature, unsorted)).toBeNull();
    const sorted = requestOf(vector("T01").text);
    expect(await ruleOf(vectors.key, vector("T02").signature, sorted)).toBeNull();
  });

  it("T16, T17 and T18 are one request: port dropped, port kept, and over plain http", async () => {
    const request = requestOf(vector("T17").text);
    const plain = { ...request, plain: true };
    const rule = (id: string, of: SignedRequest) => ruleOf(vectors.key, vector(id).signature, of);
    expect(await rule("T16", request)).toBe("host/sorted");
    expect(await rule("T17", request)).toBe("host-with-port/sorted");
    expect(await rule("T18", plain)).toBe("http-prefix/sorted");
    expect(await rule("T18", request)).toBeNull();
  });

  it("T20, the Ruby gem's signature of T19's body, counts only when that is switched on", async () => {
    const request = requestOf(vector("T19").text);
    const { signature } = vector("T20");
    expect(await ruleOf(vectors.key, signature, request)).toBeNull();
    const options = { rubyBodies: true };
    expect(await ruleOf(vectors.key, signature, request, options)).toBe("host/ruby-body");
  });
});

describe("a query counts in each client's own writing", () => {
  const counts = (wire: string, signed: string) =>
    expect(textsOf(wire)).toContain(`GET api.test/v9/events?${signed}`);

  it.each([
    ["spaces as %20 where the wire has +", "q=New+York&page=1", "page=1&q=New%20York"],
    ["spaces as + where the wire has %20", "q=New%20York&page=1", "page=1&q=New+York"],
    ["upper-case hex where the wire is lower", "a=%c3%a9&b=%2f", "a=%C3%A9&b=%2F"],
    ["lower-case hex as it is", "a=%c3%a9", "a=%c3%a9"],
    ["raw brackets as they are", "p[]=2&p[]=9", "p[]=2&p[]=9"],
    ["raw brackets escaped", "p[]=2&p[]=9", "p%5B%5D=2&p%5B%5D=9"],
    ["a raw colon escaped", "t=10:00", "t=10%3A00"],
    ["what Node escapes beside", "a=(x)*!'", "a=%28x%29%2A%21%27"],
    ["a tilde left by Node", "a=%7E+x", "a=~%20x"],
    ["a key without a value", "page=1&flag", "flag&page=1"],
    ["a key without a value as Node signs it", "page=1&flag", "flag=&page=1"],
    ["a repeated key as PHP indexes it", "p=9&p=10&page=1", "p%5B0%5D=9&p%5B1%5D=10&page=1"],
    ["a repeated key as Node brackets it", "p=9&p=10&page=1", "p%5B%5D=9&p%5B%5D=10&page=1"],
    [
      "eleven of a repeated key as PHP indexes them: in their order",
      "p=0&p=1&p=2&p=3&p=4&p=5&p=6&p=7&p=8&p=9&p=x",
      "p%5B0%5D=0&p%5B1%5D=1&p%5B2%5D=2&p%5B3%5D=3&p%5B4%5D=4&p%5B5%5D=5&p%5B6%5D=6&p%5B7%5D=7&p%5B8%5D=8&p%5B9%5D=9&p%5B10%5D=x",
    ],
    [
      "a repeated key before its conditional, as PHP sorts them",
      "p.gte=1&p=9&p=10&pA=1",
      "p%5B0%5D=9&p%5B1%5D=10&p.gte=1&pA=1",
    ],
    [
      "repeated keys beside indexed ones as Node brackets both",
      "b[1]=4&b[0]=3&a=1&a=2",
      "a%5B%5D=1&a%5B%5D=2&b%5B%5D=3&b%5B%5D=4",
    ],
    ["indexed keys as Node brackets them", "p[0]=9&p[1]=10", "p%5B%5D=9&p%5B%5D=10"],
    ["indexed keys by their numbers", "p[10]=c&p[2]=b&p[0]=a", "p%5B%5D=a&p%5B%5D=b&p%5B%5D=c"],
    [
      "indexed keys below nested ones",
      "p[y][0]=1&p[y][1]=2&p[x][0]=3",
      "p%5By%5D%5B%5D=1&p%5By%5D%5B%5D=2&p%5Bx%5D%5B%5D=3",
    ],
    ["nested keys by their top", "a.gte=1&a%5Bx%5D=2", "a%5Bx%5D=2&a.gte=1"],
    ["nested keys by the whole", "a%5Bx%5D=2&a.gte=1", "a.gte=1&a%5Bx%5D=2"],
    ["no query at all", "", ""],
    ["an escape that is none", "a=100%&b=1", "a=100%&b=1"],
    ["bytes that are no UTF-8, as they are", "b=%ff&a=1", "a=1&b=%ff"],
  ])("%s", (_name, wire, signed) => counts(wire, signed));

  it("but not in the order of the wire", () => {
    expect(textsOf("b=1&a=2").filter((text) => text.includes("b=1&a=2"))).toEqual([]);
  });

  it("and not with more pairs than anyone sends", () => {
    expect(textsOf(Array.from({ length: 201 }, (_, i) => `k${i}=1`).join("&"))).toEqual([]);
  });
});

describe("a body counts in place of the query", () => {
  const body = utf8('{"a":1}');
  const texts = (changes: Partial<SignedRequest>) =>
    textsOf("x=1", changes).map((text) => text.slice(text.indexOf("?") + 1));

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s: the body alone", (method) => {
    expect(texts({ method, body })).toEqual(['{"a":1}']);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s without one: nothing, or the query", (method) => {
    expect(texts({ method })).toEqual(["", "x=1"]);
  });

  it("GET: the query, and never nothing where there is one", () => {
    expect(texts({})).toEqual(["x=1"]);
  });
});

describe("few texts count", () => {
  it("each once, and a bounded number for the oddest request", () => {
    const odd = "k=1&k=2&i[0]=~&i[1]=b&B=x+y&a.gte=%c3%a9&a[x]=(&flag";
    const changes = { host: "API.Test:8080", plain: true };
    const texts = textsOf(odd, changes);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeLessThanOrEqual(5 * 8);
  });

  it("a signature is 44 characters of padded base64", () => {
    const { signature } = vector("T01");
    expect(readSignature(signature)).not.toBeNull();
    for (const wrong of [
      null,
      "",
      `${signature}\n`,
      signature.slice(0, -1),
      signature.replaceAll("/", "_"),
      "D7MsccZ0pvYD%2F25U3UsbyrkKpWzDA%2FqHpj5IkDbvkyk%3D",
      "0fb32c71c674a6f603ff6e54dd4b1bcab90aa56cc303fa87a63e489036ef9329",
    ]) {
      expect(readSignature(wrong)).toBeNull();
    }
  });
});
