/** `GET /health`: do the Worker, a date and the registry answer? Says nothing else. */
import { within } from "../core/deadline.ts";
import { askDate } from "../date/client/call.ts";
import { pingRegistry } from "../registry/dates.ts";
import type { AppContext } from "./request.ts";

const HEALTH_MS_MAX = 3_000;
/** No date has this code (it is too short), and a date that is not configured writes nothing. */
const NO_DATE = "health";

export async function health(c: AppContext): Promise<Response> {
  const [date, registry] = await Promise.all([
    askDate(c.env, NO_DATE, Date.now() + HEALTH_MS_MAX, (stub) => stub.state([])).then(
      (answer) => answer.ok || answer.reason === "not_configured",
    ),
    within(HEALTH_MS_MAX, pingRegistry(c.env.REGISTRY)).then(
      () => true,
      () => false,
    ),
  ]);
  const word = (healthy: boolean) => (healthy ? "ok" : "failing");
  return Response.json(
    { worker: "ok", date: word(date), registry: word(registry) },
    { status: date && registry ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
