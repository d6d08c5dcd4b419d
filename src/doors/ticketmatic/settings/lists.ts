/**
 * The settings that selling needs, as views: they are the same for every account, and the venue
 * changes none of them through this API (contracts/ticketmatic.md 3.4 and 4).
 */
import { writeInstant } from "../wire.ts";

export interface Setting {
  readonly id: number;
  readonly name: string;
  readonly [key: string]: unknown;
}

/** The view's own age: it changes with a release, which no client needs to hear of. */
const SINCE = writeInstant(Date.UTC(2026, 0, 1));

function settings(...rows: readonly Setting[]): readonly Setting[] {
  return rows.map((row) => ({
    ...row,
    isarchived: false,
    createdts: SINCE,
    lastupdatets: SINCE,
  }));
}

/** The only way in which this API sells. */
export const SALES_CHANNEL = 1;

export const salesChannels = settings({
  id: SALES_CHANNEL,
  typeid: 3002,
  name: "API",
  ordermailtemplateid_confirmation: 0,
  ordermailtemplateid_confirmation_sendalways: false,
});

/** Seats that the venue or this account keeps from sale; what others have sold. */
export const LOCK_BLOCKED = 1;
export const LOCK_SOLD_ELSEWHERE = 2;

export const lockTypes = settings(
  { id: LOCK_BLOCKED, name: "Blocked", color: "#cc0000", ishardlock: true, hideseats: false },
  {
    id: LOCK_SOLD_ELSEWHERE,
    name: "Sold elsewhere",
    color: "#666666",
    ishardlock: true,
    hideseats: false,
  },
);

const method = { paymentmethodtypeid: 1001, internalremark: "", pspid: 0, config: {} };
export const paymentMethods = settings(
  { id: 1, name: "Taken by the seller", ...method },
  { id: 2, name: "Bank transfer", ...method },
);

/** In which channels a scenario may be chosen: in a list that is empty, in none. */
const availability = { saleschannels: [SALES_CHANNEL], usescript: false, script: "" };

const payment = {
  shortdescription: "",
  internalremark: "",
  availability,
  visibility: "FULL",
  expiryparameters: {},
  overdueparameters: {},
  ordermailtemplateid_paymentinstruction: 0,
  ordermailtemplateid_overdue: 0,
  ordermailtemplateid_expiry: 0,
  paymentmethods: [1, 2],
};
export const paymentScenarios = settings(
  { id: 1, typeid: 2701, name: "Paid at once", ...payment },
  { id: 2, typeid: 2703, name: "Bank transfer", ...payment },
  { id: 3, typeid: 2705, name: "Paid later", ...payment },
);

const delivery = {
  shortdescription: "",
  internalremark: "",
  needsaddress: false,
  availability,
  visibility: "FULL",
  deliverystatusaftertrigger: 2602,
  ordermailtemplateid_delivery: 0,
  allowetickets: 30101,
};
export const deliveryScenarios = settings(
  { id: 1, typeid: 2501, name: "Handed over", ...delivery },
  { id: 2, typeid: 2502, name: "E-ticket after payment", ...delivery },
  { id: 3, typeid: 2503, name: "E-ticket after confirmation", ...delivery },
);

export const SEAT_RANK = 1;
export const seatRanks = settings({ id: SEAT_RANK, name: "Seat", color: "#336699" });

/** What a contact's form needs. */
export const contactTitles = settings(
  { id: 1, name: "Ms", isinternal: false, languagecode: "en", sex: "F" },
  { id: 2, name: "Mr", isinternal: false, languagecode: "en", sex: "M" },
  { id: 3, name: "Mx", isinternal: false, languagecode: "en", sex: "" },
);
export const addressTypes = settings({ id: 1, name: "Home" }, { id: 2, name: "Work" });
export const phoneNumberTypes = settings({ id: 1, name: "Mobile" }, { id: 2, name: "Fixed" });

export function hasSetting(list: readonly Setting[], id: number): boolean {
  return list.some((row) => row.id === id);
}

/** As lookups are written: keyed by the id as a text, never a list (6.2). */
export function lookupOf(rows: readonly { readonly id: number }[]): Record<string, unknown> {
  return Object.fromEntries(rows.map((row) => [String(row.id), row]));
}
