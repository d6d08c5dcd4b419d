/** Where the Sapiti door is, and how it is opened. */
import type { Door } from "../door.ts";
import { DOOR, MOUNT } from "./mount.ts";

export const sapiti: Door = {
  name: DOOR,
  channel: null,
  path: MOUNT,
  listingKinds: [],
  routes: async () => (await import("./routes.ts")).routes,
};
