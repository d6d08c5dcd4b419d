/** The doors, in the order in which they are mounted. */
import type { Door } from "./door.ts";
import { passculture } from "./passculture/routes.ts";
import { sapiti } from "./sapiti/door.ts";
import { ticketevolution, ticketevolutionV10 } from "./ticketevolution/door.ts";
import { ticketmatic } from "./ticketmatic/door.ts";

export const doors: readonly Door[] = [
  passculture,
  sapiti,
  ticketmatic,
  ticketevolution,
  ticketevolutionV10,
];
