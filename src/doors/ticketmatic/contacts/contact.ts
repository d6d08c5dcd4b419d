/**
 * A customer as Ticketmatic's contact (contracts/ticketmatic.md 3.3 and 4): what a client may say of
 * one, kept in its own terms under a cap, and what it reads back.
 */
import * as z from "zod";
import { TICKETMATIC_CUSTOMER_BYTES_MAX } from "../../../core/limits.ts";
import { utf8 } from "../../../core/bytes.ts";
import { parseJson } from "../../../core/json.ts";
import type { Customer } from "../../../registry/customers.ts";
import { addressTypes, phoneNumberTypes, type Setting } from "../settings/lists.ts";
import { day, id, int, writeInstant } from "../wire.ts";
import { gatherCustom, spreadCustom } from "./custom.ts";

const text = z.string().max(500);

const address = z.object({
  id: id.optional(),
  typeid: id.optional(),
  street1: text.optional(),
  street2: text.optional(),
  street3: text.optional(),
  zip: text.optional(),
  city: text.optional(),
  state: text.optional(),
  countrycode: z.string().max(2).optional(),
});

const phoneNumber = z.object({ id: id.optional(), typeid: id.optional(), number: text });

const UNKNOWN = 7601;
const OPT_IN_STATUSES = [UNKNOWN, 7602, 7603] as const;
const optIn = z.object({
  optinid: id,
  // Go says 0 where nothing was said.
  status: int
    .transform((status) => (status === 0 ? UNKNOWN : status))
    .pipe(z.literal([...OPT_IN_STATUSES]))
    .default(UNKNOWN),
  info: z.object({ ip: text, method: text, remarks: text, userid: id }).partial().optional(),
});

const details = z
  .object({
    firstname: text,
    middlename: text,
    lastname: text,
    email: z.union([z.literal(""), z.email()]),
    company: text,
    organizationfunction: text,
    vatnumber: text,
    languagecode: z.string().max(10),
    sex: z.string().max(20),
    customertitleid: id,
    birthdate: day,
    addresses: z.array(address).max(20),
    phonenumbers: z.array(phoneNumber).max(20),
    optins: z.array(optIn).max(50),
    custom: z.record(z.string(), z.unknown()),
  })
  .partial()
  .refine(fits, { message: "is more than can be kept of a contact" });

/** Unknown keys are left out, as are those that only the server says. */
export const contactInput = z.preprocess(gatherCustom, details);

/** Whole, it is kept in one row under a cap. */
export function fits(details: object): boolean {
  return utf8(JSON.stringify(details)).length <= TICKETMATIC_CUSTOMER_BYTES_MAX;
}

export type ContactDetails = z.output<typeof details>;

/** What a change leaves: each key, and each custom field, that it does not name stays. */
export function changed(known: ContactDetails, change: ContactDetails): ContactDetails {
  return { ...known, ...change, custom: { ...known.custom, ...change.custom } };
}

const stored = z.custom<ContactDetails>((value) => typeof value === "object" && value !== null);

export function readDetails({ details }: Pick<Customer, "details">): ContactDetails {
  const read = stored.safeParse(parseJson(details)?.parsed);
  return read.success ? read.data : {};
}

const countries = new Intl.DisplayNames("en", { type: "region" });

export function contactBody(customer: Customer) {
  const details = readDetails(customer);
  const { number } = customer;
  const isDeleted = customer.deletedAt !== null;
  return {
    ...spreadCustom(details.custom ?? {}),
    id: number,
    firstname: details.firstname ?? "",
    middlename: details.middlename ?? "",
    lastname: details.lastname ?? "",
    email: details.email ?? "",
    company: details.company ?? "",
    organizationfunction: details.organizationfunction ?? "",
    vatnumber: details.vatnumber ?? "",
    languagecode: details.languagecode ?? "",
    sex: details.sex ?? "",
    image: "",
    customertitleid: details.customertitleid ?? null,
    birthdate: details.birthdate === undefined ? null : writeInstant(details.birthdate),
    addresses: (details.addresses ?? []).map((one, index) => ({
      id: index + 1,
      ...typeOf(addressTypes, one.typeid),
      customerid: number,
      street1: one.street1 ?? "",
      street2: one.street2 ?? "",
      street3: one.street3 ?? "",
      zip: one.zip ?? "",
      city: one.city ?? "",
      state: one.state ?? "",
      countrycode: one.countrycode ?? "",
      country: countryOf(one.countrycode),
    })),
    phonenumbers: (details.phonenumbers ?? []).map((one, index) => ({
      id: index + 1,
      ...typeOf(phoneNumberTypes, one.typeid),
      customerid: number,
      number: one.number,
    })),
    relationtypes: [],
    relationships: [],
    optins: (details.optins ?? []).map((one, index) => ({
      id: index + 1,
      contactid: number,
      optinid: one.optinid,
      status: one.status,
      info: one.info ?? {},
      createdts: writeInstant(customer.createdAt),
      lastupdatets: writeInstant(customer.changedAt),
    })),
    status: isDeleted ? "deleted" : "",
    isdeleted: isDeleted,
    subscribed: false,
    lookup: {},
    createdts: writeInstant(customer.createdAt),
    lastupdatets: writeInstant(customer.changedAt),
  };
}

/** Go says 0 where nothing was said: that is the first type. */
function typeOf(list: readonly Setting[], said = 0): { typeid: number; type: string } {
  const typeid = said === 0 ? 1 : said;
  return { typeid, type: list.find((row) => row.id === typeid)?.name ?? "" };
}

function countryOf(code: string | undefined): string {
  return code !== undefined && /^[A-Z]{2}$/i.test(code)
    ? (countries.of(code.toUpperCase()) ?? "")
    : "";
}
