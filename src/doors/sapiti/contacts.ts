/** `contacts`: a partner's own part of the customer file (contracts/sapiti.md 4.23). */
import * as z from "zod";
import { parseJson } from "../../core/json.ts";
import {
  HOLDER_CHARACTERS_MAX,
  LANGUAGE_CHARACTERS_MAX,
  PHONE_CHARACTERS_MAX,
} from "../../core/limits.ts";
import { ok } from "../../core/result.ts";
import {
  findPartnerContacts,
  type PartnerContact,
  readPartnerContact,
  writePartnerContact,
} from "../../registry/partners/contacts.ts";
import { type Answer, toSapitiDate, unavailable, unknownId } from "./answers.ts";
import type { Call } from "./call.ts";
import { boundedText, optionalInstant, optionalText, read } from "./schema.ts";

const ID = "CT-";
const ID_CHARACTERS = 20;

const writeSchema = z.object({
  firstname: optionalText,
  lastname: optionalText,
  email: boundedText(HOLDER_CHARACTERS_MAX),
  nationality: optionalText,
  language: boundedText(LANGUAGE_CHARACTERS_MAX),
  mobilephone: boundedText(PHONE_CHARACTERS_MAX),
  addressl1: optionalText,
  addressl2: optionalText,
  postalcode: optionalText,
  city: optionalText,
  country: optionalText,
  companyfunction: optionalText,
  companyname: optionalText,
  vatnumber: optionalText,
  birthdate: optionalInstant,
});
type Written = z.output<typeof writeSchema>;

/** By which a partner can look for its contacts. */
const filterSchema = writeSchema.pick({
  firstname: true,
  lastname: true,
  email: true,
  companyname: true,
  mobilephone: true,
});

export async function listContacts({ env, partner, body, page }: Call): Promise<Answer> {
  const wanted = read(filterSchema, body);
  if (!wanted.ok) return wanted;
  const filter = Object.fromEntries(Object.entries(wanted.value).filter(([, said]) => said !== ""));
  const found = await findPartnerContacts(env.REGISTRY, partner.id, filter, page);
  return ok(found.map(shapeOf));
}

export async function getContact({ env, partner, ids }: Call): Promise<Answer> {
  const contact = await readPartnerContact(env.REGISTRY, partner.id, ids[0] ?? "");
  return contact === null ? unknownId("contact") : ok(shapeOf(contact));
}

/** The same call again, within its second, is the same person. */
export async function createContact(call: Call): Promise<Answer> {
  const written = read(writeSchema, call.body);
  if (!written.ok) return written;
  const id = ID + (await call.digest()).slice(0, ID_CHARACTERS);
  return write(call, id, written.value);
}

/** The write form is whole: what it leaves out stays, and so does the language when it is empty. */
export async function updateContact(call: Call): Promise<Answer> {
  const written = read(writeSchema, call.body);
  if (!written.ok) return written;
  const known = await readPartnerContact(call.env.REGISTRY, call.partner.id, call.ids[0] ?? "");
  if (known === null) return unknownId("contact");
  const before = detailsOf(known);
  const said = Object.entries(written.value).filter(
    ([key, value]) => call.body[key] !== undefined && !(key === "language" && value === ""),
  );
  return write(call, known.id, { ...before, ...Object.fromEntries(said) });
}

async function write({ env, partner, now }: Call, id: string, details: Written): Promise<Answer> {
  const name = nameOf(details);
  const contact: PartnerContact = {
    id,
    name: name || null,
    email: details.email || null,
    phone: details.mobilephone || null,
    language: details.language || null,
    changedAt: now,
    channel: partner.id,
    details: JSON.stringify(details),
  };
  return (await writePartnerContact(env.REGISTRY, contact)) ? ok(shapeOf(contact)) : unavailable;
}

function nameOf({ firstname, lastname, companyname }: Written): string {
  return [firstname, lastname].filter(Boolean).join(" ") || companyname;
}

/** As it was stored: the instant of a birthday is a number there. */
const storedSchema = writeSchema.extend({ birthdate: z.number().nullish().default(null) });

function detailsOf(contact: PartnerContact): Written {
  const parsed = storedSchema.parse(parseJson(contact.details)?.parsed ?? {});
  return { ...parsed, birthdate: parsed.birthdate ?? null };
}

function shapeOf(contact: PartnerContact) {
  const { birthdate, ...texts } = detailsOf(contact);
  return {
    id: contact.id,
    label: contact.name ?? "",
    ...texts,
    birthdate: birthdate === null ? null : toSapitiDate(birthdate),
  };
}
