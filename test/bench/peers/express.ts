// An Express application around a way of booking: the raw body, the signature, the answer.
import { answerTo, readWish, take, type Wish } from "./wire.ts";

interface Call {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}
interface Reply {
  status(code: number): Reply;
  json(body: unknown): void;
}
interface Application {
  post(path: string, ...handlers: unknown[]): void;
  disable(setting: string): void;
  listen(port: number, host: string, done: () => void): void;
}
type Express = (() => Application) & { raw(options: { readonly type: string }): unknown };

/** `book` answers what is left after the sale. */
export async function serveExpress(
  port: number,
  book: (wish: Wish) => number | Promise<number>,
): Promise<void> {
  const express = await take<Express>("express");
  const app = express();
  app.disable("x-powered-by");
  app.post("/booking", express.raw({ type: "*/*" }), async (call: Call, reply: Reply) => {
    const wish = readWish(call.body, call.headers["passculture-signature"]);
    if (wish === null) {
      reply.status(401).json({ message: "Invalid signature" });
      return;
    }
    reply.status(200).json(answerTo(wish, await book(wish)));
  });
  app.listen(port, "127.0.0.1", () => console.log("open"));
}
