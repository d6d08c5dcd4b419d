// Lies below HTTP, which no HTTP client would tell: lengths, chunks and headers that do not hold.
import { connect } from "node:net";
import { HMAC_KEY } from "../support/guichet-server.ts";
import { hmacHex } from "../support/passculture-client.ts";

const ANSWER_LIMIT_MS = 3_000;
const BODY = '{"barcodes":["x"]}';
const SIGNED = `PassCulture-Signature: ${hmacHex(HMAC_KEY, Buffer.from(BODY))}\r\n`;

const post = (headers: string, body: string, version = "HTTP/1.1") =>
  `POST /passculture/cancellation ${version}\r\nHost: window\r\n${SIGNED}${headers}\r\n${body}`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

const LIES: Readonly<Record<string, string>> = {
  "a length that is too long": post(`Content-Length: ${BODY.length + 10}\r\n`, BODY),
  "a length that is too short": post(`Content-Length: 5\r\n`, BODY),
  "a negative length": post("Content-Length: -1\r\n", BODY),
  "a length that is no number": post("Content-Length: 1e3\r\n", BODY),
  "an enormous length": post("Content-Length: 99999999999999999999\r\n", BODY),
  "a length past the cap": post("Content-Length: 1000000\r\n", BODY),
  "two lengths": post(`Content-Length: 5\r\nContent-Length: ${BODY.length}\r\n`, BODY),
  "a length and chunks": post(
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    `${chunk(BODY)}0\r\n\r\n`,
  ),
  "chunks that end early": post("Transfer-Encoding: chunked\r\n", chunk(BODY)),
  "a chunk shorter than it says": post(
    "Transfer-Encoding: chunked\r\n",
    `ff\r\n${BODY}\r\n0\r\n\r\n`,
  ),
  "a chunk of no size": post("Transfer-Encoding: chunked\r\n", `zz\r\n${BODY}\r\n0\r\n\r\n`),
  "an unknown encoding": post("Transfer-Encoding: gzip, chunked\r\n", `${chunk(BODY)}0\r\n\r\n`),
  "no length at all": post("", BODY),
  "an old version": post(`Content-Length: ${BODY.length}\r\n`, BODY, "HTTP/1.0"),
  "a version of nobody": post(`Content-Length: ${BODY.length}\r\n`, BODY, "HTTP/9.9"),
  "a NUL in a header": post("X-Nul: a\0b\r\n", ""),
  "a header without a colon": post("nonsense\r\n", ""),
  "a folded header": post("X-Folded: a\r\n b\r\n", ""),
  "headers without end": `GET / HTTP/1.1\r\n${"X: y\r\n".repeat(20_000)}`,
  "no host": "GET /health HTTP/1.1\r\n\r\n",
  "no HTTP at all": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
};

/** Tells each lie on a connection of its own; the window must still be there after the last. */
export async function lieOnTheWire(url: string): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, bytes] of Object.entries(LIES)) {
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(await say(url, bytes))?.[1] ?? 0);
    // Closing without a word is an answer too; whatever is said is not a 5xx.
    if (status >= 500 && status !== 501 && status !== 505) problems.push(`${name}: ${status}`);
  }
  const chunks = post(
    "Transfer-Encoding: chunked\r\nConnection: close\r\n",
    BODY.split("").map(chunk).join("") + "0\r\n\r\n",
  );
  const answer = await say(url, chunks);
  if (!answer.startsWith("HTTP/1.1 404"))
    problems.push(`a body in many chunks: ${answer.slice(0, 200)}`);
  const health = await fetch(`${url}/health`);
  if (health.status !== 200) problems.push(`afterwards the window is not well: ${health.status}`);
  return problems;
}

function say(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(Number(port), hostname, () => socket.end(bytes, "latin1"));
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.setEncoding("latin1").on("data", (text: string) => (heard += text));
    socket.on("error", () => undefined).on("close", () => resolve(heard));
  });
}
