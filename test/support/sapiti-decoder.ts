// What Sapiti's client makes of an answer: its readers' rules (contracts/sapiti.md 2.3 to 2.5) and the
// members that it reads of each object (4). What would throw anything but its own exceptions there,
// or leave empty what its samples follow without looking, is an error here.

/** How the client reads one member; null and absent are always skipped. */
type Reading = "text" | "int" | "bool" | "date" | "map" | "any" | ObjectReading | ListReading;
type Shape = Readonly<Record<string, Reading>>;

interface ObjectReading {
  readonly shape: Shape;
  /** The samples follow it without looking, so it may not be left out. */
  readonly always?: true;
  /** An empty object breaks the reader. */
  readonly nonEmpty?: true;
}

interface ListReading {
  readonly each: Shape;
}

const NAMED: Shape = { id: "text", label: "text" };
const texts = (...keys: string[]): Shape => Object.fromEntries(keys.map((key) => [key, "text"]));
const ints = (...keys: string[]): Shape => Object.fromEntries(keys.map((key) => [key, "int"]));
const dates = (...keys: string[]): Shape => Object.fromEntries(keys.map((key) => [key, "date"]));

const usage = { shape: { statusid: "int", by: "any", date: "date" } } as const;

export const VENUE: Shape = {
  ...NAMED,
  ...texts("addressl1", "addressl2", "postalcode", "city", "country", "map_url"),
  metadata: "map",
};
export const CATEGORY: Shape = { ...NAMED, ...texts("description", "image_url") };
export const ATTRACTION: Shape = {
  ...NAMED,
  ...texts("description", "additionaldescription", "duration", "cast", "agelimit", "externalid"),
  ...texts("image_url", "image_url_small"),
  ...dates("firstevent_date", "lastevent_date"),
  categories: { each: CATEGORY },
  nb_events: "int",
  organizer: { shape: NAMED },
  distributor: { shape: NAMED },
  metadata: "map",
};
export const EVENT: Shape = {
  ...NAMED,
  ...dates("starttime", "endtime"),
  hastimeslots: "bool",
  status: { shape: NAMED, always: true },
  serie: { shape: { ...NAMED, shop_url: "text" }, always: true, nonEmpty: true },
  venue: { shape: VENUE, always: true, nonEmpty: true },
  attraction: { shape: ATTRACTION, always: true, nonEmpty: true },
  ...texts("shop_url", "notes"),
  metadata: "map",
};
export const APPLICATION: Shape = {
  ...NAMED,
  client: { shape: NAMED, always: true, nonEmpty: true },
};
export const DEVICE: Shape = { ...NAMED, lastcontact: "date", client: { shape: NAMED } };
export const ACCESS_CODE: Shape = { ...NAMED, ...texts("code", "origin"), productid: "any", usage };

export const METHOD: Shape = { ...NAMED, typeid: "text", metadata: "map" };
export const PAYMENT: Shape = {
  ...NAMED,
  ...texts("orderid", "paymentmethodid", "externalid", "couponcode", "notes"),
  value: { shape: { ...ints("amount", "expectedamount"), currency: "text" } },
  paymentdate: "date",
  status: { shape: NAMED },
  paymentmethod: { shape: METHOD },
  counter: { shape: NAMED },
};
const PRICE: Shape = {
  ...NAMED,
  description: "text",
  ...ints("quantity_min", "quantity_max", "quantity_step"),
  quantity_byweight: "bool",
  value: { shape: { ...ints("amount", "maxamount", "step"), currency: "text" } },
  promo: { shape: { description: "text", initalprice: "int" } },
  suggested_payments: { each: PAYMENT },
};
const PRODUCT_CATEGORY: Shape = {
  ...NAMED,
  ...texts("description", "color"),
  ...ints("capacity_total", "capacity_free"),
  prices: { each: PRICE },
};
export const STOCK: Shape = {
  ...NAMED,
  ...ints("typeid", "producttypeid", "capacity_total", "capacity_free"),
  ...texts("eventid", "timeslotid", "streamid", "merchandisingid", "packid", "planid"),
  ...texts("priceconfigid", "shop_url", "notes"),
  haspromocodes: "bool",
  categories: { each: PRODUCT_CATEGORY },
};
const TICKET: Shape = {
  ...NAMED,
  ...texts("typeid", "spectatorlabel", "spectatorfirstname", "spectatorlastname"),
  ...texts("spectatoremail", "spectatorid", "positionlabel", "categorylabel", "pricelabel"),
  ...texts("orderreference", "qrcode", "attractionlabel", "presentinglabel", "notes", "venuelabel"),
  ...texts("venueaddressL1", "venueaddressL2"),
  ...dates("eventstarttime", "eventendtime", "validitydate", "orderdate"),
  entrycount: "int",
  price: "any",
  metadata: "map",
};
export const TICKET_SET: Shape = { ...NAMED, stockid: "text", tickets: { each: TICKET } };
export const PRODUCT: Shape = {
  ...NAMED,
  ...texts("orderid", "stockid", "typeid", "positionid", "mainproductid"),
  quantity: "int",
  category: { shape: PRODUCT_CATEGORY, always: true },
  price: { shape: PRICE },
  ticket: { shape: TICKET, always: true },
  usage,
};
export const ORDER: Shape = {
  ...NAMED,
  ...texts("name", "language", "contactid", "info_url", "notes", "postalcode", "country"),
  automaticcancel: "bool",
  haspromocodes: "bool",
  ...dates("created", "expires"),
  status: { shape: NAMED },
  metadata: "map",
};
export const PLAN_CATEGORY: Shape = { ...NAMED, ...texts("description", "color"), seatids: "map" };
export const PLAN: Shape = { ...NAMED, svg: "text", typeid: "int", metadata: "map" };
export const CONTACT: Shape = {
  ...NAMED,
  ...texts("firstname", "lastname", "email", "language", "nationality", "mobilephone"),
  ...texts("addressl1", "addressl2", "postalcode", "city", "country"),
  ...texts("companyfunction", "companyname", "vatnumber"),
  birthdate: "date",
};

