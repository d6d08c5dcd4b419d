// The program that makes the load: so many connections, each with the next wish as soon as its last
// one is answered. Wishes are signed before the clock runs; prints the figures as one line of JSON.
import { connect } from "node:net";
import { aWish } from "./wishes.ts";

export interface Task {
  readonly port: number;
  readonly path: string;
  readonly stock: string | null;
  readonly connections: number;
  readonly warmMs: number;
  readonly measureMs: number;
  /** Wishes that are signed before: the run ends when they are used up. */
  readonly wishes: number;
}

export interface Figures {
  readonly answers: number;
  readonly failures: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

const HEAD_END = "\r\n\r\n";

async function load(task: Task): Promise<Figures> {
  const wishes = Array.from({ length: task.wishes }, () => aWish(task.path, task.stock));
  process.stdout.write("ready\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  const latencies: number[] = [];
  let failures = 0;
  const started = performance.now();
  const from = started + task.warmMs;
  const until = from + task.measureMs;
  let last = from;
  const answered = (since: number, status: number) => {
    const now = performance.now();
    if (now < from || now > until) return;
    last = now;
    latencies.push(now - since);
    if (status !== 200) failures += 1;
  };
  // In the order in which they were made, as they come from people: the last made first would have the
  // window write each booking before all others, where every page is full.
  let sent = 0;
  const next = () => (performance.now() > until ? undefined : wishes[sent++]);
  await Promise.all(
    Array.from({ length: task.connections }, () => talk(task.port, next, answered)),
  );
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  const seconds = (sent > wishes.length ? last - from : task.measureMs) / 1_000;
  return { answers: latencies.length, failures, seconds, p50: at(0.5), p99: at(0.99) };
}

function talk(
  port: number,
  next: () => Buffer | undefined,
  answered: (since: number, status: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    let since = 0;
    let text = "";
    const ask = () => {
      const wish = next();
      if (wish === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      since = performance.now();
      socket.write(wish);
    };
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
      if (!isWhole(text)) return;
      const status = Number(text.slice(9, 12));
      text = "";
      answered(since, status);
      ask();
    });
    socket.once("connect", ask).once("error", reject);
    socket.once("close", () => reject(new Error("the server closed the connection")));
  });
}

function isWhole(text: string): boolean {
  const head = text.indexOf(HEAD_END);
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length === undefined) return text.endsWith("\r\n0\r\n\r\n");
  return text.length >= head + HEAD_END.length + Number(length);
}

const task = JSON.parse(process.argv[2] ?? "{}") as Task;
process.stdout.write(`${JSON.stringify(await load(task))}\n`);
process.exit(0);
