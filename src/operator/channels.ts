/**
 * The channels that sell here whatever a date's allotments say: the box office and the doors that
 * have one.
 */
import { doors } from "../doors/index.ts";

export const BOX_OFFICE = "boxoffice";
export const sellingChannels: readonly string[] = [
  BOX_OFFICE,
  ...doors.map((door) => door.channel).filter((channel) => channel !== null),
];
