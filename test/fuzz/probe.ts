// One hostile request, and what may be said to it.
import { Agent, request } from "node:http";
import type { Dice } from "../support/dice.ts";
import type { Headers } from "../support/passculture-client.ts";

const ANSWER_LIMIT_MS = 30_000;
const SOCKETS_MAX = 16;

export interface Probe {
  /** What is wrong with it, for the reader of a report. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
  /**
   * `refused`: certainly wrong, so it must be answered 4xx and change nothing. `perhaps`: nobody can
   * say, so only what holds for every answer is asked of it.
   */
  readonly verdict: "refused" | "perhaps";
  /** Where only these statuses are right. */
  readonly statuses?: readonly number[];
  /** What its official client could not make of the answer. */
  readonly flaws?: (text: string) => readonly string[];
}

/**
 * The same, in chunks: its size is met only once it is read, so all but its end is taken, the
 * connection has no reason to be cut, and the refusal is certain to be heard.
 */
export function unannounced(probe: Probe): Probe {
  return { ...probe, headers: { ...probe.headers, "Transfer-Encoding": "chunked" } };
}

/** A kind of hostile requests, drawn at random. */
export type Source = (dice: Dice) => Probe;

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Line {
  readonly send: (probe: Probe) => Promise<Reply>;
  readonly close: () => void;
}

/** Keeps its connections: a hundred thousand requests would use up the ports otherwise. */
export function openLine(url: string): Line {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  const sendOn = (probe: Probe, connections: Agent | false) =>
    new Promise<Reply>((resolve, reject) => {
      const { method, path, headers, body } = probe;
      // Once it is answered, what becomes of the rest of the request is nobody's affair.
      let over = false;
      const outgoing = request(
        { hostname, port, agent: connections, method, path, headers, timeout: ANSWER_LIMIT_MS },
        (incoming) => {
          over = true;
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
          incoming.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: incoming.statusCode ?? 0, text });
          });
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
      outgoing.on("error", (error) => {
        if (over) return;
        over = true;
        // The answer before on this connection ended it, while this request was on its way: nobody
        // has seen the request (RFC 9112, 9.3.1), so it is sent once more, on a connection of its own.
        if (connections !== false && outgoing.reusedSocket) resolve(sendOn(probe, false));
        else reject(error);
      });
      const isAnnounced = headers["Transfer-Encoding"] === undefined;
      if (body.length > 0 && isAnnounced) outgoing.setHeader("Content-Length", body.length);
      outgoing.end(body);
    });
  return { send: (probe) => sendOn(probe, agent), close: () => agent.destroy() };
}
