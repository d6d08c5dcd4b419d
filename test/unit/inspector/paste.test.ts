// What is pasted is read as a shell, curl or a server would, and what can't be read is named.
import { describe, expect, it } from "vitest";
import { curlLine } from "../../../src/inspector/curl-line.ts";
import { readPasted } from "../../../src/inspector/paste/pasted.ts";

const URL = "https://window.test/v9/events?b=2&a=1";
const read = (text: string) => {
  const pasted = readPasted(text);
  if (!pasted.ok) throw new Error(`${pasted.fault}: ${pasted.piece}`);
  return pasted.value;
};
const faultOf = (text: string) => {
  const pasted = readPasted(text);
  return pasted.ok ? null : [pasted.fault, pasted.piece];
};

describe("curl", () => {
  it.each([
    ["single quotes", `curl '${URL}'`],
    ["double quotes", `curl "${URL}"`],
    ["a path, flags and a prompt", `$ /usr/bin/curl -sS -L --compressed '${URL}'`],
    ["line continuations", `curl \\\n  --request GET \\\r\n  --url '${URL}'\n`],
    ["pieces of a word", `curl 'https://window.test'"/v9/events"?b=2\\&a=1`],
    ["a comment behind", `curl '${URL}' # try it\n`],
    ["options with values that are not sent", `curl -o out.json -m 5 --retry=3 '${URL}'`],
  ])("%s", (_, command) => {
    expect(read(command)).toEqual({ method: "GET", url: URL, headers: [], body: "" });
  });

  it.each([
    [`-d '{"a": "b c"}'`, '{"a": "b c"}'],
    [`--data-raw='x'`, "x"],
    [`-d a=1 -d b=2`, "a=1&b=2"],
    [`--json '{"a":1}' --json ''`, '{"a":1}'],
    [`-dx`, "x"],
    [`--data-raw $'\\ud83c\\udfad!'`, "🎭!"],
    [
      `--data-binary $'\\u00e9 \\'q\\' \\x41\\n\\t\\\\ \\303\\251 \\U0001F3AD'`,
      "é 'q' A\n\t\\ é 🎭",
    ],
    [`--data-raw "a \\"b\\" \\\\ \\$x \\n \\\ny"`, 'a "b" \\ $x \\n y'],
    [`--data-raw 'it'\\''s'`, "it's"],
    [`--data-raw '@no-file'`, "@no-file"],
    [`--data-urlencode 'q=a b&c'`, "q=a%20b%26c"],
    [`-d 'ligne 1\nligne 2'`, "ligne 1\nligne 2"],
  ])("the body of %s", (option, body) => {
    expect(read(`curl '${URL}' ${option}`)).toMatchObject({ method: "POST", body });
  });

  it("headers, user, method and query", () => {
    const command = `curl -XPUT 'https://window.test/a' -H 'X-Token: t: u' -HX-Empty: -u 'k:s' -A me`;
    expect(read(command)).toEqual({
      method: "PUT",
      url: "https://window.test/a",
      headers: [
        ["X-Token", "t: u"],
        ["X-Empty", ""],
        ["Authorization", `Basic ${btoa("k:s")}`],
        ["User-Agent", "me"],
      ],
      body: "",
    });
    expect(read(`curl -G 'https://window.test/a?b=1' -d c=2`)).toMatchObject({
      method: "GET",
      url: "https://window.test/a?b=1&c=2",
      body: "",
    });
    expect(read("curl -I localhost:8787/x")).toMatchObject({
      method: "HEAD",
      url: "http://localhost:8787/x",
    });
  });

  it.each([
    [`curl 'https://x.test`, "quote-open", "'https://x.test"],
    [`curl "https://x.test`, "quote-open", '"https://x.test'],
    [`curl $'https://x.test`, "quote-open", "$'https://x.test"],
    [`curl https://x.test?a=1&b=2`, "several-commands", "&b=2"],
    [`curl 'https://x.test' | jq .`, "several-commands", "| jq ."],
    [`curl 'https://x.test'\ncurl 'https://y.test'`, "several-commands", "curl 'https://y.test'"],
    [`curl "https://x.test/$ID"`, "substitution", `$ID"`],
    ["curl `cat url`", "substitution", "`cat url`"],
    [`curl $'\\ud83d'`, "escape", "\\ud83d'"],
    [`curl $'\\xff'`, "escape", "$'\\xff'"],
    [`curl $'\\q'`, "escape", "\\q'"],
    [`curl -H 'X-A: b'`, "no-url", ""],
    [`curl 'ftp://x.test'`, "bad-url", "ftp://x.test"],
    [`curl https://x.test https://y.test`, "two-urls", "https://y.test"],
    [`curl --nonsense x https://x.test`, "option", "--nonsense"],
    [`curl https://x.test -H`, "option-value", "--header"],
    [`curl https://x.test -d @body.json`, "file", "@body.json"],
    [`curl https://x.test -F a=b`, "form", "-F"],
    [`curl https://x.test -H 'nonsense'`, "header", "nonsense"],
    ["nonsense", "neither", "nonsense"],
    ["", "empty", ""],
    ["x".repeat(300_000), "too-long", ""],
  ])("%s is refused, and it is said why", (command, fault, piece) => {
    expect(faultOf(command)).toEqual([fault, piece]);
  });

  it("what the page writes, it reads again, whatever is in it", () => {
    const request = {
      method: "POST",
      url: "https://window.test/v9/x?q='a'&b=%20",
      headers: [
        ["X-Signature", "a+/b="],
        ["Content-Type", "application/json"],
      ] as const,
      body: `{"it's": "é \\n \\u0041 $HOME \`x\` \n"}`,
    };
    expect(read(curlLine(request))).toEqual(request);
  });
});

describe("raw HTTP", () => {
  const head = ["POST /v1/x?a=b%20c HTTP/1.1", "Host: Window.test:8443", "X-Token:  t "];
  it.each(["\r\n", "\n"])("is read, whichever way its lines end (%j)", (end) => {
    const body = '{"a":\r\n "é"}\n';
    expect(read(head.join(end) + end + end + body)).toEqual({
      method: "POST",
      url: "https://Window.test:8443/v1/x?a=b%20c",
      headers: [
        ["Host", "Window.test:8443"],
        ["X-Token", "t"],
      ],
      body,
    });
  });

  it("of this machine is plain http; an absolute address is taken as it is", () => {
    expect(read("GET /a HTTP/1.1\nhost: localhost:8787")).toMatchObject({
      url: "http://localhost:8787/a",
    });
    expect(read("GET http://x.test/a")).toMatchObject({ url: "http://x.test/a", body: "" });
  });

  it.each([
    ["GET /a b HTTP/1.1\nHost: x", "request-line", "GET /a b HTTP/1.1"],
    ["GET /a HTTP/1.1\nHost x.test", "header-line", "Host x.test"],
    ["GET /a HTTP/1.1\nX-A: b", "no-host", "/a"],
    ["GET /a HTTP/1.1\nHost: a b", "bad-url", "https://a b/a"],
  ])("%j is refused, and it is said why", (text, fault, piece) => {
    expect(faultOf(text)).toEqual([fault, piece]);
  });
});
