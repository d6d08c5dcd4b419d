// HTTP as bytes on a socket: nothing is added to what a test writes, nothing hidden of the answer.
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";

export interface WireAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const ANSWER_LIMIT_MS = 30_000;

/** Sends the head (its lines without their ends) and the body, and reads one answer to its end. */
export function overTheWire(
  url: string,
  head: readonly string[],
  body: Buffer = Buffer.alloc(0),
): Promise<WireAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const end = (outcome: () => void) => {
      socket.destroy();
      outcome();
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => end(() => reject(new Error("no answer in time"))));
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      const answer = readAnswer(Buffer.concat(chunks), false);
      if (answer !== null) end(() => resolve(answer));
    });
    socket.on("end", () => {
      const answer = readAnswer(Buffer.concat(chunks), true);
      end(() => (answer === null ? reject(new Error("half an answer")) : resolve(answer)));
    });
    socket.write(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]));
  });
}

/** The answer, or null while some of it is missing. */
function readAnswer(bytes: Buffer, closed: boolean): WireAnswer | null {
  const split = bytes.indexOf("\r\n\r\n");
  if (split < 0) return null;
  const [first = "", ...lines] = bytes.subarray(0, split).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const rest = bytes.subarray(split + 4);
  const content = contentOf(rest, headers, closed);
  const status = Number(first.split(" ")[1]);
  if (content === null) return null;
  const plain = headers["content-encoding"] === "gzip" ? gunzipSync(content) : content;
  return { status, headers, text: plain.toString("utf8") };
}

function contentOf(
  rest: Buffer,
  headers: Readonly<Record<string, string>>,
  closed: boolean,
): Buffer | null {
  if (headers["transfer-encoding"] === "chunked") return joinChunks(rest);
  const length = headers["content-length"];
  if (length === undefined) return closed ? rest : null;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : null;
}

function joinChunks(rest: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(rest.subarray(at, line).toString("latin1"), 16);
    const begin = line + 2;
    if (rest.length < begin + size + 2) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(begin, begin + size));
    at = begin + size + 2;
  }
}
