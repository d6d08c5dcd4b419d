/** The route table of the whole system: every mount point, in order. */
import { Hono } from "hono";
import { doors } from "./doors/index.ts";
import { health } from "./web/health.ts";
import { mount } from "./web/part.ts";
import { internalError, notFound } from "./web/problem.ts";
import { type AppEnv, requestLog } from "./web/request.ts";

export const app = new Hono<AppEnv>();

for (const { path, routes, name } of doors) mount(app, path, routes, name);
mount(app, "/operator/v1", async () => (await import("./operator/routes.ts")).operator);
mount(app, "/operator/calls", async () => (await import("./operator/calls/routes.ts")).calls);
mount(app, "/t", async () => (await import("./ticket/routes.ts")).ticket);
mount(app, "/inspect", async () => (await import("./inspector/routes.ts")).inspector);
app.use(requestLog(null));
app.get("/health", health);
app.notFound(notFound);
app.onError(internalError);
