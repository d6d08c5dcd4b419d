/** `/inspect`: the page and its script. Nothing that is typed there comes back here. */
import { Hono } from "hono";
import script from "../../dist/browser/inspector.bin";
import { onlyThisStyle, pageHeaders } from "../web/page.ts";
import type { AppContext, AppEnv } from "../web/request.ts";
import { inspectorPage } from "./page.ts";
import { pageLanguage } from "./words/language.ts";

/** The page asks nothing of anybody, and puts no markup together. */
const NOTHING_LEAVES =
  "script-src 'self'; connect-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

async function page(c: AppContext): Promise<Response> {
  const language = pageLanguage(c.req.query("lang"), c.req.header("Accept-Language") ?? "");
  const text = await inspectorPage(language);
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? "";
  return c.html(text, 200, {
    ...pageHeaders(`${await onlyThisStyle(style)}; ${NOTHING_LEAVES}`),
    "Cache-Control": "no-store",
    "Content-Language": language,
    Vary: "Accept-Language",
  });
}

export const inspector = new Hono<AppEnv>()
  .get("/", (c) => page(c))
  .get("/script.js", (c) =>
    c.body(script, 200, {
      "Content-Type": "text/javascript; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-cache",
    }),
  );
