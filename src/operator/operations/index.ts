/** Every operation of the operator API, in the order of its document. */
import type { Operation } from "../operation.ts";
import { callOperations } from "./calls.ts";
import { contactOperations } from "./contacts.ts";
import { dateChangeOperations } from "./date-changes.ts";
import { dateOperations } from "./dates.ts";
import { deviceOperations } from "./devices.ts";
import { entranceReports } from "./entrance-reports.ts";
import { eventOperations } from "./events.ts";
import { holdOperations } from "./holds.ts";
import { houseOperations } from "./house.ts";
import { importOperations } from "./imports.ts";
import { listingOperations } from "./listings.ts";
import { orderChangeOperations } from "./order-changes.ts";
import { orderOperations } from "./orders.ts";
import { partnerOperations } from "./partners.ts";
import { saleOperations } from "./sales.ts";
import { sandboxOperations } from "./sandboxes.ts";
import { scanOperations } from "./scans.ts";
import { ticketOperations } from "./tickets.ts";
import { upkeepOperations } from "./upkeep.ts";

export const operations: readonly Operation[] = [
  ...eventOperations,
  ...dateOperations,
  ...dateChangeOperations,
  ...houseOperations,
  ...importOperations,
  ...saleOperations,
  ...holdOperations,
  ...orderOperations,
  ...orderChangeOperations,
  ...contactOperations,
  ...ticketOperations,
  ...scanOperations,
  ...entranceReports,
  ...deviceOperations,
  ...listingOperations,
  ...partnerOperations,
  ...sandboxOperations,
  ...callOperations,
  ...upkeepOperations,
];
