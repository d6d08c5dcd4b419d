/**
 * The Ticketmatic door: every call that is offered, in the order in which paths are matched. Fixed
 * words stand before numbers; whatever else is asked below the mount is answered in its own words.
 */
import { Hono } from "hono";
import type { AppContext, AppEnv } from "../../web/request.ts";
import { admit } from "./admission.ts";
import { json, notOffered, problem, toResponse } from "./answers.ts";
import { accountOf, endpoint, failed } from "./endpoint.ts";
import { mountEvents } from "./events/routes.ts";
import { mountContacts } from "./contacts/routes.ts";
import { mountOrders } from "./orders/routes.ts";
import { mountSettings } from "./settings/routes.ts";
import { writeInstant } from "./wire.ts";

export const routes = new Hono<AppEnv>();
const account = new Hono<AppEnv>();

// Asked by those whose clock or key is wrong: it takes anybody, whatever they send (1.7).
account.get("/diagnostics/time", (c) =>
  toResponse(json({ systemtime: writeInstant(c.var.arrivedAt) })),
);

endpoint(account, "get", "/tools/account", { run: ({ partner }) => json(accountBody(partner)) });
mountEvents(account);
mountOrders(account);
mountContacts(account);
mountSettings(account);

/** Strangers are told nothing else than that they are. */
async function unknownPath(c: AppContext): Promise<Response> {
  const admitted = await admit(c, accountOf(c));
  return toResponse("problem" in admitted ? admitted : notOffered);
}
account.all("*", (c) => unknownPath(c));

endpoint(routes, "get", "/_/tools/accounts", {
  run: ({ partner }) => json([accountBody(partner)]),
});
routes.all("/_/*", (c) => unknownPath(c));
routes.route("/:account", account);
routes.all("*", () => toResponse(problem(404, "There is no account in this path")));
routes.onError(failed);

function accountBody({ number, id, label }: { number: number; id: string; label: string }) {
  return { id: number, name: label, shortname: id };
}
