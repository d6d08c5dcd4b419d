/** Where the Ticket Evolution door is, in its two versions, and how it is opened. */
import type { Door } from "../door.ts";
import type { Version } from "./answers.ts";

function doorOf(version: Version): Door {
  return {
    name: `ticketevolution-v${version}`,
    channel: null,
    path: `/v${version}`,
    listingKinds: [],
    routes: async () => (await import("./routes.ts")).routesOf(version),
  };
}

export const ticketevolution = doorOf(9);
export const ticketevolutionV10 = doorOf(10);
