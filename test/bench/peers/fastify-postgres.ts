// Fastify and PostgreSQL at their best: the whole booking is one prepared statement.
import { openPool } from "./postgres-client.ts";
import { answerTo, readWish, take } from "./wire.ts";

interface Call {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}
interface Reply {
  code(status: number): Reply;
}
interface Application {
  addContentTypeParser(type: string, options: object, parser: unknown): void;
  removeAllContentTypeParsers(): void;
  post(path: string, handler: (call: Call, reply: Reply) => Promise<unknown>): void;
  listen(options: { readonly port: number; readonly host: string }): Promise<unknown>;
}

const BOOK = `
  WITH taken AS (UPDATE stock SET free = free - 1 WHERE id = 1 AND free > 0 RETURNING free),
       issued AS (INSERT INTO tickets (barcode, email) SELECT $1, $2 FROM taken)
  SELECT free FROM taken`;

const [port, database] = process.argv.slice(2).map(Number);
const pool = await openPool(database ?? 0);
const fastify = await take<() => Application>("fastify");
const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser(
  "*",
  { parseAs: "buffer" },
  (_call: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body),
);
app.post("/booking", async (call, reply) => {
  const wish = readWish(call.body, call.headers["passculture-signature"]);
  if (wish === null) {
    reply.code(401);
    return { message: "Invalid signature" };
  }
  const { barcode, email } = wish;
  const { rows } = await pool.query({ name: "book", text: BOOK, values: [barcode, email] });
  return answerTo(wish, Number(rows[0]?.["free"] ?? 0));
});
await app.listen({ port: port ?? 0, host: "127.0.0.1" });
console.log("open");
