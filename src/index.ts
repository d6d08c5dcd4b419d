/** The Worker's exports, nothing else. */
import { app } from "./app.ts";
import { wakeAll } from "./watchdog.ts";

export { EventDate } from "./date/event-date.ts";
export { Order } from "./order/order.ts";

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => wakeAll(env),
} satisfies ExportedHandler<Env>;
