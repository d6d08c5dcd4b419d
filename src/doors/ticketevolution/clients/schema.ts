/** What is said of a client (contracts/ticketevolution.md 4.4). Unknown keys are ignored. */
import * as z from "zod";
import {
  CLIENT_PARTS_MAX,
  HOLDER_CHARACTERS_MAX,
  LABEL_CHARACTERS_MAX,
} from "../../../core/limits.ts";
import { readId } from "../query.ts";

const text = z.string().max(HOLDER_CHARACTERS_MAX);
const optional = text.nullish().transform((value) => value ?? null);
const flag = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")])
  .nullish()
  .transform((value) => value ?? false);
const required = (field: z.ZodType<string>) =>
  field.refine((value) => value.trim() !== "", {
    message: "can't be blank",
  });

export const email = z.object({
  label: optional,
  address: required(text),
  is_primary: flag,
});

export const phone = z.object({
  label: optional,
  country_code: z
    .union([text, z.number().transform(String)])
    .nullish()
    .transform((value) => value ?? null),
  number: required(z.union([text, z.number().transform(String)])),
  extension: optional,
  is_primary: flag,
});

export const address = z.object({
  label: optional,
  name: optional,
  street_address: required(text),
  extended_address: optional,
  locality: optional,
  region: optional,
  postal_code: optional,
  country_code: optional,
  is_primary: flag,
  po_box: flag,
});

/** Answers call it `primary`: who sends one back means `is_primary`. */
function primaryAsAnswered(value: unknown): unknown {
  const said = z.looseObject({ primary: z.unknown() }).safeParse(value);
  if (!said.success) return value;
  const { primary, is_primary = primary } = said.data;
  return { ...said.data, is_primary };
}

/** The parts of a client by themselves. */
export const PARTS = {
  email_addresses: email,
  phone_numbers: phone,
  addresses: z.preprocess(primaryAsAnswered, address),
} as const;

/** With the client, each may say which of those that are there it is. */
const known = { id: z.unknown().optional().transform(readId) };

const parts = <Part extends z.ZodType>(part: Part) => z.array(part).max(CLIENT_PARTS_MAX);

const name = required(z.string({ error: "can't be blank" }).max(LABEL_CHARACTERS_MAX));

/** What a change may name; what is missing stays. */
export const clientChange = z.object({
  name: name.optional(),
  tags: z.array(z.string().max(LABEL_CHARACTERS_MAX)).max(CLIENT_PARTS_MAX).optional(),
  company: z.object({ name: text }).nullish(),
  notes: z.string().max(2_000).nullish(),
  email_addresses: parts(email.extend(known)).optional(),
  phone_numbers: parts(phone.extend(known)).optional(),
  addresses: parts(z.preprocess(primaryAsAnswered, address.extend(known))).optional(),
});

export const newClient = clientChange.extend({ name });

export type Email = z.infer<typeof email>;
export type Address = z.infer<typeof address>;
export type ClientChange = z.infer<typeof clientChange>;

/** 3.4: what is wrong, by field; never the value. */
export function errorsOf(error: z.ZodError): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const field = path.join(".") || "base";
    errors[field] = [...(errors[field] ?? []), message];
  }
  return errors;
}
