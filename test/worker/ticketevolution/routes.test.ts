// The list of routes against which partners are kept apart is complete.
import { expect, it } from "vitest";
import { ROUTES } from "../../../src/doors/ticketevolution/routes.ts";
import { attempts, type Belongings } from "../../support/ticketevolution-routes.ts";

const PART = [{ id: ":part" }];
const BELONGINGS: Belongings = {
  client: { id: ":id", email_addresses: PART, phone_numbers: PART, addresses: PART },
  order: { id: ":id", items: [{ id: ":item" }] },
  hold: { id: ":hold" },
  take: { id: ":hold" },
  ticket: { id: ":id" },
  group: ":id",
  user: ":id",
};

/** The catalogue, and the groups that are for sale: every partner has them, as far as it may see. */
const SHARED =
  /^\/(brokerages|offices|categories|configurations|venues|performers|events|listings)\/|^\/ticket_groups\/:id(\/[a-z_]+)?$/;

it("each route that names something of one partner is tried with the ids of another", () => {
  const served = ROUTES[9]
    .filter(([, path]) => path.includes(":") && !SHARED.test(path))
    .map(([method, path]) => `${method.toUpperCase()} ${path}`);
  const tried = attempts(BELONGINGS).map(([method, path]) => `${method} ${path}`);
  expect([...new Set(tried)].toSorted()).toEqual(served.toSorted());
});