/** What a method of the client makes of `response`. */
export type Expected =
  | { readonly one: Shape }
  | { readonly oneOrNull: Shape }
  | { readonly list: Shape }
  | "success"
  | "anything";

/** What is wrong with an answer for this client, with its place; empty when it can read it. */
export function flawsOf(envelope: unknown, expected: Expected): string[] {
  if (!isObject(envelope)) return ["the envelope is no object"];
  if (/\\ud[89a-f]/.test(JSON.stringify(envelope))) return ["half a surrogate pair"];
  const { success, error, datetime, response } = envelope;
  if (error !== undefined && error !== null) return errorFlaws(envelope);
  const flaws = flawsOfMember("datetime", datetime, "date");
  if (success !== true) flaws.push("success is not true, and there is no error");
  if (expected === "success" || expected === "anything") return flaws;
  if ("list" in expected) return [...flaws, ...listFlaws("response", response, expected.list)];
  if ("oneOrNull" in expected) {
    return isEmpty(response)
      ? flaws
      : [...flaws, ...objectFlaws("response", response, expected.oneOrNull)];
  }
  return isEmpty(response)
    ? [...flaws, "response is empty"]
    : [...flaws, ...objectFlaws("response", response, expected.one)];
}

function errorFlaws({ success, error, response, status_code: status }: Record<string, unknown>) {
  if (!isObject(error)) return ["error is not an object"];
  const { code, message } = error;
  return [
    ...(Number.isInteger(code) ? [] : ["error.code is not an integer"]),
    ...(typeof message === "string" ? [] : ["error.message is not a text"]),
    ...(success === false && response === null ? [] : ["an error beside a success"]),
    ...(Number(status) >= 400 ? [] : ["an error with the status of a success"]),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isObject(value) && size(value) === 0);
}

function size(value: object): number {
  return Object.keys(value).length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function listFlaws(at: string, value: unknown, each: Shape): string[] {
  if (!Array.isArray(value)) return [`${at} is not a list`];
  return value.flatMap((entry, index) => objectFlaws(`${at}[${index}]`, entry, each));
}

function objectFlaws(at: string, value: unknown, shape: Shape): string[] {
  if (!isObject(value) || Array.isArray(value)) return [`${at} is not an object`];
  if (size(value) === 0) return [`${at} is empty`];
  // Any `key` makes the reader of a device look for a member that is not there (4.10).
  const forbidden = "key" in value ? [`${at}.key must not be sent`] : [];
  return [
    ...forbidden,
    ...Object.entries(shape).flatMap(([name, reading]) =>
      flawsOfMember(`${at}.${name}`, value[name], reading),
    ),
  ];
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/;

function flawsOfMember(at: string, value: unknown, reading: Reading): string[] {
  if (value === null || value === undefined) {
    return typeof reading === "object" && "always" in reading ? [`${at} is left out`] : [];
  }
  if (typeof reading === "object") {
    if ("each" in reading) return listFlaws(at, value, reading.each);
    return isEmpty(value) && reading.nonEmpty !== true && reading.always !== true
      ? []
      : objectFlaws(at, value, reading.shape);
  }
  return fits(value, reading) ? [] : [`${at} is no ${reading}: ${JSON.stringify(value)}`];
}

function fits(value: unknown, reading: Exclude<Reading, object>): boolean {
  switch (reading) {
    case "text":
      return typeof value === "string" || typeof value === "number";
    case "int":
      return Number.isSafeInteger(value);
    case "bool":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && DATE.test(value);
    case "map":
      return isObject(value);
    default:
      return true;
  }
}
