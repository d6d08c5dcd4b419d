/**
 * A part of the window that is read when it is first asked for. A Worker that starts is ready to
 * book after the little that a booking needs; what else it can do lies in modules beside it.
 */
import { Hono } from "hono";
import { internalError, notFound } from "./problem.ts";
import { type AppContext, type AppEnv, requestLog } from "./request.ts";

export type Routes = Hono<AppEnv>;
export type Part = Routes | (() => Promise<Routes>);

/**
 * Mounts the part at its path and below. Every request of it has its line in the log; those of a door
 * are kept as calls of its partners.
 */
export function mount(app: Routes, path: string, part: Part, door: string | null = null): void {
  if (typeof part !== "function") {
    app.use(`${path}/*`, requestLog(door));
    app.route(path, part);
    return;
  }
  let loaded: Routes | null = null;
  app.all(`${path}/*`, async (c: AppContext) => {
    // Not one promise for all: a request must not wait for what another one began.
    loaded ??= whole(path, await part(), door);
    return loaded.fetch(c.req.raw, c.env, c.executionCtx);
  });
}

function whole(path: string, routes: Routes, door: string | null): Routes {
  const app = new Hono<AppEnv>().use(requestLog(door)).route(path, routes);
  app.notFound(notFound);
  app.onError(internalError);
  return app;
}
