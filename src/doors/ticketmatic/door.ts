/** Where the Ticketmatic door is, and how it is opened. */
import type { Door } from "../door.ts";

export const ticketmatic: Door = {
  name: "ticketmatic",
  channel: null,
  path: "/api/1",
  listingKinds: [],
  routes: async () => (await import("./routes.ts")).routes,
};
